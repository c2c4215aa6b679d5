import assert from "node:assert/strict";
import fc from "fast-check";
import type { StackFile } from "../../../config/schema";
import { schema } from "../../../config/schema";
import type { Live } from "../../../recover/marks";
import { marks, placesOf, recoveredValues } from "../../../recover/marks";
import { recover } from "../../../recover/recover";
import type { Program, Values } from "../../../recover/resources";
import { runProgram } from "../../../recover/resources";
import type { Engine } from "../../../review/engine";

const name = { project: "kafka", stack: "prod" };
const file: StackFile = {
  kubernetes: { context: "kafka-test" },
  users: { worker: { rotation: 2, namespaces: ["ai"] }, reader: {} },
  cluster: { external: { type: "LoadBalancer", tlsSecret: "kafka-tls" } },
};

const run = (values: Values, more: Partial<StackFile> = {}): Promise<Program> =>
  runProgram(schema.parse({ ...file, ...more }), name, values);

const liveAs =
  ({ secrets }: Program): Live =>
  (wanted) =>
    secrets.find((secret) => secret.name === wanted.name && secret.namespace === wanted.namespace)?.keys;

/** Values as the random provider makes them, from a number. */
const generatedFrom =
  (seed: number): Values =>
  (resource) => ({
    result: Buffer.from(`${seed}${resource}`).toString("hex").padEnd(40, "0").slice(0, 40),
    base64: Buffer.from(`${seed}${resource}`.padEnd(16)).subarray(0, 16).toString("base64"),
  });

/** An engine with a state, which an import replaces. */
class StandInEngine implements Engine {
  public imported: string | undefined;
  public readonly calls: string[][] = [];

  public constructor(private readonly resources: object[] = []) {}

  public async run(...args: string[]) {
    this.calls.push(args);
    const deployment = { secrets_providers: { type: "passphrase", state: {} }, resources: this.resources };
    return { code: 0, stdout: JSON.stringify({ version: 3, deployment }), stderr: "" };
  }

  public async feed(input: string, ...args: string[]) {
    this.calls.push(args);
    this.imported = input;
    return { code: 0, stdout: "", stderr: "" };
  }

  public show(): Promise<number> {
    throw new Error("nothing is to be shown");
  }
}

