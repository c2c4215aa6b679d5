import type { ResourceFunctions } from "../../resource";
import { asRead, PartialFailure } from "../../resource";
import { UserError } from "../../errors";
import { hasUnknown } from "../../unknown";
import type { TopicParts } from "../parts";
import { defaultTopicParts } from "../parts";
import { changeTopics, Topics } from "../change";
import type { TopicInputs, TopicOutputs } from "../inputs";
import { withJournal } from "../journal";
import { lookAhead } from "../lookAhead";
import { readTopic } from "../read";
import { removalOf } from "../remove";
import { topicRequests } from "../requests";
import { checkTopicSet, refusedByBrokers } from "./check";
import { diffTopicSet } from "./diff";
import { nameSome, reasons } from "./failure";
import type { TopicSetInputs, TopicSetOutputs } from "./inputs";
import { expand, shorten } from "./inputs";

const none: Topics<TopicOutputs> = new Map();

/**
 * The functions of a group of topics: one resource, each topic with its own result. What fails is named topic by topic, and what succeeded
 * is kept in the state; the next run does the rest.
 */
export function topicSetFunctions(parts: Partial<TopicParts> = {}): ResourceFunctions<TopicSetInputs, TopicSetOutputs> {
  const { sessions, journal, owners, limits, progress } = { ...defaultTopicParts, ...parts };
  const ownerOf = (set: TopicSetInputs | TopicSetOutputs) => `group ${set.name}`;

  /** Brings the topics from one state to another. @returns the group as it is then @throws PartialFailure, or UserError when nothing was done */
  async function change(
    set: TopicSetInputs | TopicSetOutputs,
    olds: Topics<TopicOutputs>,
    news: Topics<TopicInputs>,
  ): Promise<TopicSetOutputs> {
    return sessions.with(set.connection, async (session) => {
      const tools = { requests: topicRequests(session, limits), journal, owners };
      const { topics, failures } = await changeTopics(tools, ownerOf(set), olds, news);
      const outputs = { ...set, topics: shorten(topics, set) };
      if (failures.size === 0) return outputs;
      const before = JSON.stringify(shorten(olds, set));
      const lines = reasons(failures);
      throw JSON.stringify(outputs.topics) === before
        ? new UserError([`nothing was changed in the group "${set.name}":`, ...lines].join("\n  "))
        : new PartialFailure(set.name, outputs, lines);
    });
  }

  return {
    check: async (olds, news) => {
      const { inputs, failures, elsewhere } = checkTopicSet(news);
      if (failures.length > 0 || typeof inputs.topics !== "object") return { inputs, failures };
      owners.declare(inputs.connection, ownerOf(inputs), Object.keys(inputs.topics));
      owners.declare(inputs.connection, "others", elsewhere);
      const before: Topics<TopicInputs> = typeof olds.topics === "object" ? expand(olds as TopicSetOutputs) : none;
      const known = [...expand(inputs).values()].filter((topic) => !hasUnknown(topic));
      const foreseen = await lookAhead(
        sessions,
        known.map((wanted) => ({ old: before.get(wanted.name), wanted })),
      );
      foreseen.lines.forEach((line) => progress.line(line));
      return { inputs, failures: refusedByBrokers(inputs.name, foreseen.failures) };
    },
    diff: async (_, olds, news) => {
      const { changes, lines } = diffTopicSet(
        olds,
        news,
        (topic) => removalOf(owners, ownerOf(news), topic),
        (topic) => withJournal(journal, topic),
      );
      if (lines.length > 0) progress.line([`topics that change in the group "${news.name}":`, ...lines].join("\n  "));
      return { changes };
    },
    create: async (inputs) => ({ id: inputs.name, outs: await change(inputs, none, expand(inputs)) }),
    read: (id, props) =>
      sessions.with(props.connection, async (session) => {
        const topics = new Map<string, TopicOutputs>();
        const failures = new Map<string, unknown>();
        await Promise.all(
          [...expand(props)].map(async ([name, topic]) => {
            try {
              const found = await readTopic(topicRequests(session, limits), journal, topic);
              if (found !== undefined) topics.set(name, found);
            } catch (error) {
              failures.set(name, error);
            }
          }),
        );
        // What could not be read is neither unchanged nor gone, so that no answer would be true.
        if (failures.size > 0) {
          throw new UserError(
            [
              `${nameSome([...failures.keys()])} of the group "${props.name}" can't be read:`,
              ...reasons(failures),
            ].join("\n  "),
          );
        }
        const found = { ...props, topics: shorten(topics, props) };
        return { id, ...asRead(props, found) };
      }),
    update: async (_, olds, news) => ({ outs: await change(news, expand(olds), expand(news)) }),
    delete: async (_, props) => {
      const topics = expand(props);
      const removals = [...topics.values()].map((topic) => removalOf(owners, ownerOf(props), topic));
      // Retained topics need no broker: the cluster may be gone already.
      if (removals.includes("deleted")) await change(props, topics, none);
    },
  };
}
