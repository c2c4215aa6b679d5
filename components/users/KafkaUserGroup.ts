import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import type { Connection } from "@kafka-on-kubernetes/provider";
import type { ClientCredentialsArgs } from "../credentials/ClientCredentials";
import { groupClientSecret, groupLogins, groupLoginSecret, groupTurnKeys } from "../credentials/groupSecret";
import type { GroupLogins, GroupUserTurn } from "../credentials/groupSecret";
import type { Login } from "../credentials/loginSecret";
import { seed } from "../credentials/password";
import { secretObject } from "../credentials/secretObject";
import type { KafkaClientArgs } from "./KafkaClient";
import { KafkaGroupTurns } from "./KafkaGroupTurns";
import { KafkaRevocation } from "./KafkaRevocation";
import type { KafkaUserArgs } from "./KafkaUser";
import type { KafkaUserSetMember } from "./KafkaUserSet";
import { KafkaUserSet } from "./KafkaUserSet";

/** One user of a {@link KafkaUserGroup}. */
export type KafkaUserGroupMember = GroupUserTurn &
  Pick<KafkaUserArgs, "rules" | "exclusive" | "quotas"> &
  Pick<KafkaClientArgs, "maxAge">;

/** Arguments of a {@link KafkaUserGroup}. */
export interface KafkaUserGroupArgs extends Pick<
  ClientCredentialsArgs,
  "secretName" | "loginSecretName" | "namespaces" | "before" | "labels" | "access" | "authorities"
> {
  /** How to reach the cluster. */
  connection: pulumi.Input<Connection>;
  /** Literal name of the Secret with the seed, in the first namespace: nobody but this program needs it, and only after a lost state. */
  seedSecretName: string;
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
    const { connection, users, iterations, cluster, elsewhere, namespaces } = args;
    const { secretName, loginSecretName, seedSecretName, labels, before = [], access, authorities } = args;
    const child = { parent: this };
    const [namespace] = namespaces;

    const { result } = new RandomPassword(`${name}-seed`, seed(), { ...child, dependsOn: before });
    const turned = turnsOf(name, users, child);
    const logins = pulumi.secret(
      pulumi
        .all([result, turned])
        .apply(([generated, turns]) =>
          Object.fromEntries(Object.entries(turns).map(([user, turn]) => [user, groupLogins(generated, user, turn)])),
        ),
    );
    const loginKeys = logins.apply(groupLoginSecret);
    const recoverable = pulumi
      .all([loginKeys, turned])
      .apply(([keys, turns]) => ({ ...keys, ...groupTurnKeys(onlyAged(turns, users)) }));
    const inOwn = (suffix: string, secret: string, values: pulumi.Input<Record<string, string>>) =>
      namespaces
        .slice(0, 1)
        .map((own) =>
          secretObject(
            `${name}-${suffix}`,
            { name: secret, namespace: own, labels, values },
            { ...child, dependsOn: before },
          ),
        );
    const loginSecrets = inOwn("logins", loginSecretName, recoverable);
    // Apart from the logins: who has it has the passwords of all turns to come too, so that a new turn locks nobody out.
    const seedSecrets = inOwn(
      "seed-copy",
      seedSecretName,
      result.apply((generated) => ({ seed: generated })),
    );

    const accesses = Object.entries(users).map(([user, { rules, exclusive, quotas }]) => [
      user,
      { mechanism: access.mechanism, iterations, rules, exclusive, quotas },
    ]);
    const members = pulumi
      .all([Object.fromEntries(accesses) as Record<string, KafkaUserSetMember>, turned])
      .apply(([all, turns]) =>
        Object.fromEntries(Object.entries(all).map(([user, member]) => [user, { ...member, ...turns[user] }])),
      );
    const set = new KafkaUserSet(
      name,
      {
        connection,
        secret: namespace === undefined ? loginKeys.apply((keys) => ({ keys })) : { name: loginSecretName, namespace },
        users: members,
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
      { ...child, dependsOn: [set, ...secrets, ...seedSecrets] },
    );

    this.credentials = logins.apply(currentOf);
    this.secret = set.users.apply(() => ({ name: secretName, namespaces }));
    this.registerOutputs({ secret: this.secret });
  }
}

/** The turns that the users are in: those of the stack file, or what an age made of them. */
function turnsOf(
  group: string,
  users: KafkaUserGroupArgs["users"],
  options: pulumi.CustomResourceOptions,
): pulumi.Output<Record<string, GroupUserTurn>> {
  const asked = Object.entries(users).map(([user, { rotation, previous, maxAge }]) => ({
    user,
    turn: { rotation, previous },
    maxAge,
  }));
  const aged = asked.flatMap(({ user, turn, maxAge }) =>
    maxAge === undefined ? [] : [[user, { ...turn, maxAge }] as const],
  );
  const reached =
    aged.length === 0
      ? pulumi.output({})
      : new KafkaGroupTurns(group, { users: Object.fromEntries(aged) }, options).users;
  return reached.apply((counted: Record<string, { turn: number }>) =>
    Object.fromEntries(
      asked.map(({ user, turn }) => [user, { ...turn, rotation: counted[user]?.turn ?? turn.rotation }]),
    ),
  );
}

/** The turns that the stack file alone doesn't tell. */
function onlyAged(
  turns: Readonly<Record<string, GroupUserTurn>>,
  users: KafkaUserGroupArgs["users"],
): Record<string, GroupUserTurn> {
  return Object.fromEntries(Object.entries(turns).filter(([user]) => users[user]?.maxAge !== undefined));
}

function currentOf(logins: Readonly<Record<string, GroupLogins>>): Record<string, Login> {
  return Object.fromEntries(Object.entries(logins).map(([user, { current }]) => [user, current]));
}
