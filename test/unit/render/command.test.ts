import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HELP, parseRender } from "../../../render/options";
import { readSettings } from "../../../render/settings";
import { asOneText, writeRender } from "../../../render/write";
import { forms } from "../../../render/forms";

const root = join(__dirname, "..", "..", "..");

describe("the options of `npm run render`", () => {
  it("have defaults", () => {
    assert.deepEqual(parseRender(["--stack", "prod"]), {
      stack: "prod",
      form: "kubernetes",
      configFile: undefined,
      out: join("rendered", "prod", "kubernetes"),
      chart: undefined,
    });
    assert.equal(parseRender(["--stack", "prod", "--out", "-"])?.out, undefined);
    assert.equal(parseRender(["--help"]), undefined);
  });

  it("are refused in one line when they are wrong", () => {
    assert.throws(() => parseRender([]), { name: "Failure", message: /^--stack: name the stack/ });
    assert.throws(() => parseRender(["--stack", "prod", "--form", "toString"]), /there is no such form; name one of/);
    assert.throws(() => parseRender(["prod"]), /Unexpected argument 'prod'; --help shows what there is$/);
  });

  it("name every form in the help", () => {
    for (const form of Object.keys(forms)) assert.match(HELP, new RegExp(`^ +${form} `, "m"));
  });
});

describe("a stack file read without an engine", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "stack-file-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function file(text: string): string {
    const path = join(folder, "Pulumi.test.yaml");
    writeFileSync(path, text);
    return path;
  }

  it("gives the settings that the program would get", () => {
    assert.equal(readSettings(root, "prod").settings.cluster.brokers, 3);
  });

  it("that is not there is told with those that are", () => {
    assert.throws(() => readSettings(root, "qa"), {
      name: "Failure",
      message: /^--stack qa: there is no .*Pulumi\.qa\.yaml; the stacks here are dev, local, prod$/,
    });
  });

  it("is refused with a line for each mistake", () => {
    const path = file("config:\n  kafka:kubernetes: { context: x }\n  kafka:cluster: { broker: 3 }\n");
    assert.throws(
      () => readSettings(root, "test", path),
      /^Failure: Pulumi\.test\.yaml has 1 error:\n {2}kafka:cluster\.broker/,
    );
  });

  it("with something encrypted, however deep, is refused as the program refuses it", () => {
    const path = file("config:\n  kafka:cluster: { values: { a: { secure: AAABAK } } }\n");
    assert.throws(() => readSettings(root, "test", path), /kafka:cluster: is encrypted/);
  });

  it("that is no YAML is told with the place", () => {
    assert.throws(() => readSettings(root, "test", file("config: {")), {
      name: "Failure",
      message: /is no YAML: .*line 1/,
    });
  });
});

describe("the files of a render", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "render-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it("take the place of those before them, and of nothing else", () => {
    const out = join(folder, "out");
    writeRender(out, [
      { path: "a/one.yaml", text: "1\n" },
      { path: "run", text: "2\n", executable: true },
    ]);
    assert.ok((statSync(join(out, "run")).mode & 0o100) !== 0, "run is no program");
    writeFileSync(join(out, "mine"), "");
    writeRender(out, [{ path: "b.yaml", text: "3\n" }]);
    assert.deepEqual(readdirSync(out).sort(), [".rendered", "a", "b.yaml", "mine"]);
    assert.ok(!existsSync(join(out, "a", "one.yaml")));
    assert.equal(readFileSync(join(out, "b.yaml"), "utf8"), "3\n");
  });

  it("are not written among files of somebody else", () => {
    writeFileSync(join(folder, "mine"), "");
    assert.throws(() => writeRender(folder, [{ path: "a", text: "\n" }]), /name an empty folder/);
    assert.deepEqual(readdirSync(folder), ["mine"]);
  });

  it("are one text for a pipe", () => {
    const files = [
      { path: "a.yaml", text: "a: 1\n" },
      { path: "b.yaml", text: "b: 2\n" },
    ];
    assert.equal(asOneText(files), "# a.yaml\na: 1\n---\n# b.yaml\nb: 2\n");
  });
});
