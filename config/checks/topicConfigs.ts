import { declaredTopics } from "../declaredTopics";
import { topicConfig, topicConfigNames } from "../kafka/topicConfigs";
import type { Problem } from "../problem";
import type { StackSettings } from "../schema";
import { unknownName } from "../schema/kafkaValues";

/** Topic configs that Kafka 3.6, which a stack on Kubernetes deploys, doesn't have. */
export const unknownTopicConfigs = (settings: StackSettings): Problem[] =>
  declaredTopics(settings).flatMap(({ place, topic }) =>
    Object.keys(topic.config)
      .filter((name) => topicConfig(name) === undefined)
      .map((name) => ({
        path: [...place, "config", name],
        text: unknownName({ what: "topic config", names: topicConfigNames }, name),
      })),
  );

/** Brokers that exist already may be newer: what they know is theirs to say, at preview where they can be reached. */
export const newerTopicConfigs = (settings: StackSettings): Problem[] =>
  unknownTopicConfigs(settings).map(({ path, text }) => ({ path, text: `${text}; the brokers are asked for theirs` }));
