import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { KafkaPlatform } from "../../../components/platform/KafkaPlatform";
import type { PlatformOutputs, PlatformSecrets } from "../../../components/platform/outputs";
import { LOGIN_PLACEHOLDERS, OUTPUTS_VERSION } from "../../../components/platform/outputs";
import { clientSecret } from "../../../components/credentials/clientSecret";
import { clientSizes } from "../../../config/kafka/effective";
import type { StackFile } from "../../../config/schema";
import { anySchema } from "../../../config/schema";
import { wrongVersion } from "../../../consumer/src/contract/OutputsReader";
import type { Read, Shape } from "../../../consumer/src/contract/shape";
import * as v1 from "../../../consumer/src/contract/v1";
import { filledIn } from "../../../consumer/src/filledIn";
import { recorded } from "../components/recorded";
import frozen from "./frozen/contract-v1.json";
import outputsOfVersion1 from "./frozen/outputs-v1.json";
import { resolved } from "./resolved";

const contract: Record<string, Shape<unknown>> = { ...v1.outputs, ...v1.secrets };
const names = Object.keys(contract);

/** Reads outputs as a program does that was written for version 1; throws at the first that it can't use. */
function readAsVersion1(outputs: Record<string, unknown>): Record<string, unknown> {
  const wrong = wrongVersion(outputs["outputsVersion"]);
  if (wrong !== undefined) throw new Error(wrong);
  return Object.fromEntries(names.map((name) => [name, contract[name]!.read(outputs[name], name)]));
}

/** The key paths of a contract's description where it is no longer the frozen one. */
function broken(before: unknown, now: unknown, path = ""): string[] {
  if (typeof before !== "object" || before === null || Array.isArray(before)) {
    return JSON.stringify(before) === JSON.stringify(now) ? [] : [path];
  }
  const members = before as Record<string, unknown>;
  const found = (typeof now === "object" ? now : {}) as Record<string, unknown>;
  const at = (name: string): string => (path === "" ? name : `${path}.${name}`);
  const added = Object.keys(found).filter((name) => !(name in members) && !isOptional(found[name]));
  const kept = Object.keys(members).flatMap((name) => broken(members[name], found[name], at(name)));
  return [...kept, ...added.map(at)];
}

function isOptional(description: unknown): boolean {
  return typeof description === "object" && description !== null && "optional" in description;
}

/** What `index.ts` exports. */
function exported(): string[] {
  const program = readFileSync(join(__dirname, "..", "..", "..", "index.ts"), "utf8");
  const [, list = ""] = /export const \{([^}]*)\} = platform/.exec(program) ?? [];
  return list.split(",").flatMap((name) => (name.trim() === "" ? [] : [name.trim()]));
}

async function todaysOutputs(file: object): Promise<Record<string, unknown>> {
  const settings = anySchema.parse(file);
  const target = { context: "kafka-test", server: "https://127.0.0.1:6443" };
  let platform: KafkaPlatform | undefined;
  await recorded(() => (platform = new KafkaPlatform("kafka", { settings, target })));
  const all = platform as unknown as Record<string, pulumi.Output<unknown>>;
  return Object.fromEntries(await Promise.all(exported().map(async (name) => [name, await resolved(all[name]!)])));
}

type Published<T> = { [K in keyof T]: T[K] extends pulumi.Output<infer V> ? V : never };
type Optional<T> = { [K in keyof T]: undefined extends Read<T[K]> ? K : never }[keyof T];
type Contract<T> = { [K in Exclude<keyof T, Optional<T>>]: Read<T[K]> } & { [K in Optional<T>]?: Read<T[K]> };

/** The compiler's part: what the program publishes can be read by the contract of version 1. */
export const typesHold = (
  plain: Published<PlatformOutputs>,
  secret: Published<PlatformSecrets>,
): [Contract<typeof v1.outputs>, Contract<typeof v1.secrets>] => [plain, secret];

