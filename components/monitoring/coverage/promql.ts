import type { SyntaxNode } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";
import { VARIABLE } from "./variables";

/** What an expression asks Prometheus for. */
export interface Asked {
  metric: string;
  /** Labels that its series must have: those it is selected by, and those that it is grouped by. */
  labels: string[];
}

/**
 * The metrics of a PromQL expression with their labels, by Prometheus' own grammar.
 *
 * @throws SyntaxError for what is no PromQL.
 */
export function asked(expr: string): Asked[] {
  const found: Asked[] = [];
  parser.parse(expr).iterate({
    enter: (node) => {
      if (node.type.isError) throw new SyntaxError(`no PromQL at "${expr.slice(node.from, node.from + 20)}": ${expr}`);
      if (node.name === "VectorSelector") found.push(...selected(node.node, expr));
    },
  });
  return found;
}

/** A selector without a metric's name asks for any. */
function selected(selector: SyntaxNode, expr: string): Asked[] {
  const matchers = selector.getChild("LabelMatchers")?.getChildren("UnquotedLabelMatcher") ?? [];
  const named = matchers.find((matcher) => text(matcher.getChild("LabelName"), expr) === "__name__");
  const metric =
    text(selector.getChild("Identifier"), expr) ?? text(named?.getChild("StringLiteral"), expr)?.slice(1, -1);
  if (metric === undefined || metric === VARIABLE) return [];
  const own = matchers.map((matcher) => text(matcher.getChild("LabelName"), expr) ?? "");
  const labels = [...own, ...grouping(selector, expr)].filter((label) => label !== "__name__" && label !== VARIABLE);
  return [{ metric, labels: [...new Set(labels)] }];
}

/** Labels of the innermost `by` around a selector: beyond it, another operand may have brought a label. */
function grouping(selector: SyntaxNode, expr: string): string[] {
  for (let node = selector.parent; node !== null; node = node.parent) {
    // What is joined with something else may have its labels from there.
    if (node.name === "BinaryExpr") return [];
    if (node.name !== "AggregateExpr") continue;
    const modifier = node.getChild("AggregateModifier");
    if (modifier?.getChild("By") === null || modifier === null) return [];
    return (modifier.getChild("GroupingLabels")?.getChildren("LabelName") ?? []).map((name) => text(name, expr) ?? "");
  }
  return [];
}

function text(node: SyntaxNode | null | undefined, expr: string): string | undefined {
  return node === null || node === undefined ? undefined : expr.slice(node.from, node.to);
}
