import type { Breach } from "../digest";
import { count } from "../meaning/amounts";
import { code, fitting, folded, plain } from "./text";

/** Characters of what stops a run, and of what is only advice. */
const ROOM = { mandatory: 5_000, advisory: 3_000 };

const item = ({ rule, text }: Breach): string => `- ${code(rule)}: ${plain(text)}`;
const more = (left: number): string => `- … and ${left} more`;

/** What breaks the rules of the policy pack: what stops a run in full, advice folded. */
export function policies(breaches: readonly Breach[]): string[] {
  const [mandatory, advisory] = [true, false].map((which) =>
    breaches.filter((breach) => breach.mandatory === which),
  ) as [Breach[], Breach[]];
  return [
    ...(mandatory.length === 0
      ? []
      : ["### Refused by the policies", "", ...fitting(mandatory.map(item), ROOM.mandatory, more), ""]),
    ...folded(
      `${count(advisory.length, "piece of advice", "pieces of advice")} from the policies`,
      fitting(advisory.map(item), ROOM.advisory, more),
    ),
  ];
}
