import { Decoder, Encoder, type KafkaRequest, readArray, writeArray } from "../../../provider/src/protocol/codec";
import { UserError } from "../../../provider/src/errors";
import { configSource, resourceType } from "../../../provider/src/protocol/configs";
import type { Session, Target } from "../../../provider/src/session/session";

/** The configs of one topic or broker. */
type Configs = Map<string, string>;
const api = { describeConfigs: 32, alterConfigs: 44 };

/** Brokers that know topics' and their own configs, answer in Kafka's bytes, and can go away or lag behind. Nothing is being moved. */
export class ThrottledBrokers {
  readonly topics = new Map<string, Configs>();
  readonly rates = new Map<number, Configs>();
  readonly live: Set<number>;
  /** Brokers that have heard of no topic's configs yet. */
  readonly lagging = new Set<number>();
  /** Brokers that go away over a change of their configs: before they take it. */
  readonly failing = new Set<number>();

  constructor(ids: readonly number[]) {
    this.live = new Set(ids);
    for (const id of ids) this.rates.set(id, new Map());
  }

  get session(): Session {
    const describeCluster = async () => ({
      clusterId: "c",
      controllerId: 0,
      brokers: [...this.live].map((nodeId) => ({ nodeId, host: "h", port: 1, rack: null })),
    });
    const cluster = {
      send: async <T>(target: Target, request: KafkaRequest<T>) => this.answer(target, request),
      forgetController: () => undefined,
    };
    return { describeCluster, cluster, user: "operator" } as unknown as Session;
  }

  private async answer<T>(target: Target, request: KafkaRequest<T>): Promise<T> {
    const [first = -1] = this.live;
    const id = typeof target === "number" ? target : first;
    if (!this.live.has(id)) throw new UserError(`broker ${id} can't be reached`);
    const sent = new Decoder(request.encode().buffer);
    if (request.apiKey === api.describeConfigs) return request.decode(new Decoder(this.described(id, sent).buffer));
    if (request.apiKey === api.alterConfigs) return request.decode(new Decoder(this.altered(id, sent).buffer));
    // ListPartitionReassignments: no tags, no throttle, no error, no topic, no tags.
    return request.decode(new Decoder(Buffer.from("00 00000000 0000 00 01 00".replaceAll(" ", ""), "hex")));
  }

  private described(id: number, sent: Decoder): Encoder {
    const answer = new Encoder().writeInt32(0);
    const resources = readArray(sent, () => ({
      type: sent.readInt8(),
      name: sent.readString() ?? "",
      keys: readArray(sent, () => sent.readString() ?? ""),
    }));
    writeArray(answer, resources, ({ type, name, keys }) => {
      const lags = type === resourceType.topic && this.lagging.has(id);
      const configs = lags ? new Map<string, string>() : this.configs(type, name);
      const source = type === resourceType.topic ? configSource.topic : configSource.dynamicBroker;
      answer.writeInt16(0).writeString(null).writeInt8(type).writeString(name);
      writeArray(answer, keys, (key) => {
        answer
          .writeString(key)
          .writeString(configs.get(key) ?? null)
          .writeBoolean(false);
        answer
          .writeInt8(configs.has(key) ? source : configSource.default)
          .writeBoolean(false)
          .writeInt32(0);
        answer.writeInt8(7).writeString(null);
      });
    });
    return answer;
  }

  private altered(id: number, sent: Decoder): Encoder {
    const answer = new Encoder().writeInt32(0);
    const resources = readArray(sent, () => ({
      type: sent.readInt8(),
      name: sent.readString() ?? "",
      changes: readArray(sent, () => ({
        key: sent.readString() ?? "",
        operation: sent.readInt8(),
        value: sent.readString(),
      })),
    }));
    writeArray(answer, resources, ({ type, name, changes }) => {
      if (type === resourceType.broker && this.failing.delete(id)) {
        this.live.delete(id);
        throw new UserError(`broker ${id} can't be reached`);
      }
      const configs = this.configs(type, name);
      for (const { key, operation, value } of changes) {
        const entries = (configs.get(key) ?? "").split(",").filter(Boolean);
        const given = (value ?? "").split(",");
        if (operation === 0) configs.set(key, value ?? "");
        if (operation === 1) configs.delete(key);
        if (operation === 2) configs.set(key, [...new Set([...entries, ...given])].join());
        if (operation === 3) configs.set(key, entries.filter((entry) => !given.includes(entry)).join());
      }
      answer.writeInt16(0).writeString(null).writeInt8(type).writeString(name);
    });
    return answer;
  }

  private configs(type: number, name: string): Configs {
    const known = type === resourceType.topic ? this.topics.get(name) : this.rates.get(Number(name));
    const configs = known ?? new Map<string, string>();
    if (known === undefined) this.topics.set(name, configs);
    return configs;
  }
}
