import { createKafka } from "@kafka-on-kubernetes/provider";
import type { Kafka } from "kafkajs";
import type { Cluster } from "../../local/cluster";
import type { PulumiStack } from "../engine/PulumiStack";

interface Outputs {
  brokers: string[];
  namespace: string;
  clients: Record<string, { name: string }>;
}

/** Clients of a stack's brokers in pods, through the Kubernetes API, with what its Secrets say. */
export class StackClients {
  private constructor(
    private readonly cluster: Cluster,
    private readonly outputs: Outputs,
    private readonly name: string,
  ) {}

  /**
   * @param stack a stack that has been deployed
   * @param name its `kafka:cluster.name`
   */
  public static async of(stack: PulumiStack, cluster: Cluster, name = "kafka"): Promise<StackClients> {
    return new StackClients(cluster, (await stack.outputs()) as unknown as Outputs, name);
  }

  /** @param user one of the stack's users, or `operator` */
  public as(user: string): Promise<Kafka> {
    const { brokers, namespace, clients } = this.outputs;
    const { context, kubeconfig } = this.cluster;
    return createKafka({
      brokers,
      access: "portForward",
      mechanism: "SCRAM-SHA-512",
      kubernetes: { context, kubeconfig, namespace },
      secretName: clients[user]?.name ?? `${this.name}-${user}`,
    });
  }
}
