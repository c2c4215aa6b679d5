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

/** What became of one resource's changes. */
export interface AlterConfigsResult extends ConfigResource {
  errorCode: number;
  errorMessage: string | null;
}

const setOperation = 0;
const deleteOperation = 1;

/** IncrementalAlterConfigs (API 44, version 0, KIP-339). Keys that aren't named stay as they are. */
export function incrementalAlterConfigsRequest(
  resources: readonly (ConfigResource & { changes: readonly ConfigChange[] })[],
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
        writeArray(encoder, changes, ({ key, value }) =>
          encoder
            .writeString(key)
            .writeInt8(value === null ? deleteOperation : setOperation)
            .writeString(value),
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

/** DescribeConfigs (API 32, version 3: with sources and value types, the last that isn't flexible), every key. */
export function describeConfigsRequest(resources: readonly ConfigResource[]): KafkaRequest<DescribedResource[]> {
  return {
    apiKey: 32,
    apiVersion: 3,
    apiName: "DescribeConfigs",
    encode: () => {
      const encoder = new Encoder();
      writeArray(encoder, resources, ({ type, name }) => {
        encoder.writeInt8(type).writeString(name);
        writeArray(encoder, null, () => undefined);
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
