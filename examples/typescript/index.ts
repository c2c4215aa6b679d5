import * as pulumi from "@pulumi/pulumi";
import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment";
import type { ClientSecret } from "@kafka-on-kubernetes/consumer";
import { KafkaPlatform } from "@kafka-on-kubernetes/consumer";

const config = new pulumi.Config();
const namespace = config.require("namespace");
const image = config.require("image");
const annotations: Record<string, string> = config.requireBoolean("await") ? {} : { "pulumi.com/skipAwait": "true" };

const kafka = KafkaPlatform.fromStack(config.require("kafkaStack"));
const topic = kafka.topic("ai-task-queue");

/** One application of the image: a program, and the login that it has. */
function application(name: string, login: ClientSecret, replicas: number, command: pulumi.Input<string>[]): Deployment {
  const labels = { "app.kubernetes.io/name": name };
  return new Deployment(name, {
    metadata: { name, namespace, labels, annotations },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: login.podTemplate({
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          securityContext: { runAsNonRoot: true, runAsUser: 1001, seccompProfile: { type: "RuntimeDefault" } },
          containers: [
            {
              name,
              image,
              command,
              resources: { requests: { cpu: "20m", memory: "64Mi" }, limits: { memory: "128Mi" } },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ["ALL"] },
              },
            },
          ],
        },
      }),
    },
  });
}

// The Kafka stack keeps the producer's Secret in this namespace, for its file says so: no password passes through this stack.
const producer = kafka.client("ai-task-producer").secretIn(namespace);
// The consumer's is a copy of this stack's own, as in a namespace that the Kafka stack does not know.
const consumer = kafka.client("ai-task-processor").copySecret("ai-task-processor-login", { namespace });

const seconds = "2";
application("ai-task-producer", producer, 1, [
  ...["python3", "producer.py", "--count", "0", "--interval", seconds],
  ...["--topic", topic],
]);
application("ai-task-processor", consumer, config.requireNumber("replicas"), [
  ...["python3", "consumer.py", "--group", "ai-task-processor"],
  ...["--topic", topic],
]);

export const bootstrapServers = kafka.bootstrapServers.inside;
export const secrets = { producer: producer.name, consumer: consumer.name };
