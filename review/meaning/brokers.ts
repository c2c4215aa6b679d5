import type { Change, Inputs } from "../change";
import { kindOf } from "../change";
import type { Difference } from "../differences";
import { differences, shown } from "../differences";
import type { Finding, Judgement, Risk } from "../finding";
import { amount, count, list } from "./amounts";
import type { Context } from "./context";
import { isBrokerConfiguration, serverProperties } from "./context";
import { brokerDefault, judgeConfig, TOPIC_DEFAULTS } from "./topicConfig";

/** Names of what the chart makes of brokers and ensemble (chart 26.11.4). */
const SERVERS = /-(controller|broker|zookeeper)$/;

/** Whether a change is one of the brokers, or of the ZooKeeper servers. */
export function concernsBrokers(change: Change): boolean {
  return (
    (kindOf(change) === "StatefulSet" && SERVERS.test(change.name)) ||
    kindOf(change) === "BrokerRollout" ||
    isBrokerConfiguration(change)
  );
}

/**
 * What the changes of the brokers mean. StatefulSet, configuration and rollout are looked at together: they are one restart, whose
 * reasons are spread over them.
 */
export function brokerFindings(changes: readonly Change[], context: Context): Finding[] {
  return [
    ...changes.filter((change) => kindOf(change) === "StatefulSet").flatMap((change) => ofServers(change, context)),
    ...changes.filter(isBrokerConfiguration).flatMap((change) => ofSettings(change, context)),
    ...changes.filter((change) => kindOf(change) === "BrokerRollout").flatMap((rollout) => ofRollout(rollout, changes)),
  ];
}

function finding(kind: string, name: string, judgement: Judgement): Finding {
  return { area: "brokers", kind, name, ...judgement };
}

/** How the restart of a StatefulSet's pods goes. */
function restart(name: string, servers: number | undefined): Judgement {
  const zookeeper = name.endsWith("-zookeeper");
  const [one, many] = zookeeper ? ["ZooKeeper server", "ZooKeeper servers"] : ["broker", "brokers"];
  if (servers === 1) {
    return {
      risk: "care",
      text: `its only ${one} restarts: ${zookeeper ? "the ensemble" : "Kafka"} is away meanwhile`,
    };
  }
  const all = servers === undefined ? many : count(servers, one, many);
  return {
    risk: "care",
    text: `${all} will restart one by one${zookeeper ? "" : ", each only while every partition is in sync, the active controller last"}`,
  };
}

function ofServers(change: Change, context: Context): Finding[] {
  const name = change.name.split("/").at(-1) ?? change.name;
  const say = (risk: Risk, text: string): Finding => finding("StatefulSet", name, { risk, text });
  const [from, to] = [replicas(change.before), replicas(change.after)];
  if (change.op === "create") return [say("plain", `created: ${count(to ?? 0, "pod")}`)];
  if (change.op === "replace") {
    return [
      say("danger", "would be REPLACED: all its pods stop at once, and clients have no Kafka until new ones run"),
    ];
  }
  if (change.op === "delete") {
    return [
      say("danger", "is DELETED: all its pods stop, and Kafka is gone (claims go with it where the stack deletes)"),
    ];
  }
  const changed = differences(change.before, change.after);
  const template = changed.filter(({ path }) => path.startsWith("spec.template."));
  const reasons = template.flatMap(reason);
  const { risk, text } = restart(name, to ?? context.brokers);
  return [
    ...(from !== undefined && to !== undefined ? scaling(name, from, to) : []),
    ...(template.length > 0 ? [say(risk, `${text}${reasons.length > 0 ? `, for ${list(reasons)}` : ""}`)] : []),
    ...(template.length === 0 && from === to && changed.length > 0
      ? [say("plain", `${list(changed.slice(0, 3).map(({ path }) => path))} changes; no restart`)]
      : []),
  ];
}

function scaling(name: string, from: number, to: number): Finding[] {
  const pods = count(Math.abs(to - from), name.endsWith("-zookeeper") ? "ZooKeeper server" : "broker");
  if (from === to) return [];
  return [
    finding(
      "StatefulSet",
      name,
      to > from
        ? {
            risk: "care",
            text: `${pods} more (${from} → ${to}): existing partitions do not move onto them by themselves`,
          }
        : {
            risk: "danger",
            text: `${pods} fewer (${from} → ${to}): the replicas on them are LOST unless they were moved away before`,
          },
    ),
  ];
}

function replicas(inputs: Inputs | undefined): number | undefined {
  const spec = inputs?.["spec"] as { replicas?: unknown } | undefined;
  return typeof spec?.replicas === "number" ? spec.replicas : undefined;
}

