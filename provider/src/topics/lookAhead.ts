import { Deadline } from "../deadline";
import { UserError } from "../errors";
import { describeError, errorCode } from "../protocol/errors";
import { createTopicsRequest } from "../protocol/topics";
import type { CheckFailure } from "../resource";
import type { Session } from "../session/session";
import type { Sessions } from "../session/sessions";
import { fewerPartitions } from "./check";
import { describeTopics } from "./describe";
import type { TopicInputs } from "./inputs";
import { knownConfigs } from "./knownConfigs";
import { layoutOf } from "./layout";
import { observed, TopicState } from "./plan";
import { changesOf } from "./set/wording";

/** How long a preview waits for brokers, in milliseconds: they may not be there yet, and then it goes without them. */
const patience = 5_000;

/** A topic that is checked, and its inputs of the last run. */
export interface CheckedTopic {
  old: Partial<TopicInputs> | undefined;
  wanted: TopicInputs;
}

/** What the brokers say to inputs before anything is done. */
export interface Foresight {
  /** What can't be done, by topic; the property is below the topic. */
  failures: Map<string, CheckFailure[]>;
  /** What the taking over of a topic changes of it, and what nobody could judge, one line each. */
  lines: string[];
}

interface Questions {
  /** Configs that Kafka 3.6 doesn't have, each with its topic, and whether its brokers may be newer, as no chart of ours deployed them. */
  unknown: { topic: string; key: string; value: string; newer: boolean }[];
  /** Topics that are new here and may exist. */
  adopted: TopicInputs[];
  /**
   * Topics that may have more partitions than are asked for now: the last run asked for more, or left their number to the brokers
   * (`had` is undefined).
   */
  fewer: { wanted: TopicInputs; had: number | undefined }[];
}

/** What only the brokers can answer about checked topics; most runs have no question. */
export function questionsOf(topics: readonly CheckedTopic[]): Questions {
  return {
    unknown: topics.flatMap(({ wanted: { connection, name, config } }) =>
      Object.entries(config)
        .filter(([key]) => !knownConfigs.has(key))
        .map(([key, value]) => ({ topic: name, key, value, newer: connection.access === "direct" })),
    ),
    adopted: topics.filter(({ old, wanted }) => wanted.adopt && old === undefined).map(({ wanted }) => wanted),
    fewer: topics.flatMap(({ old, wanted }) => {
      const { partitions } = layoutOf(wanted);
      if (old === undefined || partitions === undefined) return [];
      const had = layoutOf(old).partitions;
      return had === undefined || partitions < had ? [{ wanted, had }] : [];
    }),
  };
}

/**
 * Asks the brokers what only they know, where they can be reached: whether they have a config that Kafka 3.6 has not, what taking a
 * topic over would change, and whether a topic really has the partitions that an earlier run asked for. Without them, Kafka 3.6's
 * own list of configs and what the last run asked for decide.
 */
export async function lookAhead(sessions: Sessions, topics: readonly CheckedTopic[]): Promise<Foresight> {
  const questions = questionsOf(topics);
  const connection = topics[0]?.wanted.connection;
  const none = Object.values(questions).every((list) => list.length === 0);
  if (connection === undefined || none) return { failures: new Map(), lines: [] };
  const answers = await sessions.with(connection, (session) => ask(session, questions));
  return judge(questions, answers);
}

/** The brokers' words on configs, by key, undefined for one that they take; and topics as they are. Nothing where they didn't answer. */
export interface Answers {
  refused: ReadonlyMap<string, string | undefined>;
  found: ReadonlyMap<string, TopicState | undefined>;
}

