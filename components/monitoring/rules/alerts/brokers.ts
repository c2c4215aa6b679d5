import { brokerCount } from "../../../../config/brokerCount";
import type { AlertGroup } from "../alert";
import { minutes } from "../alert";

/** Value of BrokerState that says that a broker serves (Kafka 3.6, org.apache.kafka.metadata.BrokerState.RUNNING). */
export const RUNNING = 3;

/** Brokers and what watches them. */
export const brokerAlerts: AlertGroup = ({ settings, series, thresholds }) => ({
  KafkaBrokerDown: {
    expr: `${brokerCount(settings.cluster)} - (count(${series("kafka_server_kafkaserver_total_brokerstate_value")} == ${RUNNING}) or vector(0)) > 0`,
    for: minutes(2),
    severity: "critical",
    summary: `{{ $value }} of ${brokerCount(settings.cluster)} brokers of ${settings.cluster.name} are down`,
    description:
      "They don't run, or their metrics can't be had. What they led has other leaders, where there are replicas.",
  },
  KafkaBrokerRestarting: {
    expr: `changes(${series("java_lang_runtime_starttime")}[30m]) > ${thresholds.restartsIn30m}`,
    for: 0,
    severity: "warning",
    summary: "{{ $labels.instance }} started {{ $value }} times in 30 minutes",
    description: "A broker that restarts again and again never catches up: look for an OOM kill or a failing probe.",
  },
  KafkaScrapeFailing: {
    expr: `${series("up")} == 0 or ${series("jmx_scrape_error")} > 0`,
    for: minutes(5),
    severity: "warning",
    summary: "no metrics of {{ $labels.instance }} ({{ $labels.job }})",
    description: "Nothing that is watched over these metrics can be seen: no alert may be fired although it should.",
  },
});
