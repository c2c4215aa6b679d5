import { z } from "zod";

/** The Helm chart that the brokers come from. */
export const chart = z.strictObject({
  repository: z
    .string()
    .regex(/^(oci|https?):\/\/\S+$/, "an address such as oci://registry-1.docker.io/bitnamicharts/kafka")
    .default("oci://registry-1.docker.io/bitnamicharts/kafka")
    .describe("OCI address of the chart."),
  version: z
    .string()
    .regex(/^\d+\.\d+\.\d+\S*$/, "a full version such as 26.11.4")
    .default("26.11.4")
    .describe("Chart version. 26.11.4 is the last of the line that ships Kafka 3.6."),
  path: z
    .string()
    .min(1, "the path of a directory or archive")
    .optional()
    .describe("A local chart, directory or archive, in place of the repository."),
});
