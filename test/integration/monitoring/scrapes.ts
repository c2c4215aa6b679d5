import { MonitoredCluster } from "./MonitoredCluster";

/** The modes of a cluster. */
export const MODES = ["kraft", "zookeeper"] as const;

/** Scrapes of a cluster. */
export interface Scrapes {
  /** Of the JMX exporter beside its broker. */
  jmx: string;
  /** Of the ZooKeeper server, in that mode. */
  zookeeper?: string;
}

/** Scrapes of a real broker, and of its ZooKeeper server, that have had messages, a consumer group and a failed login. */
export async function scrapeWithTraffic(mode: (typeof MODES)[number]): Promise<Scrapes> {
  const cluster = await MonitoredCluster.start(mode);
  try {
    await cluster.traffic(10);
    await cluster.failedLogin();
    const [exporter] = cluster.exporters;
    if (exporter === undefined) throw new Error("the broker has no exporter");
    const jmx = (await exporter.scrape()).text;
    const { zooKeeperMetrics } = cluster.brokers;
    if (zooKeeperMetrics === undefined) return { jmx };
    const answer = await fetch(`http://${zooKeeperMetrics}/metrics`, { signal: AbortSignal.timeout(10_000) });
    return { jmx, zookeeper: await answer.text() };
  } finally {
    await cluster.stop();
  }
}
