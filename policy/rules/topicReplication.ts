import { brokerSettings, topics } from "../kafka";
import { rule } from "../rule";

/** An acknowledged message survives the loss of a broker, and producers survive a restart. */
export const topicReplication = rule({
  name: "topic-replication",
  description: "Replication factor at least 3, and min.insync.replicas at least 2 but below the factor.",
  limits: { replicationFactor: 3, minInsyncReplicas: 2 },
  check: (resources, limits) => {
    const brokers = brokerSettings(resources)?.settings ?? {};
    return topics(resources).flatMap(({ name, resource, replicationFactor, config }) => {
      const factor = replicationFactor ?? Number(brokers["default.replication.factor"] ?? 1);
      const insync = Number(config["min.insync.replicas"] ?? brokers["min.insync.replicas"] ?? 1);
      const at = `kafka:topics.${name}`;
      const breach = (found: string, mend: string) => ({ resource, message: `${at} ${found}. ${mend}` });
      return [
        ...(factor < limits.replicationFactor
          ? [breach(`has replication factor ${factor}`, `Set replicationFactor to ${limits.replicationFactor} or more`)]
          : []),
        ...(insync < limits.minInsyncReplicas
          ? [
              breach(
                `has min.insync.replicas ${insync}`,
                `Set config["min.insync.replicas"], or that of the brokers, to ${limits.minInsyncReplicas} or more`,
              ),
            ]
          : []),
        ...(insync >= factor
          ? [
              breach(
                `has min.insync.replicas ${insync} of ${factor} replicas, so one broker's restart stops its producers`,
                "Lower it below the replication factor",
              ),
            ]
          : []),
      ];
    });
  },
});
