import { join } from "node:path";
import type { Admin } from "kafkajs";
import { jobs, statefulSetName, zookeeperName } from "../../../../components/cluster/names";
import type { RuleGroup } from "../../../../components/monitoring/rules";
import { ruleGroups } from "../../../../components/monitoring/rules";
import { watched } from "../../../../components/monitoring/rules/watched";
import type { Settings } from "../../../../config/schema";
import { schema } from "../../../../config/schema";
import { MonitoredCluster } from "../MonitoredCluster";
import type { MODES } from "../scrapes";
import { MetricsServer } from "./MetricsServer";
import type { Target } from "./Prometheus";
import { Prometheus } from "./Prometheus";
import { EXPORTER, RealExporter } from "./realExporter";
import { recordedExporter } from "./recordedExporter";
import { shortened } from "./shortened";
import { SmallVolume } from "./SmallVolume";
import { volumeStats } from "./volumeStats";

/** Size of the first broker's volume, in MiB: filled within seconds. */
const VOLUME = 64;

/** Real brokers, the first with its data on a small volume, watched by a real Prometheus with a stack's rules. */
export class WatchedCluster {
  private constructor(
    readonly stack: Settings,
    readonly groups: readonly RuleGroup[],
    readonly cluster: MonitoredCluster,
    readonly prometheus: Prometheus,
    readonly volume: SmallVolume,
    readonly admin: Admin,
    private readonly stops: readonly (() => Promise<void>)[],
  ) {}

  /** Resolves when Prometheus has scraped everything once. */
  static async start(mode: (typeof MODES)[number]): Promise<WatchedCluster> {
    const brokers = mode === "kraft" ? 3 : 1;
    const stack = schema.parse({
      environment: "test",
      kubernetes: { context: "test" },
      cluster: { mode, brokers, zookeeper: { replicas: 1 } },
      monitoring: {
        alerts: {
          as: "prometheusRule",
          thresholds: { consumerLag: 50, stuckAfter: "10s", controllerElectionsPerHour: 0 },
        },
      },
    });
    const groups = shortened(ruleGroups(stack));
    const stops: (() => Promise<void>)[] = [];
    try {
      const volume = await SmallVolume.mount(VOLUME);
      stops.unshift(() => volume.unmount());
      const cluster = await MonitoredCluster.start(mode, { nodes: brokers, dataFolder: join(volume.folder, "data") });
      stops.unshift(() => cluster.stop());
      await cluster.traffic(10);
      // Brokers will be gone for a while: a question to them is asked again at the next scrape.
      const admin = cluster.brokers.kafka().admin({ retry: { retries: 2, initialRetryTime: 100, maxRetryTime: 1000 } });
      await admin.connect();
      stops.unshift(() => admin.disconnect());

      const { jmx, exporter, zookeeper } = jobs(stack);
      const target = (address: string, job: string, instance: string): Target => ({
        address,
        labels: { ...watched(stack).labels, job, instance },
      });
      const standIn = async (text: () => Promise<string>, job: string): Promise<Target> => {
        const server = await MetricsServer.start(text);
        stops.unshift(() => server.stop());
        return target(server.address, job, job);
      };
      const ofGroups = async (): Promise<Target> => {
        if (EXPORTER === undefined) return standIn(recordedExporter(admin), exporter);
        const real = await RealExporter.start(EXPORTER, cluster.brokers);
        stops.unshift(() => real.stop());
        return target(real.address, exporter, exporter);
      };
      const { zooKeeperMetrics } = cluster.brokers;
      const claim = `data-${statefulSetName(stack)}-0`;
      const targets = [
        ...cluster.exporters.map(({ address }, node) => target(address, jmx, `${statefulSetName(stack)}-${node}`)),
        ...(zooKeeperMetrics === undefined ? [] : [target(zooKeeperMetrics, zookeeper, `${zookeeperName(stack)}-0`)]),
        await ofGroups(),
        await standIn(() => volumeStats(volume, stack.kubernetes.namespace, claim), "kubelet"),
      ];
      const prometheus = await Prometheus.start(targets, groups);
      stops.unshift(() => prometheus.stop());
      await prometheus.holds(`count(max_over_time(up[1m]) == 1) == ${targets.length}`);
      return new WatchedCluster(stack, groups, cluster, prometheus, volume, admin, stops);
    } catch (error) {
      for (const stop of stops) await stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    for (const stop of this.stops) await stop();
  }
}
