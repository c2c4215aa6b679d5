import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DCLinter } from "dclint";
import fc from "fast-check";
import { parse } from "yaml";
import { brokerSetting } from "../../../config/kafka/brokerSettings";
import type { StackSettings } from "../../../config/schema";
import type { RenderedFile } from "../../../render/form";
import { forms } from "../../../render/forms";
import { keepSecrets } from "../../../render/secrets";
import { writeRender } from "../../../render/write";
import { anySettings } from "../cluster/settings.arbitrary";
import { cases, isOwn, rendered, settings } from "./cases";
import { goldenText, textOf } from "./golden";

const FORMS = ["compose", "docker", "host"];

/** Settings that every form takes. */
const oneBroker = anySettings.map((found) => ({ ...found, cluster: { ...found.cluster, brokers: 1 } }));

/** A copy with the keys of every mapping in the opposite order. */
function reversed<T>(value: T): T {
  if (Array.isArray(value)) return value.map((member: unknown) => reversed(member)) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, member]) => [key, reversed<unknown>(member)])) as T;
}

function propertiesOf(files: RenderedFile[]): Map<string, string>[] {
  return files
    .filter(({ path }) => path.endsWith("server.properties"))
    .map(({ text }) => new Map(text.split("\n").filter(Boolean).map(split)));
}

function split(line: string): [string, string] {
  const at = line.indexOf("=");
  return [line.slice(0, at), line.slice(at + 1)];
}

