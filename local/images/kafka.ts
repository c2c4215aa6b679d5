import { chmod, copyFile, cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../../commands/subprocess";
import { jdkHome } from "./base";

const BASE = "opt/bitnami/kafka";

/** Kafka's command-line tools by the names that its own distribution gives them. */
const TOOLS: Record<string, string> = {
  "kafka-acls": "kafka.admin.AclCommand",
  "kafka-broker-api-versions": "kafka.admin.BrokerApiVersionsCommand",
  "kafka-cluster": "org.apache.kafka.tools.ClusterTool",
  "kafka-configs": "kafka.admin.ConfigCommand",
  "kafka-console-consumer": "kafka.tools.ConsoleConsumer",
  "kafka-console-producer": "kafka.tools.ConsoleProducer",
  "kafka-consumer-groups": "kafka.admin.ConsumerGroupCommand",
  "kafka-delete-records": "org.apache.kafka.tools.DeleteRecordsCommand",
  "kafka-dump-log": "kafka.tools.DumpLogSegments",
  "kafka-features": "org.apache.kafka.tools.FeatureCommand",
  "kafka-get-offsets": "kafka.tools.GetOffsetShell",
  "kafka-leader-election": "kafka.admin.LeaderElectionCommand",
  "kafka-log-dirs": "org.apache.kafka.tools.LogDirsCommand",
  "kafka-metadata-quorum": "org.apache.kafka.tools.MetadataQuorumCommand",
  "kafka-reassign-partitions": "kafka.admin.ReassignPartitionsCommand",
  "kafka-storage": "kafka.tools.StorageTool",
  "kafka-topics": "kafka.admin.TopicCommand",
  "kafka-transactions": "org.apache.kafka.tools.TransactionsCommand",
};

/**
 * Kafka on the Java layer, laid out as the Bitnami chart 26.x expects it: entry point and start script where the chart's pods look for them,
 * folders that uid 1001 may use, `server.properties` from the chart. Ends with javap's words where a tool's class is in no jar.
 */
export async function kafkaLayer(root: string, jars: string[]): Promise<void> {
  const base = join(root, BASE);
  for (const folder of ["config", "logs", "bin", "scripts"]) await mkdir(join(base, folder), { recursive: true });
  await mkdir(join(root, "bitnami/kafka/data"), { recursive: true });
  for (const folder of jars) await cp(folder, join(base, "libs"), { recursive: true });
  await runCommand(join(jdkHome(), "bin/javap"), ["-cp", join(base, "libs", "*"), ...Object.values(TOOLS)]);
  for (const name of ["log4j.properties", "tools-log4j.properties"]) {
    await copyFile(join(__dirname, "kafka", name), join(base, "config", name));
  }
  await copyScripts("kafka", ["entrypoint.sh", "run.sh"], join(root, "opt/bitnami/scripts/kafka"));
  await copyScripts("kafka", ["kafka-run-class.sh"], join(base, "bin"));
  for (const [name, mainClass] of Object.entries(TOOLS)) {
    const script = join(base, "bin", `${name}.sh`);
    await writeFile(script, `#!/bin/bash\nexec /${BASE}/bin/kafka-run-class.sh ${mainClass} "$@"\n`);
    await chmod(script, 0o755);
  }
  const source = join(__dirname, "kafka/ArgumentsFromInput.java");
  await runCommand(join(jdkHome(), "bin/javac"), ["--release", "17", "-d", join(base, "scripts"), source]);
}

export async function zookeeperLayer(root: string, jars: string): Promise<void> {
  const base = join(root, "opt/bitnami/zookeeper");
  await mkdir(join(base, "conf"), { recursive: true });
  await mkdir(join(root, "bitnami/zookeeper"), { recursive: true });
  await cp(jars, join(base, "libs"), { recursive: true });
  await copyFile(join(__dirname, "zookeeper/logback.xml"), join(base, "conf/logback.xml"));
  await copyScripts(
    "zookeeper",
    ["entrypoint.sh", "run.sh", "healthcheck.sh"],
    join(root, "opt/bitnami/scripts/zookeeper"),
  );
  // The chart's own start script calls these two by their place in the root folder.
  for (const name of ["entrypoint.sh", "run.sh"]) await copyScripts("zookeeper", [name], root);
}

export async function jmxExporterLayer(root: string, jars: string, version: string): Promise<void> {
  await mkdir(join(root, "opt/bitnami/jmx-exporter"), { recursive: true });
  const jar = "opt/bitnami/jmx-exporter/jmx_prometheus_httpserver.jar";
  await copyFile(join(jars, `jmx_prometheus_httpserver-${version}.jar`), join(root, jar));
}

async function copyScripts(folder: string, names: string[], target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  for (const name of names) {
    await copyFile(join(__dirname, folder, name), join(target, name));
    await chmod(join(target, name), 0o755);
  }
}
