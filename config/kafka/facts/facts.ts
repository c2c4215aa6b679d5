import kafka from "./kafka-3.6.1.json";

/** Kafka's own types of settings. */
export type KafkaType = "BOOLEAN" | "INT" | "SHORT" | "LONG" | "DOUBLE" | "STRING" | "LIST" | "CLASS" | "PASSWORD";

/** One row of kafka-3.6.1.json: type, default, what its validator accepts in Kafka's own notation, whether it is internal. */
export type FactRow = [type: KafkaType, fallback?: string | null, accepts?: string | null, internal?: "internal"];

/** kafka-3.6.1.json. */
export interface Facts {
  source: string;
  broker: Record<string, FactRow>;
  topic: Record<string, FactRow>;
}

/** What Kafka 3.6.1 says of its settings. */
export function facts(): Facts {
  return kafka as unknown as Facts;
}
