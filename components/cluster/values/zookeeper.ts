import type { Settings } from "../../../config/schema";
import { zookeeperName, zookeeperPorts } from "../names";
import { zookeeperLabels } from "./labels";
import type { Values } from "./merge";
import { containerSecurityContext, podSecurityContext } from "./podSecurity";
import { disruptionBudget, scheduling } from "./scheduling";
import { monitorTimes, relabelings, scrapeAnnotations } from "./metrics";
import { persistence } from "./storage";

/**
 * Whether the server is part of the quorum: without one it answers `srvr` without a mode. The chart's own probe (`ruok`) is
 * content with a process that runs.
 */
const serving: Values = {
  exec: {
    command: [
      "/bin/bash",
      "-ec",
      `[[ $(echo srvr | timeout 4 nc -w 4 localhost ${zookeeperPorts.client}) == *Mode:* ]]`,
    ],
  },
  initialDelaySeconds: 5,
  periodSeconds: 5,
  timeoutSeconds: 5,
  failureThreshold: 6,
};

/**
 * The ZooKeeper ensemble (subchart 12.10.1), in that mode only.
 *
 * No passwords: the chart gives the brokers no login for ZooKeeper that works, so the network policy keeps everybody but the
 * brokers out. Its root file system stays writable: the image writes its configuration beside its binaries.
 */
export function zookeeper(settings: Settings): Values {
  const { mode, zookeeper: ensemble } = settings.cluster;
  const { metrics, serviceMonitor } = settings.monitoring;
  if (mode === "kraft") return {};
  return {
    zookeeper: {
      fullnameOverride: zookeeperName(settings),
      replicaCount: ensemble.replicas,
      heapSize: ensemble.heapMiB,
      resources: ensemble.resources,
      persistence: persistence(ensemble.storage),
      pdb: disruptionBudget(settings, ensemble.replicas),
      ...scheduling(settings, zookeeperLabels),
      podSecurityContext,
      containerSecurityContext: { ...containerSecurityContext, readOnlyRootFilesystem: false },
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      podManagementPolicy: "Parallel",
      // The rollout restarts the servers, as it does the brokers: one at a time, the leader last.
      updateStrategy: { type: "OnDelete" },
      customReadinessProbe: serving,
      auth: { client: { enabled: false }, quorum: { enabled: false } },
      tls: { client: { enabled: false }, quorum: { enabled: false } },
      // The servers' own: there is no exporter beside them.
      metrics: {
        enabled: metrics,
        containerPort: zookeeperPorts.metrics,
        service: { annotations: scrapeAnnotations(settings) },
        serviceMonitor: {
          enabled: metrics && serviceMonitor.enabled,
          ...monitorTimes(settings),
          additionalLabels: serviceMonitor.labels,
          relabelings: relabelings(settings),
        },
      },
    },
  };
}
