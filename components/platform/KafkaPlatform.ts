import * as pulumi from "@pulumi/pulumi";
import { Namespace } from "@pulumi/kubernetes/core/v1";
import { Provider } from "@pulumi/kubernetes/provider";
import type { Connection } from "@kafka-on-kubernetes/provider";
import type { Settings } from "../../config/schema";
import type { Target } from "../../config/target";
import { KafkaCluster } from "../cluster/KafkaCluster";
import * as names from "../cluster/names";
import { ScramCredentials } from "../credentials/ScramCredentials";
import { JmxRules } from "../monitoring/JmxRules";
import { KafkaTopic } from "../topics/KafkaTopic";
import { KafkaClient } from "../users/KafkaClient";
import { labels } from "./labels";
import type { PlatformOutputs, PlatformSecrets, SecretReference } from "./outputs";
import { OUTPUTS_VERSION } from "./outputs";

/** Arguments of {@link KafkaPlatform}. */
export interface KafkaPlatformArgs {
  /** The stack's settings. */
  settings: Settings;
  /** The Kubernetes cluster that the stack belongs to. */
  target: Target;
}

/**
 * One environment's Kafka: namespace, credentials, brokers, then, once they are healthy, topics and users.
 */
export class KafkaPlatform extends pulumi.ComponentResource implements PlatformOutputs, PlatformSecrets {
  public readonly outputsVersion = pulumi.output(OUTPUTS_VERSION);
  public readonly bootstrapServers: pulumi.Output<string>;
  public readonly brokers: pulumi.Output<string[]>;
  public readonly externalBootstrapServers: pulumi.Output<string | null>;
  public readonly securityProtocol = pulumi.output("SASL_PLAINTEXT" as const);
  public readonly saslMechanism: pulumi.Output<Settings["security"]["mechanism"]>;
  public readonly caSecret: pulumi.Output<SecretReference | null>;
  public readonly namespace: pulumi.Output<string>;
  public readonly topics: pulumi.Output<string[]>;
  public readonly clients: pulumi.Output<Record<string, SecretReference>>;
  public readonly clientCredentials: PlatformSecrets["clientCredentials"];

  public constructor(name: string, args: KafkaPlatformArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka:platform:KafkaPlatform", name, {}, options);
    const { settings, target } = args;
    const namespace = settings.kubernetes.namespace;
    const mechanism = settings.security.mechanism;
    const bootstrapServers = names.bootstrapServers(settings);
    const retained = settings.deletion === "retain";
    const child = { parent: this };

    const provider = new Provider(
      `${name}-kubernetes`,
      { context: target.context, kubeconfig: settings.kubernetes.kubeconfig },
      child,
    );
    const kubernetes = { parent: this, providers: { kubernetes: provider } };

    const namespaces = settings.kubernetes.createNamespace
      ? [
          new Namespace(
            `${name}-namespace`,
            { metadata: { name: namespace, labels: labels(settings) } },
            { parent: this, provider, retainOnDelete: retained },
          ),
        ]
      : [];

    const credentials = new ScramCredentials(
      `${name}-credentials`,
      {
        namespace,
        before: namespaces,
        secretNames: {
          internal: names.internalSecretName(settings),
          operator: names.operatorSecretName(settings),
          ...(settings.cluster.mode === "kraft" ? { clusterId: names.clusterIdSecretName(settings) } : {}),
        },
        labels: labels(settings),
        bootstrapServers,
        mechanism,
        keyStores: settings.cluster.external !== undefined,
        protectClusterId: retained,
      },
      kubernetes,
    );

    const connection: Connection = {
      brokers: names.brokerHosts(settings),
      access: settings.access,
      mechanism,
      kubernetes: {
        context: target.context,
        ...(settings.kubernetes.kubeconfig === undefined ? {} : { kubeconfig: settings.kubernetes.kubeconfig }),
        ...(settings.kubernetes.server === undefined ? {} : { server: settings.kubernetes.server }),
        namespace,
      },
      secretName: names.operatorSecretName(settings),
    };

    const jmxRules = settings.monitoring.metrics
      ? [
          new JmxRules(
            `${name}-jmx-rules`,
            { configMapName: names.jmxRulesName(settings), namespace, labels: labels(settings), before: namespaces },
            kubernetes,
          ),
        ]
      : [];

    const cluster = new KafkaCluster(name, { settings, connection, before: [credentials, ...jmxRules] }, kubernetes);
    const onHealthyCluster = { parent: this, dependsOn: [cluster] };

    const topics = Object.entries(settings.topics).map(
      ([topic, { deletion = settings.deletion, ...rest }]) =>
        new KafkaTopic(topic, { connection, deletion, ...rest }, onHealthyCluster),
    );

    const clients = Object.entries(settings.users).map(([user, { rotation, namespaces: further }]) => ({
      user,
      client: new KafkaClient(
        user,
        {
          connection,
          cluster,
          secretName: names.clientSecretName(settings, user),
          namespaces: [namespace, ...further],
          before: namespaces,
          labels: labels(settings),
          access: { bootstrapServers, securityProtocol: "SASL_PLAINTEXT", mechanism },
          iterations: settings.security.iterations,
          rotation,
        },
        kubernetes,
      ),
    }));

    const { external } = settings.cluster;
    this.bootstrapServers = pulumi.output(bootstrapServers);
    this.externalBootstrapServers = pulumi.output(names.externalBootstrapServers(settings) ?? null);
    this.brokers = pulumi.output(names.brokerHosts(settings));
    this.saslMechanism = pulumi.output(mechanism);
    this.caSecret = pulumi.output(
      external === undefined ? null : { name: external.tlsSecret, namespaces: [namespace] },
    );
    this.namespace = pulumi.output(namespace);
    this.topics = pulumi.all(topics.map((topic) => topic.name)).apply((all) => [...all].sort());
    this.clients = pulumi.output(Object.fromEntries(clients.map(({ user, client }) => [user, client.secret])));
    this.clientCredentials = pulumi.output(
      Object.fromEntries(clients.map(({ user, client }) => [user, client.credentials])),
    );
    this.registerOutputs({ bootstrapServers: this.bootstrapServers, topics: this.topics, clients: this.clients });
  }
}
