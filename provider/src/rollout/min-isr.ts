import { Deadline } from "../deadline";
import { Encoder, KafkaRequest, readArray, writeArray } from "../protocol/codec";
import type { Session } from "../session/session";

const key = "min.insync.replicas";
/** Topics per request, so that neither it nor its answer grows large. */
const topicsPerRequest = 1000;
const topicResource = 2;

/** Reads `min.insync.replicas` of topics, each topic once: it tells what a restart costs, and decides nothing. */
export class MinIsr {
  private readonly known = new Map<string, number>();

  constructor(private readonly session: Session) {}

  /** Reads those of the topics that aren't known yet. */
  async read(topics: readonly string[], milliseconds: number): Promise<void> {
    const missing = topics.filter((topic) => !this.known.has(topic));
    for (let from = 0; from < missing.length; from += topicsPerRequest) {
      const request = minIsrRequest(missing.slice(from, from + topicsPerRequest));
      const values = await this.session.cluster.send("any", request, { deadline: new Deadline(milliseconds) });
      for (const [topic, value] of values) this.known.set(topic, value);
    }
  }

  /** Kafka's own default, 1, for a topic that is gone by now. */
  of(topic: string): number {
    return this.known.get(topic) ?? 1;
  }
}

/** DescribeConfigs (API 32, version 0) of one key. Topics that can't be described are left out. */
export function minIsrRequest(topics: readonly string[]): KafkaRequest<[string, number][]> {
  return {
    apiKey: 32,
    apiVersion: 0,
    apiName: "DescribeConfigs",
    encode: () => {
      const encoder = new Encoder();
      writeArray(encoder, topics, (topic) => {
        encoder.writeInt8(topicResource).writeString(topic);
        writeArray(encoder, [key], (name) => encoder.writeString(name));
      });
      return encoder;
    },
    decode: (decoder) => {
      decoder.readInt32();
      const resources = readArray(decoder, (): [string, number][] => {
        decoder.readInt16();
        decoder.readString();
        decoder.readInt8();
        const topic = decoder.readString() ?? "";
        return readArray(decoder, (): [string, number] => {
          decoder.readString();
          const value = Number(decoder.readString());
          for (let flag = 0; flag < 3; flag++) decoder.readBoolean();
          return [topic, value];
        });
      });
      return resources.flat();
    },
  };
}
