import { Encoder, KafkaRequest, readArray, readLongArray, writeArray } from "./codec";

/** Kafka's own names of the quotas that a user can have (org.apache.kafka.common.config.internals.QuotaConfigs of Kafka 3.6). */
export const quotaKeys = [
  "producer_byte_rate",
  "consumer_byte_rate",
  "request_percentage",
  "controller_mutation_rate",
] as const;

export type QuotaKey = (typeof quotaKeys)[number];

/** Whom quotas are for: one user, or with `null` every user that has none of its own. */
export type QuotaUser = string | null;

/** One change: a value sets the quota, `null` takes it away. */
export interface QuotaChange {
  key: string;
  value: number | null;
}

/** What became of one user's changes. */
export interface AlterQuotasResult {
  user: QuotaUser;
  errorCode: number;
  errorMessage: string | null;
}

/** The quotas of one user. */
export interface DescribedQuotas {
  user: QuotaUser;
  values: Record<string, number>;
}

/** Answer of DescribeClientQuotas. */
export interface QuotasAnswer {
  errorCode: number;
  errorMessage: string | null;
  entries: DescribedQuotas[];
}

const userEntity = "user";

/** AlterClientQuotas (API 49, version 0: the one that isn't flexible; KIP-546), of users. Quotas that aren't named stay as they are. */
export function alterClientQuotasRequest(
  users: readonly { user: QuotaUser; changes: readonly QuotaChange[] }[],
): KafkaRequest<AlterQuotasResult[]> {
  return {
    apiKey: 49,
    apiVersion: 0,
    apiName: "AlterClientQuotas",
    encode: () => {
      const encoder = new Encoder();
      writeArray(encoder, users, ({ user, changes }) => {
        writeArray(encoder, [user], (name) => encoder.writeString(userEntity).writeString(name));
        writeArray(encoder, changes, ({ key, value }) =>
          encoder
            .writeString(key)
            .writeDouble(value ?? 0)
            .writeBoolean(value === null),
        );
      });
      return encoder.writeBoolean(false);
    },
    decode: (decoder) => {
      decoder.readInt32();
      return readArray(decoder, () => {
        const error = { errorCode: decoder.readInt16(), errorMessage: decoder.readString() };
        const entity = readArray(decoder, () => ({ type: decoder.readString(), name: decoder.readString() }));
        return { ...error, user: entity.find(({ type }) => type === userEntity)?.name ?? null };
      });
    },
  };
}

const exactly = 0;
const theDefault = 1;
const anyNamed = 2;

/**
 * DescribeClientQuotas (API 48, version 0; KIP-546): the quotas of users alone, not those of a user's single clients.
 * @param user whose; every user's, the default among them, when left out
 */
export function describeClientQuotasRequest(user?: QuotaUser): KafkaRequest<QuotasAnswer> {
  return {
    apiKey: 48,
    apiVersion: 0,
    apiName: "DescribeClientQuotas",
    encode: () => {
      const encoder = new Encoder();
      const match = user === undefined ? anyNamed : user === null ? theDefault : exactly;
      writeArray(encoder, [match], (type) =>
        encoder
          .writeString(userEntity)
          .writeInt8(type)
          .writeString(user ?? null),
      );
      return encoder.writeBoolean(true);
    },
    decode: async (decoder) => {
      decoder.readInt32();
      const error = { errorCode: decoder.readInt16(), errorMessage: decoder.readString() };
      const entries = await readLongArray(decoder, () => {
        const entity = readArray(decoder, () => ({ type: decoder.readString(), name: decoder.readString() }));
        const values = readArray(decoder, (): [string, number] => [decoder.readString() ?? "", decoder.readDouble()]);
        return {
          user: entity.find(({ type }) => type === userEntity)?.name ?? null,
          values: Object.fromEntries(values),
        };
      });
      return { ...error, entries };
    },
  };
}
