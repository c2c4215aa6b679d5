import { stringify } from "yaml";
import { BEANS, RULES } from "./rules";

/** Name of the file in its ConfigMap, as the chart's container is told (chart 26.11.4). */
export const RULE_FILE = "jmx-kafka-prometheus.yml";

/** Where the exporter beside a broker finds it: the chart's `metrics.jmx.kafkaJmxPort`. */
export const JMX_URL = "service:jmx:rmi:///jndi/rmi://127.0.0.1:5555/jmxrmi";

/**
 * The JMX exporter's configuration, the same text each time. The exporter reads it again when the file changes, so a change of the rules
 * restarts no broker.
 *
 * @param options.jmxUrl Address of the broker's JMX, for the exporter as a process of its own; leave it out for the Java agent.
 */
export function jmxRuleFile({ jmxUrl }: { jmxUrl?: string } = {}): string {
  return stringify(
    {
      ...(jmxUrl === undefined ? {} : { jmxUrl, ssl: false }),
      lowercaseOutputName: true,
      lowercaseOutputLabelNames: true,
      includeObjectNames: BEANS,
      rules: RULES,
    },
    { lineWidth: 0 },
  );
}
