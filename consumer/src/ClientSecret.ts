import type * as pulumi from "@pulumi/pulumi";
import type { input } from "@pulumi/kubernetes/types";
import { withClient } from "./pod/withClient";

/** How a container gets what its client needs. All of it has a default. */
export interface PodOptions {
  /**
   * What the names of the environment variables begin with.
   * @default KAFKA_
   */
  prefix?: string;
  /**
   * Where the Secret's keys are as files: `client.properties`, `librdkafka.conf` (which names `ca.crt` in the default's folder), `username` ...
   * @default /etc/kafka
   */
  mountPath?: string;
  /**
   * Name of the volume; to be given where a pod has two clients.
   * @default kafka-client
   */
  volume?: string;
  /**
   * The containers that get it, by name.
   * @default all, without the init containers
   */
  containers?: string[];
}

const MOUNT_PATH = "/etc/kafka";

/** The environment variables' names after the prefix, and the Secret's keys that they take their values from. */
const VARIABLES = {
  BOOTSTRAP_SERVERS: "bootstrap.servers",
  SECURITY_PROTOCOL: "security.protocol",
  SASL_MECHANISM: "sasl.mechanism",
  SASL_USERNAME: "username",
  SASL_PASSWORD: "password",
};

/** A client's Secret in one namespace, and what pods of that namespace need to use it. */
export class ClientSecret {
  /** Use `KafkaClient.secretIn` or `KafkaClient.copySecret`. */
  public constructor(
    private readonly client: string,
    /** Name of the Secret. */
    public readonly name: pulumi.Output<string>,
    private readonly facts: {
      /** The password's turn. */
      rotation: pulumi.Output<number | undefined>;
      /** Whether the Secret has certificates to trust, in `ca.crt`. */
      signed: pulumi.Output<boolean>;
    },
  ) {}

  /**
   * Environment variables of a container: `KAFKA_BOOTSTRAP_SERVERS`, `KAFKA_SECURITY_PROTOCOL`, `KAFKA_SASL_MECHANISM`,
   * `KAFKA_SASL_USERNAME`, `KAFKA_SASL_PASSWORD`, whose values stay in the Secret, and `KAFKA_SSL_CA_FILE`, the file with the certificates to
   * trust, empty where there are none.
   */
  public env({
    prefix = "KAFKA_",
    mountPath = MOUNT_PATH,
  }: Pick<PodOptions, "prefix" | "mountPath"> = {}): input.core.v1.EnvVar[] {
    const caFile = this.facts.signed.apply((signed) => (signed ? `${mountPath}/ca.crt` : ""));
    return [
      ...Object.entries(VARIABLES).map(([suffix, key]) => ({
        name: `${prefix}${suffix}`,
        valueFrom: { secretKeyRef: { name: this.name, key } },
      })),
      { name: `${prefix}SSL_CA_FILE`, value: caFile },
    ];
  }

  /** The pod's volume with the Secret's keys as files. */
  public volume({ volume = "kafka-client" }: Pick<PodOptions, "volume"> = {}): input.core.v1.Volume {
    return { name: volume, secret: { secretName: this.name } };
  }

  /** The container's mount of that volume. */
  public volumeMount({
    volume = "kafka-client",
    mountPath = MOUNT_PATH,
  }: Pick<PodOptions, "volume" | "mountPath"> = {}): input.core.v1.VolumeMount {
    return { name: volume, mountPath, readOnly: true };
  }

  /**
   * Annotations of the pod template that change with the password, so that a rotation restarts the pods: environment variables are read at
   * the start only.
   */
  public annotations(): pulumi.Output<Record<string, string>> {
    return this.facts.rotation.apply((rotation): Record<string, string> =>
      rotation === undefined ? {} : { [`kafka-client/${this.client}`]: `rotation ${rotation}` },
    );
  }

  /**
   * A pod template (of a Deployment, StatefulSet, Job ...) with all of that added. What the template has already stays; a variable
   * that it sets itself wins.
   *
   * @throws RunError where a named container is not in the template.
   */
  public podTemplate(template: input.core.v1.PodTemplateSpec, options: PodOptions = {}): input.core.v1.PodTemplateSpec {
    return withClient(template, {
      env: this.env(options),
      volume: this.volume(options),
      volumeMount: this.volumeMount(options),
      annotations: this.annotations(),
      containers: options.containers,
    });
  }
}
