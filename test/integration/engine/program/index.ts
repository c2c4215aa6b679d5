import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Chart } from "@pulumi/kubernetes/helm/v4";
import type { KubernetesConnection } from "@kafka-on-kubernetes/provider";
import { Provider } from "@pulumi/kubernetes/provider";
import { boundedDelete } from "../../../../components/cluster/boundedDelete";
import { chartValues } from "../../../../components/cluster/values";
import { KafkaTopic, type KafkaTopicArgs } from "../../../../components/topics/KafkaTopic";
import { KafkaTopicSet, type KafkaTopicSetArgs } from "../../../../components/topics/KafkaTopicSet";
import { KafkaClient, type KafkaClientArgs } from "../../../../components/users/KafkaClient";
import { KafkaUserGroup, type KafkaUserGroupArgs } from "../../../../components/users/KafkaUserGroup";
import type { StackFile } from "../../../../config/schema";
import { schema } from "../../../../config/schema";

const config = new pulumi.Config("test");
const connection = config.requireObject<KubernetesConnection>("connection");
const topics = config.requireObject<Record<string, Omit<KafkaTopicArgs, "connection">>>("topics");
const groups = config.getObject<Record<string, Omit<KafkaTopicSetArgs, "connection">>>("groups") ?? {};
const users =
  config.requireObject<
    Record<
      string,
      Pick<KafkaClientArgs, "rotation" | "maxAge" | "rules" | "quotas" | "exclusive"> & { previous?: "keep" | "remove" }
    >
  >("users");
const { context, namespace } = connection.kubernetes;
// As the main program's platform does for all that it makes.
pulumi.runtime.registerStackTransformation(({ type, props, opts }) => ({ props, opts: boundedDelete(type, opts) }));
const provider = new Provider("kubernetes", { context, enableSecretMutable: true, enableConfigMapMutable: true });

for (const [name, args] of Object.entries(topics)) new KafkaTopic(name, { connection, ...args });

for (const [name, args] of Object.entries(groups)) new KafkaTopicSet(name, { connection, ...args });

for (const [name, { rotation, previous = "keep", ...access }] of Object.entries(users)) {
  new KafkaClient(
    name,
    {
      connection,
      cluster: [],
      secretName: `client-${name}`,
      loginSecretName: `login-${name}`,
      namespaces: [namespace],
      labels: { "app.kubernetes.io/part-of": "kafka" },
      access: {
        bootstrapServers: connection.brokers.join(","),
        securityProtocol: "SASL_PLAINTEXT",
        mechanism: "SCRAM-SHA-512",
      },
      iterations: 4096,
      rotation,
      previous,
      ...access,
    },
    { providers: { kubernetes: provider } },
  );
}

const access = {
  bootstrapServers: connection.brokers.join(","),
  securityProtocol: "SASL_PLAINTEXT",
  mechanism: "SCRAM-SHA-512",
} as const;
const userGroups =
  config.getObject<Record<string, Record<string, Partial<KafkaUserGroupArgs["users"][string]>>>>("userGroups") ?? {};
for (const [name, members] of Object.entries(userGroups)) {
  new KafkaUserGroup(
    name,
    {
      connection,
      cluster: [],
      secretName: `users-${name}`,
      loginSecretName: `logins-${name}`,
      seedSecretName: `seed-${name}`,
      namespaces: [namespace],
      labels: { "app.kubernetes.io/part-of": "kafka" },
      access,
      iterations: 4096,
      users: Object.fromEntries(
        Object.entries(members).map(([user, member]) => [user, { rotation: 1, previous: "keep", ...member }]),
      ),
      elsewhere: Object.keys(users),
    },
    { providers: { kubernetes: provider } },
  );
}

const cluster = config.getObject<StackFile["cluster"]>("cluster");
if (cluster !== undefined) {
  const chart = join(__dirname, "..", "..", "..", "..", "local", "chart");
  const values = chartValues(schema.parse({ kubernetes: { context, namespace }, cluster, topics: {} }));
  new Chart("kafka", { chart, namespace, values, skipAwait: true }, { provider });
}