/** Parts of a pod template whose change has a name of its own; the first that fits counts. */
const REASONS: readonly (readonly [RegExp, (difference: Difference) => string | undefined])[] = [
  [/annotations\["checksum\/configuration"\]$/, () => "changed broker settings"],
  [/annotations\["checksum\/jmx-configuration"\]$/, () => "changed JMX rules"],
  [/annotations\["checksum\//, () => "changed Secrets or scripts"],
  [/env\[KAFKA_HEAP_OPTS\]\.value$/, ({ before, after }) => `heap ${heap(before)} → ${heap(after)}`],
  [/initContainers\[/, () => undefined],
  [/containers\[([^\]]+)\]\.image$/, ({ before, after }) => `image ${shown(before)} → ${shown(after)}`],
  [
    /containers\[[^\]]+\]\.resources\.(.+)$/,
    ({ path, before, after }) => `${path.split(".resources.")[1]} ${shown(before)} → ${shown(after)}`,
  ],
  [/\.labels(\.|\[)/, ({ path }) => `the label ${path.split("labels")[1]?.replace(/^\.|[[\]"]/g, "")}`],
];

function reason(difference: Difference): string[] {
  const found = REASONS.find(([pattern]) => pattern.test(difference.path));
  const words = found === undefined ? difference.path.replace(/^spec\.template\./, "") : found[1](difference);
  return words === undefined ? [] : [words];
}

function heap(options: unknown): string {
  const [, size, unit = ""] = /-Xmx(\d+)([kmgKMG]?)/.exec(String(options)) ?? [];
  const bytes = Number(size) * 1024 ** " kmg".indexOf(unit.toLowerCase() || " ");
  return size === undefined ? shown(options) : amount(bytes, "bytes");
}

/** Settings that are no default of topics, but whose change is more than a number. */
const SETTINGS: ReadonlyMap<string, (before: string | undefined, after: string | undefined) => Judgement> = new Map<
  string,
  (before: string | undefined, after: string | undefined) => Judgement
>(
  Object.entries({
    "auto.create.topics.enable": (_, after) =>
      after === "true"
        ? { risk: "care", text: "topics are created by whoever names them, typing errors included" }
        : { risk: "care", text: "topics are no longer created by whoever names them: clients that relied on it fail" },
    "delete.topic.enable": (_, after) =>
      after === "false"
        ? { risk: "care", text: "topics can no longer be deleted" }
        : { risk: "care", text: "topics can be deleted" },
    "allow.everyone.if.no.acl.found": (_, after) =>
      after === "true"
        ? { risk: "danger", text: "whatever has no rule of its own is open to EVERY client" }
        : { risk: "danger", text: "whatever has no rule of its own is closed: clients without a rule LOSE ACCESS" },
    "authorizer.class.name": (_, after) =>
      after === undefined
        ? { risk: "danger", text: "access rules are switched OFF: every client may do everything" }
        : { risk: "danger", text: "access rules are switched on: clients without a rule LOSE ACCESS" },
    "listener.security.protocol.map": (before, after) => {
      const [from, to] = [clientProtocol(before), clientProtocol(after)];
      return from === to
        ? { risk: "plain", text: `${shown(before)} → ${shown(after)}` }
        : {
            risk: "danger",
            text: `clients inside speak ${to} from now on (before: ${from}): a broker that has restarted refuses those that don't, and they LOSE ACCESS until they read their Secret again`,
          };
    },
    "super.users": (before, after) => ({ risk: "care", text: `super users ${shown(before)} → ${shown(after)}` }),
    "default.replication.factor": (before, after) => ({
      risk: "care",
      text: `default.replication.factor ${shown(before)} → ${shown(after)}: for topics that are created without one`,
    }),
  }),
);

/** The protocol of the listener for clients inside, as the chart names it. */
function clientProtocol(map: string | undefined): string {
  return /(?:^|,)CLIENT:(\w+)/.exec(map ?? "")?.[1] ?? "none";
}

function ofSettings(change: Change, context: Context): Finding[] {
  const name = change.name.split("/").at(-1) ?? change.name;
  if (change.op === "create")
    return [finding("ConfigMap", name, { risk: "plain", text: "created: the brokers' settings" })];
  if (change.op === "delete") return [];
  const { before, after } = { before: serverProperties(change.before), after: serverProperties(change.after) };
  const changed = differences(before, after).map(({ path }) => path.replace(/^\["|"\]$/g, ""));
  const defaults = [...new Set(changed.flatMap((key) => TOPIC_DEFAULTS.get(key) ?? []))];
  const ofTopics = defaults.flatMap((config) => {
    const { settings } = context;
    const judged = judgeConfig(config, brokerDefault(config, settings.before), brokerDefault(config, settings.after));
    return judged === undefined ? [] : [finding("every topic without its own", config, judged)];
  });
  const others = changed
    .filter((key) => !TOPIC_DEFAULTS.has(key))
    .map((key) =>
      finding(
        "broker setting",
        key,
        SETTINGS.get(key)?.(before[key], after[key]) ?? {
          risk: "plain",
          text: `${shown(before[key])} → ${shown(after[key])}`,
        },
      ),
    );
  return [...ofTopics, ...others];
}

/** What a refresh writes in place of a rollout's revision where pods are left to restart (provider/src/rollout). */
const UNFINISHED = /outdated: |not Ready: /;

function ofRollout(rollout: Change, changes: readonly Change[]): Finding[] {
  const say = (judgement: Judgement): Finding[] => [finding("rollout", rollout.name, judgement)];
  if (rollout.op === "create") return say({ risk: "plain", text: "waits until every broker is in sync" });
  if (rollout.op === "delete") return [];
  const left = String(rollout.before?.["revision"] ?? "");
  if (UNFINISHED.test(left)) {
    return say({ risk: "care", text: `goes on with what an earlier run left unfinished (${left})` });
  }
  const restarts = changes.some((change) => kindOf(change) === "StatefulSet" && change.op !== "create");
  return restarts
    ? []
    : say({ risk: "plain", text: "looks whether every broker runs the newest revision; none should have to restart" });
}
