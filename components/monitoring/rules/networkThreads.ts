/**
 * Idle part of a broker's network threads, 0 to 1, by listener, in PromQL. `NetworkProcessorAvgIdlePercent` is the same sum over all listeners
 * of one server; a node that is broker and controller has two servers, which register one name, and the controller is first (Kafka 3.6.1),
 * so that it tells nothing of clients. A thread that slept through a whole window may be above 1, which Kafka's own gauge cuts off as well.
 *
 * @param series Selector of a metric's series.
 */
export function networkThreadsIdle(series: (metric: string) => string): string {
  return `avg by (instance, listener) (clamp_max(${series("kafka_server_socket_server_metrics_io_wait_ratio")}, 1))`;
}
