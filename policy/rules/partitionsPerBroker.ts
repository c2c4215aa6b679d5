import { brokerCount, brokerSettings, topics } from "../kafka";
import { rule } from "../rule";

/** Each replica costs memory, files and time at every restart. */
export const partitionsPerBroker = rule({
  name: "partitions-per-broker",
  description: "Each broker has at most `most` replicas of the stack's topics (Kafka's own advice: 4,000).",
  limits: { most: 4000 },
  check: (resources, { most }) => {
    const brokers = brokerCount(resources);
    const found = brokerSettings(resources);
    if (brokers === undefined || found === undefined) return [];
    const { settings, resource } = found;
    const replicas = topics(resources)
      .map(
        ({ partitions, replicationFactor }) =>
          (partitions ?? Number(settings["num.partitions"] ?? 1)) *
          (replicationFactor ?? Number(settings["default.replication.factor"] ?? 1)),
      )
      .reduce((sum, each) => sum + each, 0);
    const each = Math.ceil(replicas / brokers);
    return each <= most
      ? []
      : [
          {
            resource,
            message: `${replicas} replicas on ${brokers} brokers are ${each} a broker, more than ${most}. Add brokers (kafka:cluster.brokers) or lower the topics' partitions`,
          },
        ];
  },
});
