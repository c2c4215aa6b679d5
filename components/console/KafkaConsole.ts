import * as pulumi from "@pulumi/pulumi";
import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment";
import { Service } from "@pulumi/kubernetes/core/v1/service";
import { RandomPassword } from "@pulumi/random";
import type { Settings } from "../../config/schema";
import { password } from "../credentials/password";
import { secretObject } from "../credentials/secretObject";
import { CONSOLE_LOGIN, CONSOLE_PORT, CONSOLE_SECRETS, consoleEnvironment, consoleImage } from "./environment";
import type { ConsoleCluster } from "./environment";

/** Arguments of a {@link KafkaConsole}. */
export interface KafkaConsoleArgs {
  /** Name of the Deployment, the Service and the Secret with the login. */
  objectName: string;
  namespace: string;
  /** Labels of every object of this program. */
  labels: Record<string, string>;
  /** Labels of its pods, by which the Service and network policies find them. */
  podLabels: Record<string, string>;
  /** The stack's settings of the console. */
  settings: Settings["console"];
  images: Settings["images"];
  /** The cluster that it shows. */
  cluster: ConsoleCluster;
  /** Secret with the Kafka user that it logs in as, once it works (key `sasl.jaas.config`). */
  userSecret: pulumi.Input<string>;
}

/** User and group of the image's process (its Dockerfile's `kafkaui`: the first system user of an Alpine image). */
const USER = { runAsUser: 100, runAsGroup: 101 };

const health = { httpGet: { path: "/actuator/health", port: "http" } };

/**
 * The optional console, Kafka UI: a read-only view behind a login, reached within the Kubernetes cluster alone (`kubectl port-forward`).
 */
export class KafkaConsole extends pulumi.ComponentResource {
  public constructor(name: string, args: KafkaConsoleArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka:console:KafkaConsole", name, {}, options);
    const { objectName, namespace, labels, podLabels, settings, images, cluster, userSecret } = args;
    const child = { parent: this };
    const metadata = { name: objectName, namespace, labels };

    const generated = new RandomPassword(`${name}-password`, password(settings.rotation), child);
    const login = secretObject(
      `${name}-login`,
      {
        name: objectName,
        namespace,
        labels,
        values: generated.result.apply((value) => ({ username: CONSOLE_LOGIN, password: value })),
      },
      child,
    );

    const fromSecret = (variable: string, secret: pulumi.Input<string>, key: string) => ({
      name: variable,
      valueFrom: { secretKeyRef: { name: secret, key } },
    });
    const plain = Object.entries(consoleEnvironment(cluster)).map(([variable, value]) => ({ name: variable, value }));
    const container = {
      name: "console",
      image: consoleImage(images.console),
      imagePullPolicy: images.pullPolicy,
      env: [
        ...plain,
        // The JVM takes a quarter of the container's memory for its heap unless it is told otherwise.
        { name: "JAVA_OPTS", value: "-XX:MaxRAMPercentage=70" },
        fromSecret(CONSOLE_SECRETS.password, login.metadata.name, "password"),
        fromSecret(CONSOLE_SECRETS.jaasConfig, userSecret, "sasl.jaas.config"),
        ...(cluster.signers === true ? [fromSecret(CONSOLE_SECRETS.signers, userSecret, "ca.crt")] : []),
      ],
      ports: [{ name: "http", containerPort: CONSOLE_PORT }],
      resources: settings.resources,
      // A JVM with Spring takes its time on half a CPU.
      startupProbe: { ...health, periodSeconds: 5, failureThreshold: 36, timeoutSeconds: 5 },
      readinessProbe: { ...health, periodSeconds: 10, timeoutSeconds: 5 },
      livenessProbe: { ...health, periodSeconds: 20, timeoutSeconds: 5, failureThreshold: 6 },
      securityContext: {
        ...USER,
        runAsNonRoot: true,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
        seccompProfile: { type: "RuntimeDefault" },
      },
      // The codecs' native libraries are unpacked there.
      volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
    };
    new Deployment(
      name,
      {
        metadata,
        spec: {
          replicas: 1,
          selector: { matchLabels: podLabels },
          template: {
            metadata: {
              labels: { ...labels, ...podLabels },
              // Kubernetes starts no pod again for a Secret that has changed.
              annotations: { "kafka/rotation": String(settings.rotation) },
            },
            spec: {
              automountServiceAccountToken: false,
              enableServiceLinks: false,
              imagePullSecrets: images.pullSecrets.map((secret) => ({ name: secret })),
              containers: [container],
              volumes: [{ name: "tmp", emptyDir: { sizeLimit: "256Mi" } }],
            },
          },
        },
      },
      child,
    );
    new Service(
      `${name}-service`,
      {
        metadata,
        spec: { type: "ClusterIP", selector: podLabels, ports: [{ name: "http", port: 80, targetPort: "http" }] },
      },
      child,
    );
    this.registerOutputs({});
  }
}
