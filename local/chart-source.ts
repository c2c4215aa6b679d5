import { join } from "node:path";
import { Cluster, placeOf } from "./cluster";
import { checkout } from "../commands/checkout";
import { reachable } from "../tools/reach";
import { versions } from "../tools/versions";

/** What the local run adds to the stack's settings: where chart and images come from, and which cluster the stack belongs to. */
export type Overrides = Record<string, Record<string, string>>;

const localChart = join(checkout, "local/chart");

/** Whether the chart's registry answers; asked once per run. */
export function chartReachable(): Promise<boolean> {
  return reachable(new URL(versions.chart.address.replace("oci:", "https:")).host);
}

/** The machine's own cluster has no way out, so its images are always those made here; the chart is pulled by this machine. */
export function overridesFor(cluster: Pick<Cluster, "kind" | "context" | "kubeconfig">, online: boolean): Overrides {
  const overrides: Overrides = { "kafka:kubernetes": placeOf(cluster) };
  if (!online) overrides["kafka:chart"] = { path: localChart };
  if (!online || cluster.kind === "own") overrides["kafka:images"] = { registry: versions.images.registry };
  return overrides;
}
