import type * as pulumi from "@pulumi/pulumi";
import type { Connection, UserQuotas } from "@kafka-on-kubernetes/provider";
import { DynamicResource } from "../dynamic/DynamicResource";

/** Arguments of {@link KafkaDefaultQuotas}. */
export interface KafkaDefaultQuotasArgs {
  /** How to reach the cluster. */
  connection: pulumi.Input<Connection>;
  /** Limits by Kafka's own names. */
  quotas: pulumi.Input<UserQuotas>;
}

/** The limits of every user that has none of its own. There is one of them in a cluster. */
export class KafkaDefaultQuotas extends DynamicResource {
  public constructor(name: string, args: KafkaDefaultQuotasArgs, options?: pulumi.CustomResourceOptions) {
    super("defaultQuotas", "users:KafkaDefaultQuotas", name, { ...args }, options);
  }
}
