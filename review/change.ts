/** What the engine means to do with one resource. */
export type Operation = "create" | "update" | "replace" | "delete";

/** Inputs of a resource, as a preview shows them: what is secret is `[secret]`, what is not known yet is {@link UNKNOWN}. */
export type Inputs = Readonly<Record<string, unknown>>;

/** One resource that a run would change. */
export interface Change {
  op: Operation;
  /** Pulumi's type, such as `kubernetes:apps/v1:StatefulSet`. */
  type: string;
  /** Name of the resource: the last part of its URN. */
  name: string;
  /** Undefined where the resource is new. */
  before?: Inputs;
  /** Undefined where the resource goes. */
  after?: Inputs;
  /** The engine takes it out of the state and leaves what it stands for (`retainOnDelete`). */
  retained: boolean;
}

/** How the engine writes a value that only the run itself will know. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The last word of a resource's type, such as `StatefulSet`. */
export function kindOf({ type }: Pick<Change, "type">): string {
  return type.split(":").at(-1) ?? type;
}

/** By kind, then by name: the engine's own order is that in which things happened to be ready. */
export function inOrder(changes: readonly Change[]): Change[] {
  const key = (change: Change): string => `${kindOf(change)} ${change.name}`;
  return [...changes].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
