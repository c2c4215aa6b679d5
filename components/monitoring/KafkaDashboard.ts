import * as pulumi from "@pulumi/pulumi";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap";

/** How a dashboard reaches Grafana. */
export type Delivery =
  /** A ConfigMap that Grafana's sidecar finds by its labels. */
  | { as: "configMap"; labels: Record<string, string>; folder: string }
  /** A GrafanaDashboard for the Grafana operator. */
  | { as: "grafanaDashboard"; instanceSelector: Record<string, string>; folder: string };

/** Arguments of a {@link KafkaDashboard}. */
export interface KafkaDashboardArgs {
  /** Name of the object in Kubernetes. */
  objectName: pulumi.Input<string>;
  /** Its namespace. */
  namespace: pulumi.Input<string>;
  /** Labels of every object of this program. */
  labels: Record<string, string>;
  /** The dashboard's JSON, fit for Grafana: see `prepared`. */
  json: pulumi.Input<string>;
  /** How it reaches Grafana. */
  delivery: Delivery;
}

/** One dashboard in Grafana. */
export class KafkaDashboard extends pulumi.ComponentResource {
  public constructor(name: string, args: KafkaDashboardArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka:monitoring:KafkaDashboard", name, {}, options);
    const { objectName, namespace, labels, json, delivery } = args;
    const child = { parent: this };
    if (delivery.as === "configMap") {
      const metadata = {
        name: objectName,
        namespace,
        labels: { ...labels, ...delivery.labels },
        // The sidecar's default name of the annotation; it wants foldersFromFilesStructure in Grafana's provider.
        annotations: { grafana_folder: delivery.folder },
      };
      new ConfigMap(name, { metadata, data: pulumi.output(json).apply((text) => ({ [`${name}.json`]: text })) }, child);
    } else {
      const { folder, instanceSelector } = delivery;
      new CustomResource(
        name,
        {
          apiVersion: "grafana.integreatly.org/v1beta1",
          kind: "GrafanaDashboard",
          metadata: { name: objectName, namespace, labels },
          spec: { folder, instanceSelector: { matchLabels: instanceSelector }, json },
        },
        child,
      );
    }
    this.registerOutputs({});
  }
}
