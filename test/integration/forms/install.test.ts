import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureDebianPackages } from "../../../tools/debian";
import { kafkaLibs } from "../../../local/kafka/libs";
import { createProgress } from "../../../commands/progress";
import { anySchema } from "../../../config/schema";
import { forms } from "../../../render/forms";
import { keepSecrets } from "../../../render/secrets";
import { writeRender } from "../../../render/write";
import { KAFKA } from "../../../forms/host/release";

const cluster = {
  type: "external",
  protocol: "SASL_PLAINTEXT",
  bootstrapServers: ["localhost:9092"],
  brokers: 1,
  heapMiB: 512,
};
const quiet = { monitoring: { metrics: false } };

/** What is rendered, by the folder that it goes to. */
const BUNDLES: Record<string, object> = {
  kraft: { cluster, ...quiet },
  changed: { cluster: { ...cluster, heapMiB: 640 }, ...quiet },
  anew: { cluster, ...quiet },
  zookeeper: { cluster: { ...cluster, mode: "zookeeper" }, ...quiet },
  tls: { cluster: { ...cluster, protocol: "SASL_SSL" }, ...quiet },
  three: { cluster: { ...cluster, brokers: 3, bootstrapServers: [1, 2, 3].map((n) => `kafka-${n}:9092`) }, ...quiet },
  metrics: { cluster },
};
/** Those that are rendered into a folder whose secrets are kept. */
const KEPT = ["changed", "zookeeper"];