describe("rendered forms", () => {
  for (const name of Object.keys(cases)) {
    it(`${name} is as it was last looked at`, async () => assert.equal(await textOf(name), goldenText(name)));
  }

  it("are the same whatever the order of the settings' keys", async () => {
    await fc.assert(
      fc.asyncProperty(oneBroker, fc.constantFrom(...FORMS), async (stack, form) => {
        const users = (of: StackSettings): StackSettings => ({ ...of, topics: {}, users: {} });
        assert.deepEqual(await rendered(form, users(stack)), await rendered(form, reversed(users(stack))));
      }),
      { numRuns: 60 },
    );
  });

  it("tell brokers only what Kafka 3.6 knows", async () => {
    await fc.assert(
      fc.asyncProperty(oneBroker, fc.constantFrom(...FORMS), async (stack, form) => {
        for (const properties of propertiesOf(await rendered(form, stack))) {
          const unknown = [...properties.keys()].filter(
            (key) => brokerSetting(key) === undefined && !/^(listener\.name|config\.providers)\b/.test(key),
          );
          assert.deepEqual(unknown, []);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("give every node an id and addresses of its own, and the same quorum", async () => {
    const nodes = fc
      .integer({ min: 1, max: 9 })
      .chain((brokers) => fc.constantFrom(...["compose", "host"].map((form) => ({ form, brokers }))));
    await fc.assert(
      fc.asyncProperty(nodes, async ({ form, brokers }) => {
        const stack = settings({ kubernetes: { context: "x" }, cluster: { brokers }, topics: {} });
        const all = propertiesOf(await rendered(form, stack));
        const distinct = (key: string): number => new Set(all.map((properties) => properties.get(key))).size;
        assert.equal(all.length, brokers);
        assert.deepEqual(["node.id", "advertised.listeners", "controller.quorum.voters"].map(distinct), [
          brokers,
          brokers,
          1,
        ]);
        const voters = all[0]?.get("controller.quorum.voters")?.split(",") ?? [];
        assert.equal(new Set(voters).size, brokers);
      }),
      { numRuns: 30 },
    );
  });

  it("let in nobody without a name, and obey access rules", async () => {
    for (const { form, settings: stack } of Object.values(cases)) {
      for (const properties of propertiesOf(await rendered(form, stack))) {
        const protocols = properties.get("listener.security.protocol.map")?.split(",") ?? [];
        assert.ok(protocols.length > 1 && protocols.every((each) => each.includes(":SASL_")), protocols.join());
        assert.equal(properties.get("allow.everyone.if.no.acl.found"), "false");
        assert.ok(properties.has("authorizer.class.name"));
        assert.doesNotMatch(properties.get("super.users") ?? "", /ANONYMOUS/);
      }
    }
  });

  it("hold no password: each is a variable", async () => {
    for (const { form, settings: stack } of Object.values(cases)) {
      for (const { path, text } of (await rendered(form, stack)).filter(
        (file) => !isOwn(file) && !file.path.endsWith(".md"),
      )) {
        for (const [, value = ""] of text.matchAll(/password\w*["']?[=:]\s*"?([^\s"']+)/gi)) {
          assert.match(value, /^\\?\$[{A-Z]/, `${path}: ${value}`);
        }
      }
    }
  });

  it("say what they don't honour, and nothing of what the stack doesn't ask for", async () => {
    const pathsOf = async (form: string, stack: StackSettings): Promise<string[]> => {
      const { left } = await forms[form]!.load();
      return (left?.({ stack: "test", settings: stack, root: "/" }) ?? []).map(({ keyPath }) => keyPath);
    };
    const prod = settings({
      kubernetes: { context: "x" },
      cluster: { storage: { class: "fast" } },
      users: { a: { namespaces: ["b"] } },
    });
    const found = await pathsOf("host", prod);
    for (const keyPath of [
      "kafka:cluster.storage.class",
      "kafka:cluster.podDisruptionBudget",
      "kafka:users.*.namespaces",
      "kafka:images",
    ]) {
      assert.ok(found.includes(keyPath), keyPath);
    }
    const plain = await pathsOf("compose", cases["compose-one"]!.settings);
    assert.ok(!plain.includes("kafka:cluster.storage.class") && !plain.includes("kafka:cluster.podDisruptionBudget"));
  });

  it("are refused in one line where the form can't be", async () => {
    const refused = (form: string, cluster: object, message: RegExp): Promise<void> =>
      assert.rejects(rendered(form, settings({ cluster: { type: "external", ...cluster } })), {
        name: "Failure",
        message,
      });
    await refused(
      "docker",
      { bootstrapServers: ["a:1", "b:1", "c:1"] },
      /^kafka:cluster\.brokers: found 3; .*--form compose/,
    );
    await refused(
      "host",
      { bootstrapServers: ["a:1"] },
      /^kafka:cluster\.bootstrapServers: found 1; .*needs 3, one per broker/,
    );
    await refused("host", { bootstrapServers: ["a:1"], brokers: 12 }, /^kafka:cluster\.brokers: found 12; .*at most 9/);
  });
});

describe("compose.yaml", () => {
  /** What dclint, which has the specification's schema, finds wrong in a Compose file. */
  const wrong = (text: string): string[] => {
    const folder = mkdtempSync(join(tmpdir(), "compose-"));
    try {
      writeFileSync(join(folder, "compose.yaml"), text);
      const linter = new DCLinter({ rules: {}, quiet: true, debug: false, exclude: [] });
      const found = linter.lintFiles([folder], false).flatMap(({ messages }) => messages);
      return found.filter(({ type }) => type === "error").map(({ rule, message }) => `${rule}: ${message}`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
  const textOfCompose = async (name: string): Promise<string> => {
    const files = await rendered("compose", cases[name]!.settings);
    return files.find(({ path }) => path === "compose.yaml")?.text ?? "";
  };
  const composeOf = async (name: string): Promise<Record<string, Record<string, Record<string, unknown>>>> => {
    return parse(await textOfCompose(name)) as never;
  };

  for (const name of Object.keys(cases).filter((each) => each.startsWith("compose"))) {
    it(`${name} follows the Compose specification's schema, and has no version`, async () => {
      assert.deepEqual(wrong(await textOfCompose(name)), []);
      assert.ok(!("version" in (await composeOf(name))));
    });
  }

  it("is what `docker compose config` takes, where there is a client", async function () {
    this.timeout(60_000);
    const docker = (...args: string[]) => spawnSync("docker", ["compose", ...args], { encoding: "utf8" });
    if (docker("version").status !== 0) this.skip();
    for (const name of Object.keys(cases).filter((each) => each.startsWith("compose"))) {
      const request = { stack: "test", settings: cases[name]!.settings, root: "/" };
      const { secrets } = await forms["compose"]!.load();
      const folder = mkdtempSync(join(tmpdir(), "compose-"));
      try {
        writeRender(folder, await rendered("compose", request.settings));
        keepSecrets(folder, secrets!(request));
        const { status, stderr } = docker("--project-directory", folder, "--profile", "console", "config", "--quiet");
        assert.deepEqual([status, stderr], [0, ""]);
      } finally {
        rmSync(folder, { recursive: true });
      }
    }
  });

  it("would be refused by that schema with a slip in it", async () => {
    const text = await textOfCompose("compose-one");
    assert.match(wrong(text.replace("restart:", "restrat:")).join(), /must NOT have additional properties/);
  });

  it("has health checks, restarts, pinned images and named volumes, and the console behind a profile", async () => {
    const { services = {}, volumes = {} } = await composeOf("compose-three-zookeeper");
    assert.equal(Object.keys(services).length, 7);
    for (const [name, service] of Object.entries(services)) {
      assert.equal(service["restart"], "unless-stopped");
      assert.match(String(service["image"]), /:v?\d/);
      if (name.endsWith("console")) assert.deepEqual(service["profiles"], ["console"]);
      else {
        assert.ok("healthcheck" in service);
        const [volume = ""] = service["volumes"] as string[];
        assert.ok((volume.split(":")[0] ?? "") in volumes, volume);
      }
    }
  });
});
