/** Where a value is not what it should be. */
export class Mismatch extends Error {
  public constructor(
    /** Key path within the outputs, such as `clients.task-worker.name`. */
    public readonly path: string,
    /** What was found there, in words that show no value. */
    public readonly found: string,
    /** What should be there. */
    public readonly wanted: string,
  ) {
    super(`${path}: found ${found}; needed: ${wanted}`);
  }
}

/** What a value must look like, and by that its type. */
export interface Shape<T> {
  /** The shape as plain data, by which two versions of a contract can be compared. */
  readonly description: unknown;
  /**
   * The value, once it has been looked at. What the shape does not name is left out, so that a later program may say more.
   * @throws Mismatch
   */
  read(value: unknown, path: string): T;
}

/** The type that a shape reads. */
export type Read<S> = S extends Shape<infer T> ? T : never;

export const text: Shape<string> = {
  description: "text",
  read: (value, path) => {
    if (typeof value !== "string") throw new Mismatch(path, kindOf(value), "text");
    return value;
  },
};

export const whole: Shape<number> = {
  description: "whole number",
  read: (value, path) => {
    if (!Number.isInteger(value)) throw new Mismatch(path, kindOf(value), "a whole number");
    return value as number;
  },
};

export function oneOf<const T extends string>(...allowed: T[]): Shape<T> {
  return {
    description: { oneOf: allowed },
    read: (value, path) => {
      const known = allowed.find((one) => one === value);
      if (known === undefined) throw new Mismatch(path, kindOf(value), allowed.join(" or "));
      return known;
    },
  };
}

export function list<T>(member: Shape<T>): Shape<T[]> {
  return {
    description: { list: member.description },
    read: (value, path) => {
      if (!Array.isArray(value)) throw new Mismatch(path, kindOf(value), "a list");
      return value.map((each, index) => member.read(each, `${path}[${index}]`));
    },
  };
}

/** Values by name. */
export function record<T>(member: Shape<T>): Shape<Record<string, T>> {
  return {
    description: { record: member.description },
    read: (value, path) =>
      Object.fromEntries(
        Object.entries(membersOf(value, path)).map(([name, each]) => [name, member.read(each, `${path}.${name}`)]),
      ),
  };
}

export function object<S extends Record<string, Shape<unknown>>>(members: S): Shape<{ [K in keyof S]: Read<S[K]> }> {
  return {
    description: Object.fromEntries(Object.entries(members).map(([name, { description }]) => [name, description])),
    read: (value, path) => {
      const found = membersOf(value, path);
      const read = Object.entries(members).map(([name, shape]) => [name, shape.read(found[name], `${path}.${name}`)]);
      return Object.fromEntries(read) as { [K in keyof S]: Read<S[K]> };
    },
  };
}

/** A value, or null. Pulumi publishes no null, so what is not there is null too. */
export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return {
    description: { nullable: shape.description },
    read: (value, path) => (value === undefined || value === null ? null : shape.read(value, path)),
  };
}

/** What earlier programs with the same version of the outputs did not publish. */
export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return {
    description: { optional: shape.description },
    read: (value, path) => (value === undefined || value === null ? undefined : shape.read(value, path)),
  };
}

function membersOf(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Mismatch(path, kindOf(value), "an object");
  }
  return value as Record<string, unknown>;
}

/** Never the value itself, which may be a secret. */
function kindOf(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (typeof value === "string") return "text";
  if (Array.isArray(value)) return "a list";
  return { number: "a number", boolean: "a truth value", object: "an object" }[typeof value as string] ?? typeof value;
}
