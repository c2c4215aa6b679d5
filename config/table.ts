import { z } from "zod";
import { defaultBrokerSettings } from "./kafka/defaults";
import type { Path } from "./problem";
import { stackFile } from "./schema";

/** The part of a JSON schema that becomes a row. */
interface Node {
  type?: string | string[];
  typeName?: string;
  enum?: unknown[];
  default?: unknown;
  description?: string;
  items?: Node;
  properties?: Record<string, Node>;
  additionalProperties?: Node | boolean;
  required?: string[];
  const?: unknown;
  /** One of several mappings, told apart by a key of theirs. */
  oneOf?: Node[];
}

/** One key of the stack file. */
interface Row {
  key: string;
  type: string;
  fallback: string;
  what: string;
}

/** The page of all settings: key, type, default, what it is. Generated from the schema. */
export function settingsPage(): string {
  const root = z.toJSONSchema(stackFile, { io: "input" }) as Node;
  return [
    "# Settings",
    "",
    "Every key of `Pulumi.<stack>.yaml`, under `config:`. This page is generated from `config/schema.ts` by `npm run settings`.",
    "Names in angle brackets stand for names of your own. Durations may be written as `30s`, `15m`, `7d`, sizes as `512Mi`, `10MiB`, `100Gi`.",
    "Where a mapping is left out, or a part of it, the defaults of its keys hold.",
    "",
    ...Object.entries(root.properties ?? {}).flatMap(([key, node]) => section(key, node)),
    "## Broker settings by default",
    "",
    "What brokers are told unless `kafka:cluster.settings` says otherwise. A default never contradicts a key that is set: it follows the",
    "number of brokers, `message.max.bytes` and the factors.",
    "",
    ...brokerDefaults(),
    "",
  ].join("\n");
}

function section(key: string, node: Node): string[] {
  const rows = nodeRows([key], node);
  return [
    `## ${key}`,
    "",
    "| Key | Type | Default | What it is |",
    "| --- | --- | --- | --- |",
    ...rows.map(({ key: path, type, fallback, what }) => `| \`${path}\` | ${type} | ${fallback} | ${what} |`),
    "",
  ];
}

function nodeRows(path: Path, node: Node, required = false): Row[] {
  const named = typeof node.additionalProperties === "object" ? node.additionalProperties : undefined;
  const children = [
    ...Object.entries(oneMapping(node).properties ?? {}),
    ...(named?.properties === undefined ? [] : [[`<${String(path.at(-1)).replace(/s$/, "")}>`, named] as const]),
  ];
  const below = children.flatMap(([key, child]) =>
    nodeRows([...path, key], child, node.required?.includes(key) ?? false),
  );
  return [row(path, node, required), ...below];
}

/** One of several mappings as one with the keys of all, each saying where it is one of few. */
function oneMapping(node: Node): Node {
  const kinds = node.oneOf;
  if (kinds === undefined) return node;
  const kindOf = ({ properties }: Node): string => String(properties?.["type"]?.const);
  const keys = new Set(kinds.flatMap(({ properties }) => Object.keys(properties ?? {})));
  const properties = [...keys].map((key): [string, Node] => {
    const having = kinds.filter(({ properties: own }) => own !== undefined && Object.hasOwn(own, key));
    const [first] = having;
    const child = first?.properties?.[key] ?? {};
    if (key === "type") return [key, { ...child, const: undefined, enum: kinds.map(kindOf) }];
    if (having.length === kinds.length) return [key, child];
    const must = first?.required?.includes(key) === true ? ", where it must be given" : "";
    return [
      key,
      { ...child, description: `${child.description ?? ""} Only with \`type: ${having.map(kindOf).join()}\`${must}.` },
    ];
  });
  return { ...node, properties: Object.fromEntries(properties), required: [] };
}

function row(path: Path, node: Node, required: boolean): Row {
  return {
    key: `kafka:${path.join(".")}`,
    type: typeOf(node),
    fallback: required ? "must be given" : fallbackOf(node),
    what: (node.description ?? "").replaceAll("|", "\\|"),
  };
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: "text",
  integer: "whole number",
  number: "number",
  boolean: "true or false",
  object: "mapping",
};

function typeOf(node: Node): string {
  if (node.typeName !== undefined) return node.typeName;
  if (node.enum !== undefined) return node.enum.map((value) => `\`${String(value)}\``).join(", ");
  if (node.items !== undefined) return `list of ${typeOf(node.items)}`;
  if (node.oneOf !== undefined) return "mapping";
  return TYPE_WORDS[String(node.type)] ?? String(node.type ?? "any");
}

/** A mapping's default is that of its keys; a `Default:` in the description says more than a missing value. */
function fallbackOf({ default: value, properties, oneOf }: Node): string {
  if (value === undefined || properties !== undefined || oneOf !== undefined) return "";
  return Array.isArray(value) && value.length === 0
    ? "none"
    : `\`${typeof value === "object" ? JSON.stringify(value) : String(value)}\``;
}

function brokerDefaults(): string[] {
  const sizes = [3, 2, 1].map((brokers) => defaultBrokerSettings({ brokers, explicit: {} }));
  return [
    "| Setting | 3 brokers or more | 2 brokers | 1 broker |",
    "| --- | --- | --- | --- |",
    ...Object.keys(sizes[0] ?? {})
      .sort()
      .map((name) => `| \`${name}\` | ${sizes.map((settings) => settings[name]).join(" | ")} |`),
  ];
}
