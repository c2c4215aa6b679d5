import type { StatefulSetTemplate } from "@kafka-on-kubernetes/provider";
import type { Settings } from "../../config/schema";
import { brokerSets, zookeeperName } from "./names";
import type { Values } from "./values/merge";
import { isMap } from "./values/merge";

/**
 * What the chart's values decide of the things that Kubernetes never lets change: of the brokers' StatefulSet, and of the
 * ensemble's in ZooKeeper mode. Read from the values, not the settings, so that the hatch `cluster.values` is looked at too.
 */
export function statefulSetTemplates(settings: Settings, values: Values): StatefulSetTemplate[] {
  const brokers = brokerSets(settings).map(({ name, role }) =>
    template(name, "kafka:cluster.storage", part(values, role)),
  );
  const ensemble = (): StatefulSetTemplate =>
    template(zookeeperName(settings), "kafka:cluster.zookeeper.storage", part(values, "zookeeper"));
  return settings.cluster.mode === "zookeeper" ? [ensemble(), ...brokers] : brokers;
}

function template(statefulSet: string, keyPath: string, values: Values): StatefulSetTemplate {
  const { size, storageClass } = part(values, "persistence");
  return {
    statefulSet,
    size: String(size),
    ...(storageClass === "" || storageClass === undefined ? {} : { storageClass: String(storageClass) }),
    podManagementPolicy: String(values["podManagementPolicy"]),
    keyPath,
  };
}

function part(values: Values, key: string): Values {
  const found = values[key];
  return isMap(found) ? found : {};
}
