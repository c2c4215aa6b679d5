import type { ResourceFunctions } from "../resource";
import { asRead, atKeyPath, PartialFailure } from "../resource";
import { messageOf } from "../errors";
import { changeTopics } from "./change";
import { checkTopic } from "./check";
import { diffTopic } from "./diff";
import type { TopicInputs, TopicOutputs } from "./inputs";
import { withJournal } from "./journal";
import { lookAhead } from "./lookAhead";
import { defaultTopicParts, TopicParts } from "./parts";
import { noticesOf } from "./notices";
import { readTopic } from "./read";
import { removalOf } from "./remove";
import { topicRequests } from "./requests";
import { hasUnknown } from "../unknown";

/**
 * The functions of the topic resource, which is a set of one; see changeTopics. Each operation's error is one line that names the topic.
 * @param parts other parts than the default ones, where Secrets don't come from Kubernetes
 */
export function topicFunctions(parts: Partial<TopicParts> = {}): ResourceFunctions<TopicInputs, TopicOutputs> {
  const { sessions, journal, owners, limits, progress } = { ...defaultTopicParts, ...parts };
  const ownerOf = ({ name }: TopicInputs) => `topic ${name}`;
  const byName = <T extends TopicInputs>(topic?: T) => new Map(topic === undefined ? [] : [[topic.name, topic]]);

  const change = (olds: TopicOutputs | undefined, news: TopicInputs | undefined, topic: TopicInputs) =>
    sessions.with(topic.connection, async (session) => {
      const tools = { requests: topicRequests(session, limits), journal, owners };
      const { topics, failures } = await changeTopics(tools, ownerOf(topic), byName(olds), byName(news));
      const now = topics.get(topic.name);
      for (const error of failures.values()) {
        throw now?.unconfirmed === true ? new PartialFailure(topic.name, now, [messageOf(error)]) : error;
      }
      return now;
    });
  const made = async (olds: TopicOutputs | undefined, news: TopicInputs) => (await change(olds, news, news)) ?? news;

  return {
    check: async (olds, news) => {
      const { inputs, failures } = checkTopic(news);
      const { connection, name } = inputs;
      if (failures.length > 0 || hasUnknown(connection) || hasUnknown(name)) return { inputs, failures };
      owners.declare(connection, ownerOf(inputs), [name]);
      if (hasUnknown(inputs)) return { inputs, failures };
      const foreseen = await lookAhead(sessions, [{ old: olds.name === name ? olds : undefined, wanted: inputs }]);
      foreseen.lines.forEach((line) => progress.line(line));
      const refused = foreseen.failures.get(name) ?? [];
      return { inputs, failures: refused.map((failure) => atKeyPath(`kafka:topics.${name}`, failure)) };
    },
    diff: async (_, olds, news) => {
      for (const notice of noticesOf(olds, news)) progress.line(notice);
      return diffTopic(withJournal(journal, olds), news);
    },
    create: async (inputs) => ({ id: inputs.name, outs: await made(undefined, inputs) }),
    read: (_, props) =>
      sessions.with(props.connection, async (session) => {
        const found = await readTopic(topicRequests(session, limits), journal, props);
        return found === undefined ? {} : { id: props.name, ...asRead(props, found) };
      }),
    update: async (_, olds, news) => ({ outs: await made(olds, news) }),
    delete: async (_, props) => {
      // A retained topic needs no broker: the cluster may be gone already.
      if (removalOf(owners, ownerOf(props), props) === "deleted") await change(props, undefined, props);
    },
  };
}
