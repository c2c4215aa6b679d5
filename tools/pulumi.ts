import { chmod, copyFile, readFile, writeFile } from "node:fs/promises";
import { totalmem } from "node:os";
import { join } from "node:path";
import { runCommand } from "../commands/subprocess";
import { Failure } from "../commands/failure";
import { versions } from "./versions";
import { goBuild, goModuleFolder } from "./go";
import { Tool } from "./tool";

const modules = join(__dirname, "go");
const arch = process.arch === "x64" ? "amd64" : process.arch;
const { pulumi, random, kubernetes } = versions.tools;

/** A shell script inside the SDK: the plugin that runs dynamic resources. The vendor's archive has a copy beside the CLI. */
const dynamicProvider = join(__dirname, "../node_modules/@pulumi/pulumi/pulumi-resource-pulumi-nodejs");

/** Writes a JSON file of a module's sources with this project's plugin version: both plugins embed their schema. */
async function stampSchema(source: string, version: string, target: string): Promise<void> {
  const schema = JSON.parse(await readFile(source, "utf8")) as { version?: string };
  await writeFile(target, JSON.stringify({ ...schema, version }));
}

/** The CLI with its language host for Node and the runner of dynamic resources. */
export const pulumiCli: Tool = {
  name: "Pulumi CLI",
  version: pulumi.version,
  files: ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"],
  onPath: { args: ["version"], range: pulumi.fits },
  vendor: {
    download: {
      url: `https://get.pulumi.com/releases/sdk/pulumi-v${pulumi.version}-${process.platform}-${process.arch}.tar.gz`,
      checksums: `https://github.com/pulumi/pulumi/releases/download/v${pulumi.version}/pulumi-${pulumi.version}-checksums.txt`,
    },
    unpack: (file, folder) =>
      runCommand("tar", ["xzf", file, "-C", folder, "--strip-components=1"]).then(() => undefined),
  },
  build: {
    how: "built from Go modules with a language host of this project's own",
    takes: "about 5 min",
    recipe: [join(modules, "cli"), join(modules, "node-host"), dynamicProvider],
    async run(folder, note) {
      await goBuild({
        module: join(modules, "cli"),
        target: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
        variables: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": pulumi.version },
        output: join(folder, "pulumi"),
        note,
      });
      // The vendor's current language host is a module that the Go proxy does not serve, and its last one there (3.64, of 2023) knows
      // neither hooks, policy packs nor the runtime options of Pulumi.yaml. This one is a stand-in on the current protocol.
      await goBuild({
        module: join(modules, "node-host"),
        variables: { "main.version": pulumi.version },
        output: join(folder, "pulumi-language-nodejs"),
        note,
      });
      await copyFile(dynamicProvider, join(folder, "pulumi-resource-pulumi-nodejs"));
      await chmod(join(folder, "pulumi-resource-pulumi-nodejs"), 0o755);
    },
  },
};

function plugin(name: string, version: string, build: Tool["build"]): Tool {
  const file = `pulumi-resource-${name}`;
  return {
    name: `Pulumi ${name} plugin`,
    version,
    files: [file],
    vendor: {
      download: {
        url: `https://get.pulumi.com/releases/plugins/${file}-v${version}-${process.platform}-${arch}.tar.gz`,
        checksums: `https://github.com/pulumi/pulumi-${name}/releases/download/v${version}/pulumi-${name}_${version}_checksums.txt`,
      },
      unpack: (archive, folder) => runCommand("tar", ["xzf", archive, "-C", folder, file]).then(() => undefined),
    },
    build,
  };
}

export const randomPlugin = plugin("random", random.version, {
  how: "built from Go modules (the Terraform provider 3.6.0 under Pulumi's bridge)",
  takes: "about 3 min",
  recipe: [join(modules, "random")],
  run: (folder, note) =>
    goBuild({
      module: join(modules, "random"),
      output: join(folder, "pulumi-resource-random"),
      note,
      async prepare(copy) {
        const bridge = await goModuleFolder(copy, "github.com/pulumi/pulumi-terraform-bridge/v3");
        const schema = "pkg/pf/tests/internal/testprovider/cmd/pulumi-resource-random/schema.json";
        await stampSchema(join(bridge, schema), random.version, join(copy, "schema-embed.json"));
      },
    }),
});

/** Bytes: the compiler peaks at 4.5 GB on the Kubernetes SDK of this plugin. */
const KUBERNETES_BUILD_MEMORY = 5e9;
const kubernetesModule = "github.com/pulumi/pulumi-kubernetes/provider/v4";

export const kubernetesPlugin = plugin("kubernetes", kubernetes.version, {
  how: "built from Go modules (needs 4.5 GB of memory)",
  takes: "about 8 min",
  recipe: [join(modules, "kubernetes")],
  async run(folder, note) {
    if (totalmem() < KUBERNETES_BUILD_MEMORY) {
      throw new Failure(
        "building the Pulumi kubernetes plugin needs 5 GB of memory: use a larger machine or put the plugin on it by hand",
      );
    }
    await goBuild({
      module: join(modules, "kubernetes"),
      variables: {
        "main.version": kubernetes.version,
        [`${kubernetesModule}/pkg/version.Version`]: kubernetes.version,
      },
      output: join(folder, "pulumi-resource-kubernetes"),
      note,
      async prepare(copy) {
        const sources = join(await goModuleFolder(copy, kubernetesModule), "cmd/pulumi-resource-kubernetes");
        await stampSchema(join(sources, "schema.json"), kubernetes.version, join(copy, "schema-embed.json"));
        await writeFile(
          join(copy, "terraform-mapping-embed.json"),
          await readFile(join(sources, "terraform-mapping.json")),
        );
      },
    });
  },
});
