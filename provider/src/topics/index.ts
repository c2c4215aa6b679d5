import type { ResourceFunctions } from "../resource";
import { defaultSessions, Sessions } from "../session/sessions";
import { checkTopic } from "./check";
import { createTopic } from "./create";
import { deleteTopic } from "./delete";
import { diffTopic } from "./diff";
import type { TopicInputs, TopicOutputs } from "./inputs";
import { CreationJournal, FileJournal } from "./journal";
import { readTopic } from "./read";
import { topicRequests } from "./requests";
import { updateTopic } from "./update";

/**
 * The functions of the topic resource over a set of sessions. Each operation's error is one line that names the topic.
 * @param sessions another set where Secrets don't come from Kubernetes
 * @param journal where creations on their way are marked
 */
export function topicFunctions(
  sessions: Sessions = defaultSessions,
  journal: CreationJournal = new FileJournal(),
): ResourceFunctions<TopicInputs, TopicOutputs> {
  return {
    check: async (olds, news) => checkTopic(olds, news),
    diff: async (_, olds, news) => diffTopic(olds, news),
    create: (inputs) =>
      sessions.with(inputs.connection, async (session) => ({
        id: inputs.name,
        outs: await createTopic(topicRequests(session), journal, inputs),
      })),
    read: (_, props) => sessions.with(props.connection, (session) => readTopic(topicRequests(session), props)),
    update: (_, olds, news) =>
      sessions.with(news.connection, async (session) => ({
        outs: await updateTopic(topicRequests(session), olds, news),
      })),
    delete: async (_, props) => {
      // A retained topic needs no broker: the cluster may be gone already.
      if (props.deletion !== "delete") return;
      await sessions.with(props.connection, (session) => deleteTopic(topicRequests(session), props.name));
    },
  };
}