describe("npm run recover", function () {
  this.timeout(60_000);

  it("knows from the program itself where each generated value stands", async () => {
    const places = placesOf(await run(marks)).map(
      ({ resource, places: [first] }) => [resource.name, `${first?.secret}/${first?.key}`] as const,
    );
    assert.deepEqual(Object.fromEntries(places), {
      "kafka-credentials-cluster-id": "kafka-cluster-id/kraft-cluster-id",
      "kafka-credentials-interbroker": "kafka-internal-credentials/inter-broker-password",
      "kafka-credentials-operator": "kafka-internal-credentials/client-passwords",
      "reader-credentials-password": "kafka-client-reader/password",
      "worker-credentials-password": "kafka-login-worker/previous.password",
      "worker-credentials-password-b": "kafka-client-worker/password",
    });
  });

  it("gives back every value that a program wrote, so that it writes the same again", async () => {
    const placed = placesOf(await run(marks));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 10_000 }), async (seed) => {
        const written = await run(generatedFrom(seed));
        const { values, missing, contradictions } = recoveredValues(placed, liveAs(written));
        assert.deepEqual([missing, contradictions], [[], []]);
        const again = await run((resource) => ({
          result: values.get(resource) ?? "",
          base64: values.get(resource) ?? "",
        }));
        assert.deepEqual(again.secrets, written.secrets);
      }),
      { numRuns: 5 },
    );
  });

  const groups: Partial<StackFile> = {
    userGroups: { devices: { namespaces: ["edge"], users: { "device-1": { rotation: 2 }, "device-2": {} } } },
  };

  it("finds a group's seed in one Secret of the cluster's own namespace, and nothing of it in the passwords made from it", async () => {
    const seeds = placesOf(await run(marks, groups)).filter(({ resource }) => resource.name === "devices-seed");
    assert.deepEqual(
      seeds.map(({ places }) => places),
      [[{ namespace: "middleware", secret: "kafka-seed-devices", key: "seed" }]],
    );
  });

  it("gives a group its seed back, so that all its users keep their passwords", async () => {
    const written = await run(generatedFrom(1), groups);
    const engine = new StandInEngine();
    const settings = schema.parse({ ...file, ...groups });
    const report = await recover({ settings, name, engine, read: async () => liveAs(written) });
    assert.deepEqual(report.anew, []);
    assert.ok(report.found.includes("devices-seed, from middleware/kafka-seed-devices (seed)"));
    const seed = generatedFrom(1)("devices-seed").result;
    assert.match(engine.imported ?? "", new RegExp(`::devices-seed".*${seed}`));
    assert.ok(!JSON.stringify(report).includes(seed));
  });

  it("says which users of a group get a new password where its seed is in no Secret, as programs before wrote them", async () => {
    const written = await run(generatedFrom(1), groups);
    const read = async (): Promise<Live> => (secret) =>
      secret.name === "kafka-seed-devices" ? undefined : liveAs(written)(secret);
    const settings = schema.parse({ ...file, ...groups });
    const { anew } = await recover({ settings, name, engine: new StandInEngine(), read });
    assert.ok(anew.includes("devices-seed is in no Secret (middleware/kafka-seed-devices (seed))"));
    assert.match(anew.join("\n"), /kafka-users-devices differs in .*device-1_password.*device-2_password/);
  });

  it("names the users whose passwords an age has turned, with the turn to set, before it recovers anything", async () => {
    const aged = (rotation: number): Partial<StackFile> => ({
      security: { passwordMaxAge: "90d" },
      users: { reader: { rotation } },
      userGroups: { devices: { users: { "device-1": { rotation }, "device-2": {} } } },
    });
    const settings = (rotation: number) => schema.parse({ ...file, ...aged(rotation) });
    const live = liveAs(await run(generatedFrom(1), aged(4)));
    const engine = new StandInEngine();
    await assert.rejects(recover({ settings: settings(1), name, engine, read: async () => live }), {
      message: `2 users have had new passwords by their age, which the lost state counted. Set in the stack file what their Secrets say, then run this again:
  kafka:users.reader.rotation: 4 (found 1)
  kafka:userGroups.devices.users.device-1.rotation: 4 (found 1)`,
    });
    assert.equal(engine.imported, undefined);
    const { anew } = await recover({ settings: settings(4), name, engine, read: async () => live });
    assert.deepEqual(anew, []);
  });

  it("puts each value below its components, encrypted by the engine, with the inputs that the program registers", async () => {
    const engine = new StandInEngine();
    const written = await run(generatedFrom(1));
    const report = await recover({
      settings: schema.parse(file),
      name,
      engine,
      read: async () => liveAs(written),
    });
    assert.deepEqual(engine.calls, [
      ["stack", "export"],
      ["stack", "import"],
    ]);
    const { deployment } = JSON.parse(engine.imported ?? "") as {
      deployment: {
        secrets_providers: object;
        resources: { urn: string; parent?: string; inputs?: object; protect?: boolean }[];
      };
    };
    assert.deepEqual(deployment.secrets_providers, { type: "passphrase", state: {} });
    const urns = deployment.resources.map(({ urn }) => urn);
    const prefix = "urn:pulumi:prod::kafka::kafka:platform:KafkaPlatform";
    assert.ok(
      urns.includes(
        `${prefix}$kafka:users:KafkaClient$kafka:credentials:ClientCredentials$random:index/randomPassword:RandomPassword::worker-credentials-password-b`,
      ),
    );
    const id = deployment.resources.find(({ urn }) => urn.endsWith("::kafka-credentials-cluster-id"));
    assert.deepEqual([id?.protect, id?.inputs], [true, { length: 16 }]);
    const password = deployment.resources.find(({ urn }) => urn.endsWith("::worker-credentials-password-b"));
    assert.deepEqual(password?.inputs, { length: 40, special: false, keepers: { rotation: "2" } });
    deployment.resources.forEach(({ parent }, n) => assert.ok(parent === undefined || urns.indexOf(parent) < n));
    assert.equal(report.found.length, 6);
    assert.deepEqual(report.anew, []);
    const shown = JSON.stringify(report);
    for (const { keys } of written.secrets)
      for (const value of Object.values(keys))
        if (value.length >= 22) assert.ok(!shown.includes(value), "a secret value is in the report");
  });

  const refusal = async (engine: Engine, live: Live): Promise<string> => {
    try {
      await recover({ settings: schema.parse(file), name, engine, read: async () => live });
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  };

  it("leaves a state alone that has something in it, and one that nothing is known about", async () => {
    const type = "kubernetes:core/v1:Secret";
    const full = new StandInEngine([{ type, urn: `urn:pulumi:prod::kafka::${type}::kafka-credentials-internal` }]);
    const live = liveAs(await run(generatedFrom(1)));
    assert.match(
      await refusal(full, live),
      /^stack prod: its state knows a cluster already \(1 resources, such as kafka-credentials-internal\)/,
    );
    const empty = new StandInEngine();
    assert.match(await refusal(empty, () => undefined), /kafka-credentials-cluster-id: no live Secret holds it/);
    assert.deepEqual([full.imported, empty.imported], [undefined, undefined]);
  });

  it("takes what a refused first run left for nothing", async () => {
    const type = "random:index/randomPassword:RandomPassword";
    const engine = new StandInEngine([{ type, urn: `urn:pulumi:prod::kafka::${type}::kafka-credentials-operator` }]);
    await recover({
      settings: schema.parse(file),
      name,
      engine,
      read: async () => liveAs(await run(generatedFrom(1))),
    });
    assert.match(engine.imported ?? "", /kafka-credentials-interbroker/);
  });

  it("refuses to guess between two Secrets, and names both without what they hold", async () => {
    const written = await run(generatedFrom(1));
    const live: Live = (secret) =>
      secret.name === "kafka-operator" ? { ...liveAs(written)(secret), password: "other" } : liveAs(written)(secret);
    assert.match(
      await refusal(new StandInEngine(), live),
      /^kafka-credentials-operator: the Secrets middleware\/kafka-internal-credentials \(client-passwords\).*middleware\/kafka-operator \(password\) hold different values/,
    );
  });

  it("goes without a client's lost password, and says that it gets a new one", async () => {
    const written = await run(generatedFrom(1));
    const engine = new StandInEngine();
    const read = async (): Promise<Live> => (secret) =>
      /reader/.test(secret.name) ? undefined : liveAs(written)(secret);
    const { anew } = await recover({ settings: schema.parse(file), name, engine, read });
    assert.deepEqual(anew.map((line) => line.replace(/ \(.*/, "")).sort(), [
      "Secret middleware/kafka-client-reader does not exist",
      "Secret middleware/kafka-login-reader does not exist",
      "reader-credentials-password is in no Secret",
    ]);
    assert.doesNotMatch(engine.imported ?? "", /reader-credentials-password/);
  });

  it("only says what it would do where it is asked to", async () => {
    const engine = new StandInEngine();
    const written = await run(generatedFrom(1));
    const read = async (): Promise<Live> => liveAs(written);
    const { found } = await recover({ settings: schema.parse(file), name, engine, read, dryRun: true });
    assert.equal(found.length, 6);
    assert.equal(engine.imported, undefined);
  });
});
