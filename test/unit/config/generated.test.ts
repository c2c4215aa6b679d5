import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { editorSchema } from "../../../config/editorSchema";
import { generatedFiles } from "../../../config/generated";
import { stackFileOf } from "./parsed";

describe("what is generated from the schema", () => {
  for (const { path, text } of generatedFiles()) {
    it(`${basename(path)} is current (npm run settings)`, () => {
      assert.equal(readFileSync(path, "utf8"), text);
    });
  }

  it("the editors' schema knows every key of the stack files", () => {
    const { properties } = editorSchema() as { properties: { config: { properties: Record<string, unknown> } } };
    for (const stack of ["prod", "dev", "local"]) {
      for (const key of Object.keys(stackFileOf(stack))) assert.ok(properties.config.properties[`kafka:${key}`], key);
    }
  });

  it("every key has words that say what it is", () => {
    const page = generatedFiles().find(({ path }) => path.endsWith("settings.md"))?.text ?? "";
    const rows = page.split("\n").filter((line) => line.startsWith("| `kafka:"));
    assert.ok(rows.length > 80);
    assert.deepEqual(
      rows.filter((line) => / \|\s*\|$/.test(line) && !line.includes("<")),
      [],
    );
  });
});
