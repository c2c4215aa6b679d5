import { brokerCount } from "../../../config/brokerCount";
import { isExternal } from "../../../config/schema";
import type { StackSettings } from "../../../config/schema";
import { RUNNING } from "../rules/alerts/brokers";
import { LAG } from "../rules/recorded";
import { networkThreadsIdle } from "../rules/networkThreads";
import { requestHandlerIdle } from "../rules/requestHandlers";
import { seriesOf } from "../rules/watched";

/** One query of a panel. */
export interface Query {
  expr: string;
  /** Name of each series, with `{{label}}`. */
  legend: string;
}

/** One panel, as far as it differs from others of its kind. */
export interface PanelPlan {
  title: string;
  /** What it says, and what is to be feared. */
  description: string;
  kind: "stat" | "timeseries";
  /** Grafana's name of the unit. */
  unit: string;
  queries: Query[];
  /** Stat: values from which it is red, or below which it is, where less is worse. */
  bad?: { from: number } | { below: number };
  /** Stacks the series on one another. */
  stacked?: boolean;
}

/** A row of the dashboard. */
export interface RowPlan {
  title: string;
  panels: PanelPlan[];
}

/** Time that a rate is taken over: four scrapes at least. */
const RATE = "[$__rate_interval]";

/**
 * What the overview shows of a stack, from what its exporters really give.
 *
 * @param recorded Whether the stack's recording rules are there to be used.
 */
