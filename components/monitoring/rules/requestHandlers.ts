import type { StackSettings } from "../../../config/schema";

/**
 * Idle part of a broker's request handlers, 0 to 1, in PromQL. In KRaft mode a node that is broker and controller counts the idle time of both
 * pools in one meter, up to 2 (KAFKA-19606, mended after 3.6); the controller's are idle all but always. A node that is no controller has no
 * controller's metrics, and counts its own alone.
 *
 * @param series Selector of a metric's series.
 */
export function requestHandlerIdle({ cluster }: StackSettings, series: (metric: string) => string): string {
  const idle = series("kafka_server_kafkarequesthandlerpool_total_requesthandleravgidlepercent_oneminuterate");
  if (cluster.mode === "zookeeper") return idle;
  const controller = series("kafka_controller_kafkacontroller_activecontrollercount_value");
  return `(${idle} - (${controller} >= bool 0) or ${idle})`;
}
