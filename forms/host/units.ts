import type { StackSettings } from "../../config/schema";
import { quantityToBytes, quantityToMillicores } from "../../config/units";
import type { FormNode } from "../brokers/nodes";
import { heapOptions, OPEN_FILES } from "../containers";
import { JMX_AGENT, JMX_AGENT_PORT, KAFKA } from "./release";

/** Java's way to Kafka's classes; Java itself expands the star. */
const CLASS_PATH = "-cp /opt/kafka/current/libs/*";

/** The flags of Kafka's own start script. */
const PERFORMANCE = "-XX:MaxGCPauseMillis=20 -XX:InitiatingHeapOccupancyPercent=35 -XX:+ExplicitGCInvokesConcurrent";

/** A service may write to its own folders, open network connections, and nothing else. */
const CONFINED = [
  "User=kafka",
  "Group=kafka",
  "UMask=0027",
  "NoNewPrivileges=yes",
  "CapabilityBoundingSet=",
  "AmbientCapabilities=",
  "ProtectSystem=strict",
  "ProtectHome=yes",
  "ProtectClock=yes",
  "ProtectControlGroups=yes",
  "ProtectHostname=yes",
  "ProtectKernelLogs=yes",
  "ProtectKernelModules=yes",
  "ProtectKernelTunables=yes",
  "PrivateDevices=yes",
  "PrivateTmp=yes",
  "LockPersonality=yes",
  "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
  "RestrictNamespaces=yes",
  "RestrictRealtime=yes",
  "RestrictSUIDSGID=yes",
  "RemoveIPC=yes",
  "SystemCallArchitectures=native",
  "SystemCallFilter=@system-service",
];

/** What a service may use at most. */
function limits(resources: StackSettings["cluster"]["resources"]["limits"]): string[] {
  return [
    `LimitNOFILE=${OPEN_FILES}`,
    `MemoryMax=${quantityToBytes(resources.memory)}`,
    `CPUQuota=${quantityToMillicores(resources.cpu) / 10}%`,
  ];
}

/** Started again after a failure, not after an orderly stop (143: Java after SIGTERM). */
const RESTARTS = ["Restart=on-failure", "RestartSec=5", "SuccessExitStatus=143"];

function unit(sections: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(sections)
    .map(([name, lines]) => `[${name}]\n${lines.join("\n")}\n`)
    .join("\n");
}

/** The broker's unit. */
export function brokerUnit({ cluster, monitoring }: StackSettings, { name }: FormNode, ensemble: boolean): string {
  const agent = monitoring.metrics
    ? [`-javaagent:/opt/kafka/agents/${JMX_AGENT.file}=${JMX_AGENT_PORT}:/etc/kafka/jmx.yml`]
    : [];
  const options = [
    heapOptions(cluster.heapMiB),
    PERFORMANCE,
    "-Djava.awt.headless=true",
    "-Dlog4j.configuration=file:/etc/kafka/log4j.properties",
    ...agent,
    CLASS_PATH,
  ];
  const zooKeeper = ensemble ? ["Wants=kafka-zookeeper.service", "After=kafka-zookeeper.service"] : [];
  return unit({
    Unit: [
      `Description=Apache Kafka ${KAFKA.version}, ${name}`,
      "Documentation=https://kafka.apache.org/36/documentation.html",
      "Wants=network-online.target",
      "After=network-online.target",
      ...zooKeeper,
      "StartLimitIntervalSec=300",
      "StartLimitBurst=5",
    ],
    Service: [
      "Type=exec",
      "EnvironmentFile=/etc/kafka/node.env",
      "EnvironmentFile=/etc/kafka/secrets.env",
      "ExecStartPre=/usr/local/lib/kafka/prepare.sh",
      `ExecStart=/usr/bin/java ${options.join(" ")} kafka.Kafka /etc/kafka/server.properties`,
      ...RESTARTS,
      "# Formatting, and waiting for ZooKeeper.",
      "TimeoutStartSec=180",
      "# Long enough to hand over the leaders.",
      `TimeoutStopSec=${cluster.terminationGracePeriod}`,
      "StateDirectory=kafka",
      "StateDirectoryMode=0750",
      "RuntimeDirectory=kafka",
      "RuntimeDirectoryMode=0700",
      ...limits(cluster.resources.limits),
      ...CONFINED,
    ],
    Install: ["WantedBy=multi-user.target"],
  });
}

/** The unit of the ZooKeeper server beside the broker. */
export function zooKeeperUnit({ cluster }: StackSettings, { name }: FormNode): string {
  const options = [
    `-Xmx${cluster.zookeeper.heapMiB}m`,
    "-Djava.awt.headless=true",
    "-Dlog4j.configuration=file:/etc/kafka/log4j.properties",
    CLASS_PATH,
  ];
  return unit({
    Unit: [
      `Description=Apache ZooKeeper for Kafka, ${name}`,
      "Wants=network-online.target",
      "After=network-online.target",
    ],
    Service: [
      "Type=exec",
      `ExecStart=/usr/bin/java ${options.join(" ")} org.apache.zookeeper.server.quorum.QuorumPeerMain /etc/kafka/zookeeper.properties`,
      // The server reads its id from its data folder.
      "ExecStartPre=/usr/bin/install -m 640 /etc/kafka/zookeeper.id /var/lib/kafka-zookeeper/myid",
      ...RESTARTS,
      "TimeoutStopSec=30",
      "StateDirectory=kafka-zookeeper",
      "StateDirectoryMode=0750",
      ...limits(cluster.zookeeper.resources.limits),
      ...CONFINED,
    ],
    Install: ["WantedBy=multi-user.target"],
  });
}
