import type * as pulumi from "@pulumi/pulumi";
import type { StackSettings } from "../config/schema";
import { platform } from "../render/kubernetes/programResources";
import { registeredResources, revealed } from "../render/kubernetes/registered";

/** A resource of the program, as far as the state names it. */
export interface Named {
  type: string;
  name: string;
  /** Undefined below the stack itself. */
  parent?: Named;
}

/** A resource with a generated value, its inputs as they are registered. */
export interface Generated extends Named {
  inputs: Record<string, unknown>;
  protect: boolean;
}

/** A Secret that the program writes, with its keys in plain text. */
export interface WrittenSecret {
  namespace: string;
  name: string;
  keys: Record<string, string>;
}

/** What the program generates, and the Secrets that it writes the values into. */
export interface Program {
  generated: Generated[];
  secrets: WrittenSecret[];
}

/** The stack that the program runs in. */
export interface StackName {
  project: string;
  stack: string;
}

/** What the random provider would give: the result of a password, and the base64 of bytes. */
export type Values = (name: string) => { result: string; base64: string };

/**
 * Runs the real components without an engine, with given values in place of generated ones: nobody is asked and nothing is made.
 *
 * @throws Failure of one line where the program refuses its settings.
 */
export async function runProgram(
  settings: StackSettings,
  { project, stack }: StackName,
  values: Values,
): Promise<Program> {
  const named = new Map<pulumi.Resource, Named>();
  const placed: Omit<Generated, "inputs">[] = [];
  const note: pulumi.ResourceTransformation = ({ resource, type, name, opts }) => {
    const parent = opts.parent === undefined ? undefined : named.get(opts.parent);
    const one: Named = { type, name, ...(parent === undefined ? {} : { parent }) };
    named.set(resource, one);
    if (type.startsWith("random:")) placed.push({ ...one, protect: opts.protect === true });
    return undefined;
  };
  const registered = await registeredResources({
    project,
    stack,
    run: () => platform(settings, { transformations: [note] }),
    generated: values,
  });
  const secrets = registered
    .filter(({ type }) => type === "kubernetes:core/v1:Secret")
    .map(({ inputs }) => {
      const { metadata, data } = revealed(inputs) as {
        metadata: { name: string; namespace: string };
        data: Record<string, string>;
      };
      const keys = Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]);
      return { name: metadata.name, namespace: metadata.namespace, keys: Object.fromEntries(keys) };
    });
  const inputsOf = new Map(registered.map(({ type, name, inputs }) => [`${type} ${name}`, plain(inputs)]));
  const generated = placed.map((one) => ({ ...one, inputs: inputsOf.get(`${one.type} ${one.name}`) ?? {} }));
  // Registration has no order of its own.
  return { generated: sorted(generated, ({ name }) => name), secrets: sorted(secrets, placeOf) };
}

const placeOf = ({ namespace, name }: WrittenSecret): string => `${namespace}/${name}`;

function sorted<T>(list: readonly T[], by: (one: T) => string): T[] {
  return list.toSorted((a, b) => (by(a) < by(b) ? -1 : 1));
}

/** Inputs without what the SDK lists as undefined. */
function plain(props: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(props)) as Record<string, unknown>;
}
