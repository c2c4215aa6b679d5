import type * as pulumi from "@pulumi/pulumi";
import type { StackSettings } from "../../config/schema";
import { deleteClaimsWithStatefulSet } from "./claimRetention";
import { onDeleteAlone } from "./onDeleteAlone";

/** What the program changes in the chart's objects, where the chart has no value for it. */
export function chartTransforms({ cluster, deletion }: StackSettings): pulumi.ResourceTransform[] {
  return [
    ...(cluster.mode === "zookeeper" ? [onDeleteAlone] : []),
    ...(deletion === "delete" ? [deleteClaimsWithStatefulSet] : []),
  ];
}
