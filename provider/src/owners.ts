import type { Connection } from "./connection";
import { clusterIdentity } from "./cluster-identity";

/** The resource that has a topic or a user, as one text: a single one's or a group's. */
export type Owner = string;

/**
 * Which resource of the program has what name, as far as this run has seen: one such record for topics, another for users. The engine
 * checks every resource that the program declares before it deletes what the program no longer has; so what moved to another resource is
 * found here when its old one lets go of it, and is left alone. Nothing of it is kept beyond the process, which serves one run.
 */
export class Owners {
  private readonly declared = new Map<string, Set<Owner>>();
  private readonly takenOver = new Set<string>();

  /** A resource that the program declares has these names. */
  declare(connection: Connection, owner: Owner, names: Iterable<string>): void {
    for (const name of names) {
      const key = keyOf(connection, name);
      const owners = this.declared.get(key) ?? new Set();
      this.declared.set(key, owners.add(owner));
    }
  }

  /** What existed before was taken over in this run, maybe from a resource that goes. */
  take(connection: Connection, name: string): void {
    this.takenOver.add(keyOf(connection, name));
  }

  /** Whether what a resource lets go of has a new owner, so that it must stay. */
  keeps(connection: Connection, name: string, leaving?: Owner): boolean {
    const key = keyOf(connection, name);
    return this.takenOver.has(key) || [...(this.declared.get(key) ?? [])].some((owner) => owner !== leaving);
  }
}

function keyOf(connection: Connection, name: string): string {
  return `${clusterIdentity(connection)} ${name}`;
}