describe("the outputs' contract", () => {
  const users = { "task-worker": { rotation: 2, namespaces: ["ai"] } };
  const stacks: [string, StackFile | object][] = [
    ["on Kubernetes", { kubernetes: { context: "kafka-test" }, users }],
    [
      "with external access",
      {
        kubernetes: { context: "kafka-test" },
        cluster: { brokers: 3, external: { type: "LoadBalancer", tlsSecret: "kafka-tls" } },
        users,
      },
    ],
    [
      "on brokers that exist already",
      {
        cluster: { type: "external", bootstrapServers: ["a.example:9093"], brokers: 1 },
        administratorPassword: { secure: "(hidden)" },
        users,
      },
    ],
  ];

  it("of version 1 is as it was frozen: what goes or changes its meaning needs a version and a contract of its own", () => {
    const described = Object.fromEntries(names.map((name) => [name, contract[name]!.description]));
    assert.deepEqual(broken(frozen, described), []);
  });

  it("may gain what is optional, and nothing else", () => {
    const { topics, ...rest } = frozen;
    assert.deepEqual(broken(frozen, { ...frozen, more: { optional: "text" } }), []);
    assert.deepEqual(broken(frozen, { ...frozen, more: "text" }), ["more"]);
    assert.deepEqual(broken(frozen, rest), ["topics.list"]);
    assert.deepEqual(broken(frozen, { ...frozen, topics: { record: topics.list } }), ["topics.list", "topics.record"]);
    assert.deepEqual(broken(frozen, { ...frozen, saslMechanism: { oneOf: ["SCRAM-SHA-512"] } }), [
      "saslMechanism.oneOf",
    ]);
  });

  it("reads the outputs that a program of version 1 left", () => {
    const { clients, clientCredentials } = readAsVersion1(outputsOfVersion1);
    assert.deepEqual(Object.keys(clients as object), ["task-producer", "task-worker"]);
    assert.deepEqual(Object.keys(clientCredentials as object), ["task-producer", "task-worker"]);
  });

  for (const [where, file] of stacks) {
    it(`is kept by today's program ${where}`, async () => {
      const outputs = await todaysOutputs(file);
      assert.equal(outputs["outputsVersion"], OUTPUTS_VERSION);
      const read = readAsVersion1(outputs);
      assert.ok((read["topics"] as string[]).length > 0);
      assert.deepEqual(Object.keys(read["clientCredentials"] as object), ["task-worker"]);
    });
  }

  it("notices every output that is gone or has another type", async () => {
    const outputs = await todaysOutputs(stacks[1]![1]);
    const mayBeAbsent = (name: string): boolean =>
      /^\{"(nullable|optional)"/.test(JSON.stringify(contract[name]?.description));
    for (const name of ["outputsVersion", ...names]) {
      const { [name]: gone, ...rest } = outputs;
      if (!mayBeAbsent(name)) assert.throws(() => readAsVersion1(rest), new RegExp(name), `${name} gone`);
      assert.throws(
        () => readAsVersion1({ ...rest, [name]: true }),
        new RegExp(name),
        `${name} retyped from ${typeof gone}`,
      );
    }
    const [client] = Object.values(outputs["clients"] as Record<string, object>);
    assert.throws(
      () => readAsVersion1({ ...outputs, clients: { a: { ...client, name: undefined } } }),
      /clients\.a\.name/,
    );
  });

  it("lets a later program of the same version say more", async () => {
    const outputs = await todaysOutputs(stacks[0]![1]);
    const more = { ...outputs, another: { new: true }, caSecret: { name: "a", namespaces: [], key: "ca.crt" } };
    assert.deepEqual(readAsVersion1(more)["caSecret"], { name: "a", namespaces: [] });
  });

  it("fills in a template to the very keys of the program's own Secret, whatever login and settings", () => {
    const characters = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"];
    const word = fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: 40 });
    const access = fc.record({
      bootstrapServers: fc.constantFrom("kafka:9092", "a:1,b:2"),
      securityProtocol: fc.constantFrom("SASL_PLAINTEXT" as const, "SASL_SSL" as const),
      mechanism: fc.constantFrom("SCRAM-SHA-512" as const, "SCRAM-SHA-256" as const),
      sizes: fc
        .integer({ min: 1_048_576, max: 300_000_000 })
        .map((bytes) => clientSizes({ cluster: { brokers: 3, settings: { "message.max.bytes": String(bytes) } } })),
    });
    assert.deepEqual(v1.LOGIN, LOGIN_PLACEHOLDERS);
    fc.assert(
      fc.property(access, fc.record({ username: word, password: word }), (how, login) => {
        const copied = filledIn(clientSecret({ ...how, ...LOGIN_PLACEHOLDERS }), login);
        const decoded = Object.entries(copied).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]);
        assert.deepEqual(Object.fromEntries(decoded), clientSecret({ ...how, ...login }));
      }),
    );
  });
});
