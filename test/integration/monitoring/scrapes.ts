import { MonitoredCluster } from "./MonitoredCluster";

/** The modes of a cluster. */
export const MODES = ["kraft", "zookeeper"] as const;

/** A scrape of a real broker that has had messages, a consumer group and a failed login. */
export async function scrapeWithTraffic(mode: (typeof MODES)[number]): Promise<string> {
  const cluster = await MonitoredCluster.start(mode);
  try {
    await cluster.traffic(10);
    await cluster.failedLogin();
    const [exporter] = cluster.exporters;
    if (exporter === undefined) throw new Error("the broker has no exporter");
    return (await exporter.scrape()).text;
  } finally {
    await cluster.stop();
  }
}
