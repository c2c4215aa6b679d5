import { workloads } from "../kubernetes";
import { rule } from "../rule";

/** Who runs a cluster sees it. */
export const monitoringOn = rule({
  name: "monitoring-on",
  description: "Every broker has a container that shows its metrics.",
  limits: {},
  check: (resources) =>
    workloads(resources, "StatefulSet")
      .filter(({ resource }) => !/-zookeeper$/.test(resource.name))
      .filter(
        ({ template }) =>
          !(template.spec?.containers ?? []).some(({ ports }) => ports?.some(({ name }) => name === "metrics")),
      )
      .map(({ resource }) => ({ resource, message: "shows no metrics. Set kafka:monitoring.metrics to true" })),
});
