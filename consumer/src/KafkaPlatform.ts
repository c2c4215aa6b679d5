import * as pulumi from "@pulumi/pulumi";
import type { OutputSource } from "./contract/OutputsReader";
import { OutputsReader } from "./contract/OutputsReader";
import { KafkaClient } from "./KafkaClient";
import { unknownName } from "./unknownName";

/** Security protocol of a listener, by Kafka's name. */
export type SecurityProtocol = "SASL_PLAINTEXT" | "SASL_SSL";

/** SCRAM mechanism, by Kafka's name. */
export type Mechanism = "SCRAM-SHA-512" | "SCRAM-SHA-256";

/** A Secret of the Kafka stack and the namespaces that have it. */
export interface SecretReference {
  name: string;
  namespaces: string[];
}

/** One value for clients inside the Kubernetes cluster, one for those outside. */
export interface InsideOutside<Inside, Outside = Inside> {
  readonly inside: Inside;
  readonly outside: Outside;
}

/**
 * A deployed kafka-on-kubernetes stack, as other stacks see it. Each property reads one output of that stack when it is first asked for,
 * and checks its version and type; nothing secret is read but by {@link KafkaClient.credentials} and {@link KafkaClient.copySecret}.
 *
 * Errors name the stack, what was found and what to do. They come when Pulumi resolves the value.
 *
 * @example
 * const kafka = KafkaPlatform.fromStack("org/kafka/prod");
 * const worker = kafka.client("task-worker").secretIn("ai");
 * new k8s.apps.v1.Deployment("worker", {
 *   metadata: { namespace: "ai" },
 *   spec: {
 *     selector: { matchLabels: { app: "worker" } },
 *     template: worker.podTemplate({
 *       metadata: { labels: { app: "worker" } },
 *       spec: { containers: [{ name: "worker", image: "worker:1", args: ["--topic", kafka.topic("ai-task-queue")] }] },
 *     }),
 *   },
 * });
 */
export class KafkaPlatform {
  private readonly reader: OutputsReader;

  private constructor(
    /** The stack's name, as it was given. */
    public readonly stack: string,
    source: OutputSource,
  ) {
    this.reader = new OutputsReader(stack, source);
  }

  /**
   * The stack of that name, such as `org/kafka/prod` (with a self-managed backend: `organization/kafka/prod`). To be called once a stack
   * and program, since it makes a StackReference of that name.
   */
  public static fromStack(stack: string, options?: pulumi.CustomResourceOptions): KafkaPlatform {
    return new KafkaPlatform(stack, new pulumi.StackReference(stack, {}, options));
  }

  /** The same with a StackReference that the program has already. */
  public static fromReference(reference: pulumi.StackReference, stack: string): KafkaPlatform {
    return new KafkaPlatform(stack, reference);
  }

  /** `host:port` to begin with, several comma-separated; outside is null where the stack has no external access. */
  public get bootstrapServers(): InsideOutside<pulumi.Output<string>, pulumi.Output<string | null>> {
    const { reader } = this;
    return {
      get inside() {
        return reader.plain("bootstrapServers");
      },
      get outside() {
        return reader.plain("externalBootstrapServers");
      },
    };
  }

  /** Security protocol; outside it is always encrypted. */
  public get securityProtocol(): InsideOutside<pulumi.Output<SecurityProtocol>, "SASL_SSL"> {
    const { reader } = this;
    return {
      get inside() {
        return reader.plain("securityProtocol");
      },
      outside: "SASL_SSL",
    };
  }

  /** SASL mechanism, the same inside and outside. */
  public get mechanism(): pulumi.Output<Mechanism> {
    return this.reader.plain("saslMechanism");
  }

  /** `host:port` of each broker as it is advertised inside, by ordinal. */
  public get brokers(): pulumi.Output<string[]> {
    return this.reader.plain("brokers");
  }

  /** The Secret whose key `ca.crt` signs the certificate of the outer listener; null without one. */
  public get caSecret(): pulumi.Output<SecretReference | null> {
    return this.reader.plain("caSecret");
  }

  /** PEM certificates of who signs those of the listener inside; null without TLS, and where public authorities sign them. */
  public get caCertificates(): pulumi.Output<string | null> {
    return this.reader.plain("caCertificates").apply((certificates) => certificates ?? null);
  }

  /** Namespace of the brokers. */
  public get namespace(): pulumi.Output<string> {
    return this.reader.plain("namespace");
  }

  /** Names of the topics, sorted. */
  public get topics(): pulumi.Output<string[]> {
    return this.reader.plain("topics");
  }

  /** The topic's name, once it is sure that the stack has it: an error names those that it has. */
  public topic(name: string): pulumi.Output<string> {
    return this.topics.apply((topics) => {
      if (!topics.includes(name)) throw this.reader.error(`${unknownName("topic", name, topics)} (kafka:topics)`);
      return name;
    });
  }

  /** Names of the clients, sorted. */
  public get clients(): pulumi.Output<string[]> {
    return this.reader.plain("clients").apply((clients) => Object.keys(clients).sort());
  }

  /** The client of that name (`kafka:users` of the stack). */
  public client(name: string): KafkaClient {
    return new KafkaClient(name, this.reader);
  }
}
