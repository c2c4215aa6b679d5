import { join } from "node:path";
import { runCommand } from "../commands/subprocess";
import { Progress } from "../commands/progress";
import { versions } from "./versions";
import { goBuild } from "./go";
import { obtain } from "./obtain";
import { Tool } from "./tool";

const { version, fits } = versions.tools.actionlint;
const arch = process.arch === "x64" ? "amd64" : process.arch;
const release = `https://github.com/rhysd/actionlint/releases/download/v${version}`;
const module = join(__dirname, "go", "actionlint");

/** Checks the workflows; only the tests need it. */
const actionlint: Tool = {
  name: "actionlint",
  version,
  files: ["actionlint"],
  onPath: { args: ["-version"], range: fits },
  vendor: {
    download: {
      url: `${release}/actionlint_${version}_${process.platform}_${arch}.tar.gz`,
      checksums: `${release}/actionlint_${version}_checksums.txt`,
    },
    unpack: (file, folder) => runCommand("tar", ["xzf", file, "-C", folder, "actionlint"]).then(() => undefined),
  },
  build: {
    how: "built from its Go module",
    takes: "some seconds",
    recipe: [module],
    run: (folder, note) =>
      goBuild({
        module,
        target: "github.com/rhysd/actionlint/cmd/actionlint",
        variables: { "github.com/rhysd/actionlint.version": version },
        output: join(folder, "actionlint"),
        note,
      }),
  },
};

/** The path of actionlint. */
export async function ensureActionlint(progress: Progress): Promise<string> {
  return join((await obtain(actionlint, progress)).folder, "actionlint");
}
