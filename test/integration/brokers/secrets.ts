import type { Access, SecretReader } from "../../../provider/src/session/access";
import { directSocketFactory } from "../../../provider/src/session/access";
import { UserError } from "../../../provider/src/errors";
import { Sessions } from "../../../provider/src/session/sessions";
import { namespace, operator, operatorSecret } from "./options";

/** Secrets that stand in for those of Kubernetes: `<namespace>/<name>` and their keys. */
export class TestSecrets {
  private readonly secrets = new Map<string, Record<string, string>>([[`${namespace}/${operatorSecret}`, operator]]);

  /** Makes or changes a Secret. */
  set(name: string, keys: Record<string, string>): { name: string; namespace: string } {
    this.secrets.set(`${namespace}/${name}`, keys);
    return { name, namespace };
  }

  /** Removes a Secret. */
  remove(name: string): void {
    this.secrets.delete(`${namespace}/${name}`);
  }

  readonly read: SecretReader = async (_, secret) => {
    if ("keys" in secret) return secret.keys;
    const found = this.secrets.get(`${secret.namespace}/${secret.name}`);
    if (found === undefined)
      throw new UserError(`Secret ${secret.namespace}/${secret.name} can't be read: it doesn't exist`);
    return found;
  };
}

/** Sessions over plain sockets with these Secrets. */
export function testSessions(secrets = new TestSecrets(), access: Partial<Access> = {}): Sessions {
  return new Sessions({
    readSecret: secrets.read,
    readSetting: (key) => `no setting ${key}`,
    socketFactory: () => directSocketFactory,
    ...access,
  });
}
