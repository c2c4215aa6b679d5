import type { KubernetesConnection } from "../connection";
import { findSecret } from "../kubernetes/secret";
import type { CheckFailure, ResourceFunctions } from "../resource";
import { unknownValue } from "../unknown";
import { passwordDigest } from "./digest";

/** Inputs of the guard before a cluster's Secrets. */
export interface CredentialsGuardInputs {
  connection: KubernetesConnection;
  /** The Secret that the brokers read their passwords from, and one of its keys. */
  secret: { name: string; namespace: string; key: string };
  /** `passwordDigest` of the password that the state has for that key; unknown where it has yet to be generated. */
  digest: string;
}

/** Reads a Secret; undefined where there is none. */
export type FindSecret = (
  target: KubernetesConnection["kubernetes"],
  secret: { name: string; namespace: string },
) => Promise<Record<string, string> | undefined>;

/**
 * Why a state may not write its passwords over those of a living cluster; undefined when it may.
 *
 * @param live The Secret's value; undefined where there is no such Secret or no such key.
 */
export function credentialsRefusal({ secret, digest }: CredentialsGuardInputs, live: string | undefined) {
  if (live === undefined || passwordDigest(live) === digest) return undefined;
  const { namespace, name } = secret;
  return (
    `Secret ${namespace}/${name} holds the passwords of a Kafka cluster that this stack's state knows nothing of, and they would be lost: ` +
    `bring the state back (\`pulumi stack import\` of a copy), or take the cluster over with \`npm run recover\` (docs/operations/lost-state.md)`
  );
}

/**
 * Behind the resource that stands before a cluster's Secrets. The engine's creations take over whatever has the same name, so a stack with
 * an empty state would give a living cluster new passwords, in the only place that still has the old ones. It looks when it is new to
 * the state, and never again.
 */
export function credentialsGuardFunctions(
  find: FindSecret = findSecret,
): ResourceFunctions<CredentialsGuardInputs, CredentialsGuardInputs> {
  return {
    check: async (olds, news) => {
      const inputs = news as unknown as CredentialsGuardInputs;
      const { connection, secret } = inputs;
      // Where the Kubernetes cluster is, or the namespace's name, may be for the same run to find out.
      if (olds.secret !== undefined || [connection, secret].some((each) => (each as unknown) === unknownValue))
        return { inputs };
      const found = await find(connection.kubernetes, secret);
      const reason = credentialsRefusal(inputs, found?.[secret.key]);
      const failures: CheckFailure[] = reason === undefined ? [] : [{ property: "secret", reason }];
      return { inputs, failures };
    },
    diff: async () => ({ changes: false }),
    create: async (inputs) => ({ id: inputs.secret.name, outs: inputs }),
    read: async (id, props) => ({ id, props, inputs: props }),
    update: async (_, __, news) => ({ outs: news }),
    delete: async () => undefined,
  };
}
