import { z } from "zod";
import { dnsSubdomain } from "./names";

const image = (repository: string, tag: string) => ({
  repository: z
    .string()
    .min(1, "the name of an image repository")
    .default(repository)
    .describe("Repository within the registry."),
  tag: z
    .string()
    .regex(/^\w[\w.-]{0,127}$/, "an image tag")
    .default(tag)
    .describe("Tag."),
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/, "sha256: and 64 hexadecimal digits")
    .optional()
    .describe("Pins the image by its digest."),
});

const legacy = (name: string, tag: string) => z.strictObject(image(`bitnamilegacy/${name}`, tag)).prefault({});

/** The images. Since August 2025 the versioned images of the chart are under `bitnamilegacy`. */
export const images = z.strictObject({
  registry: z
    .string()
    .min(1, "a registry's host")
    .default("docker.io")
    .describe("The registry all images but the console's come from."),
  pullPolicy: z
    .enum(["Always", "IfNotPresent", "Never"])
    .default("IfNotPresent")
    .describe("When Kubernetes pulls an image."),
  pullSecrets: z.array(dnsSubdomain).default([]).describe("Names of the pull Secrets in the namespace."),
  kafka: legacy("kafka", "3.6.1-debian-12-r12").describe("The brokers."),
  zookeeper: legacy("zookeeper", "3.9.1-debian-12-r13").describe("The ensemble, in ZooKeeper mode."),
  jmxExporter: legacy("jmx-exporter", "0.20.0-debian-12-r11").describe("The JMX exporter beside each broker."),
  kafkaExporter: legacy("kafka-exporter", "1.7.0-debian-12-r19").describe("The Kafka exporter (consumer lag)."),
  console: z
    .strictObject({
      ...image("kafbat/kafka-ui", "v1.5.0"),
      registry: z
        .string()
        .min(1, "a registry's host")
        .default("ghcr.io")
        .describe("Registry: its own, not the others'."),
    })
    .prefault({})
    .describe("The optional console."),
  kubectl: legacy("kubectl", "1.29.2-debian-12-r2").describe("Only for external access with discovered addresses."),
});