describe("the bundle of --form host in a root folder of its own", function () {
  this.timeout(300_000);
  let folder: string;
  let out: string;

  const text = (name: string): string => readFileSync(join(out, `${name}.txt`), "utf8");
  const code = (name: string): number => Number(readFileSync(join(out, `${name}.code`), "utf8"));
  const state = (name: string): string => readFileSync(join(out, `${name}.state`), "utf8");

  before(async function () {
    if (process.getuid?.() !== 0) this.skip();
    await ensureDebianPackages("forms", createProgress());
    folder = mkdtempSync(join(tmpdir(), "kafka-install-"));
    out = join(folder, "out");
    mkdirSync(out);
    for (const [name, file] of Object.entries(BUNDLES)) {
      const request = { stack: "test", settings: anySchema.parse(file), root: "/" };
      const { render, secrets } = await forms["host"]!.load();
      writeRender(join(folder, name), await render(request));
      if (KEPT.includes(name)) copyFileSync(join(folder, "kraft", ".env"), join(folder, name, ".env"));
      keepSecrets(join(folder, name), secrets!(request));
    }
    // The Apache archive has the same classes, in a folder of the same name.
    mkdirSync(join(folder, "archive", KAFKA.release), { recursive: true });
    symlinkSync(await kafkaLibs(), join(folder, "archive", KAFKA.release, "libs"));
    const archive = join(folder, "kafka.tgz");
    const pack = ["--use-compress-program=gzip -1", "--dereference", "--create", "--file", archive];
    execFileSync("tar", [...pack, "--directory", join(folder, "archive"), KAFKA.release]);
    writeFileSync(`${archive}.sha256`, createHash("sha256").update(readFileSync(archive)).digest("hex"));
    writeFileSync(join(folder, "other.tgz"), "something else");
    chmodSync(folder, 0o755);
    const script = join(__dirname, "installs.sh");
    const { status, stderr } = spawnSync("unshare", ["--mount", "bash", script, folder, out], {
      encoding: "utf8",
      timeout: 240_000,
    });
    assert.equal(status, 0, stderr);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it("installs Kafka, its user, its settings and its units", () => {
    assert.equal(code("first"), 0, text("first"));
    const made = state("first");
    for (const line of [
      /^opt\/kafka\/current l .* kafka_2\.13-3\.6\.1$/m,
      /^opt\/kafka\/kafka_2\.13-3\.6\.1\/libs\/kafka_2\.13-3\.6\.1\.jar f 644 root/m,
      /^etc\/kafka\/server\.properties f 644 root/m,
      /^etc\/kafka\/secrets\.env f 600 root/m,
      /^etc\/systemd\/system\/kafka\.service f 644 root/m,
      /^usr\/local\/lib\/kafka\/prepare\.sh f 755 root/m,
      /^var\/lib\/kafka d 750 (?!root)/m,
    ]) {
      assert.match(made, line);
    }
  });

  it("changes nothing the second time", () => {
    assert.equal(code("second"), 0, text("second"));
    assert.match(text("second"), /^nothing to change$/m);
    assert.equal(state("second"), state("first"));
  });

  it("formats the storage as its own user, and leaves no file with a password", () => {
    assert.equal(code("prepare"), 0, text("prepare"));
    assert.match(text("formatted"), /^#\n(.*\n)*node\.id=1$/m);
    assert.doesNotMatch(text("formatted"), /arguments/);
  });

  it("takes over what a new render changes, and leaves what is the user's", () => {
    assert.equal(code("changed"), 0, text("changed"));
    assert.match(text("changed"), /wrote \/etc\/systemd\/system\/kafka\.service/);
    assert.doesNotMatch(text("changed"), /server\.properties/);
    assert.equal(text("kept"), "mine\n");
  });

  it("brings a newer Kafka beside the one before, which stays, and leaves the data", () => {
    assert.equal(code("newer"), 0, text("newer"));
    assert.match(text("newer"), /^ {2}made kafka_2\.13-3\.6\.99 the current version$/m);
    const releases = "kafka_2.13-3.6.99\nkafka_2.13-3.6.1\nkafka_2.13-3.6.99\n#\n";
    assert.equal(text("releases").slice(0, releases.length), releases);
  });

  it("refuses the folder of another node, of another cluster's secrets, and another mode, and changes nothing", () => {
    for (const name of ["other-node", "other-cluster", "other-mode"]) assert.equal(code(name), 1, text(name));
    assert.match(
      text("other-node"),
      /^Error: .*this machine is node 1, and this folder is for node 2: take the folder/m,
    );
    assert.match(
      text("other-cluster"),
      /^Error: .*this node is of cluster \S+, and secrets\.env of cluster \S+: render/m,
    );
    assert.match(
      text("other-mode"),
      /^Error: .*in kraft mode, and the stack says zookeeper: set kafka:cluster\.mode back/m,
    );
    assert.equal(state("still"), state("formatted"));
  });

  it("refuses TLS without its files, and files that the service can't read", () => {
    assert.equal(code("no-certificate"), 1, text("no-certificate"));
    assert.match(
      text("no-certificate"),
      /^Error: \/etc\/kafka\/keystore\.pem: the listeners have TLS, and it isn't there/m,
    );
    assert.match(
      text("closed-certificate"),
      /^Error: \/etc\/kafka\/keystore\.pem: the user kafka can't read it: chown/m,
    );
  });

  it("has units that systemd finds nothing wrong with", () => {
    assert.equal(code("zookeeper"), 0, text("zookeeper"));
    assert.equal(code("verify"), 0, text("verify"));
    assert.doesNotMatch(text("verify"), /kafka/);
  });

  it("prints what is found against what is required", () => {
    for (const what of ["CPU", "memory, MiB", "disk, GB", "Java", "system", "open files"]) {
      assert.match(text("preflight"), new RegExp(`^  ${what} +\\S+ +\\S+  (ok|short|other)$`, "m"));
    }
  });

  it("refuses, before anything is installed, what it can't use, in one line", () => {
    for (const name of ["wrong-archive", "no-agent", "unknown-option"]) assert.equal(code(name), 1, text(name));
    assert.doesNotMatch(state("refused"), /kafka/);
    assert.match(text("wrong-archive"), /^Error: .*other\.tgz: its SHA-256 is not/m);
    assert.match(text("no-agent"), /^Error: the stack has metrics: bring jmx_prometheus_javaagent/m);
    assert.match(text("unknown-option"), /^Error: --upgrade: there is no such option/m);
  });

  it("has scripts that shellcheck finds nothing in, and so has --form docker", async () => {
    const { render } = await forms["docker"]!.load();
    for (const mode of ["kraft", "zookeeper"]) {
      const settings = anySchema.parse({ cluster: { ...cluster, mode } });
      writeRender(join(folder, `docker-${mode}`), await render({ stack: "test", settings, root: "/" }));
    }
    const scripts = [...globSync(join(folder, "{kraft,docker-*}", "**", "*.sh")), join(__dirname, "installs.sh")];
    assert.equal(scripts.length, 6, scripts.join("\n"));
    const { stdout, status } = spawnSync("shellcheck", scripts, { encoding: "utf8" });
    assert.equal(status, 0, stdout);
  });
});
