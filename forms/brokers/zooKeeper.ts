import type { StackSettings } from "../../config/schema";

/** Ports of a ZooKeeper server. */
export const ZOOKEEPER_PORTS = { client: 2181, follower: 2888, election: 3888 } as const;

/** One ZooKeeper server. */
export interface ZooKeeperServer {
  /** Its id, from 1 on. */
  id: number;
  host: string;
}

/** `zoo.cfg` of every server of an ensemble, as properties. */
export function zooKeeperProperties(servers: readonly ZooKeeperServer[], dataFolder: string): Record<string, string> {
  const { client, follower, election } = ZOOKEEPER_PORTS;
  return {
    "4lw.commands.whitelist": "srvr",
    "admin.enableServer": "false",
    "autopurge.purgeInterval": "24",
    "autopurge.snapRetainCount": "3",
    clientPort: String(client),
    dataDir: dataFolder,
    initLimit: "10",
    maxClientCnxns: "60",
    syncLimit: "5",
    tickTime: "2000",
    ...Object.fromEntries(
      servers.length === 1 ? [] : servers.map(({ id, host }) => [`server.${id}`, `${host}:${follower}:${election}`]),
    ),
  };
}

/** How many ZooKeeper servers a form runs: at most one on each of its nodes, and an odd number. */
export function ensembleSize({ cluster }: StackSettings): number {
  const most = Math.min(cluster.zookeeper.replicas, cluster.brokers);
  return most % 2 === 0 ? most - 1 : most;
}
