import { z } from "zod";
import type { Breach, Preview } from "./digest";
import { changeOf, messageOf, withoutEchoes } from "./digest";

const state = z.object({
  type: z.string(),
  custom: z.boolean().default(false),
  retainOnDelete: z.boolean().default(false),
  inputs: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((inputs) => inputs ?? {}),
});

const metadata = z.object({ op: z.string(), urn: z.string(), old: state.nullish(), new: state.nullish() });

/** The parts of the engine's event stream that a preview is read from (Pulumi CLI 3.259, `apitype.EngineEvent`). */
const event = z.object({
  sequence: z.number().optional(),
  resourcePreEvent: z.object({ metadata }).optional(),
  diagnosticEvent: z
    .object({
      message: z.string(),
      prefix: z.string().default(""),
      severity: z.string(),
      ephemeral: z.boolean().default(false),
    })
    .optional(),
  policyEvent: z.object({ message: z.string(), policyName: z.string(), enforcementLevel: z.string() }).optional(),
});

/**
 * Reads what `pulumi preview --json` prints with `PULUMI_ENABLE_STREAMING_JSON_PREVIEW`: the digest that it prints without has no breaches of policies.
 *
 * @param text One JSON event a line; other lines are not the engine's.
 * @returns undefined where there is no event at all
 */
export function readPreviewStream(text: string): Preview | undefined {
  const events = text
    .split("\n")
    .filter((line) => line.startsWith('{"') && line.trimEnd().endsWith("}"))
    .map((line) => event.parse(JSON.parse(line)));
  if (events.every(({ sequence }) => sequence === undefined)) return undefined;
  const said = events.flatMap(({ diagnosticEvent: each }) =>
    each === undefined || each.ephemeral || each.severity === "debug"
      ? []
      : [messageOf({ severity: each.severity, message: each.prefix + each.message })],
  );
  const breaches = events.flatMap(({ policyEvent }) => (policyEvent === undefined ? [] : [breachOf(policyEvent)]));
  return {
    changes: events.flatMap(({ resourcePreEvent }) => {
      if (resourcePreEvent === undefined) return [];
      const { op, urn, old, new: next } = resourcePreEvent.metadata;
      return changeOf({ op, urn, oldState: old ?? undefined, newState: next ?? undefined });
    }),
    messages: withoutEchoes(
      said,
      breaches.some(({ mandatory }) => mandatory),
    ),
    breaches,
  };
}

/** The engine puts the rule's description before what the rule found. */
function breachOf({
  message,
  policyName,
  enforcementLevel,
}: NonNullable<z.output<typeof event>["policyEvent"]>): Breach {
  const { text } = messageOf({ severity: "info", message });
  return { rule: policyName, mandatory: enforcementLevel === "mandatory", text: text.slice(text.indexOf("\n") + 1) };
}
