import { z } from "zod";
import type { Change, Inputs } from "../change";
import { differences } from "../differences";
import type { Message } from "../digest";
import { messageOf } from "../digest";

const state = z.object({
  custom: z.boolean().default(false),
  inputs: z.record(z.string(), z.unknown()).nullish(),
  outputs: z.record(z.string(), z.unknown()).nullish(),
});

const metadata = z.object({
  op: z.string(),
  urn: z.string(),
  type: z.string(),
  old: state.nullish(),
  new: state.nullish(),
});

/** The parts of the engine's event stream that drift is read from (Pulumi CLI 3.259, `apitype.EngineEvent`). */
const event = z.object({
  resOutputsEvent: z.object({ metadata }).optional(),
  diagnosticEvent: z.object({ message: z.string(), prefix: z.string().default(""), severity: z.string() }).optional(),
  summaryEvent: z.object({ resourceChanges: z.record(z.string(), z.number()).nullish() }).optional(),
});

/** What a refresh found, without changing anything. */
export interface Found {
  /** `before` is what the last run left, `after` is what is there. */
  changes: Change[];
  messages: Message[];
  /** Resources that were looked at. */
  seen: number;
  /** Whether the refresh came to its end. */
  complete: boolean;
}

/**
 * Reads what `pulumi refresh --preview-only --json` printed as a stream of events.
 *
 * @param text One JSON event a line; other lines are not the engine's.
 */
export function readRefresh(text: string, code: number): Found {
  const events = text
    .split("\n")
    .filter((line) => line.startsWith("{") && line.trimEnd().endsWith("}"))
    .map((line) => event.parse(JSON.parse(line)));
  const outputs = events.flatMap(({ resOutputsEvent }) => resOutputsEvent?.metadata ?? []);
  const resources = outputs.filter(({ old }) => old?.custom === true);
  return {
    changes: resources.flatMap(changeOf),
    messages: events.flatMap(({ diagnosticEvent: said }) =>
      said === undefined || said.severity === "debug"
        ? []
        : [messageOf({ ...said, message: said.prefix + said.message })],
    ),
    seen: resources.length,
    complete: code === 0 && events.some(({ summaryEvent }) => summaryEvent !== undefined),
  };
}

function changeOf({ op, urn, type, old: from, new: to }: z.output<typeof metadata>): Change[] {
  const base = { type, name: urn.split("::").at(-1) ?? urn, retained: false };
  if (op === "delete" || (op !== "same" && to === undefined)) {
    return [{ ...base, op: "delete", before: from?.inputs ?? {} }];
  }
  if (op !== "update") return [];
  const [before, after] = compared(from, to);
  return [{ ...base, op: "update", before, after }];
}

/** What is compared: the inputs, and where they are the same what the provider found beside them. */
function compared(from: z.output<typeof state> | null | undefined, to: typeof from): [Inputs, Inputs] {
  const inputs: [Inputs, Inputs] = [from?.inputs ?? {}, to?.inputs ?? {}];
  return differences(...inputs).length > 0 ? inputs : [from?.outputs ?? {}, to?.outputs ?? {}];
}
