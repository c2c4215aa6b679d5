import type { SmallVolume } from "./SmallVolume";

/** The kubelet's two metrics of a claim. There is no kubelet: names and labels are its own, the numbers are the real file system's. */
export async function volumeStats(volume: SmallVolume, namespace: string, claim: string): Promise<string> {
  const labels = `namespace="${namespace}",persistentvolumeclaim="${claim}"`;
  const { available, capacity } = await volume.bytes();
  return [
    `kubelet_volume_stats_available_bytes{${labels}} ${available}`,
    `kubelet_volume_stats_capacity_bytes{${labels}} ${capacity}`,
    "",
  ].join("\n");
}
