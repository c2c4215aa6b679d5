import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Admin } from "kafkajs";
import { GROUP, TOPIC } from "../MonitoredCluster";

const FILE = join(__dirname, "..", "..", "..", "fixtures", "metrics", "kafka-exporter.prom");

/** Where a group is in one partition. */
interface Place {
  end: number;
  /** -1 where it never committed. */
  committed: number;
}

/**
 * A real Kafka exporter's answer, recorded once: all names, labels and further topics are its own. The offsets and the lag of the traffic's
 * topic and group are what the brokers say now.
 */
export function recordedExporter(admin: Admin): () => Promise<string> {
  const recorded = readFileSync(FILE, "utf8")
    .replaceAll('topic="orders.v1"', `topic="${TOPIC}"`)
    .replaceAll('consumergroup="billing"', `consumergroup="${GROUP}"`);
  let asking: Promise<Map<string, Place>> | undefined;
  return async () => {
    // Scrapes that come while brokers are away share one question.
    asking ??= places(admin).finally(() => (asking = undefined));
    return withPlaces(recorded, await asking);
  };
}

async function places(admin: Admin): Promise<Map<string, Place>> {
  const [ends, [committed]] = await Promise.all([
    admin.fetchTopicOffsets(TOPIC),
    admin.fetchOffsets({ groupId: GROUP, topics: [TOPIC] }),
  ]);
  const of = new Map(committed?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
  return new Map(
    ends.map(({ partition, high }) => [String(partition), { end: Number(high), committed: of.get(partition) ?? -1 }]),
  );
}

const VALUES: Readonly<Record<string, (place: Place) => number>> = {
  kafka_topic_partition_current_offset: ({ end }) => end,
  kafka_consumergroup_current_offset: ({ committed }) => committed,
  kafka_consumergroup_lag: ({ end, committed }) => (committed < 0 ? -1 : end - committed),
};

function withPlaces(text: string, places: ReadonlyMap<string, Place>): string {
  return text.replace(
    new RegExp(`^(\\w+)(\\{.*partition="(\\d+)",topic="${TOPIC}"\\}) \\S+$`, "gm"),
    (line: string, metric: string, labels: string, partition: string) => {
      const place = places.get(partition);
      const value = VALUES[metric];
      return place === undefined || value === undefined ? line : `${metric}${labels} ${value(place)}`;
    },
  );
}
