import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import manifest from "../../../consumer/package.json";

const folder = join(__dirname, "..", "..", "..", "consumer");

describe("the consumer's package: by itself", () => {
  it("imports nothing but itself and what its users have anyway", () => {
    const files = globSync("src/**/*.ts", { cwd: folder });
    assert.ok(files.length > 5, files.join());
    for (const file of files) {
      const imported = [...readFileSync(join(folder, file), "utf8").matchAll(/from "([^"]+)"/g)].map(
        ([, name = ""]) => name,
      );
      const foreign = imported.filter((name) => !name.startsWith("."));
      const packages = foreign.map((name) => name.split("/").slice(0, 2).join("/"));
      assert.deepEqual(
        packages.filter((name) => !Object.hasOwn(manifest.peerDependencies, name)),
        [],
        file,
      );
      const outside = imported.filter(
        (name) => name.startsWith(".") && !join(folder, file, "..", name).startsWith(`${folder}/`),
      );
      assert.deepEqual(outside, [], file);
    }
    assert.ok(!("dependencies" in manifest));
  });
});
