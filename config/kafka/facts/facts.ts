import { readFileSync } from "node:fs";
import { join } from "node:path";

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

let read: Facts | undefined;

/** What Kafka 3.6.1 says of its settings. Read from the file at first use only, as most starts of the program need little of it. */
export function facts(): Facts {
  read ??= JSON.parse(readFileSync(join(__dirname, "kafka-3.6.1.json"), "utf8")) as Facts;
  return read;
}
