import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { completed, generated, keepSecrets } from "../../../render/secrets";

describe("the secrets of a form", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "secrets-"))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const read = (path: string): string => readFileSync(join(folder, path), "utf8");
  const wanted = { file: ".env", copies: ["node/secrets.env"], names: ["A_PASSWORD", "A_CLUSTER_ID"] };

  it("are generated once, the same in every copy, and for their owner's eyes only", () => {
    assert.deepEqual(keepSecrets(folder, wanted), [".env", "node/secrets.env"]);
    const first = read(".env");
    assert.match(first, /^A_PASSWORD=[A-Za-z0-9]{40}\nA_CLUSTER_ID=[\w-]{22}\n$/);
    keepSecrets(folder, wanted);
    assert.equal(read(".env"), first);
    assert.equal(read("node/secrets.env"), first);
    for (const path of [".env", "node/secrets.env"]) assert.equal(statSync(join(folder, path)).mode & 0o777, 0o600);
  });

  it("are closed to others where they stood open", () => {
    writeFileSync(join(folder, ".env"), "A_PASSWORD=mine\n", { mode: 0o644 });
    keepSecrets(folder, wanted);
    assert.match(read(".env"), /^A_PASSWORD=mine\nA_CLUSTER_ID=/);
    assert.equal(statSync(join(folder, ".env")).mode & 0o777, 0o600);
  });

  it("differ from each other", () => {
    assert.equal(new Set(Array.from({ length: 50 }, () => generated("X_PASSWORD"))).size, 50);
  });

  it("are added to what is there, whatever it is, and a second time changes nothing", () => {
    const name = fc.stringMatching(/^[A-Z][A-Z_]{0,9}$/);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("A", "=", "\n", "#", "b") }), fc.array(name), (text, names) => {
        const once = completed(text, [...new Set(names)], () => "new");
        assert.ok(once.startsWith(text));
        assert.equal(
          completed(once, names, () => "other"),
          once,
        );
      }),
    );
  });
});
