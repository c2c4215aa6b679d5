import type { Settings } from "../../../config/schema";
import type { BrokerSet } from "../names";
import { brokerSets, consoleLabels, ports, zookeeperName, zookeeperPorts } from "../names";
import { brokerLabels, kafkaLabels, zookeeperLabels } from "./labels";
import type { Values } from "./merge";
import { sharedBudget } from "./sharedBudget";

/**
 * Who may reach the brokers and the ZooKeeper servers.
 *
 * The policies are the program's own. The chart's would cut the KRaft quorum (9093) and the JMX exporter (5556) off, has no
 * room for further ports, and lets a namespace in only by a label on its pods; ZooKeeper's lets everybody in, though it has
 * no passwords and holds the brokers' SCRAM credentials.
 */
export function networkPolicy(settings: Settings): Values {
  const { cluster } = settings;
  const sets = brokerSets(settings);
  const policies = [
    ...sets.map((set) => brokerPolicy(settings, set)),
    ...(cluster.mode === "zookeeper" ? [zookeeperPolicy(settings)] : []),
  ];
  return {
    networkPolicy: { enabled: false },
    zookeeper: { networkPolicy: { enabled: false } },
    extraDeploy: [...(cluster.networkPolicy.enabled ? policies : []), ...sharedBudget(settings)],
  };
}

function brokerPolicy(settings: Settings, set: BrokerSet): Values {
  const { cluster, monitoring } = settings;
  const quorum = set.role === "controller" ? [ports.controller] : [];
  return policy(settings, set.name, brokerLabels(set.role), [
    rule([ports.client], clients(settings)),
    rule([ports.interbroker, ...quorum], brokerPods(settings)),
    // The load balancer's own ranges keep strangers out; here its address, not the client's, may be all there is to see.
    ...(cluster.external === undefined ? [] : [rule([ports.external])]),
    ...(monitoring.metrics ? [rule([ports.jmx])] : []),
  ]);
}

const brokerPods = (settings: Settings): Values[] => brokerSets(settings).map(({ role }) => pods(brokerLabels(role)));

function zookeeperPolicy(settings: Settings): Values {
  const servers = pods(zookeeperLabels);
  return policy(settings, zookeeperName(settings), zookeeperLabels, [
    rule([zookeeperPorts.client], [...brokerPods(settings), servers]),
    rule([zookeeperPorts.follower, zookeeperPorts.election], [servers]),
    ...(settings.monitoring.metrics ? [rule([zookeeperPorts.metrics])] : []),
  ]);
}

/** The exporter and the console are clients as well, wherever the clients' namespaces are. */
function clients(settings: Settings): Values[] | undefined {
  const namespaces = settings.cluster.networkPolicy.clientNamespaces;
  if (namespaces === undefined) return undefined;
  const key = "kubernetes.io/metadata.name";
  const named = { namespaceSelector: { matchExpressions: [{ key, operator: "In", values: [...namespaces].sort() }] } };
  const own = settings.console.enabled ? [pods(consoleLabels(settings))] : [];
  return [pods(kafkaLabels), ...own, ...(namespaces.length === 0 ? [] : [named])];
}

function policy(settings: Settings, name: string, labels: Values, ingress: Values[]): Values {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name, namespace: settings.kubernetes.namespace, labels },
    spec: { podSelector: { matchLabels: labels }, policyTypes: ["Ingress"], ingress },
  };
}

const pods = (labels: Values): Values => ({ podSelector: { matchLabels: labels } });

/** Without `from`, everybody may come. */
const rule = (open: number[], from?: Values[]): Values => ({
  ports: open.map((port) => ({ port, protocol: "TCP" })),
  ...(from === undefined ? {} : { from }),
});
