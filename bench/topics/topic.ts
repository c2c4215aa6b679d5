/** Each topic of the benchmark: one partition, one config. */
export const topic = { partitions: 1, replicationFactor: 1, config: { "retention.ms": "604800000" } };
