import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { Admin } from "kafkajs";
import { RUNNING } from "../../../../components/monitoring/rules/alerts/brokers";
import type { AlertName } from "../../../../config/schema/monitoring/alertNames";
import type { MonitoredCluster } from "../MonitoredCluster";
import { GROUP, TOPIC } from "../MonitoredCluster";
import { eventually } from "./eventually";
import type { Prometheus } from "./Prometheus";
import type { WatchedCluster } from "./WatchedCluster";
import type { SmallVolume } from "./SmallVolume";

/** Topic that fills the first broker's volume. */
const FILLER = "filler";
const CHUNK = 512 * 1024;

/** Alerts of the faults below. None of them may fire before. */
const ALERTS: readonly AlertName[] = [
  ...(["KafkaDiskLow", "KafkaConsumerLag", "KafkaConsumerGroupStuck", "KafkaLoginFailures"] as const),
  ...(["KafkaBrokerDown", "KafkaControllerElections", "KafkaActiveControllerCount"] as const),
];

/** Tests of faults that are made for real, each of which fires its alert; in the end they are undone, and all alerts clear. */
export function faultsFire(place: () => WatchedCluster): void {
  const killed: number[] = [];

  it("fires none of the alerts while all is well", async () => {
    await untilFiring(place(), (names) => ALERTS.every((name) => !names.has(name)), "none of the alerts");
  });

  it("fires when a disk fills, a consumer stops and logins fail", async () => {
    const { cluster, prometheus, volume, admin } = place();
    await cluster.stopConsumer();
    await Promise.all([
      fill(cluster, volume, admin),
      cluster.produce(Array.from({ length: 100 }, (_, n) => `order that nobody takes ${n}`)),
      ...Array.from({ length: 30 }, () => cluster.failedLogin()),
    ]);
    await untilFires(place(), ["KafkaDiskLow", "KafkaConsumerLag", "KafkaConsumerGroupStuck", "KafkaLoginFailures"]);
    const labels = new Map((await prometheus.alerts()).map((alert) => [alert.labels["alertname"], alert.labels]));
    assert.equal(labels.get("KafkaDiskLow")?.["persistentvolumeclaim"], "data-kafka-controller-0");
    for (const name of ["KafkaConsumerLag", "KafkaConsumerGroupStuck"]) {
      const { consumergroup, topic } = labels.get(name) ?? {};
      assert.deepEqual({ consumergroup, topic }, { consumergroup: GROUP, topic: TOPIC }, name);
    }
    assert.equal(labels.get("KafkaLoginFailures")?.["listener"], "CLIENT");
  });

  it("fires when the active controller is killed, and another when the next one is killed too", async () => {
    const { cluster, prometheus } = place();
    const killActive = async (): Promise<void> => {
      const node = await activeController(prometheus);
      killed.push(node);
      await cluster.brokers.kill(node);
    };
    await killActive();
    await untilFires(place(), ["KafkaBrokerDown", "KafkaControllerElections"]);
    await killActive();
    await untilFires(place(), ["KafkaActiveControllerCount"]);
  });

  it("clears all of them when the faults are undone", async () => {
    const { cluster, prometheus, admin } = place();
    await Promise.all(killed.map((node) => cluster.brokers.restart(node)));
    // The one that was left took the others for alive all the time: without a majority nobody could tell it otherwise.
    await prometheus.holds(
      `count(kafka_server_kafkaserver_total_brokerstate_value == ${RUNNING}) == ${cluster.brokers.nodeIds.length}`,
    );
    await activeController(prometheus);
    await Promise.all([admin.deleteTopics({ topics: [FILLER] }), cluster.startConsumer(0)]);
    await untilFiring(place(), (names) => ALERTS.every((name) => !names.has(name)), "all alerts to clear");
  });
}

/** Writes messages to the first broker until less than a tenth of its volume is free. */
async function fill(cluster: MonitoredCluster, volume: SmallVolume, admin: Admin): Promise<void> {
  await admin.createTopics({
    topics: [{ topic: FILLER, replicaAssignment: [{ partition: 0, replicas: [0] }] }],
    waitForLeaders: false,
  });
  const { capacity } = await volume.bytes();
  for (let written = 0; written < capacity; written += CHUNK) {
    const { available } = await volume.bytes();
    if (available < capacity / 10) return;
    await cluster.produce([randomBytes(CHUNK)], FILLER);
  }
  throw new Error(`the volume has room after ${capacity} bytes were written to it`);
}

/** The node that Prometheus sees as the only active controller. */
function activeController(prometheus: Prometheus): Promise<number> {
  return eventually(
    () => "one active controller",
    async () => {
      const active = await prometheus.query("kafka_controller_kafkacontroller_activecontrollercount_value == 1");
      const [node] = active.map(({ metric }) => Number(metric["instance"]?.split("-").at(-1)));
      return active.length === 1 ? node : undefined;
    },
  );
}

const untilFires = (place: WatchedCluster, wanted: readonly AlertName[]): Promise<void> =>
  untilFiring(place, (names) => wanted.every((name) => names.has(name)), `${wanted.join(", ")} to fire`);

async function untilFiring(
  { prometheus }: WatchedCluster,
  enough: (names: ReadonlySet<string>) => boolean,
  what: string,
): Promise<void> {
  let firing = new Set<string>();
  await eventually(
    () => `${what}; firing: ${[...firing].join(", ")}`,
    async () => {
      const alerts = (await prometheus.alerts()).filter(({ state }) => state === "firing");
      firing = new Set(alerts.map(({ labels }) => labels["alertname"] ?? ""));
      return enough(firing) ? true : undefined;
    },
  );
}
