import type { Change, Inputs } from "./change";
import { kindOf } from "./change";
import { differences } from "./differences";

/** A resource as a state, or a render, holds it. */
export interface Held {
  type: string;
  name: string;
  inputs: Inputs;
  /** Whether the engine leaves in place what it stands for when it goes (`retainOnDelete`). */
  retained: boolean;
}

/**
 * What differs between two lists of resources, as a preview without an engine would show it. What is secret, or made by the engine
 * itself, is on neither side.
 */
export function compare(before: readonly Held[], after: readonly Held[]): Change[] {
  const [left, right] = [before, after].map(
    (all) => new Map(all.filter(isComparable).map((held) => [keyOf(held), held])),
  );
  const keys = [...new Set([...left!.keys(), ...right!.keys()])];
  return keys.flatMap((key) => {
    const [from, to] = [left!.get(key), right!.get(key)];
    const known = to ?? from;
    if (known === undefined) return [];
    const states = {
      ...(from === undefined ? {} : { before: plainInputs(from) }),
      ...(to === undefined ? {} : { after: plainInputs(to) }),
    };
    if (from !== undefined && to !== undefined && differences(states.before, states.after).length === 0) return [];
    const op = from === undefined ? "create" : to === undefined ? "delete" : "update";
    return [{ op, type: known.type, name: known.name, retained: from?.retained ?? false, ...states }];
  });
}

/** The engine's own providers follow from the rest. */
function isComparable({ type }: Held): boolean {
  return !type.startsWith("pulumi:providers:") || type === "pulumi:providers:kubernetes";
}

/** A Kubernetes object is known by its own name: that of its resource depends on who registered it. */
function keyOf({ type, name, inputs }: Held): string {
  const metadata = inputs["metadata"] as { name?: unknown; namespace?: unknown } | undefined;
  return typeof metadata?.name === "string"
    ? `${type} ${String(metadata.namespace ?? "")}/${metadata.name}`
    : `${type} ${name}`;
}

/** Inputs that only the engine and the providers write. */
const INTERNAL = /^__/;

/** The maps of a Secret: encrypted in a state, and not yet made in a render. */
const SECRET = new Set(["data", "stringData"]);

function plainInputs(held: Held): Inputs {
  const secret = kindOf(held) === "Secret";
  return Object.fromEntries(
    Object.entries(held.inputs).filter(([key]) => !INTERNAL.test(key) && !(secret && SECRET.has(key))),
  );
}
