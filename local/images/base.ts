import { chmod, copyFile, cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { existsSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { findOnPath, runCommand, tryCommand } from "../../commands/subprocess";
import { Failure } from "../../commands/failure";

/** Where Debian keeps shared libraries on x64, and where its dynamic linker looks for them. */
const LIBRARIES = "usr/lib/x86_64-linux-gnu";

/** The parts of the JDK that Kafka, ZooKeeper and the JMX exporter use. Logging needs java.beans, which is in java.desktop (java.se). */
const JAVA_MODULES = [
  "java.se",
  "jdk.crypto.ec",
  "jdk.crypto.cryptoki",
  "jdk.httpserver",
  "jdk.jcmd",
  "jdk.jfr",
  "jdk.management", // the process's own figures: CPU, open files
  "jdk.management.agent",
  "jdk.naming.dns",
  "jdk.naming.rmi", // the JMX exporter finds the broker through it
  "jdk.net",
  "jdk.security.auth",
  "jdk.security.jgss",
  "jdk.unsupported",
  "jdk.zipfs",
];

/** Native parts of the JDK that need a screen, a sound card or fonts, and with them a dozen libraries that nothing here uses. */
const DESKTOP = /lib(awt_xawt|splashscreen|jsound|fontmanager|jawt|javajpeg|lcms|mlib_image|freetype)\.so$/;

/** Loaded at run time, so no dependency list names them: name resolution, and the C++ library of the compression codecs in the jars. */
const LOADED_LATER = ["libnss_dns.so.2", "libnss_files.so.2", "libresolv.so.2", "libgcc_s.so.1", "libstdc++.so.6"];

/** A shell and its small commands in one static executable. */
export async function busyboxLayer(root: string): Promise<void> {
  for (const folder of ["bin", "tmp", "etc", "usr", "proc", "sys", "dev", "root"])
    await mkdir(join(root, folder), { recursive: true });
  await chmod(join(root, "tmp"), 0o1777);
  const busybox = join(root, "bin/busybox");
  await unpackBusybox(busybox);
  const applets = (await runCommand(busybox, ["--list"])).trim().split("\n");
  for (const applet of applets.filter((name) => name !== "busybox"))
    await symlink("busybox", join(root, "bin", applet));
  await symlink("../bin", join(root, "usr/bin")); // scripts name either
  await writeFile(join(root, "etc/passwd"), "root:x:0:0:root:/root:/bin/sh\nkafka:x:1001:0:kafka:/:/bin/bash\n");
  await writeFile(join(root, "etc/group"), "root:x:0:\n");
}

/** Debian's package is unpacked, not installed: it would replace a busybox that the machine has. */
async function unpackBusybox(target: string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), "kafka-busybox-"));
  try {
    await chmod(work, 0o755); // apt downloads as a user of its own
    await tryCommand("apt-get", ["update", "-qq"]); // on a fresh machine there are no lists; a failure shows in the download
    await runCommand("apt-get", ["download", "-qq", "busybox-static"], { cwd: work });
    const [deb] = (await readdir(work)).filter((name) => name.endsWith(".deb"));
    if (!deb) throw new Failure("apt-get download busybox-static gave no package");
    await runCommand("dpkg-deb", ["-x", deb, "unpacked"], { cwd: work });
    await copyFile(join(work, "unpacked/bin/busybox"), target);
    await chmod(target, 0o755);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * A Java runtime cut from the machine's JDK 17, with bash and the C libraries that both need. Its JVMs start quickly rather than run quickly: with the JDK's
 * classes from an archive and the first compiler alone a broker is up after two thirds of the processor time (1.8 s, not 2.7), and its code is not
 * compiled a second time under a first load.
 */
export async function javaLayer(root: string): Promise<void> {
  const jdk = jdkHome();
  const java = join(root, "opt/java");
  await mkdir(join(root, "opt"), { recursive: true });
  const options = [
    "--strip-java-debug-attributes",
    "--no-man-pages",
    "--no-header-files",
    "--generate-cds-archive",
    "--add-options=-XX:TieredStopAtLevel=1",
    "--add-modules",
    JAVA_MODULES.join(","),
  ];
  await runCommand(join(jdk, "bin/jlink"), [...options, "--output", java]);
  // Debian keeps the security settings under /etc and links to them: jlink copies the links.
  for (const part of ["conf/security", "lib/security"]) {
    await cp(join(jdk, part), join(java, part), {
      recursive: true,
      dereference: true,
      force: true,
      filter: existsSync,
    });
  }
  await mkdir(join(root, "bin"), { recursive: true });
  await copyFile("/bin/bash", join(root, "bin/bash"));
  await copyLibraries(root, java);
}

export function jdkHome(): string {
  const jlink = findOnPath("jlink") ?? join(process.env.JAVA_HOME ?? "", "bin/jlink");
  if (!existsSync(jlink)) throw new Failure("jlink not found: install a JDK 17 (Debian: openjdk-17-jdk-headless)");
  return dirname(dirname(realpathSync(jlink)));
}

async function copyLibraries(root: string, java: string): Promise<void> {
  const target = join(root, LIBRARIES);
  await mkdir(target, { recursive: true });
  await mkdir(join(root, "lib64"));
  await mkdir(join(root, "lib"));
  await symlink(`/${LIBRARIES}`, join(root, "lib", basename(LIBRARIES)));
  const native = (await readdir(join(java, "lib"), { recursive: true }))
    .filter((name) => name.endsWith(".so"))
    .map((name) => join(java, "lib", name));
  const files = [join(java, "bin/java"), "/bin/bash", ...native.filter((name) => !DESKTOP.test(name))];
  const listing = (await tryCommand("ldd", files)).stdout; // its exit code only says that one of them is static
  const needed = [...libraryPaths(listing)].filter((path) => !path.startsWith(java));
  for (const path of needed) {
    const folder = path.startsWith("/lib64/") ? join(root, "lib64") : target;
    await copyFile(path, join(folder, basename(path)));
  }
  for (const name of LOADED_LATER) await copyFile(join("/", LIBRARIES, name), join(target, name));
}

/** The paths in what ldd prints. */
export function libraryPaths(listing: string): Set<string> {
  return new Set([...listing.matchAll(/^\t(?:\S+ => )?(\/\S+) \(0x/gm)].map(([, path]) => path as string));
}
