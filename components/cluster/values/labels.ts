import type { Role } from "../names";
import { component } from "../names";
import type { Values } from "./merge";

/** The release's name, filled in by the chart's own templating: it is the resource's name, which the values don't know. */
export const RELEASE = "{{ .Release.Name }}";

/** Every pod of the Kafka chart: brokers and exporter. */
export const kafkaLabels: Values = { "app.kubernetes.io/name": "kafka", "app.kubernetes.io/instance": RELEASE };

/** Every broker's pod, of whichever StatefulSet. */
export const allBrokersLabels: Values = { ...kafkaLabels, "app.kubernetes.io/part-of": "kafka" };

/** The brokers' pods of one StatefulSet. */
export function brokerLabels(of: Role): Values {
  return { ...allBrokersLabels, "app.kubernetes.io/component": component(of) };
}

/** The ZooKeeper servers' pods. */
export const zookeeperLabels: Values = {
  "app.kubernetes.io/name": "zookeeper",
  "app.kubernetes.io/instance": RELEASE,
  "app.kubernetes.io/component": "zookeeper",
};
