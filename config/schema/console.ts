import { z } from "zod";
import { dnsLabel } from "./names";
import { resources } from "./resources";

/** The optional console, Kafka UI. */
export const console = z.strictObject({
  enabled: z
    .boolean()
    .default(false)
    .describe(
      "Deploy Kafka UI beside the brokers: read only, behind a login (Secret `<cluster>-console`), reached by `kubectl port-forward`.",
    ),
  user: dnsLabel(40)
    .default("console")
    .describe("Its own Kafka user, which may see and read everything and write nothing."),
  rotation: z
    .int("a whole number")
    .min(1, "1 or more")
    .default(1)
    .describe("Raise by one for new passwords of the login and of the Kafka user."),
  resources: resources({
    requests: { cpu: "100m", memory: "512Mi" },
    limits: { cpu: "1000m", memory: "1Gi" },
  }).describe("CPU and memory of its pod."),
});
