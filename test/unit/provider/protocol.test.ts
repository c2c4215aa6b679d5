import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  type AclBinding,
  createAclsRequest,
  deleteAclsRequest,
  describeAclsRequest,
} from "../../../provider/src/protocol/acls";
import { apiVersionsRequest } from "../../../provider/src/protocol/api-versions";
import { Decoder, KafkaRequest } from "../../../provider/src/protocol/codec";
import { clusterRightsRequest } from "../../../provider/src/protocol/describe-cluster";
import { describeConfigsRequest, incrementalAlterConfigsRequest } from "../../../provider/src/protocol/configs";
import { describeLogDirsRequest } from "../../../provider/src/protocol/describe-log-dirs";
import { electPreferredLeadersRequest } from "../../../provider/src/protocol/elect-leaders";
import { BrokerError, describeError, errorName } from "../../../provider/src/protocol/errors";
import { fetchRequest } from "../../../provider/src/protocol/fetch";
import { describeGroupsRequest, listGroupsRequest, offsetFetchRequest } from "../../../provider/src/protocol/groups";
import { listOffsetsRequest } from "../../../provider/src/protocol/list-offsets";
import { metadataRequest } from "../../../provider/src/protocol/metadata";
import { alterClientQuotasRequest, describeClientQuotasRequest } from "../../../provider/src/protocol/quotas";
import {
  alterPartitionReassignmentsRequest,
  listPartitionReassignmentsRequest,
} from "../../../provider/src/protocol/reassignments";
import {
  alterUserScramCredentialsRequest,
  describeUserScramCredentialsRequest,
} from "../../../provider/src/protocol/scram";
import {
  createPartitionsRequest,
  createTopicsRequest,
  deleteTopicsRequest,
} from "../../../provider/src/protocol/topics";

/** Bytes written as hex, with spaces and comments in parentheses for the reader. */
const bytes = (...parts: string[]) => Buffer.from(parts.join("").replace(/\([^)]*\)|\s/g, ""), "hex");
/** A text as hex. */
const text = (value: string) => Buffer.from(value, "utf8").toString("hex");

const readOfGroup: AclBinding = {
  resource: "group",
  name: "g-",
  pattern: "prefixed",
  principal: "User:ab",
  host: "*",
  operation: "Read",
  permission: "Allow",
};
const writtenRead = ["03 (group) 0002", text("g-"), "04 (prefixed) 0007", text("User:ab"), "0001", text("*"), "03 03"];

