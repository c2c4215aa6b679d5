/**
 * The Kafka release of the form, 3.6.1 as in the chart 26.11.4, with the checksum of its archive as Homebrew's formula of that version
 * pins it.
 */
export const KAFKA = {
  version: "3.6.1",
  release: "kafka_2.13-3.6.1",
  url: "https://archive.apache.org/dist/kafka/3.6.1/kafka_2.13-3.6.1.tgz",
  sha256: "e3db568c7f8fccc7f981ea7b0944268ae9310592c73ee0eb579ebfdbfcf2d3ca",
} as const;

/** The JMX exporter as a Java agent, in the chart's version, and its place in Maven Central. */
export const JMX_AGENT = {
  coordinates: "io.prometheus.jmx:jmx_prometheus_javaagent:0.20.0",
  file: "jmx_prometheus_javaagent-0.20.0.jar",
  sha256: "8b67ed40485d475648c36d11d21464b484406f85faf912b3363f71a6a7861320",
} as const;

/** Port of the agent, registered with Prometheus for the JMX exporter's users. */
export const JMX_AGENT_PORT = 9404;

/** Java that Kafka 3.6 and the guide ask for. */
export const JAVA_MAJOR = 17;
