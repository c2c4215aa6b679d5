import { chmod, copyFile } from "node:fs/promises";
import { join } from "node:path";
import { Progress } from "../commands/progress";
import { runCommand } from "../commands/subprocess";
import { goBuild, goModuleFolder } from "./go";
import { obtain } from "./obtain";
import { Tool } from "./tool";
import { versions } from "./versions";

const { pulumi } = versions.tools;
const module = join(__dirname, "go", "python-host");
const files = ["pulumi-language-python", "pulumi-language-python-exec"];

/** Pulumi's language host for Python; only the example in Python needs it. */
const pythonHost: Tool = {
  name: "Pulumi host for Python",
  version: pulumi.version,
  files,
  vendor: {
    download: {
      url: `https://get.pulumi.com/releases/sdk/pulumi-v${pulumi.version}-${process.platform}-${process.arch}.tar.gz`,
      checksums: `https://github.com/pulumi/pulumi/releases/download/v${pulumi.version}/pulumi-${pulumi.version}-checksums.txt`,
    },
    unpack: (file, folder) => {
      const wanted = files.map((name) => `pulumi/${name}`);
      return runCommand("tar", ["xzf", file, "-C", folder, "--strip-components=1", ...wanted]).then(() => undefined);
    },
  },
  build: {
    // The current one is a module that the Go proxy does not serve. This one runs today's SDK, but knows no runtime options of
    // Pulumi.yaml: the virtual environment's folder with `python3` must be on PATH.
    how: "the vendor's of 2023 (3.64), built from its Go module",
    takes: "half a minute",
    recipe: [module],
    async run(folder, note) {
      const sdk = "github.com/pulumi/pulumi/sdk/v3";
      await goBuild({
        module,
        target: `${sdk}/python/cmd/pulumi-language-python`,
        output: join(folder, "pulumi-language-python"),
        note,
        async prepare(copy) {
          const exec = "pulumi-language-python-exec";
          await copyFile(join(await goModuleFolder(copy, sdk), "python/cmd", exec), join(folder, exec));
          await chmod(join(folder, exec), 0o755);
        },
      });
    },
  },
};

/** The folder with Pulumi's language host for Python, to be put on PATH. */
export async function ensurePythonHost(progress: Progress): Promise<string> {
  return (await obtain(pythonHost, progress)).folder;
}