/** Bytes by hand from the message definitions of Kafka 3.6 (clients/src/main/resources/common/message). */
const golden: { name: string; request: KafkaRequest<unknown>; key: [number, number]; body: Buffer }[] = [
  {
    name: "CreateTopics",
    key: [19, 6],
    request: createTopicsRequest([{ name: "ab", partitions: 3, replicationFactor: -1, config: { k: "v" } }], {
      timeout: 1000,
      validateOnly: true,
    }),
    body: bytes(
      "00 (tags of the header) 02 (one topic) 03",
      text("ab"),
      "00000003 ffff 01 (no assignments) 02 (one config) 02",
      text("k"),
      "02",
      text("v"),
      "00 00 000003e8 01 00",
    ),
  },
  {
    name: "CreatePartitions",
    key: [37, 3],
    request: createPartitionsRequest([{ name: "ab", partitions: 7 }], { timeout: 1000 }),
    body: bytes("00 02 03", text("ab"), "00000007 00 (assignments: null) 00 000003e8 00 00"),
  },
  {
    name: "DeleteTopics",
    key: [20, 5],
    request: deleteTopicsRequest(["ab", "c"], { timeout: 1000 }),
    body: bytes("00 03 03", text("ab"), "02", text("c"), "000003e8 00"),
  },
  {
    name: "IncrementalAlterConfigs",
    key: [44, 0],
    request: incrementalAlterConfigsRequest(
      [
        {
          type: 2,
          name: "ab",
          changes: [
            { key: "k", value: "v" },
            { key: "x", value: null },
          ],
        },
      ],
      { validateOnly: true },
    ),
    body: bytes(
      "00000001 02 0002",
      text("ab"),
      "00000002",
      "0001",
      text("k"),
      "00 (set) 0001",
      text("v"),
      "0001",
      text("x"),
      "01 (delete) ffff (null) 01",
    ),
  },
  {
    name: "DescribeConfigs",
    key: [32, 3],
    request: describeConfigsRequest([{ type: 2, name: "ab" }]),
    body: bytes("00000001 02 0002", text("ab"), "ffffffff (all keys) 00 (synonyms) 00 (documentation)"),
  },
  {
    name: "Metadata of named topics",
    key: [3, 7],
    request: metadataRequest(["ab"]),
    body: bytes("00000001 0002", text("ab"), "00 (create none)"),
  },
  { name: "DescribeCluster", key: [60, 0], request: clusterRightsRequest(), body: bytes("00 01 (rights) 00") },
  { name: "ApiVersions", key: [18, 0], request: apiVersionsRequest(), body: bytes() },
  { name: "Metadata of all topics", key: [3, 7], request: metadataRequest(null), body: bytes("ffffffff 00") },
  {
    name: "ListOffsets",
    key: [2, 1],
    request: listOffsetsRequest([{ name: "ab", partitions: [0, 5] }]),
    body: bytes(
      "ffffffff (no replica) 00000001 0002",
      text("ab"),
      "00000002 00000000 ffffffffffffffff 00000005 ffffffffffffffff",
    ),
  },
  {
    name: "AlterUserScramCredentials",
    key: [51, 0],
    request: alterUserScramCredentialsRequest(
      [
        {
          name: "ab",
          mechanism: "SCRAM-SHA-512",
          iterations: 4096,
          salt: Buffer.from([1, 2]),
          saltedPassword: Buffer.from([3]),
        },
      ],
      [{ name: "c", mechanism: "SCRAM-SHA-256" }],
    ),
    body: bytes(
      "00 (tags of the header) 02 (one deletion) 02",
      text("c"),
      "01 00",
      "02 (one upsertion) 03",
      text("ab"),
      "02 00001000 03 0102 02 03 00 00",
    ),
  },
  {
    name: "DescribeUserScramCredentials of named users",
    key: [50, 0],
    request: describeUserScramCredentialsRequest(["ab"]),
    body: bytes("00 02 03", text("ab"), "00 00"),
  },
  {
    name: "DescribeUserScramCredentials of all users",
    key: [50, 0],
    request: describeUserScramCredentialsRequest(null),
    body: bytes("00 00 00"),
  },
  {
    name: "CreateTopics with the replicas of each partition",
    key: [19, 6],
    request: createTopicsRequest(
      [
        {
          name: "ab",
          partitions: -1,
          replicationFactor: -1,
          config: {},
          placement: [
            [1, 2],
            [2, 1],
          ],
        },
      ],
      { timeout: 1000 },
    ),
    body: bytes(
      "00 02 03",
      text("ab"),
      "ffffffff ffff 03 00000000 03 00000001 00000002 00 00000001 03 00000002 00000001 00",
      "01 (no configs) 00 000003e8 00 00",
    ),
  },
  {
    name: "CreatePartitions with the replicas of those that are new",
    key: [37, 3],
    request: createPartitionsRequest([{ name: "ab", partitions: 3, placement: [[2, 1]] }], { timeout: 1000 }),
    body: bytes("00 02 03", text("ab"), "00000003 02 03 00000002 00000001 00 00 000003e8 00 00"),
  },
  {
    name: "IncrementalAlterConfigs that appends to a list and takes from one, of a broker",
    key: [44, 0],
    request: incrementalAlterConfigsRequest([
      {
        type: 4,
        name: "1",
        changes: [
          { key: "k", value: "0:1", operation: "append" },
          { key: "x", value: "0:2", operation: "subtract" },
        ],
      },
    ]),
    body: bytes(
      "00000001 04 0001",
      text("1"),
      "00000002 0001",
      text("k"),
      "02 (append) 0003",
      text("0:1"),
      "0001",
      text("x"),
      "03 (subtract) 0003",
      text("0:2"),
      "00",
    ),
  },
  {
    name: "DescribeConfigs of one key",
    key: [32, 3],
    request: describeConfigsRequest([{ type: 4, name: "1" }], ["k"]),
    body: bytes("00000001 04 0001", text("1"), "00000001 0001", text("k"), "00 00"),
  },
  {
    name: "AlterPartitionReassignments, one of them cancelled",
    key: [45, 0],
    request: alterPartitionReassignmentsRequest(
      [
        { topic: "ab", partition: 0, replicas: [1, 2] },
        { topic: "c", partition: 5, replicas: null },
        { topic: "ab", partition: 3, replicas: [2] },
      ],
      1000,
    ),
    body: bytes(
      "00 (tags of the header) 000003e8 03 (two topics) 03",
      text("ab"),
      "03 (two partitions) 00000000 03 00000001 00000002 00 00000003 02 00000002 00 00",
      "02",
      text("c"),
      "02 00000005 00 (null: cancel) 00 00 00",
    ),
  },
  {
    name: "ListPartitionReassignments of some partitions",
    key: [46, 0],
    request: listPartitionReassignmentsRequest([{ name: "ab", partitions: [0, 3] }], 1000),
    body: bytes("00 000003e8 02 03", text("ab"), "03 00000000 00000003 00 00"),
  },
  {
    name: "ListPartitionReassignments of all",
    key: [46, 0],
    request: listPartitionReassignmentsRequest(null, 1000),
    body: bytes("00 000003e8 00 (null) 00"),
  },
  {
    name: "DescribeLogDirs",
    key: [35, 1],
    request: describeLogDirsRequest([{ name: "ab", partitions: [0] }]),
    body: bytes("00000001 0002", text("ab"), "00000001 00000000"),
  },
  { name: "DescribeLogDirs of all", key: [35, 1], request: describeLogDirsRequest(null), body: bytes("ffffffff") },
  {
    name: "ElectLeaders of some partitions",
    key: [43, 1],
    request: electPreferredLeadersRequest(1000, [{ name: "ab", partitions: [1, 2] }]),
    body: bytes("00 (preferred) 00000001 0002", text("ab"), "00000002 00000001 00000002 000003e8"),
  },
  {
    name: "Fetch",
    key: [1, 4],
    request: fetchRequest({ topic: "ab", partition: 3, offset: 258n, maxBytes: 1024 }),
    body: bytes(
      "ffffffff (no replica) 00000000 (no wait) 00000000 00000400 00 (uncommitted, too) 00000001 0002",
      text("ab"),
      "00000001 00000003 0000000000000102 00000400",
    ),
  },
  { name: "ListGroups", key: [16, 2], request: listGroupsRequest(), body: bytes("") },
  {
    name: "DescribeGroups",
    key: [15, 1],
    request: describeGroupsRequest(["ab"]),
    body: bytes("00000001 0002", text("ab")),
  },
  { name: "OffsetFetch", key: [9, 3], request: offsetFetchRequest("ab"), body: bytes("0002", text("ab"), "ffffffff") },
  {
    name: "CreateAcls",
    key: [30, 1],
    request: createAclsRequest([readOfGroup]),
    body: bytes("00000001", ...writtenRead),
  },
  {
    name: "DeleteAcls",
    key: [31, 1],
    request: deleteAclsRequest([readOfGroup]),
    body: bytes("00000001", ...writtenRead),
  },
  {
    name: "DescribeAcls of one user",
    key: [29, 1],
    request: describeAclsRequest("User:ab"),
    body: bytes("01 (any kind) ffff 01 (any pattern) 0007", text("User:ab"), "ffff (any host) 01 01"),
  },
  {
    name: "DescribeAcls of everybody",
    key: [29, 1],
    request: describeAclsRequest(),
    body: bytes("01 ffff 01 ffff ffff 01 01"),
  },
  {
    name: "AlterClientQuotas of a user and of all others",
    key: [49, 0],
    request: alterClientQuotasRequest([
      {
        user: "ab",
        changes: [
          { key: "k", value: 1.5 },
          { key: "x", value: null },
        ],
      },
      { user: null, changes: [] },
    ]),
    body: bytes(
      "00000002 00000001 0004",
      text("user"),
      "0002",
      text("ab"),
      "00000002 0001",
      text("k"),
      "3ff8000000000000 00 0001",
      text("x"),
      "0000000000000000 01 (remove)",
      "00000001 0004",
      text("user"),
      "ffff (the default) 00000000 00 (validate only)",
    ),
  },
  {
    name: "DescribeClientQuotas of one user",
    key: [48, 0],
    request: describeClientQuotasRequest("ab"),
    body: bytes("00000001 0004", text("user"), "00 (exactly) 0002", text("ab"), "01 (strict)"),
  },
  {
    name: "DescribeClientQuotas of the default",
    key: [48, 0],
    request: describeClientQuotasRequest(null),
    body: bytes("00000001 0004", text("user"), "01 ffff 01"),
  },
  {
    name: "DescribeClientQuotas of all users",
    key: [48, 0],
    request: describeClientQuotasRequest(),
    body: bytes("00000001 0004", text("user"), "02 ffff 01"),
  },
];

