import { copyFile, cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, relative, sep } from "node:path";
import { checkout } from "../../commands/checkout";
import { Progress } from "../../commands/progress";
import { runCommand, tryCommand } from "../../commands/subprocess";
import { cachedFolder } from "../../tools/cache";
import { Python, pythonEnvironment } from "../../tools/python";
import { versions } from "../../tools/versions";
import { writeArchive } from "./archive";
import { busyboxLayer, libraryPaths } from "./base";

/** The image with the programs of `examples/python`, for the example that deploys them. */
export const taskImage = `${versions.images.registry}/ai-tasks:1`;

const PROGRAMS = join(checkout, "examples", "python");
const LIBRARIES = "usr/lib/x86_64-linux-gnu";
const HOME = "opt/python";

/** Parts of the standard library that need a screen, are for building, or test Python itself; packages come from the environment. */
const LEFT_OUT =
  /^(config-|test$|idlelib$|tkinter$|turtledemo$|lib2to3$|ensurepip$|site-packages$|dist-packages$|__pycache__$)/;
const DESKTOP = /^(_tkinter|_test)/;
/** What the environment has for making itself. */
const MAKERS = /^(pip|setuptools|pkg_resources|_distutils_hack|distutils-precedence|wheel|__pycache__)/;

/** Loaded at run time, so no dependency list names them: name resolution. */
const LOADED_LATER = ["libnss_dns.so.2", "libnss_files.so.2", "libresolv.so.2"];

/** The archive with the image of the examples' programs, cut from the machine's Python as the brokers' is from its JDK. */
export async function taskImageArchive(python: Python, progress: Progress): Promise<string> {
  const requirements = join(PROGRAMS, "requirements.txt");
  const packages = await pythonEnvironment(python, requirements, progress);
  const entry = {
    name: "task-image",
    version: python.version,
    recipe: [PROGRAMS, ...["archive.ts", "base.ts", "tasks.ts"].map((name) => join(__dirname, name))],
    inputs: [taskImage, packages],
  };
  const folder = await cachedFolder(entry, progress, (target) =>
    progress.step("image of the examples in Python", async () => {
      const work = await mkdtemp(join(tmpdir(), "kafka-task-image-"));
      try {
        const layers = ["shell", "python", "programs"].map((name) => join(work, name)) as [string, string, string];
        for (const layer of layers) await mkdir(layer);
        await busyboxLayer(layers[0]);
        await pythonLayer(layers[1], python, packages);
        await cp(PROGRAMS, join(layers[2], "app"), {
          recursive: true,
          filter: (path) => !path.includes("__pycache__"),
        });
        await writeArchive(join(target, "images.tar"), [
          {
            name: taskImage,
            layers,
            env: {
              PATH: `/${HOME}/bin:/bin`,
              PYTHONHOME: `/${HOME}`,
              PYTHONDONTWRITEBYTECODE: "1",
              PYTHONUNBUFFERED: "1",
            },
            user: "1001",
            workingDir: "/app",
            cmd: ["python3", "consumer.py"],
          },
        ]);
      } finally {
        await rm(work, { recursive: true, force: true });
      }
    }),
  );
  return join(folder, "images.tar");
}

/** The interpreter, its standard library, the packages of an environment, and the C libraries that all of that needs. */
async function pythonLayer(root: string, python: Python, packages: string): Promise<void> {
  const question = "import sys, sysconfig; print(sysconfig.get_path('stdlib')); print(sys.version_info[1])";
  const [library = "", minor = ""] = (await runCommand(python.executable, ["-I", "-c", question])).trim().split("\n");
  const target = join(root, HOME, "lib", `python3.${minor}`);
  await mkdir(join(root, HOME, "bin"), { recursive: true });
  await copyFile(python.executable, join(root, HOME, "bin/python3"));
  await cp(library, target, {
    recursive: true,
    dereference: true,
    filter: (path) => isWanted(relative(library, path)),
  });
  const installed = join(packages, "lib", `python3.${minor}`, "site-packages");
  const filter = (path: string): boolean => !MAKERS.test(relative(installed, path).split(sep)[0] ?? "");
  await cp(installed, join(target, "site-packages"), { recursive: true, filter });

  const native = (await runCommand("find", [target, "-name", "*.so"])).trim().split("\n");
  const listing = (await tryCommand("ldd", [python.executable, ...native])).stdout;
  await mkdir(join(root, LIBRARIES), { recursive: true });
  await mkdir(join(root, "lib64"));
  await mkdir(join(root, "lib"));
  await symlink(`/${LIBRARIES}`, join(root, "lib", basename(LIBRARIES)));
  for (const path of libraryPaths(listing)) {
    const folder = path.startsWith("/lib64/") ? join(root, "lib64") : join(root, LIBRARIES);
    await copyFile(path, join(folder, basename(path)));
  }
  for (const name of LOADED_LATER) await copyFile(join("/", LIBRARIES, name), join(root, LIBRARIES, name));
}

function isWanted(path: string): boolean {
  const [first = "", second = ""] = path.split(sep);
  return !LEFT_OUT.test(first) && !path.includes("__pycache__") && !(first === "lib-dynload" && DESKTOP.test(second));
}
