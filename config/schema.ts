import { z } from "zod";
import { chart } from "./schema/chart";
import type { external } from "./schema/cluster";
import { cluster, deployed } from "./schema/cluster";
import { console } from "./schema/console";
import { administratorPassword } from "./schema/existing";
import { images } from "./schema/images";
import { kubernetes } from "./schema/kubernetes";
import { monitoring } from "./schema/monitoring";
import { reassignment } from "./schema/reassignment";
import { security } from "./schema/security";
import { topicPolicy } from "./schema/topicPolicy";
import { deletion, guideTopics, topicGroups, topics } from "./schema/topics";
import { userGroups, users } from "./schema/users";

// A run parses one stack file: compiled parsers take twice as long as that (20 ms and 9 ms).
z.config({ jitless: true });

/** The keys of a stack file around its cluster. */
const keys = <Cluster extends z.ZodType>(cluster: Cluster) =>
  z.strictObject({
    environment: z
      .string()
      .regex(/^(?=.{1,63}$)[A-Za-z0-9]([-\w.]*[A-Za-z0-9])?$/, "letters, digits, -, _ and ., at most 63: it is a label")
      .optional()
      .describe("Name of the environment, for labels. Default: the stack's name."),
    kubernetes: kubernetes.prefault({}).describe("Where the stack is deployed."),
    chart: chart.prefault({}).describe("The Helm chart."),
    images: images.prefault({}).describe("The images."),
    cluster,
    administratorPassword: administratorPassword
      .optional()
      .describe(
        "Password of `kafka:cluster.administrator.username`, encrypted: `pulumi config set --secret kafka:administratorPassword`. For `type: external`.",
      ),
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
    // At the top of a stack file the engine hands a boolean over as text.
    adopt: z
      .union([z.boolean(), z.enum(["true", "false"])], { error: "true or false" })
      .transform((value) => String(value) === "true")
      .meta({ typeName: "true or false" })
      .prefault(false)
      .describe(
        "Take over every topic that exists already: for one run on an empty state, see docs/operations/lost-state.md.",
      ),
    topics: topics
      .optional()
      .describe(
        "Topics by name. Default: the guide's five, with a factor of 3 or the number of brokers, if that is less; none beside `topicGroups`.",
      ),
    topicGroups: topicGroups
      .default({})
      .describe("Groups of topics by name, one resource each, for estates of hundreds; see docs/topics.md."),
    topicPolicy: topicPolicy.prefault({}).describe("What every topic of the stack must keep to, at preview."),
    reassignment: reassignment
      .prefault({})
      .describe("How replicas are moved when a topic's factor or placement changes."),
    users: users.default({}).describe("Clients by SCRAM user name. Each gets a password and a Secret."),
    userGroups: userGroups
      .default({})
      .describe(
        "Groups of clients by name, a few resources and one Secret each, for estates of hundreds; see docs/security.md.",
      ),
    console: console.prefault({}).describe("The optional console."),
    monitoring: monitoring.prefault({}).describe("Metrics, alerts and dashboards."),
  });

/**
 * The one source of the stack file's shape: types, defaults, validation, the editors' JSON schema and the README's table
 * all come from here. Every key is read from the `kafka:` namespace of `Pulumi.<stack>.yaml`.
 */
export const stackFile = keys(cluster.prefault({}).describe("The Kafka cluster."));

const onKubernetes = keys(deployed.prefault({}));

/** The settings of a stack that deploys its brokers on Kubernetes, validated and with every default filled in. */
export type Settings = WithTopics<z.output<typeof onKubernetes>>;
/** The settings of a stack whose brokers exist already. */
export type ExternalSettings = WithTopics<z.output<ReturnType<typeof keys<typeof external>>>>;
/** The settings of any stack. */
export type StackSettings = Settings | ExternalSettings;
/** The settings of a stack on Kubernetes as they are written in the stack file. */
export type StackFile = z.input<typeof onKubernetes>;

type Topics = z.output<typeof topics>;
type WithTopics<Parsed> = Omit<Parsed, "topics"> & { topics: Topics };

/** Fills in the default that depends on another key. */
function withTopics<Parsed extends { topics?: Topics | undefined; topicGroups: object; cluster: { brokers: number } }>(
  settings: Parsed,
): WithTopics<Parsed> {
  const grouped = Object.keys(settings.topicGroups).length > 0;
  return { ...settings, topics: settings.topics ?? (grouped ? {} : guideTopics(settings.cluster.brokers)) };
}

/** {@link stackFile} of a stack on Kubernetes, with the defaults that depend on other keys. */
export const schema = onKubernetes.transform((parsed): Settings => withTopics(parsed));
/** {@link stackFile} of any stack, with the defaults that depend on other keys. */
export const anySchema = stackFile.transform((parsed) => withTopics(parsed) as StackSettings);

/** Whether a stack's brokers exist already. */
export function isExternal(settings: StackSettings): settings is ExternalSettings {
  return settings.cluster.type === "external";
}
