import type { Change, Inputs } from "../change";
import type { Finding, Judgement } from "../finding";
import { amount, count } from "./amounts";
import type { Context } from "./context";
import type { Config } from "./topicConfig";
import { judgeConfigs } from "./topicConfig";

/** What a preview shows of a topic. */
interface Topic {
  partitions?: number;
  replicationFactor?: number;
  config?: Config;
  /** In a set, that of the set holds for a topic without its own. */
  deletion?: string;
  placement?: unknown;
  adopt?: boolean;
}

/** A topic in the inputs of a resource. */
interface Held {
  topic: Topic;
  by: Change;
}

/**
 * What the changes of topics mean, those in resources of their own and those in sets. They are looked at together: a topic that
 * moves from one resource to another is not deleted.
 */
export function topicFindings(changes: readonly Change[], context: Context): Finding[] {
  const before = held(changes, "before");
  const after = held(changes, "after");
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name) =>
    judgeTopic(name, before.get(name), after.get(name), context).map((judgement) => ({
      area: "topics" as const,
      kind: "topic",
      name,
      ...judgement,
    })),
  );
}

function held(changes: readonly Change[], side: "before" | "after"): Map<string, Held> {
  return new Map(
    changes.flatMap((change) =>
      Object.entries(topicsOf(change[side], change.name)).map(
        ([name, topic]) => [name, { topic, by: change }] as const,
      ),
    ),
  );
}

/** The topics in a resource's inputs, by name. */
function topicsOf(inputs: Inputs | undefined, name: string): Record<string, Topic> {
  if (inputs === undefined) return {};
  const set = inputs["topics"];
  if (typeof set !== "object" || set === null) return { [String(inputs["name"] ?? name)]: inputs };
  return Object.fromEntries(
    Object.entries(set).map(([each, topic]) => [each, { ...(inputs as Topic), ...(topic as Topic) }]),
  );
}

function judgeTopic(name: string, from: Held | undefined, to: Held | undefined, context: Context): Judgement[] {
  if (to === undefined) return from === undefined ? [] : [removal(from)];
  if (from === undefined) return [creation(to.topic)];
  const [before, after] = [from.topic, to.topic];
  return [
    ...partitions(before, after),
    ...factor(before, after, context.sizes.get(name)),
    ...placement(before, after, context.sizes.get(name)),
    ...judgeConfigs(before.config ?? {}, after.config ?? {}, context.settings),
    ...deletion(before, after),
  ];
}

function creation({ partitions: number, replicationFactor, adopt }: Topic): Judgement {
  const shape = [
    number === undefined ? "the brokers' number of partitions" : count(number, "partition"),
    replicationFactor === undefined ? "the brokers' replication factor" : `replication factor ${replicationFactor}`,
  ].join(", ");
  return adopt === true
    ? {
        risk: "care",
        text: `created with ${shape}, or taken over as it is if it exists, its configs changed to the file's`,
      }
    : { risk: "plain", text: `created: ${shape}` };
}

function removal({ topic, by }: Held): Judgement {
  return topic.deletion === "delete" && !by.retained
    ? { risk: "danger", text: "is DELETED with all its messages" }
    : { risk: "care", text: "leaves the stack; the topic and its messages stay on the brokers, managed by nobody" };
}

function partitions({ partitions: from }: Topic, { partitions: to }: Topic): Judgement[] {
  if (from === undefined || to === undefined || from === to) return [];
  return to > from
    ? [
        {
          risk: "care",
          text: `partitions ${from} → ${to}: changes key placement, so new messages of a key may go to another partition than its old ones`,
        },
      ]
    : [{ risk: "danger", text: `partitions ${from} → ${to}: Kafka can't take partitions away, so the run refuses it` }];
}

/** @param size Bytes of one copy; undefined where the brokers could not be asked. */
function factor({ replicationFactor: from }: Topic, { replicationFactor: to }: Topic, size?: number): Judgement[] {
  if (from === undefined || to === undefined || from === to) return [];
  const moved = size === undefined ? "each partition" : `about ${amount(size * (to - from), "bytes")}`;
  return to > from
    ? [
        {
          risk: "care",
          text: `replication factor ${from} → ${to}: a reassignment will move ${moved} to further brokers, which takes network and disk`,
        },
      ]
    : [
        {
          risk: to === 1 ? "danger" : "care",
          text: `replication factor ${from} → ${to}: a reassignment takes replicas away${to === 1 ? ", and the loss of one broker then loses data" : ""}`,
        },
      ];
}

function placement(before: Topic, after: Topic, size?: number): Judgement[] {
  if (after.placement === undefined || JSON.stringify(before.placement) === JSON.stringify(after.placement)) return [];
  const copies = after.replicationFactor ?? before.replicationFactor;
  const most = size === undefined || copies === undefined ? "" : ` at most ${amount(size * copies, "bytes")}`;
  return [
    { risk: "care", text: `its replicas are placed by hand: a reassignment will move${most || " what is elsewhere"}` },
  ];
}

function deletion({ deletion: from }: Topic, { deletion: to }: Topic): Judgement[] {
  if (from === to || to === undefined) return [];
  return to === "delete"
    ? [{ risk: "care", text: "is no longer kept: taking it out of the stack file will delete it with its messages" }]
    : [{ risk: "plain", text: "is kept from now on when it is taken out of the stack file" }];
}
