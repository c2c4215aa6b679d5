import { brokerSettings, topics } from "../kafka";
import { rule } from "../rule";

/** Kafka's own default of automatic creation is true, of unclean election false. */
const WANTED = { "auto.create.topics.enable": "true", "unclean.leader.election.enable": "false" } as const;

/** No topic by a typing error, no message lost by an election. */
export const brokerSafety = rule({
  name: "broker-safety",
  description: "Topics are not created automatically, and no replica that lags becomes leader.",
  limits: {},
  check: (resources) => {
    const brokers = brokerSettings(resources);
    const ofBrokers = Object.entries(WANTED).flatMap(([setting, fallback]) =>
      brokers === undefined || (brokers.settings[setting] ?? fallback) === "false"
        ? []
        : [
            {
              resource: brokers.resource,
              message: `${setting} is true. Set kafka:cluster.settings["${setting}"] to false`,
            },
          ],
    );
    const ofTopics = topics(resources)
      .filter(({ config }) => config["unclean.leader.election.enable"] === "true")
      .map(({ name, resource }) => ({
        resource,
        message: `kafka:topics.${name} has unclean.leader.election.enable true. Take it out of the topic's config`,
      }));
    return [...ofBrokers, ...ofTopics];
  },
});
