import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Chart } from "@pulumi/kubernetes/helm/v4";
import type { KubernetesConnection } from "@kafka-on-kubernetes/provider";
import { Provider } from "@pulumi/kubernetes/provider";
import { chartValues } from "../../../../components/cluster/values";
import { KafkaTopic, type KafkaTopicArgs } from "../../../../components/topics/KafkaTopic";
import { ClientCredentials } from "../../../../components/credentials/ClientCredentials";
import { KafkaUser } from "../../../../components/users/KafkaUser";
import type { StackFile } from "../../../../config/schema";
import { schema } from "../../../../config/schema";

const config = new pulumi.Config("test");
const connection = config.requireObject<KubernetesConnection>("connection");
const topics = config.requireObject<Record<string, Omit<KafkaTopicArgs, "connection">>>("topics");
const users = config.requireObject<Record<string, { rotation: number }>>("users");
const { context, namespace } = connection.kubernetes;
const provider = new Provider("kubernetes", { context });

for (const [name, args] of Object.entries(topics)) new KafkaTopic(name, { connection, ...args });

for (const [name, { rotation }] of Object.entries(users)) {
  const secretName = `client-${name}`;
  const credentials = new ClientCredentials(
    name,
    {
      username: name,
      secretName,
      namespaces: [namespace],
      labels: { "app.kubernetes.io/part-of": "kafka" },
      access: {
        bootstrapServers: connection.brokers.join(","),
        securityProtocol: "SASL_PLAINTEXT",
        mechanism: "SCRAM-SHA-512",
      },
      rotation,
    },
    { providers: { kubernetes: provider } },
  );
  const secret = { name: secretName, namespace };
  new KafkaUser(name, { connection, mechanism: "SCRAM-SHA-512", secret, rotation }, { dependsOn: [credentials] });
}

const cluster = config.getObject<StackFile["cluster"]>("cluster");
if (cluster !== undefined) {
  const chart = join(__dirname, "..", "..", "..", "..", "local", "chart");
  const values = chartValues(schema.parse({ kubernetes: { context, namespace }, cluster, topics: {} }));
  new Chart("kafka", { chart, namespace, values, skipAwait: true }, { provider });
}
