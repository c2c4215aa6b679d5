import type * as pulumi from "@pulumi/pulumi";
import type { StackSettings } from "../../config/schema";
import { deleteClaimsWithStatefulSet } from "./claimRetention";
import { ensembleUnreplaced } from "./ensembleUnreplaced";
import { zookeeperName } from "./names";
import { onDeleteAlone } from "./onDeleteAlone";

/** What the program changes in the chart's objects, where the chart has no value for it. */
export function chartTransforms(settings: StackSettings): pulumi.ResourceTransform[] {
  const { cluster, deletion } = settings;
  return [
    ...(cluster.mode === "zookeeper" ? [onDeleteAlone, ensembleUnreplaced(zookeeperName(settings))] : []),
    ...(deletion === "delete" ? [deleteClaimsWithStatefulSet] : []),
  ];
}
