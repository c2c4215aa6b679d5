import type { Connection } from "./connection";
import { sameCluster } from "./cluster-identity";

/** The resource that has a topic or a user, as one text: a single one's or a group's. */
export type Owner = string;

/**
 * Which resource of the program has what name, as far as this run has seen: one such record for topics, another for users. The engine
 * checks every resource that the program declares before it deletes what the program no longer has; so what moved to another resource is
 * found here when its old one lets go of it, and is left alone. Nothing of it is kept beyond the process, which serves one run.
 */
export class Owners {
  private readonly declared = new Map<string, { connection: Connection; owner: Owner }[]>();
  private readonly takenOver = new Map<string, Connection[]>();

  /** A resource that the program declares has these names. */
  declare(connection: Connection, owner: Owner, names: Iterable<string>): void {
    for (const name of names) {
      const owners = this.ownersOf(connection, name);
      if (!owners.includes(owner)) listOf(this.declared, name).push({ connection, owner });
    }
  }

  /** What existed before was taken over in this run, maybe from a resource that goes. */
  take(connection: Connection, name: string): void {
    listOf(this.takenOver, name).push(connection);
  }

  /** Whether what a resource lets go of has a new owner, so that it must stay. */
  keeps(connection: Connection, name: string, leaving?: Owner): boolean {
    return (
      (this.takenOver.get(name) ?? []).some((taken) => sameCluster(taken, connection)) ||
      this.ownersOf(connection, name).some((owner) => owner !== leaving)
    );
  }

  private ownersOf(connection: Connection, name: string): Owner[] {
    const declared = this.declared.get(name) ?? [];
    return declared.filter((each) => sameCluster(each.connection, connection)).map(({ owner }) => owner);
  }
}

function listOf<T>(lists: Map<string, T[]>, name: string): T[] {
  const list = lists.get(name) ?? [];
  lists.set(name, list);
  return list;
}