async function ask(session: Session, questions: Questions): Promise<Answers> {
  const deadline = new Deadline(patience);
  const names = new Set([...questions.adopted, ...questions.fewer.map(({ wanted }) => wanted)].map(({ name }) => name));
  try {
    return {
      refused: await askForConfigs(session, questions.unknown, deadline),
      found: await askForTopics(session, [...names], deadline),
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { refused: new Map(), found: new Map() };
  }
}

async function askForTopics(session: Session, names: string[], deadline: Deadline): Promise<Answers["found"]> {
  const found = new Map<string, TopicState | undefined>();
  if (names.length === 0) return found;
  await describeTopics(
    session,
    names,
    (index, outcome) => {
      const name = names[index];
      if (name !== undefined && "value" in outcome) found.set(name, outcome.value);
    },
    { deadline },
  );
  return found;
}

/** Each key of a topic that is not made: only a validation tells what configs brokers have where there is no topic yet. */
async function askForConfigs(
  session: Session,
  unknown: Questions["unknown"],
  deadline: Deadline,
): Promise<Answers["refused"]> {
  const byName = new Map(unknown.map(({ key, value }, index) => [`config-check-${index}`, { key, value }]));
  if (byName.size === 0) return new Map();
  const probes = [...byName].map(([name, { key, value }]) => ({
    name,
    partitions: -1,
    replicationFactor: -1,
    config: { [key]: value },
  }));
  const request = createTopicsRequest(probes, { validateOnly: true });
  const results = await session.cluster.send("controller", request, { deadline });
  // A refusal of another kind, such as that of a policy, says nothing about the config.
  const told = results.filter(({ errorCode: code }) => code === errorCode.none || code === errorCode.invalidConfig);
  return new Map(
    told.map(({ name, errorCode: code, errorMessage }): [string, string | undefined] => [
      byName.get(name)?.key ?? "",
      code === errorCode.none ? undefined : describeError(code, errorMessage),
    ]),
  );
}

/** What the answers mean. */
export function judge({ unknown, adopted, fewer }: Questions, { refused, found }: Answers): Foresight {
  const failures = new Map<string, CheckFailure[]>();
  const fail = (topic: string, property: string, reason: string) =>
    failures.set(topic, [...(failures.get(topic) ?? []), { property, reason }]);
  const unjudged: string[] = [];
  for (const { topic, key, newer } of unknown) {
    const property = `config["${key}"]`;
    const words = refused.get(key);
    if (words !== undefined) fail(topic, property, words);
    else if (!refused.has(key) && newer) {
      unjudged.push(
        `warning: topic "${topic}": Kafka 3.6 knows no topic config ${key}, and the brokers could not be asked for theirs: the run will tell`,
      );
    } else if (!refused.has(key)) {
      fail(topic, property, "Kafka 3.6 knows no such topic config, and the brokers could not be asked for theirs");
    }
  }
  for (const wanted of [...adopted, ...fewer.map((each) => each.wanted)]) {
    const state = found.get(wanted.name);
    const has = state?.replicas.length ?? fewer.find((each) => each.wanted === wanted && !found.has(wanted.name))?.had;
    const { partitions } = layoutOf(wanted);
    if (has !== undefined && partitions !== undefined && partitions < has) {
      const property = wanted.placement === undefined ? "partitions" : "placement";
      fail(wanted.name, property, fewerPartitions(wanted.name, has, partitions));
    }
  }
  const lines = adopted.flatMap((wanted) => {
    const state = found.get(wanted.name);
    if (state === undefined) return [];
    const changes = changesOf(observed(asFound(wanted, state), state), wanted);
    return [
      `topic "${wanted.name}" exists and is taken over: ${changes.length === 0 ? "nothing changes" : changes.join(", ")}`,
    ];
  });
  return { failures, lines: [...unjudged, ...lines] };
}

/** The keys that will be managed, as the topic has them now. */
function asFound(wanted: TopicInputs, state: TopicState): TopicInputs {
  const keys = Object.keys(wanted.config).filter((key) => state.config.has(key));
  return { ...wanted, config: Object.fromEntries(keys.map((key) => [key, state.config.get(key)?.value ?? ""])) };
}
