import { Encoder, KafkaRequest, readArray, writeArray } from "./codec";

/** Kafka's numbers of the things that have configs. */
export const resourceType = { topic: 2, broker: 4 } as const;

/** A topic or a broker, by Kafka's number and name. */
export interface ConfigResource {
  type: number;
  name: string;
}

/** One change of IncrementalAlterConfigs: a value sets the key, `null` takes it back to the broker's default. */
export interface ConfigChange {
  key: string;
  value: string | null;
}

/** A change of one of the keys whose value is a list, such as the throttled replicas: its other entries stay. */
export interface ListConfigChange {
  key: string;
  /** Entries, separated by commas. */
  value: string;
  /** `append` leaves out what is in the list already. */
  operation: "append" | "subtract";
}

/** What became of one resource's changes. */
export interface AlterConfigsResult extends ConfigResource {
  errorCode: number;
  errorMessage: string | null;
}

/** Kafka's numbers of the operations. */
const operations = { set: 0, delete: 1, append: 2, subtract: 3 } as const;

function operationOf(change: ConfigChange | ListConfigChange): number {
  if ("operation" in change) return operations[change.operation];
  return change.value === null ? operations.delete : operations.set;
}

/** IncrementalAlterConfigs (API 44, version 0, KIP-339). Keys that aren't named stay as they are. */
export function incrementalAlterConfigsRequest(
  resources: readonly (ConfigResource & { changes: readonly (ConfigChange | ListConfigChange)[] })[],
  options: { validateOnly?: boolean } = {},
): KafkaRequest<AlterConfigsResult[]> {
  return {
    apiKey: 44,
    apiVersion: 0,
    apiName: "IncrementalAlterConfigs",
    encode: () => {
      const encoder = new Encoder();
      writeArray(encoder, resources, ({ type, name, changes }) => {
        encoder.writeInt8(type).writeString(name);
        writeArray(encoder, changes, (change) =>
          encoder.writeString(change.key).writeInt8(operationOf(change)).writeString(change.value),
        );
      });
      return encoder.writeBoolean(options.validateOnly ?? false);
    },
    decode: (decoder) => {
      decoder.readInt32();
      return readArray(decoder, () => ({
        errorCode: decoder.readInt16(),
        errorMessage: decoder.readString(),
        type: decoder.readInt8(),
        name: decoder.readString() ?? "",
      }));
    },
  };
}

/** Where a config's value comes from. */
export const configSource = {
  topic: 1,
  dynamicBroker: 2,
  dynamicDefaultBroker: 3,
  staticBroker: 4,
  default: 5,
} as const;

/** One config as the broker describes it. */
export interface DescribedConfig {
  key: string;
  /** Null for a sensitive value. */
  value: string | null;
  /** One of `configSource`. */
  source: number;
  readOnly: boolean;
  sensitive: boolean;
  /** Kafka's number of the value's type: 1 boolean, 2 string, 3 int, 4 short, 5 long, 6 double, 7 list, 8 class, 9 password. */
  valueType: number;
}

/** One resource with its configs. */
export interface DescribedResource extends ConfigResource {
  errorCode: number;
  errorMessage: string | null;
  configs: DescribedConfig[];
}

/**
 * DescribeConfigs (API 32, version 3: with sources and value types, the last that isn't flexible). A broker's configs are told by that
 * broker alone.
 * @param keys the keys to describe; every key without them
 */
export function describeConfigsRequest(
  resources: readonly ConfigResource[],
  keys: readonly string[] | null = null,
): KafkaRequest<DescribedResource[]> {
  return {
    apiKey: 32,
    apiVersion: 3,
    apiName: "DescribeConfigs",
    encode: () => {
      const encoder = new Encoder();
      writeArray(encoder, resources, ({ type, name }) => {
        encoder.writeInt8(type).writeString(name);
        writeArray(encoder, keys, (key) => encoder.writeString(key));
      });
      // Neither synonyms nor documentation: they would be nine tenths of the answer.
      return encoder.writeBoolean(false).writeBoolean(false);
    },
    decode: (decoder) => {
      decoder.readInt32();
      return readArray(decoder, () => ({
        errorCode: decoder.readInt16(),
        errorMessage: decoder.readString(),
        type: decoder.readInt8(),
        name: decoder.readString() ?? "",
        configs: readArray(decoder, () => {
          const key = decoder.readString() ?? "";
          const value = decoder.readString();
          const readOnly = decoder.readBoolean();
          const source = decoder.readInt8();
          const sensitive = decoder.readBoolean();
          readArray(decoder, () => [decoder.readString(), decoder.readString(), decoder.readInt8()]);
          const valueType = decoder.readInt8();
          decoder.readString();
          return { key, value, source, readOnly, sensitive, valueType };
        }),
      }));
    },
  };
}
