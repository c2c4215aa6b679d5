import { Encoder, KafkaRequest, readCompactArray, skipTags, writeCompactArray, writeNoTags } from "./codec";

/** Names of the SCRAM mechanisms that Kafka has. */
export type MechanismName = "SCRAM-SHA-256" | "SCRAM-SHA-512";

/** Kafka's numbers of the mechanisms (KIP-554). */
export const mechanismCode: Record<MechanismName, number> = { "SCRAM-SHA-256": 1, "SCRAM-SHA-512": 2 };

/** The mechanism of a number; undefined for one that this version doesn't know. */
export function mechanismName(code: number): MechanismName | undefined {
  return (Object.keys(mechanismCode) as MechanismName[]).find((name) => mechanismCode[name] === code);
}

/** One credential to write: salted already, so that the password never travels. */
export interface ScramUpsertion {
  name: string;
  mechanism: MechanismName;
  iterations: number;
  salt: Buffer;
  saltedPassword: Buffer;
}

/** One credential to remove. */
export interface ScramDeletion {
  name: string;
  mechanism: MechanismName;
}

/** What became of one user's changes. */
export interface ScramAlterResult {
  user: string;
  errorCode: number;
  errorMessage: string | null;
}

/** AlterUserScramCredentials (API 51, version 0, KIP-554). A user may stand in a request only once per mechanism. */
export function alterUserScramCredentialsRequest(
  upsertions: readonly ScramUpsertion[],
  deletions: readonly ScramDeletion[],
): KafkaRequest<ScramAlterResult[]> {
  return {
    apiKey: 51,
    apiVersion: 0,
    apiName: "AlterUserScramCredentials",
    encode: () => {
      const encoder = new Encoder();
      writeNoTags(encoder);
      writeCompactArray(encoder, deletions, ({ name, mechanism }) => {
        encoder.writeUVarIntString(name).writeInt8(mechanismCode[mechanism]);
        writeNoTags(encoder);
      });
      writeCompactArray(encoder, upsertions, (credential) => {
        encoder
          .writeUVarIntString(credential.name)
          .writeInt8(mechanismCode[credential.mechanism])
          .writeInt32(credential.iterations)
          .writeUVarIntBytes(credential.salt)
          .writeUVarIntBytes(credential.saltedPassword);
        writeNoTags(encoder);
      });
      writeNoTags(encoder);
      return encoder;
    },
    decode: (decoder) => {
      skipTags(decoder);
      decoder.readInt32();
      return readCompactArray(decoder, () => {
        const user = decoder.readUVarIntString() ?? "";
        const result = { user, errorCode: decoder.readInt16(), errorMessage: decoder.readUVarIntString() };
        skipTags(decoder);
        return result;
      });
    },
  };
}

/** One user's credentials as the brokers have them; passwords can't be read. */
export interface ScramDescription {
  user: string;
  /** `RESOURCE_NOT_FOUND` (91) for a user without credentials. */
  errorCode: number;
  errorMessage: string | null;
  credentials: { mechanism: MechanismName | undefined; iterations: number }[];
}

/** Answer of DescribeUserScramCredentials: one error for the whole, or one result a user. */
export interface ScramDescriptions {
  errorCode: number;
  errorMessage: string | null;
  users: ScramDescription[];
}

/** DescribeUserScramCredentials (API 50, version 0, KIP-554). `null` asks for every user. */
export function describeUserScramCredentialsRequest(users: readonly string[] | null): KafkaRequest<ScramDescriptions> {
  return {
    apiKey: 50,
    apiVersion: 0,
    apiName: "DescribeUserScramCredentials",
    encode: () => {
      const encoder = new Encoder();
      writeNoTags(encoder);
      writeCompactArray(encoder, users, (name) => {
        encoder.writeUVarIntString(name);
        writeNoTags(encoder);
      });
      writeNoTags(encoder);
      return encoder;
    },
    decode: (decoder) => {
      skipTags(decoder);
      decoder.readInt32();
      const errorCode = decoder.readInt16();
      const errorMessage = decoder.readUVarIntString();
      const described = readCompactArray(decoder, () => {
        const user = decoder.readUVarIntString() ?? "";
        const head = { user, errorCode: decoder.readInt16(), errorMessage: decoder.readUVarIntString() };
        const credentials = readCompactArray(decoder, () => {
          const credential = { mechanism: mechanismName(decoder.readInt8()), iterations: decoder.readInt32() };
          skipTags(decoder);
          return credential;
        });
        skipTags(decoder);
        return { ...head, credentials };
      });
      return { errorCode, errorMessage, users: described };
    },
  };
}
