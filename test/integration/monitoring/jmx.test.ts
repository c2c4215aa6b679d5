import assert from "node:assert/strict";
import exposed from "../../../components/monitoring/metrics/exposed.json";
import type { Sample } from "./exposition";
import { metricLabels, samples } from "./exposition";
import { TOPIC } from "./MonitoredCluster";
import { MODES, scrapeWithTraffic } from "./scrapes";

/** The guide's list of what to watch over JMX, by the names that this program's rules give. */
const GUIDE: Record<string, string> = {
  "bytes in": "kafka_server_brokertopicmetrics_total_bytesinpersec_count",
  "bytes out": "kafka_server_brokertopicmetrics_total_bytesoutpersec_count",
  "requests a second": "kafka_network_requestmetrics_requestspersec_count",
  "under-replicated partitions": "kafka_server_replicamanager_total_underreplicatedpartitions_value",
  "active controller": "kafka_controller_kafkacontroller_activecontrollercount_value",
  "offline partitions": "kafka_controller_kafkacontroller_offlinepartitionscount_value",
  "log flush rate": "kafka_log_logflushstats_logflushrateandtimems_count",
  "log flush time": "kafka_log_logflushstats_logflushrateandtimems",
};

for (const mode of MODES)
  describe(`the JMX exporter on a real broker, ${mode}`, function () {
    this.timeout(180_000);
    let text: string;
    let ofZooKeeper: string | undefined;
    let all: Sample[];

    before(async () => {
      ({ jmx: text, zookeeper: ofZooKeeper } = await scrapeWithTraffic(mode));
      all = samples(text);
    });

    const values = (metric: string, labels: Record<string, string> = {}): number[] =>
      all
        .filter((sample) => sample.metric === metric)
        .filter((sample) => Object.entries(labels).every(([label, value]) => sample.labels[label] === value))
        .map(({ value }) => value);

    it("gives all that the guide wants to see, by name", () => {
      const missing = Object.entries(GUIDE).filter(([, metric]) => values(metric).length === 0);
      assert.deepEqual(missing, []);
    });

    it("gives exactly the metrics and labels that dashboards and alerts are checked against", () => {
      assert.deepEqual(metricLabels(text), exposed.jmx[mode]);
    });

    if (mode === "zookeeper")
      it("stands beside a ZooKeeper server with metrics of its own", () => {
        assert.deepEqual(metricLabels(ofZooKeeper ?? ""), exposed.zookeeper);
        const [znodes] = samples(ofZooKeeper ?? "").filter(({ metric }) => metric === "znode_count");
        assert.ok((znodes?.value ?? 0) > 10, `${znodes?.value} znodes`);
      });

    it("counts the traffic by topic and by kind of request", () => {
      assert.deepEqual(values("kafka_server_brokertopicmetrics_messagesinpersec_count", { topic: TOPIC }), [10]);
      const produced = values("kafka_network_requestmetrics_totaltimems_count", { request: "Produce" });
      assert.ok((produced[0] ?? 0) > 0, `Produce requests: ${produced.join(", ")}`);
      for (const quantile of ["0.50", "0.95", "0.99", "0.999"])
        assert.equal(values("kafka_network_requestmetrics_totaltimems", { request: "Produce", quantile }).length, 1);
    });

    it("counts a login with a wrong password", () => {
      const failed = values("kafka_server_socket_server_metrics_failed_authentication_total", { listener: "CLIENT" });
      assert.equal(
        failed.reduce((sum, count) => sum + count, 0),
        1,
      );
    });

    it("names the broker's version and its state", () => {
      assert.deepEqual(values("kafka_server_app_info", { version: "3.6.1" }), [1]);
      assert.deepEqual(values("kafka_server_kafkaserver_total_brokerstate_value"), [3]);
    });
  });
