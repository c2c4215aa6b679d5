import { z } from "zod";
import type { Change, Operation } from "./change";

const state = z.object({
  type: z.string(),
  custom: z.boolean().default(false),
  retainOnDelete: z.boolean().default(false),
  inputs: z.record(z.string(), z.unknown()).default({}),
});

const step = z.object({
  op: z.string(),
  urn: z.string(),
  oldState: state.optional(),
  newState: state.optional(),
});

const diagnostic = z.object({ urn: z.string().optional(), message: z.string(), severity: z.string() });

/** The parts of `pulumi preview --json` that a review reads (Pulumi CLI 3.259, `PreviewDigest`). */
const digest = z.object({
  /** In nanoseconds: not looked at, but no other JSON has it. */
  duration: z.number(),
  steps: z
    .array(step)
    .nullish()
    .transform((steps) => steps ?? []),
  diagnostics: z
    .array(diagnostic)
    .nullish()
    .transform((all) => all ?? []),
});

/** Something that the engine, the program or a provider said during a preview. */
export interface Message {
  severity: "error" | "warning" | "info";
  text: string;
}

/** What breaks a rule of the policy pack. */
export interface Breach {
  /** The rule's name. */
  rule: string;
  /** Whether it stops a run. */
  mandatory: boolean;
  /** Which object, and how to mend it. */
  text: string;
}

/** A preview, as far as a review looks at it. */
export interface Preview {
  changes: Change[];
  messages: Message[];
  /** Undefined where the policies were not asked, or the preview has no place for what they say. */
  breaches?: Breach[];
}

/** The engine's words for what it does, and ours; what changes nothing is left out. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  create: "create",
  import: "create",
  update: "update",
  replace: "replace",
  "create-replacement": "replace",
  delete: "delete",
};

/**
 * Reads what `pulumi preview --json` printed.
 *
 * @throws SyntaxError or a ZodError for a text that no preview printed.
 */
export function readDigest(text: string): Preview {
  const { steps, diagnostics } = digest.parse(JSON.parse(text));
  return { changes: steps.flatMap(changeOf), messages: withoutEchoes(diagnostics.map(messageOf)) };
}

/** The change that a step of the engine is; none for a step that changes nothing. */
export function changeOf({ op, urn, oldState, newState }: z.output<typeof step>): Change[] {
  const operation = OPERATIONS[op];
  const known = newState ?? oldState;
  // A component holds other resources, which are listed themselves.
  if (operation === undefined || known === undefined || !known.custom) return [];
  return [
    {
      op: operation,
      type: known.type,
      name: urn.split("::").at(-1) ?? urn,
      ...(oldState === undefined || operation === "create" ? {} : { before: oldState.inputs }),
      ...(newState === undefined || operation === "delete" ? {} : { after: newState.inputs }),
      retained: oldState?.retainOnDelete ?? false,
    },
  ];
}

const COLOURS = /\u001b\[[0-9;]*m|<\{%[^%]*%\}>/g;

/** What is said once more at the end: by the language host, that the program fell over a refused resource, and by the engine of a mandatory policy. */
const ECHO = /^(Running program .* failed with an unhandled exception|preview failed$)/;

/** Without what says nothing more, where there is another error or a policy that refuses. */
export function withoutEchoes(messages: Message[], refused = false): Message[] {
  const own = messages.filter(({ severity, text }) => severity === "error" && !ECHO.test(text));
  return own.length === 0 && !refused ? messages : messages.filter(({ text }) => !ECHO.test(text));
}

/** What was said, without colours and without the word that its severity is. */
export function messageOf({ severity, message }: { severity: string; message: string }): Message {
  const text = message.replace(COLOURS, "").trim();
  const kind = severity === "error" || severity === "warning" ? severity : "info";
  return { severity: kind, text: text.replace(/^(error|warning|info): /, "") };
}
