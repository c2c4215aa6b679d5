import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import type { Connection } from "@kafka-on-kubernetes/provider";
import type { ClientCredentialsArgs } from "../credentials/ClientCredentials";
import { groupClientSecret, groupLogins, groupLoginSecret } from "../credentials/groupSecret";
import type { GroupLogins, GroupUserTurn } from "../credentials/groupSecret";
import type { Login } from "../credentials/loginSecret";
import { seed } from "../credentials/password";
import { secretObject } from "../credentials/secretObject";
import { KafkaRevocation } from "./KafkaRevocation";
import type { KafkaUserArgs } from "./KafkaUser";
import { KafkaUserSet } from "./KafkaUserSet";

/** One user of a {@link KafkaUserGroup}. */
export type KafkaUserGroupMember = GroupUserTurn & Pick<KafkaUserArgs, "rules" | "exclusive" | "quotas">;

/** Arguments of a {@link KafkaUserGroup}. */
export interface KafkaUserGroupArgs extends Pick<
  ClientCredentialsArgs,
  "secretName" | "loginSecretName" | "namespaces" | "before" | "labels" | "access" | "authorities"
> {
  /** How to reach the cluster. */
  connection: pulumi.Input<Connection>;
  /** The users by name. */
  users: Record<string, KafkaUserGroupMember>;
  /** SCRAM iterations, 4,096 to 16,384 (KIP-554). */
  iterations: number;
  /** The brokers, healthy: the users are made after them. */
  cluster: pulumi.Resource[];
  /** Names of the users that the program declares elsewhere. */
  elsewhere: string[];
}

/**
 * Many clients as few resources: one generated seed from which all their passwords are made, the users at the brokers, and, once they
 * take the logins, one Secret in each namespace with what every client needs. When the group goes its credentials go first.
 */
export class KafkaUserGroup extends pulumi.ComponentResource {
  /** Where the clients find their credentials in Kubernetes; no namespace where there is none. Known once they work. */
  public readonly secret: pulumi.Output<{ name: string; namespaces: string[] }>;
  /** Current user names and passwords by the user's name, secret. */
  public readonly credentials: pulumi.Output<Record<string, Login>>;

  /** @param name The group's name. */
  public constructor(name: string, args: KafkaUserGroupArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka:users:KafkaUserGroup", name, {}, options);
    const { connection, users, iterations, cluster, elsewhere, secretName, loginSecretName, namespaces } = args;
    const { labels, before = [], access, authorities } = args;
    const child = { parent: this };
    const [namespace] = namespaces;

    const { result } = new RandomPassword(`${name}-seed`, seed(), child);
    const logins = pulumi.secret(
      result.apply((generated) =>
        Object.fromEntries(Object.entries(users).map(([user, turn]) => [user, groupLogins(generated, user, turn)])),
      ),
    );
    const loginKeys = logins.apply(groupLoginSecret);
    const loginSecrets = namespaces
      .slice(0, 1)
      .map((own) =>
        secretObject(
          `${name}-logins`,
          { name: loginSecretName, namespace: own, labels, values: loginKeys },
          { ...child, dependsOn: before },
        ),
      );

    const members = Object.entries(users).map(([user, { rotation, previous, rules, exclusive, quotas }]) => [
      user,
      { mechanism: access.mechanism, iterations, rotation, previous, rules, exclusive, quotas },
    ]);
    const set = new KafkaUserSet(
      name,
      {
        connection,
        secret: namespace === undefined ? loginKeys.apply((keys) => ({ keys })) : { name: loginSecretName, namespace },
        users: Object.fromEntries(members),
        elsewhere,
      },
      { ...child, dependsOn: [...cluster, ...loginSecrets] },
    );

    const values = pulumi
      .all([logins, authorities])
      .apply(([all, signers]) =>
        groupClientSecret(all, { ...access, ...(signers === undefined ? {} : { authorities: signers }) }),
      );
    const secrets = namespaces.map((each) =>
      secretObject(
        `${name}-clients-${each}`,
        { name: secretName, namespace: each, labels, values },
        { ...child, dependsOn: [...before, set] },
      ),
    );
    new KafkaRevocation(
      name,
      { connection, mechanism: access.mechanism, users: Object.keys(users).sort() },
      { ...child, dependsOn: [set, ...secrets] },
    );

    this.credentials = logins.apply(currentOf);
    this.secret = set.users.apply(() => ({ name: secretName, namespaces }));
    this.registerOutputs({ secret: this.secret });
  }
}

function currentOf(logins: Readonly<Record<string, GroupLogins>>): Record<string, Login> {
  return Object.fromEntries(Object.entries(logins).map(([user, { current }]) => [user, current]));
}
