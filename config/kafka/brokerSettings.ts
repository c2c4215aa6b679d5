import { facts } from "./facts/facts";
import type { KnownSetting } from "./knownSetting";
import { knownSetting } from "./knownSetting";

/**
 * Settings of the authorizer itself, which Kafka 3.6's own table leaves out: StandardAuthorizer (KRaft) and AclAuthorizer
 * (ZooKeeper) read them from the same file.
 */
const AUTHORIZER: readonly KnownSetting[] = [
  { name: "super.users", type: "STRING", internal: false },
  { name: "allow.everyone.if.no.acl.found", type: "BOOLEAN", fallback: "false", internal: false },
];

/** The broker setting of this name in Kafka 3.6, undefined where there is none. */
export function brokerSetting(name: string): KnownSetting | undefined {
  const { broker } = facts();
  const row = Object.hasOwn(broker, name) ? broker[name] : undefined;
  return row === undefined ? AUTHORIZER.find((setting) => setting.name === name) : knownSetting(name, row);
}

/** Names of all broker settings of Kafka 3.6. */
export function brokerSettingNames(): string[] {
  return [...Object.keys(facts().broker), ...AUTHORIZER.map(({ name }) => name)];
}

/** Settings that are not the stack file's to set, and who sets them. The first that fits counts. */
const OWNED: readonly (readonly [RegExp, string])[] = [
  [/^(advertised\.)?listeners$|^(control\.plane|inter\.broker)\.listener\.name$/, "the chart, from kafka:cluster"],
  [/^early\.start\.listeners$|^security\.inter\.broker\.protocol$/, "the chart, from kafka:cluster"],
  [/^listener\.security\.protocol\.map$|^listener\.name\./, "the chart, from kafka:cluster and kafka:security"],
  [
    /^(process\.roles|node\.id|controller\.listener\.names|controller\.quorum\.voters)$/,
    "the chart, from kafka:cluster.brokers",
  ],
  [/^(broker\.id|broker\.id\.generation\.enable|reserved\.broker\.max\.id)$/, "the chart, from the pod's name"],
  [/^sasl\./, "the chart, from kafka:security.mechanism and the Secrets that this program makes"],
  [/^ssl\./, "this program, from kafka:security.tls and kafka:cluster.external"],
  [
    /^zookeeper\.(connect|clientCnxnSocket|ssl\..*|set\.acl|metadata\.migration\.enable)$/,
    "the chart, from kafka:cluster.mode",
  ],
  [/^(log\.dirs?|metadata\.log\.dir)$/, "the chart: they are paths on the claim, see kafka:cluster.storage"],
  [/^broker\.rack$/, "the pod's place; it can't be the same for all brokers"],
  [/^connections\.max\.reauth\.ms$/, "this program, from kafka:security.connectionsMaxReauth"],
  [
    /^(authorizer\.class\.name|super\.users|allow\.everyone\.if\.no\.acl\.found)$/,
    "this program, from kafka:security and kafka:users",
  ],
];

/** Who sets a setting that the stack file may not set; undefined where it may. */
export function ownerOf(name: string): string | undefined {
  return OWNED.find(([pattern]) => pattern.test(name))?.[1];
}

/** Settings that mean something in one mode only (Kafka 3.6 configuration reference), by a pattern of their names. */
const ONE_MODE: readonly (readonly [RegExp, "kraft" | "zookeeper"])[] = [
  [/^zookeeper\./, "zookeeper"],
  // In KRaft mode metadata.version, a feature of the cluster, says the same (KIP-584, KIP-778).
  [/^inter\.broker\.protocol\.version$/, "zookeeper"],
  [/^(password\.encoder\.|controller\.socket\.timeout\.ms$|delegation\.token\.master\.key$)/, "zookeeper"],
  [/^controller\.quorum\./, "kraft"],
  [/^metadata\.(log|max)\./, "kraft"],
  [
    /^(broker\.(heartbeat\.interval|session\.timeout)|initial\.broker\.registration\.timeout|server\.max\.startup\.time)\.ms$/,
    "kraft",
  ],
];

/** The only mode in which a setting means something; undefined where it does in both. */
export function onlyModeOf(name: string): "kraft" | "zookeeper" | undefined {
  return ONE_MODE.find(([pattern]) => pattern.test(name))?.[1];
}