export function overviewRows(
  settings: StackSettings,
  recorded = !isExternal(settings) && settings.monitoring.alerts.as !== "none",
): RowPlan[] {
  const { series } = seriesOf(settings);
  const one = (metric: string, more?: string): string =>
    series(metric, `instance=~"$instance"${more === undefined ? "" : `,${more}`}`);
  const rate = (metric: string, more?: string): string => `rate(${one(metric, more)}${RATE})`;
  const byInstance = (expr: string, legend = "{{instance}}"): Query[] => [{ expr, legend }];
  const kraft = settings.cluster.mode === "kraft";
  const topics = 'topic=~"$topic"';
  const lag = recorded
    ? series(LAG, topics)
    : `sum by (consumergroup, topic) (clamp_min(${series("kafka_consumergroup_lag", topics)}, 0))`;
  const claims = `namespace="${settings.kubernetes.namespace}",persistentvolumeclaim=~"data-${settings.cluster.name}-(controller|broker)-[0-9]+"`;

  const stat = (title: string, expr: string, description: string, bad: PanelPlan["bad"], unit = "none"): PanelPlan => ({
    ...{ title, description, kind: "stat", unit, queries: [{ expr, legend: "" }] },
    ...(bad === undefined ? {} : { bad }),
  });
  const graph = (title: string, unit: string, description: string, queries: Query[], stacked = false): PanelPlan => ({
    ...{ title, description, kind: "timeseries", unit, queries, stacked },
  });

  const rows: RowPlan[] = [
    {
      title: "Health",
      panels: [
        stat(
          "Brokers running",
          `count(${series("kafka_server_kafkaserver_total_brokerstate_value")} == ${RUNNING})`,
          `Of ${brokerCount(settings.cluster)}.`,
          { below: brokerCount(settings.cluster) },
        ),
        stat(
          "Active controllers",
          `sum(${series("kafka_controller_kafkacontroller_activecontrollercount_value")})`,
          "One, always.",
          { below: 1 },
        ),
        stat(
          "Offline partitions",
          `max(${series("kafka_controller_kafkacontroller_offlinepartitionscount_value")})`,
          "Partitions without a leader: neither written nor read.",
          { from: 1 },
        ),
        stat(
          "Below min ISR",
          `sum(${series("kafka_server_replicamanager_total_underminisrpartitioncount_value")})`,
          "Partitions that refuse producers with acks=all.",
          { from: 1 },
        ),
        stat(
          "Under-replicated",
          `sum(${series("kafka_server_replicamanager_total_underreplicatedpartitions_value")})`,
          "Partitions with replicas that are not in sync.",
          { from: 1 },
        ),
        stat(
          "Partitions",
          `max(${series("kafka_controller_kafkacontroller_globalpartitioncount_value")})`,
          "Of all topics, replicas not counted.",
          undefined,
        ),
      ],
    },
    {
      title: "Throughput",
      panels: [
        graph(
          "Messages in",
          "short",
          "Messages a second, by topic.",
          [
            {
              expr: `sum by (topic) (rate(${series("kafka_server_brokertopicmetrics_messagesinpersec_count", topics)}${RATE}))`,
              legend: "{{topic}}",
            },
          ],
          true,
        ),
        graph(
          "Bytes in",
          "Bps",
          "From clients, by broker.",
          byInstance(rate("kafka_server_brokertopicmetrics_total_bytesinpersec_count")),
        ),
        graph(
          "Bytes out",
          "Bps",
          "To clients, by broker.",
          byInstance(rate("kafka_server_brokertopicmetrics_total_bytesoutpersec_count")),
        ),
        graph("Requests a second", "reqps", "By kind of request, all brokers.", [
          {
            expr: `sum by (request) (${rate("kafka_network_requestmetrics_requestspersec_count")})`,
            legend: "{{request}}",
          },
        ]),
        graph("Errors a second", "reqps", "Answers with an error, by kind.", [
          {
            expr: `sum by (request, error) (${rate("kafka_network_requestmetrics_errorspersec_count", 'error!="NONE"')})`,
            legend: "{{request}} {{error}}",
          },
        ]),
        graph(
          "Leaders",
          "none",
          "Partitions that a broker leads: even, after a while.",
          byInstance(one("kafka_server_replicamanager_total_leadercount_value")),
        ),
      ],
    },
    {
      title: "Latency",
      panels: [
        graph(
          "Produce, 99th percentile",
          "ms",
          "Time that a broker takes to answer a Produce request.",
          byInstance(one("kafka_network_requestmetrics_totaltimems", 'request="Produce",quantile="0.99"')),
        ),
        graph(
          "Fetch of consumers, 99th percentile",
          "ms",
          "With the time that a consumer waits where nothing is new.",
          byInstance(one("kafka_network_requestmetrics_totaltimems", 'request="FetchConsumer",quantile="0.99"')),
        ),
        graph(
          "Request time by part",
          "ms",
          "Where a Produce request's time goes, 99th percentile, the slowest broker: docs/runbooks/latency.md.",
          ["requestqueue", "local", "remote", "throttle", "responsequeue", "responsesend"].map((part) => ({
            expr: `max(${one(`kafka_network_requestmetrics_${part}timems`, 'request="Produce",quantile="0.99"')})`,
            legend: part,
          })),
          true,
        ),
        graph("Idle threads", "percentunit", "Below 30 % requests queue up.", [
          {
            expr: requestHandlerIdle(settings, one),
            legend: "{{instance}} request handlers",
          },
          {
            expr: `min by (instance) (${networkThreadsIdle(one)})`,
            legend: "{{instance}} network, busiest listener",
          },
        ]),
      ],
    },
    {
      title: "Replication",
      panels: [
        graph("ISR changes a minute", "short", "Shrinks without expands are followers that don't come back.", [
          {
            expr: `${rate("kafka_server_replicamanager_total_isrshrinkspersec_count")} * 60`,
            legend: "{{instance}} shrinks",
          },
          {
            expr: `${rate("kafka_server_replicamanager_total_isrexpandspersec_count")} * 60`,
            legend: "{{instance}} expands",
          },
        ]),
        graph(
          "Replicas behind",
          "short",
          "Messages that the slowest replica of a broker is behind.",
          byInstance(one("kafka_server_replicafetchermanager_maxlag_value", 'client_id="Replica"')),
        ),
      ],
    },
    {
      title: "Consumer groups",
      panels: [
        ...(settings.monitoring.kafkaExporter
          ? [
              graph("Lag", "short", "Messages that a group is behind, by topic.", [
                { expr: lag, legend: "{{consumergroup}} {{topic}}" },
              ]),
              graph("Members", "none", "Consumers of each group.", [
                { expr: series("kafka_consumergroup_members"), legend: "{{consumergroup}}" },
              ]),
            ]
          : []),
        graph(
          "Rebalances a minute",
          "short",
          "By the broker that coordinates the group.",
          byInstance(`${rate("kafka_server_group_coordinator_metrics_group_completed_rebalance_count")} * 60`),
        ),
      ],
    },
    {
      title: "Disk",
      panels: [
        graph(
          "Size by topic",
          "bytes",
          "With all replicas.",
          [{ expr: `sum by (topic) (${series("kafka_log_log_size", topics)})`, legend: "{{topic}}" }],
          true,
        ),
        // Brokers that this program didn't deploy have no claims.
        ...(isExternal(settings)
          ? []
          : [
              graph("Free", "percentunit", "Of each broker's claim, as the kubelet sees it.", [
                {
                  expr: `kubelet_volume_stats_available_bytes{${claims}} / kubelet_volume_stats_capacity_bytes{${claims}}`,
                  legend: "{{persistentvolumeclaim}}",
                },
              ]),
            ]),
        graph(
          "Log flushes, 99th percentile",
          "ms",
          "Time of a flush to the disk.",
          byInstance(one("kafka_log_logflushstats_logflushrateandtimems", 'quantile="0.99"')),
        ),
        graph(
          "Log flushes a second",
          "short",
          "Kafka leaves flushing to the operating system: few are normal.",
          byInstance(rate("kafka_log_logflushstats_logflushrateandtimems_count")),
        ),
      ],
    },
    {
      title: "JVM and connections",
      panels: [
        graph("Heap", "bytes", "Used, and the limit.", [
          { expr: one("java_lang_memory_heapmemoryusage_used"), legend: "{{instance}}" },
          { expr: `max(${one("java_lang_memory_heapmemoryusage_max")})`, legend: "limit" },
        ]),
        graph("Garbage collection", "percentunit", "Part of the time that goes into it.", [
          {
            expr: `sum by (instance) (${rate("java_lang_garbagecollector_collectiontime")}) / 1000`,
            legend: "{{instance}}",
          },
        ]),
        graph(
          "CPU",
          "percentunit",
          "Of all CPUs that the broker sees.",
          byInstance(one("java_lang_operatingsystem_processcpuload")),
        ),
        graph("Connections", "none", "By listener.", [
          {
            expr: `sum by (instance, listener) (${one("kafka_server_socket_server_metrics_connection_count")})`,
            legend: "{{instance}} {{listener}}",
          },
        ]),
        graph("Failed logins a minute", "short", "By listener.", [
          {
            expr: `sum by (instance, listener) (${rate("kafka_server_socket_server_metrics_failed_authentication_total")}) * 60`,
            legend: "{{instance}} {{listener}}",
          },
        ]),
        graph(
          "Open files",
          "percentunit",
          "Of those that a broker may have.",
          byInstance(
            `${one("java_lang_operatingsystem_openfiledescriptorcount")} / ${one("java_lang_operatingsystem_maxfiledescriptorcount")}`,
          ),
        ),
      ],
    },
    kraft
      ? {
          title: "KRaft quorum",
          panels: [
            graph(
              "Leader",
              "none",
              "Node that each member takes for the quorum's leader: the same everywhere.",
              byInstance(one("kafka_server_raft_metrics_current_leader")),
            ),
            graph(
              "Epoch",
              "none",
              "Each election raises it.",
              byInstance(one("kafka_server_raft_metrics_current_epoch")),
            ),
            graph(
              "Behind",
              "short",
              "Records that a member is behind the quorum.",
              byInstance(
                `scalar(max(${series("kafka_server_raft_metrics_high_watermark")})) - ${one("kafka_server_raft_metrics_high_watermark")}`,
              ),
            ),
            // Only the leader commits; the others have no value (NaN), which is no series with data.
            graph(
              "Commit latency",
              "ms",
              "Average time until a majority has a record.",
              byInstance(`${one("kafka_server_raft_metrics_commit_latency_avg")} >= 0`),
            ),
          ],
        }
      : {
          title: "ZooKeeper",
          panels: [
            graph("Servers in the quorum", "none", `Of ${settings.cluster.zookeeper.replicas}.`, [
              { expr: `count(${series("znode_count")})`, legend: "servers" },
            ]),
            graph(
              "Waiting requests",
              "short",
              "Requests that a server has taken and not answered.",
              byInstance(series("outstanding_requests")),
            ),
            graph("Latency of the servers", "ms", "Average since a server's start.", byInstance(series("avg_latency"))),
            graph(
              "Disk sync",
              "ms",
              "Average; each change waits for one.",
              byInstance(`rate(${series("fsynctime_sum")}${RATE}) / rate(${series("fsynctime_count")}${RATE})`),
            ),
            graph(
              "Request latency, 99th percentile",
              "ms",
              "Of a broker's requests, as the broker sees it.",
              byInstance(one("kafka_server_zookeeperclientmetrics_zookeeperrequestlatencyms", 'quantile="0.99"')),
            ),
            graph(
              "Sessions lost a minute",
              "short",
              "A lost session is a broker that was gone for the others.",
              byInstance(`${rate("kafka_server_sessionexpirelistener_total_zookeeperexpirespersec_count")} * 60`),
            ),
          ],
        },
  ];
  return rows;
}
