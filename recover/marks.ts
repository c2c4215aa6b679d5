import { createHash } from "node:crypto";
import { LENGTH } from "../components/credentials/password";
import { clusterId, clusterIdBytes } from "../components/credentials/clusterId";
import type { Generated, Program, Values } from "./resources";

/**
 * The program's values while it is asked where it writes them: each is of its resource alone, and in the form of a generated one, for what the
 * program makes from a value is none of its places.
 */
export const marks: Values = (name) => ({
  result: createHash("sha256").update(name).digest("hex").slice(0, LENGTH),
  base64: createHash("sha256").update(name).digest().subarray(0, 16).toString("base64"),
});

/** Where a generated value can be read. */
export interface Place {
  namespace: string;
  secret: string;
  key: string;
}

/** A generated value: of which resource, and every place that has it. None where the program writes it nowhere. */
export interface Placed {
  resource: Generated;
  places: Place[];
}

/** How a kind of generated value stands in a Secret, and how it is read back. */
interface Kind {
  written: (value: ReturnType<Values>) => string;
  read: (text: string) => string;
}

const KINDS: Record<string, Kind> = {
  "random:index/randomPassword:RandomPassword": { written: ({ result }) => result, read: (text) => text },
  "random:index/randomBytes:RandomBytes": { written: ({ base64 }) => clusterId(base64), read: clusterIdBytes },
};

function kindOf({ type, name }: Generated): Kind {
  const kind = KINDS[type];
  if (kind === undefined) throw new Error(`${type} ${name} has no way back from a Secret`);
  return kind;
}

/**
 * Where each generated value stands: the keys of Secrets that hold nothing else. Learned from the program itself, run with {@link marks},
 * so that there is no second list of its Secrets.
 */
export function placesOf({ generated, secrets }: Program): Placed[] {
  return generated.map((resource) => {
    const mark = kindOf(resource).written(marks(resource.name));
    const places = secrets.flatMap(({ namespace, name, keys }) =>
      Object.entries(keys)
        .filter(([, text]) => text === mark)
        .map(([key]) => ({ namespace, secret: name, key })),
    );
    return { resource, places };
  });
}

/** A live Secret's keys; undefined where there is no such Secret. */
export type Live = (secret: { namespace: string; name: string }) => Record<string, string> | undefined;

/** What the live Secrets say. */
export interface Recovered {
  /** The values by the resource's name. A password as it is, bytes in base64. */
  values: Map<string, string>;
  /** What no Secret has though the program writes it. */
  missing: Placed[];
  /** What Secrets contradict each other about. */
  contradictions: Placed[];
}

/** Reads the generated values back. */
export function recoveredValues(placed: readonly Placed[], live: Live): Recovered {
  const recovered: Recovered = { values: new Map(), missing: [], contradictions: [] };
  for (const each of placed.filter(({ places }) => places.length > 0)) {
    const texts = each.places.flatMap(({ namespace, secret, key }) => live({ namespace, name: secret })?.[key] ?? []);
    const [value, ...others] = [...new Set(texts)];
    if (value === undefined) recovered.missing.push(each);
    else if (others.length > 0) recovered.contradictions.push(each);
    else recovered.values.set(each.resource.name, kindOf(each.resource).read(value));
  }
  return recovered;
}

/** A place in words. */
export const placeText = ({ namespace, secret, key }: Place): string => `${namespace}/${secret} (${key})`;
