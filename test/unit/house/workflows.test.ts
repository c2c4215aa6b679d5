import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { tryCommand } from "../../../commands/subprocess";
import { createProgress } from "../../../commands/progress";
import { ensureActionlint } from "../../../tools/actionlint";

const root = join(__dirname, "..", "..", "..");
const files = globSync(".github/{workflows,actions}/**/*.yml", { cwd: root }).sort();
const workflows = files.filter((file) => file.includes("workflows"));
const textOf = (file: string): string => readFileSync(join(root, file), "utf8");

interface Workflow {
  permissions: unknown;
  jobs: Record<
    string,
    { if?: string; permissions?: Record<string, string>; environment?: string; concurrency?: unknown }
  >;
}

describe("the workflows", function () {
  it("are those of the changes seen before they happen", () => {
    const names = workflows.map((file) => file.split("/").at(-1));
    for (const name of ["preview.yml", "deploy.yml", "drift.yml"]) assert.ok(names.includes(name), name);
  });

  it("are what actionlint takes", async function () {
    this.timeout(180_000);
    const actionlint = await ensureActionlint(createProgress());
    const { code, stdout, stderr } = await tryCommand(actionlint, ["-no-color", ...workflows], { cwd: root });
    assert.equal(code, 0, stdout + stderr);
  });

  for (const file of files) {
    it(`${file} pins every action by its hash, and reads no stored secret`, () => {
      const uses = [...textOf(file).matchAll(/^\s*-?\s*uses: (\S+)/gm)].map(([, action]) => action ?? "");
      for (const action of uses) assert.match(action, /^\.\/|@[0-9a-f]{40}$/);
      assert.doesNotMatch(textOf(file), /\bsecrets\.|pull_request_target/);
    });
  }

  for (const file of workflows) {
    it(`${file} may read the repository, and each job no more than it needs`, () => {
      const { permissions, jobs } = parse(textOf(file)) as Workflow;
      assert.deepEqual(permissions, { contents: "read" });
      for (const [name, job] of Object.entries(jobs)) {
        if (job.permissions?.["id-token"] === undefined) continue;
        assert.ok(
          job.environment !== undefined && job.concurrency !== undefined,
          `${name} has access but no environment`,
        );
        if (file.endsWith("preview.yml")) assert.match(job.if ?? "", /head\.repo\.full_name == github\.repository/);
      }
    });
  }
});
