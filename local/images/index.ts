import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CacheEntry, cachedFolder, cacheKey } from "../../tools/cache";
import { corednsBinary, corednsEntry } from "../cluster/binaries";
import { runCommand } from "../../commands/subprocess";
import { ensureDebianPackages } from "../../tools/debian";
import { mavenEntry, mavenFolder } from "../kafka/libs";
import { Progress } from "../../commands/progress";
import { versions } from "../../tools/versions";
import { writeArchive } from "./archive";
import { busyboxLayer, javaLayer } from "./base";
import { jmxExporterLayer, kafkaLayer, zookeeperLayer } from "./kafka";

const { registry, kafka, zookeeper, jmxExporter } = versions.images;
const JAVA_ENV = { JAVA_HOME: "/opt/java", PATH: "/opt/java/bin:/opt/bitnami/kafka/bin:/usr/bin:/bin" };

/** What the cluster itself runs, and a shell for trying things out. */
export const systemImages = {
  pause: `${registry}/pause:${versions.cluster.pause}`,
  coredns: `${registry}/coredns:${versions.cluster.coredns}`,
  busybox: `${registry}/busybox:1`,
};

const image = ({ repository, tag }: { repository: string; tag: string }) => `${registry}/${repository}:${tag}`;

/** What the chart's pods run, under the names of the images they stand for. */
export const kafkaImages = { kafka: image(kafka), zookeeper: image(zookeeper), jmxExporter: image(jmxExporter) };

const systemEntry = (): CacheEntry => ({
  name: "system-images",
  version: versions.cluster.coredns,
  recipe: ["archive.ts", "base.ts", "pause.c"].map((name) => join(__dirname, name)),
  inputs: [cacheKey(corednsEntry), ...Object.values(systemImages)],
});

const kafkaEntry = (): CacheEntry => ({
  name: "kafka-images",
  version: kafka.tag,
  recipe: ["archive.ts", "base.ts", "kafka.ts", "kafka", "zookeeper"].map((name) => join(__dirname, name)),
  inputs: [
    ...(["kafka", "kafkaTools", "zookeeper", "jmxExporter"] as const).map((name) => cacheKey(mavenEntry(name))),
    ...Object.values(kafkaImages),
  ],
});

/** The archive with the cluster's own images, made when it is not in the cache. */
export function systemImageArchive(progress: Progress): Promise<string> {
  return archive(systemEntry(), "images of the cluster", progress, async (work, file) => {
    const coredns = await corednsBinary(progress);
    const [pauseRoot, corednsRoot, busyboxRoot] = await folders(work, ["pause", "coredns", "busybox"]);
    await runCommand("gcc", ["-Os", "-static", "-s", "-o", join(pauseRoot, "pause"), join(__dirname, "pause.c")]);
    await copyFile(coredns, join(corednsRoot, "coredns"));
    await busyboxLayer(busyboxRoot);
    await writeArchive(file, [
      { name: systemImages.pause, layers: [pauseRoot], entrypoint: ["/pause"] },
      { name: systemImages.coredns, layers: [corednsRoot], entrypoint: ["/coredns"] },
      { name: systemImages.busybox, layers: [busyboxRoot], cmd: ["/bin/sh"], env: { PATH: "/bin" } },
    ]);
  });
}

/** The archive with Kafka, ZooKeeper and the JMX exporter, made when it is not in the cache. */
export function kafkaImageArchive(progress: Progress): Promise<string> {
  return archive(kafkaEntry(), "images of Kafka and ZooKeeper", progress, async (work, file) => {
    const jars = {
      kafka: [await mavenFolder("kafka", progress), await mavenFolder("kafkaTools", progress)],
      zookeeper: await mavenFolder("zookeeper", progress),
      jmxExporter: await mavenFolder("jmxExporter", progress),
    };
    const [shell, java, kafkaRoot, zookeeperRoot, jmxRoot] = await folders(work, [
      "shell",
      "java",
      "kafka",
      "zookeeper",
      "jmx",
    ]);
    await busyboxLayer(shell);
    await javaLayer(java);
    await kafkaLayer(kafkaRoot, jars.kafka);
    await zookeeperLayer(zookeeperRoot, jars.zookeeper);
    await jmxExporterLayer(jmxRoot, jars.jmxExporter, mavenEntry("jmxExporter").version);
    const base = [shell, java];
    const scripts = (name: string) => ({
      entrypoint: [`/opt/bitnami/scripts/${name}/entrypoint.sh`],
      cmd: [`/opt/bitnami/scripts/${name}/run.sh`],
    });
    const common = { env: JAVA_ENV, user: "1001" };
    await writeArchive(file, [
      { name: kafkaImages.kafka, layers: [...base, kafkaRoot], ...common, ...scripts("kafka") },
      { name: kafkaImages.zookeeper, layers: [...base, zookeeperRoot], ...common, ...scripts("zookeeper") },
      {
        name: kafkaImages.jmxExporter,
        layers: [...base, jmxRoot],
        ...common,
        cmd: ["java", "-jar", "jmx_prometheus_httpserver.jar"],
        workingDir: "/opt/bitnami/jmx-exporter",
      },
    ]);
  });
}

async function archive(
  entry: CacheEntry,
  what: string,
  progress: Progress,
  make: (work: string, file: string) => Promise<void>,
): Promise<string> {
  const folder = await cachedFolder(entry, progress, (target) =>
    progress.step(what, async () => {
      await ensureDebianPackages("images", progress);
      const work = await mkdtemp(join(tmpdir(), "kafka-images-"));
      try {
        await make(work, join(target, "images.tar"));
      } finally {
        await rm(work, { recursive: true, force: true });
      }
    }),
  );
  return join(folder, "images.tar");
}

async function folders<const T extends string[]>(work: string, names: T): Promise<{ [K in keyof T]: string }> {
  const made = names.map((name) => join(work, name));
  for (const folder of made) await mkdir(folder, { recursive: true });
  return made as { [K in keyof T]: string };
}