/** Answers by hand, and what they are read as. */
const answers: { name: string; request: KafkaRequest<unknown>; body: Buffer; read: unknown }[] = [
  {
    name: "CreateTopics",
    request: createTopicsRequest([]),
    body: bytes(
      "00 (tags of the header) 00000000 03 03",
      text("ab"),
      "0028 04",
      text("bad"),
      "ffffffff ffff 00 (configs: null) 01 00 02 0028 (a tag: the error about the configs)",
      "02",
      text("c"),
      "0000 00 00000003 0001 02 02",
      text("k"),
      "02",
      text("v"),
      "00 05 00 00 00 00",
    ),
    read: [
      { name: "ab", errorCode: 40, errorMessage: "bad" },
      { name: "c", errorCode: 0, errorMessage: null },
    ],
  },
  {
    name: "CreateTopics past a quota",
    request: createTopicsRequest([]),
    body: bytes("00 000003e8 02 02", text("c"), "0059 00 ffffffff ffff 00 00 00"),
    read: [{ name: "c", errorCode: 89, errorMessage: null, throttleTimeMs: 1000 }],
  },
  {
    name: "CreatePartitions",
    request: createPartitionsRequest([]),
    body: bytes("00 00000000 02 03", text("ab"), "0025 04", text("bad"), "00 00"),
    read: [{ name: "ab", errorCode: 37, errorMessage: "bad" }],
  },
  {
    name: "DeleteTopics",
    request: deleteTopicsRequest([]),
    body: bytes("00 00000000 02 03", text("ab"), "0003 00 00 00"),
    read: [{ name: "ab", errorCode: 3, errorMessage: null }],
  },
  {
    name: "IncrementalAlterConfigs",
    request: incrementalAlterConfigsRequest([]),
    body: bytes("00000000 00000001 0028 0003", text("bad"), "02 0002", text("ab")),
    read: [{ type: 2, name: "ab", errorCode: 40, errorMessage: "bad" }],
  },
  {
    name: "DescribeConfigs",
    request: describeConfigsRequest([]),
    body: bytes(
      "00000000 00000001 0000 ffff 02 0002",
      text("ab"),
      "00000002",
      "0001",
      text("k"),
      "0001",
      text("v"),
      "00 01 00 00000001",
      "0001",
      text("k"),
      "0001",
      text("v"),
      "01",
      "05 ffff",
      "0001",
      text("s"),
      "ffff 01 04 01 00000000 09 ffff",
    ),
    read: [
      {
        type: 2,
        name: "ab",
        errorCode: 0,
        errorMessage: null,
        configs: [
          { key: "k", value: "v", readOnly: false, source: 1, sensitive: false, valueType: 5 },
          { key: "s", value: null, readOnly: true, source: 4, sensitive: true, valueType: 9 },
        ],
      },
    ],
  },
  {
    name: "DescribeCluster",
    request: clusterRightsRequest(),
    body: bytes(
      "00 00000000 0000 00 (no text) 02",
      text("c"),
      "00000001 (controller) 02 (one broker) 00000001 02",
      text("h"),
      "00002384 00 (no rack) 00 00000880 (bits 7 and 11) 00",
    ),
    read: { errorCode: 0, errorMessage: null, operations: ["Alter", "AlterConfigs"] },
  },
  {
    name: "ApiVersions",
    request: apiVersionsRequest(),
    body: bytes("0000 00000002 0003 0000 000c 0037 0000 0001"),
    read: {
      errorCode: 0,
      apis: [
        { apiKey: 3, least: 0, most: 12 },
        { apiKey: 55, least: 0, most: 1 },
      ],
    },
  },
  {
    name: "Metadata",
    request: metadataRequest(null),
    body: bytes(
      "00000000 00000001 00000002 0001",
      text("h"),
      "00002384 0002",
      text("r1"),
      "0002",
      text("id"),
      "00000002",
      "00000001 0000 0002",
      text("ab"),
      "00 00000001",
      "0000 00000000 00000002 00000005 00000002 00000002 00000003 00000001 00000002 00000001 00000003",
    ),
    read: {
      clusterId: "id",
      controllerId: 2,
      brokers: [{ nodeId: 2, host: "h", port: 9092, rack: "r1" }],
      topics: [
        {
          name: "ab",
          errorCode: 0,
          internal: false,
          partitions: [{ partition: 0, errorCode: 0, leader: 2, replicas: [2, 3], isr: [2], offlineReplicas: [3] }],
        },
      ],
    },
  },
  {
    name: "ListOffsets",
    request: listOffsetsRequest([]),
    body: bytes(
      "00000001 0002",
      text("ab"),
      "00000002 00000000 0000 ffffffffffffffff 0000000100000002",
      "00000001 0006 ffffffffffffffff ffffffffffffffff",
    ),
    read: [
      { name: "ab", partition: 0, errorCode: 0, offset: 4294967298n },
      { name: "ab", partition: 1, errorCode: 6, offset: -1n },
    ],
  },
  {
    name: "AlterUserScramCredentials with tagged fields of a newer broker",
    request: alterUserScramCredentialsRequest([], []),
    body: bytes("01 00 02 aabb (a tag) 00000000 02 03", text("ab"), "005d 04", text("bad"), "01 05 01 cc 00"),
    read: [{ user: "ab", errorCode: 93, errorMessage: "bad" }],
  },
  {
    name: "DescribeUserScramCredentials",
    request: describeUserScramCredentialsRequest(null),
    body: bytes(
      "00 00000000 0000 00 03 03",
      text("ab"),
      "0000 00 02 02 00001000 00 00",
      "02",
      text("c"),
      "005b 00 01 00 00",
    ),
    read: {
      errorCode: 0,
      errorMessage: null,
      users: [
        {
          user: "ab",
          errorCode: 0,
          errorMessage: null,
          credentials: [{ mechanism: "SCRAM-SHA-512", iterations: 4096 }],
        },
        { user: "c", errorCode: 91, errorMessage: null, credentials: [] },
      ],
    },
  },
  {
    name: "AlterPartitionReassignments",
    request: alterPartitionReassignmentsRequest([], 1000),
    body: bytes(
      "00 00000000 0000 00 02 03",
      text("ab"),
      "03 00000000 0000 00 00 00000001 0027 04",
      text("bad"),
      "01 05 01 cc (a tag of a newer broker) 00 00",
    ),
    read: [
      { topic: "ab", partition: 0, errorCode: 0, errorMessage: null },
      { topic: "ab", partition: 1, errorCode: 39, errorMessage: "bad" },
    ],
  },
  {
    name: "AlterPartitionReassignments that was refused as a whole",
    request: alterPartitionReassignmentsRequest([{ topic: "ab", partition: 7, replicas: [1] }], 1000),
    body: bytes("00 00000000 0029 00 01 00"),
    read: [{ topic: "ab", partition: 7, errorCode: 41, errorMessage: null }],
  },
  {
    name: "ListPartitionReassignments",
    request: listPartitionReassignmentsRequest(null, 1000),
    body: bytes(
      "00 00000000 0000 00 02 03",
      text("ab"),
      "02 00000004 04 00000001 00000002 00000003 02 00000003 02 00000001 00 00 00",
    ),
    read: {
      errorCode: 0,
      errorMessage: null,
      reassignments: [{ topic: "ab", partition: 4, replicas: [1, 2, 3], adding: [3], removing: [1] }],
    },
  },
  {
    name: "DescribeLogDirs with a replica on its way to another directory",
    request: describeLogDirsRequest(null),
    body: bytes(
      "00000000 00000002 0000 0002",
      text("/a"),
      "00000001 0002",
      text("ab"),
      "00000002 00000000 0000000100000000 0000000000000000 00 00000001 0000000000000005 0000000000000000 01",
      "0038 0002",
      text("/b"),
      "00000000",
    ),
    read: { errorCode: 56, replicas: [{ topic: "ab", partition: 0, size: 4294967296 }] },
  },
  {
    name: "Fetch, with a batch, a compressed one and one that is cut off",
    request: fetchRequest({ topic: "ab", partition: 0, offset: 0n, maxBytes: 1 }),
    body: bytes(
      "00000000 00000001 0002",
      text("ab"),
      "00000001 00000000 0000 0000000000000009 0000000000000009 ffffffff (no aborted)",
      "0000009e (bytes) 0000000000000005 00000042 00000000 02 00000000 0000 00000001 (last offset delta)",
      "0000000000000064 0000000000000065 ffffffffffffffff ffff ffffffff 00000002 (two records)",
      "10 00 00 00 02 6b (k) 02 76 (v) 00 0e 00 02 02 01 (no key) 01 (no value) 00 00",
      "0000000000000007 00000032 00000000 02 00000000 0001 (gzip) 00000000",
      "0000000000000064 0000000000000064 ffffffffffffffff ffff ffffffff 00000001 00",
      "0000000000000008 00000040 0000",
    ),
    read: {
      errorCode: 0,
      highWatermark: 9n,
      records: [
        { offset: 5n, timestamp: 100n, key: Buffer.from("k"), value: Buffer.from("v") },
        { offset: 6n, timestamp: 101n, key: null, value: null },
      ],
      nextOffset: 8n,
      compressed: 1,
    },
  },
  {
    name: "ListGroups",
    request: listGroupsRequest(),
    body: bytes("00000000 0000 00000001 0002", text("ab"), "0008", text("consumer")),
    read: { errorCode: 0, groups: ["ab"] },
  },
  {
    name: "DescribeGroups",
    request: describeGroupsRequest([]),
    body: bytes(
      "00000000 00000002 0000 0002",
      text("ab"),
      "0006",
      text("Stable"),
      "0000 0000 00000001 0001",
      text("m"),
      "0001",
      text("c"),
      "0001",
      text("h"),
      "00000002 aabb 00000000",
      "000f 0001",
      text("c"),
      "0000 0000 0000 00000000",
    ),
    read: [
      { group: "ab", errorCode: 0, state: "Stable", members: 1 },
      { group: "c", errorCode: 15, state: "", members: 0 },
    ],
  },
  {
    name: "OffsetFetch",
    request: offsetFetchRequest("ab"),
    body: bytes(
      "00000000 00000002 0001",
      text("t"),
      "00000001 00000000 0000000000000007 0000 0000",
      "0001",
      text("u"),
      "00000001 00000000 ffffffffffffffff ffff 0000",
      "0000",
    ),
    read: { errorCode: 0, topics: ["t"] },
  },
  {
    name: "CreateAcls, in the order of the questions",
    request: createAclsRequest([readOfGroup, { ...readOfGroup, name: "h" }]),
    body: bytes("00000000 00000002 0000 ffff 0036 0003", text("bad")),
    read: [
      { binding: readOfGroup, errorCode: 0, errorMessage: null },
      { binding: { ...readOfGroup, name: "h" }, errorCode: 54, errorMessage: "bad" },
    ],
  },
  {
    name: "DeleteAcls: a rule that was there, one that wasn't, one that can't be deleted",
    request: deleteAclsRequest([readOfGroup, { ...readOfGroup, name: "h" }, { ...readOfGroup, name: "i" }]),
    body: bytes(
      "00000000 00000003",
      "0000 ffff 00000001 0000 ffff",
      ...writtenRead.slice(0, 2),
      "04 0007",
      ...writtenRead.slice(3),
      "0000 ffff 00000000",
      "0000 ffff 00000001 0057 0003",
      text("bad"),
      ...writtenRead,
    ),
    read: [
      { binding: readOfGroup, errorCode: 0, errorMessage: null, deleted: 1 },
      { binding: { ...readOfGroup, name: "h" }, errorCode: 0, errorMessage: null, deleted: 0 },
      { binding: { ...readOfGroup, name: "i" }, errorCode: 87, errorMessage: "bad", deleted: 1 },
    ],
  },
  {
    name: "DescribeAcls, without the kinds that are newer than this program",
    request: describeAclsRequest(),
    body: bytes(
      "00000000 0000 ffff 00000002",
      "03 0002",
      text("g-"),
      "04 00000002 0007",
      text("User:ab"),
      "0001",
      text("*"),
      "03 03 0007",
      text("User:ab"),
      "0001",
      text("*"),
      "63 (unknown) 03",
      "62 (unknown) 0001",
      text("x"),
      "03 00000001 0007",
      text("User:ab"),
      "0001",
      text("*"),
      "03 03",
    ),
    read: { errorCode: 0, errorMessage: null, bindings: [readOfGroup] },
  },
  {
    name: "AlterClientQuotas",
    request: alterClientQuotasRequest([]),
    body: bytes(
      "00000000 00000002 0000 ffff 00000001 0004",
      text("user"),
      "0002",
      text("ab"),
      "002a 0003",
      text("bad"),
      "00000001 0004",
      text("user"),
      "ffff",
    ),
    read: [
      { user: "ab", errorCode: 0, errorMessage: null },
      { user: null, errorCode: 42, errorMessage: "bad" },
    ],
  },
  {
    name: "DescribeClientQuotas",
    request: describeClientQuotasRequest(),
    body: bytes(
      "00000000 0000 ffff 00000001 00000001 0004",
      text("user"),
      "0002",
      text("ab"),
      "00000001 0001",
      text("k"),
      "3ff8000000000000",
    ),
    read: { errorCode: 0, errorMessage: null, entries: [{ user: "ab", values: { k: 1.5 } }] },
  },
];

