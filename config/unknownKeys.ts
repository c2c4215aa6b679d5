import { z } from "zod";
import { nearest } from "./nearest";
import type { Path, Problem } from "./problem";
import { keyPath } from "./problem";
import { stackFile } from "./schema";

/** What keys of the deployment guide's and the chart's old values are called here. */
const OLD_NAMES: Readonly<Record<string, Path>> = {
  replicaCount: ["cluster", "brokers"],
  replicas: ["cluster", "brokers"],
  heapOpts: ["cluster", "heapMiB"],
  persistence: ["cluster", "storage"],
  storageClass: ["cluster", "storage", "class"],
  extraConfig: ["cluster", "settings"],
  config: ["cluster", "settings"],
  metrics: ["monitoring", "metrics"],
  kraft: ["cluster", "mode"],
  sasl: ["security"],
  externalAccess: ["cluster", "external"],
};

/** The part of a JSON schema that is walked here. */
interface Node {
  properties?: Record<string, Node>;
  additionalProperties?: Node | boolean;
  /** One of several mappings, told apart by a key of theirs. */
  oneOf?: Node[];
  const?: string;
}

/** Made at the first unknown key only, as most runs have none. */
let root: Node | undefined;

/** The problem of a key that the schema doesn't know, with the nearest one that it does. */
export function unknownKey(path: Path, key: string): Problem {
  root ??= z.toJSONSchema(stackFile, { io: "input" }) as Node;
  const node = walk(root, path);
  const kinds = (node?.oneOf ?? []).filter(
    ({ properties }) => properties !== undefined && Object.hasOwn(properties, key),
  );
  if (kinds.length > 0) return ofAnotherKind(path, key, kinds);
  const known = Object.keys(propertiesOf(node));
  const elsewhere = placesOf(root, key);
  const old = Object.hasOwn(OLD_NAMES, key) ? OLD_NAMES[key] : undefined;
  // A name that exists one step from here is rather a slip of the keyboard than a key in the wrong place.
  const suggestion = elsewhere[0] ?? old ?? [...path, nearest(key, known)];
  return {
    path: [...path, key],
    text: `unknown key; the nearest known key is ${keyPath(suggestion)} (known here: ${known.join(", ")})`,
  };
}

/** The problem of a key that only mappings of another kind have. */
function ofAnotherKind(path: Path, key: string, kinds: readonly Node[]): Problem {
  const names = kinds.map(({ properties }) => properties?.["type"]?.const).join(" or ");
  const type = [...path, "type"];
  return { path: [...path, key], text: `is only for ${keyPath(type)} ${names}; take it out`, restsOn: [type] };
}

function walk(top: Node, path: Path): Node | undefined {
  return path.reduce<Node | undefined>((node, key) => {
    const properties = propertiesOf(node);
    if (Object.hasOwn(properties, key)) return properties[key];
    const additionalProperties = node?.additionalProperties;
    return typeof additionalProperties === "object" ? additionalProperties : undefined;
  }, top);
}

/** The keys of a mapping; of one of several, those of all. */
function propertiesOf(node: Node | undefined): Record<string, Node> {
  return Object.assign({}, node?.properties, ...(node?.oneOf ?? []).map(propertiesOf)) as Record<string, Node>;
}

/** Paths of all keys with this very name, nearest to the top first. */
function placesOf(node: Node, name: string, at: Path = []): Path[] {
  const children = Object.entries(propertiesOf(node));
  const here = children.flatMap(([key]) => (key.toLowerCase() === name.toLowerCase() ? [[...at, key]] : []));
  const below = children.flatMap(([key, child]) => placesOf(child, name, [...at, key]));
  return [...here, ...below].sort((a, b) => a.length - b.length);
}
