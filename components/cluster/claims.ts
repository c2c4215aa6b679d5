import type { Settings } from "../../config/schema";
import { statefulSetName, zookeeperName } from "./names";

/** A StatefulSet's claim template, as far as the settings decide it. */
export interface ClaimTemplate {
  /** Name of the StatefulSet. */
  statefulSet: string;
  /** Size of each claim, a Kubernetes quantity. */
  size: string;
  /** StorageClass. @default the Kubernetes cluster's own default */
  storageClass?: string;
  /** Where the size is set in the stack file, for messages. */
  keyPath: string;
}

/** The claim templates of a stack: the brokers', and the ensemble's in ZooKeeper mode. */
export function claimTemplates(settings: Settings): ClaimTemplate[] {
  const { cluster } = settings;
  const brokers = { statefulSet: statefulSetName(settings), keyPath: "kafka:cluster.storage", ...template(cluster.storage) };
  const ensemble = {
    statefulSet: zookeeperName(settings),
    keyPath: "kafka:cluster.zookeeper.storage",
    ...template(cluster.zookeeper.storage),
  };
  return cluster.mode === "zookeeper" ? [ensemble, brokers] : [brokers];
}

function template(storage: Settings["cluster"]["storage"]): Pick<ClaimTemplate, "size" | "storageClass"> {
  return { size: storage.size, ...(storage.class === undefined ? {} : { storageClass: storage.class }) };
}