describe("protocol modules", () => {
  for (const { name, request, key, body } of golden) {
    it(`writes ${name} byte by byte`, () => {
      assert.deepEqual([request.apiKey, request.apiVersion], key);
      assert.equal(request.encode().buffer.toString("hex"), body.toString("hex"));
    });
  }

  for (const { name, request, body, read } of answers) {
    it(`reads the answer to ${name}`, async () => {
      assert.deepEqual(await request.decode(new Decoder(body)), read);
    });
  }

  it("names errors that kafkajs doesn't know", () => {
    assert.equal(errorName(36), "TOPIC_ALREADY_EXISTS");
    assert.equal(errorName(89), "THROTTLING_QUOTA_EXCEEDED");
    assert.equal(errorName(93), "UNACCEPTABLE_CREDENTIAL");
    assert.equal(errorName(116), "UNKNOWN_CONTROLLER_ID");
    assert.equal(errorName(500), "ERROR_500");
  });

  it("prefers the broker's own words", () => {
    assert.equal(
      describeError(40, "Unknown topic config name: no.such"),
      "Unknown topic config name: no.such (INVALID_CONFIG)",
    );
    assert.match(
      describeError(3, null),
      /^This server does not host this topic-partition \(UNKNOWN_TOPIC_OR_PARTITION\)$/,
    );
    assert.equal(describeError(89, null), "THROTTLING_QUOTA_EXCEEDED");
    assert.equal(new BrokerError(93, "bad").type, "UNACCEPTABLE_CREDENTIAL");
  });
});
