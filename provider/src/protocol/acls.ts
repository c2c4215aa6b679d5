import { type Decoder, Encoder, KafkaRequest, readArray, readLongArray, writeArray } from "./codec";

/** Kafka's numbers of the kinds of resources that access rules are about (org.apache.kafka.common.resource.ResourceType). */
export const aclResourceCode = {
  topic: 2,
  group: 3,
  cluster: 4,
  transactionalId: 5,
  delegationToken: 6,
  user: 7,
} as const;

/** Kafka's numbers of the ways to name a resource: by its name (`*` stands for all), or by how its name starts (KIP-290). */
export const aclPatternCode = { literal: 3, prefixed: 4 } as const;

/** Kafka's numbers of the operations (org.apache.kafka.common.acl.AclOperation). */
export const aclOperationCode = {
  All: 2,
  Read: 3,
  Write: 4,
  Create: 5,
  Delete: 6,
  Alter: 7,
  Describe: 8,
  ClusterAction: 9,
  DescribeConfigs: 10,
  AlterConfigs: 11,
  IdempotentWrite: 12,
  CreateTokens: 13,
  DescribeTokens: 14,
} as const;

/** Kafka's numbers of the two verdicts; a Deny outweighs every Allow. */
export const aclPermissionCode = { Deny: 2, Allow: 3 } as const;

const resourceNames = namesOf(aclResourceCode);
const patternNames = namesOf(aclPatternCode);
const operationNames = namesOf(aclOperationCode);
const permissionNames = namesOf(aclPermissionCode);

export type AclResource = keyof typeof aclResourceCode;
export type AclPattern = keyof typeof aclPatternCode;
export type AclOperation = keyof typeof aclOperationCode;
export type AclPermission = keyof typeof aclPermissionCode;

/** One access rule, as Kafka stores it: an access control list's entry with the resource it is about. */
export interface AclBinding {
  resource: AclResource;
  /** Name of the resource, or the start of it; `*` for all, `kafka-cluster` for the cluster itself. */
  name: string;
  pattern: AclPattern;
  /** `User:<name>`, or `User:*` for everybody. */
  principal: string;
  /** IP address that the client must come from; `*` for any. Kafka takes no ranges. */
  host: string;
  operation: AclOperation;
  permission: AclPermission;
}

/** What became of one rule that was to be created. */
export interface CreateAclResult {
  binding: AclBinding;
  errorCode: number;
  errorMessage: string | null;
}

/** What became of one rule that was to be deleted. */
export interface DeleteAclResult {
  binding: AclBinding;
  errorCode: number;
  errorMessage: string | null;
  /** How many rules there were to delete: 0 when it was gone already. */
  deleted: number;
}

/** Answer of DescribeAcls: one error for the whole, or the rules that fit. */
export interface DescribedAcls {
  errorCode: number;
  errorMessage: string | null;
  bindings: AclBinding[];
}

/** Kafka's number for "any" in a filter. */
const any = 1;

/** CreateAcls (API 30, version 1: with prefixes, the last that isn't flexible). A rule that exists already is no error. */
export function createAclsRequest(bindings: readonly AclBinding[]): KafkaRequest<CreateAclResult[]> {
  return {
    apiKey: 30,
    apiVersion: 1,
    apiName: "CreateAcls",
    encode: () => {
      const encoder = new Encoder();
      writeArray(encoder, bindings, (binding) => writeBinding(encoder, binding));
      return encoder;
    },
    decode: (decoder) => {
      decoder.readInt32();
      return answersTo(
        bindings,
        readArray(decoder, () => readError(decoder)),
      );
    },
  };
}

/** DeleteAcls (API 31, version 1). Each filter names one rule exactly. */
export function deleteAclsRequest(bindings: readonly AclBinding[]): KafkaRequest<DeleteAclResult[]> {
  return {
    apiKey: 31,
    apiVersion: 1,
    apiName: "DeleteAcls",
    encode: () => {
      const encoder = new Encoder();
      writeArray(encoder, bindings, (binding) => writeBinding(encoder, binding));
      return encoder;
    },
    decode: (decoder) => {
      decoder.readInt32();
      const results = readArray(decoder, () => {
        const error = readError(decoder);
        const matching = readArray(decoder, () => {
          const own = readError(decoder);
          decoder.readInt8();
          decoder.readString();
          decoder.readInt8();
          readEntry(decoder);
          return own;
        });
        const refused = matching.find(({ errorCode }) => errorCode !== 0);
        return { ...(refused ?? error), deleted: matching.length };
      });
      return answersTo(bindings, results);
    },
  };
}

/**
 * DescribeAcls (API 29, version 1).
 * @param principal whose rules to describe, by its exact text; everybody's when left out
 */
export function describeAclsRequest(principal?: string): KafkaRequest<DescribedAcls> {
  return {
    apiKey: 29,
    apiVersion: 1,
    apiName: "DescribeAcls",
    encode: () =>
      new Encoder()
        .writeInt8(any)
        .writeString(null)
        .writeInt8(any)
        .writeString(principal ?? null)
        .writeString(null)
        .writeInt8(any)
        .writeInt8(any),
    decode: async (decoder) => {
      decoder.readInt32();
      const error = readError(decoder);
      const bindings = await readLongArray(decoder, () => {
        const resource = resourceNames.get(decoder.readInt8());
        const name = decoder.readString() ?? "";
        const pattern = patternNames.get(decoder.readInt8());
        return readArray(decoder, () => {
          const { principal: of, host, operation, permission } = readEntry(decoder);
          // A kind that is newer than Kafka 3.6 isn't this program's, and can't be named.
          if (resource === undefined || pattern === undefined || operation === undefined || permission === undefined)
            return [];
          return [{ resource, name, pattern, principal: of, host, operation, permission }];
        }).flat();
      });
      return { ...error, bindings: bindings.flat() };
    },
  };
}

function writeBinding(encoder: Encoder, binding: AclBinding): void {
  encoder
    .writeInt8(aclResourceCode[binding.resource])
    .writeString(binding.name)
    .writeInt8(aclPatternCode[binding.pattern])
    .writeString(binding.principal)
    .writeString(binding.host)
    .writeInt8(aclOperationCode[binding.operation])
    .writeInt8(aclPermissionCode[binding.permission]);
}

function readError(decoder: Decoder): { errorCode: number; errorMessage: string | null } {
  return { errorCode: decoder.readInt16(), errorMessage: decoder.readString() };
}

function readEntry(decoder: Decoder) {
  return {
    principal: decoder.readString() ?? "",
    host: decoder.readString() ?? "",
    operation: operationNames.get(decoder.readInt8()),
    permission: permissionNames.get(decoder.readInt8()),
  };
}

function namesOf<T extends string>(codes: Readonly<Record<T, number>>): ReadonlyMap<number, T> {
  return new Map((Object.keys(codes) as T[]).map((name) => [codes[name], name]));
}

/** The answers in the order of the questions, as these APIs give them, each with its question. */
function answersTo<R>(bindings: readonly AclBinding[], results: readonly R[]): (R & { binding: AclBinding })[] {
  if (results.length !== bindings.length)
    throw new Error(`Kafka gave ${results.length} results for ${bindings.length} access rules`);
  return bindings.map((binding, index) => ({ ...results[index]!, binding }));
}
