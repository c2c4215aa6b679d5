import type { Settings } from "../../../config/schema";
import type { BrokerSet } from "../names";
import { brokerSets } from "../names";
import { brokerLabels } from "./labels";
import type { Values } from "./merge";
import { containerSecurityContext, podSecurityContext } from "./podSecurity";
import { podAnnotations } from "./podAnnotations";
import { disruptionBudget, scheduling } from "./scheduling";
import { persistence } from "./storage";

/** Seconds between two looks of the startup probe. */
const STARTUP_PERIOD = 5;

/**
 * The brokers' StatefulSets: `controller` in KRaft mode, where each broker is a controller too, with `broker` beside it for those that
 * have no vote; `broker` alone with ZooKeeper. What is not used is switched off, for the chart refuses a mixture.
 */
export function brokers(settings: Settings): Values {
  const kraft = settings.cluster.mode === "kraft";
  return {
    kraft: { enabled: kraft },
    zookeeper: { enabled: !kraft },
    controller: { controllerOnly: false, replicaCount: 0 },
    broker: { replicaCount: 0 },
    ...Object.fromEntries(
      brokerSets(settings).map((set) => [
        set.role,
        { ...(set.role === "controller" ? { controllerOnly: false } : {}), ...statefulSet(settings, set) },
      ]),
    ),
  };
}

function statefulSet(settings: Settings, { role, replicas }: BrokerSet): Values {
  const { cluster } = settings;
  return {
    replicaCount: replicas,
    // G1 is named: on a pod with one CPU, or less than 1792 MiB, the JVM would choose the serial collector.
    heapOpts: `-Xmx${cluster.heapMiB}m -Xms${cluster.heapMiB}m -XX:+UseG1GC`,
    resources: cluster.resources,
    // The larger of the two counts for the pod, not the sum.
    initContainerResources: cluster.resources,
    persistence: persistence(cluster.storage),
    // One budget for both StatefulSets is the program's own.
    pdb: disruptionBudget(settings, brokerSets(settings).length > 1 ? 0 : replicas),
    ...scheduling(settings, brokerLabels(role)),
    podAnnotations: podAnnotations(settings),
    podSecurityContext,
    containerSecurityContext,
    automountServiceAccountToken: false,
    // A Service called `kafka` would put KAFKA_PORT and its like into the brokers' environment.
    enableServiceLinks: false,
    // The program restarts brokers itself, one by one, when every partition is in sync.
    updateStrategy: { type: "OnDelete" },
    // One after the other would wait for the first to be Ready, which needs the quorum of the others.
    podManagementPolicy: "Parallel",
    terminationGracePeriodSeconds: cluster.terminationGracePeriod,
    // Reading the log again after a crash takes as long as it takes: until then the liveness probe must not kill the broker.
    startupProbe: {
      enabled: true,
      initialDelaySeconds: STARTUP_PERIOD,
      periodSeconds: STARTUP_PERIOD,
      timeoutSeconds: STARTUP_PERIOD,
      failureThreshold: Math.max(1, Math.ceil(cluster.rolloutTimeout / STARTUP_PERIOD)),
    },
  };
}
