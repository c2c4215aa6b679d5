import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CacheEntry, cachedFolder } from "../../tools/cache";
import { runCommand } from "../../commands/subprocess";
import { ensureDebianPackages } from "../../tools/debian";
import { Progress, silent } from "../../commands/progress";
import { versions } from "../../tools/versions";

type Artifacts = "kafka" | "kafkaTools" | "zookeeper" | "jmxExporter" | "mirrorMaker";

/**
 * Kafka's newer command-line tools are an artifact of their own. What it names beside Kafka's own jars is Kafka Connect with a web server,
 * for one command that nothing here uses.
 */
const ALONE: ReadonlySet<Artifacts> = new Set(["kafkaTools"]);

/** The folder with Kafka's jars (`java -cp FOLDER/* kafka.Kafka …`), from Maven; downloaded when it is not in the cache. */
export function kafkaLibs(progress: Progress = silent): Promise<string> {
  return mavenFolder("kafka", progress);
}

/** The folder with ZooKeeper's jars, of the version that the chart's ensemble has, from Maven. */
export function zooKeeperLibs(progress: Progress = silent): Promise<string> {
  return mavenFolder("zookeeper", progress);
}

/** The folder with the JMX exporter's jar, from Maven. */
export function jmxExporterJars(progress: Progress = silent): Promise<string> {
  return mavenFolder("jmxExporter", progress);
}

/** The folder with MirrorMaker 2 and what it runs in, from Maven. */
export function mirrorMakerLibs(progress: Progress = silent): Promise<string> {
  return mavenFolder("mirrorMaker", progress);
}

export function mavenEntry(artifacts: Artifacts): CacheEntry {
  const coordinates: string[] = versions.maven[artifacts];
  const version = coordinates[0]?.split(":")[2] ?? "";
  const inputs = [...coordinates, versions.maven.copyPlugin, ...scope(artifacts)];
  return { name: `${artifacts}-jars`, version, recipe: [], inputs };
}

const scope = (artifacts: Artifacts): string[] => (ALONE.has(artifacts) ? ["-DexcludeTransitive=true"] : []);

/** The jars of a group of artifacts and, but for {@link ALONE}, of all that they need at run time. */
export function mavenFolder(artifacts: Artifacts, progress: Progress): Promise<string> {
  const entry = mavenEntry(artifacts);
  return cachedFolder(entry, progress, (folder) =>
    progress.step(`${artifacts} ${entry.version} jars from Maven`, async (note) => {
      await ensureDebianPackages("maven", progress);
      const work = await mkdtemp(join(tmpdir(), "kafka-maven-"));
      try {
        await writeFile(join(work, "pom.xml"), pom(versions.maven[artifacts]));
        const goal = `${versions.maven.copyPlugin}:copy-dependencies`;
        const options = ["-B", "--strict-checksums", "-DincludeScope=runtime", `-DoutputDirectory=${folder}`];
        await runCommand("mvn", [...options, ...scope(artifacts), goal], { cwd: work, onLine: note });
      } finally {
        await rm(work, { recursive: true, force: true });
      }
    }),
  );
}

/** A project that consists of its dependencies alone. */
export function pom(coordinates: string[]): string {
  const dependencies = coordinates.map((coordinate) => {
    const [groupId, artifactId, version] = coordinate.split(":");
    return `    <dependency><groupId>${groupId}</groupId><artifactId>${artifactId}</artifactId><version>${version}</version></dependency>`;
  });
  return [
    "<project>",
    "  <modelVersion>4.0.0</modelVersion><groupId>kafka.local</groupId><artifactId>jars</artifactId><version>1</version>",
    "  <dependencies>",
    ...dependencies,
    "  </dependencies>",
    "</project>",
    "",
  ].join("\n");
}
