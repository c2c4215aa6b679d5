import type { AlertGroup } from "../alert";
import { minutes } from "../alert";
import { networkThreadsIdle } from "../networkThreads";
import { requestHandlerIdle } from "../requestHandlers";

/** Brokers that have too much to do. */
export const performanceAlerts: AlertGroup = ({ settings, series, thresholds }) => ({
  KafkaRequestHandlersBusy: {
    expr: `${requestHandlerIdle(settings, series)} < ${thresholds.requestHandlerIdle}`,
    for: minutes(10),
    severity: "warning",
    summary: "request handlers of {{ $labels.instance }} are idle only {{ $value | humanizePercentage }} of the time",
    description: "Requests queue up. Kafka's own advice is to keep it above 30 %.",
  },
  KafkaNetworkThreadsBusy: {
    expr: `${networkThreadsIdle(series)} < ${thresholds.networkProcessorIdle}`,
    for: minutes(10),
    severity: "warning",
    summary:
      "network threads of listener {{ $labels.listener }} of {{ $labels.instance }} are idle only {{ $value | humanizePercentage }} of the time",
    description: "Answers wait for a thread that sends them. Kafka's own advice is to keep it above 30 %.",
  },
  KafkaProduceLatency: {
    expr: `${series("kafka_network_requestmetrics_totaltimems", 'request="Produce",quantile="0.99"')} > ${thresholds.requestLatencyMs}`,
    for: minutes(15),
    severity: "warning",
    summary: "one in a hundred Produce requests to {{ $labels.instance }} takes {{ $value | humanize }} ms or longer",
    description: "The dashboard shows where the time goes: queue, disk, replicas, or the way back.",
  },
  KafkaProduceFailures: {
    expr: `rate(${series("kafka_server_brokertopicmetrics_total_failedproducerequestspersec_count")}[5m]) > 0`,
    for: minutes(10),
    severity: "warning",
    summary: "{{ $value | humanize }} Produce requests a second fail on {{ $labels.instance }}",
    description: "Messages that are too large, rights that are missing, or too few replicas in sync.",
  },
  KafkaGarbageCollection: {
    expr: `sum by (instance) (rate(${series("java_lang_garbagecollector_collectiontime")}[5m])) / 1000 > ${thresholds.gcTimeRatio}`,
    for: minutes(10),
    severity: "warning",
    summary: "{{ $labels.instance }} spends {{ $value | humanizePercentage }} of its time in garbage collection",
    description: "Long pauses make followers fall behind, and a controller lose its place.",
  },
  KafkaOpenFiles: {
    expr: `${series("java_lang_operatingsystem_openfiledescriptorcount")} / ${series("java_lang_operatingsystem_maxfiledescriptorcount")} > ${thresholds.openFilesRatio}`,
    for: minutes(10),
    severity: "warning",
    summary: "{{ $labels.instance }} has {{ $value | humanizePercentage }} of the permitted files open",
    description: "At the limit it can open neither segments nor connections.",
  },
});
