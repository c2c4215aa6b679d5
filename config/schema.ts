import { z } from "zod";
import { chart } from "./schema/chart";
import { cluster } from "./schema/cluster";
import { images } from "./schema/images";
import { kubernetes } from "./schema/kubernetes";
import { monitoring } from "./schema/monitoring";
import { security } from "./schema/security";
import { deletion, guideTopics, topics } from "./schema/topics";
import { users } from "./schema/users";

/**
 * The one source of the stack file's shape: types, defaults, validation, the editors' JSON schema and the README's table
 * all come from here. Every key is read from the `kafka:` namespace of `Pulumi.<stack>.yaml`.
 */
export const stackFile = z.strictObject({
  environment: z
    .string()
    .regex(/^(?=.{1,63}$)[A-Za-z0-9]([-\w.]*[A-Za-z0-9])?$/, "letters, digits, -, _ and ., at most 63: it is a label")
    .optional()
    .describe("Name of the environment, for labels. Default: the stack's name."),
  kubernetes: kubernetes.prefault({}).describe("Where the stack is deployed."),
  chart: chart.prefault({}).describe("The Helm chart."),
  images: images.prefault({}).describe("The images."),
  cluster: cluster.prefault({}).describe("The Kafka cluster."),
  security: security.prefault({}).describe("Authentication."),
  access: z
    .enum(["portForward", "direct"])
    .default("portForward")
    .describe(
      "How the machine that runs `up` reaches the brokers: through the Kubernetes API, or by their own addresses.",
    ),
  deletion: deletion
    .default("retain")
    .describe("What happens to topics, claims and the namespace that are taken out of the stack."),
  topics: topics
    .optional()
    .describe(
      "Topics by name. Default: the guide's five, with a factor of 3 or the number of brokers, if that is less.",
    ),
  users: users.default({}).describe("Clients by SCRAM user name. Each gets a password and a Secret."),
  monitoring: monitoring.prefault({}).describe("Metrics, alerts and dashboards."),
});

/** {@link stackFile}, with the defaults that depend on other keys. */
export const schema = stackFile.transform((settings) => ({
  ...settings,
  topics: settings.topics ?? guideTopics(settings.cluster.brokers),
}));

/** The settings of one stack, validated and with every default filled in. */
export type Settings = z.output<typeof schema>;
/** The settings as they are written in the stack file. */
export type StackFile = z.input<typeof schema>;
