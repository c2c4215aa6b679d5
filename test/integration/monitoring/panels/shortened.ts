import type { RuleGroup } from "../../../../components/monitoring/rules";

/** Seconds that any rule looks back, and that an alert waits. */
const WINDOW = 30;
const WAIT = 1;

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Rules that tell within seconds what the stack's own tell within minutes or hours: their durations are shorter, all else is the same. */
export function shortened(groups: readonly RuleGroup[]): RuleGroup[] {
  return groups.map(({ name, rules }) => ({
    name,
    rules: rules.map(({ expr, ...rule }) => ({
      ...rule,
      expr: expr.replace(/\[(\d+)([smhd])\]/g, (whole, count: string, unit: string) =>
        Number(count) * (SECONDS[unit] ?? 0) > WINDOW ? `[${WINDOW}s]` : whole,
      ),
      ...(rule.for === undefined ? {} : { for: `${WAIT}s` }),
    })),
  }));
}
