import type * as pulumi from "@pulumi/pulumi";
import type { StackSettings } from "../../config/schema";
import { deleteClaimsWithStatefulSet } from "./claimRetention";

/** What the program changes in the chart's objects, where the chart has no value for it. */
export function chartTransforms({ deletion }: StackSettings): pulumi.ResourceTransform[] {
  return deletion === "delete" ? [deleteClaimsWithStatefulSet] : [];
}
