import { Document, isScalar, Scalar, visit } from "yaml";
import type { Described } from "./entry";

/** The block of a stack file's `config:` that takes topics over, indented as it stands there. The same topics give the same text. */
export function block(described: readonly Described[], group?: string): string {
  const sorted = [...described].sort((a, b) => (a.name < b.name ? -1 : 1));
  const entries = (more: object) => new Map(sorted.map(({ name, entry }) => [name, { ...entry, ...more }]));
  const config =
    group === undefined
      ? { "kafka:topics": entries({ adopt: true }) }
      : { "kafka:topicGroups": new Map([[group, { adopt: true, topics: entries({}) }]]) };
  const document = new Document({ config });
  visit(document, {
    Scalar: (_, node) => {
      if (isScalar(node) && typeof node.value === "string" && isDoubtful(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString({ lineWidth: 0 });
}

/** Texts that YAML 1.1 or 1.2 takes for something else than text, and those that only look so: the engine's parser is another one. */
function isDoubtful(text: string): boolean {
  const plain = /^([A-Za-z][\w.,:/-]*|\d+(ms|[smhdw]|[KMGTPE]iB))$/.test(text);
  return !plain || /^(y|n|yes|no|on|off|true|false|null)$/i.test(text);
}
