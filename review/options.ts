import { parseArguments } from "../commands/arguments";
import { Failure } from "../commands/failure";

/** What `npm run review` is asked for. */
export interface ReviewOptions {
  stack: string;
  /** The stack file; undefined: the project's own. */
  configFile?: string;
  /** What an earlier `pulumi preview --json` printed, in place of a new one. */
  preview?: string;
  /** Where the plan goes that `pulumi up --plan` then keeps to. */
  savePlan?: string;
  /** A local copy of the chart, for where nothing but the state can be looked at. */
  chart?: string;
  /** Where the Markdown goes; undefined: standard output. */
  out?: string;
}

/** The help's text. */
export const HELP = `npm run review -- --stack NAME [options]

What the next \`pulumi up\` would change, as Markdown that a person reads in a minute: what loses data, access or the service first, in
words, and what breaks the policies. It runs \`pulumi preview\` with the policy pack and changes nothing. Exits 0 where the preview came to its
end, 1 where it did not (and says how far it saw) or a mandatory policy is broken; nothing secret is in it.

  --stack NAME         the stack, such as prod
  --out FILE           where the Markdown goes (default standard output)
  --preview FILE       review what \`pulumi preview --json\` printed to FILE, in place of a new preview
  --save-plan FILE     also save the plan, for \`pulumi up --plan FILE\`: then nothing else than what was reviewed is done
  --chart PATH         a local copy of the chart, for a cluster that can't be reached
  --config-file FILE   the stack file (default Pulumi.STACK.yaml)
  --help               this text
`;

/** Reads the arguments; undefined: the help is asked for. */
export function parseReview(args: string[]): ReviewOptions | undefined {
  const text = { type: "string" } as const;
  const values = parseArguments(args, {
    stack: text,
    out: text,
    preview: text,
    "save-plan": text,
    chart: text,
    "config-file": text,
    help: { type: "boolean" },
  });
  if (values.help === true) return undefined;
  const { stack, out, preview, chart, "save-plan": savePlan, "config-file": configFile } = values;
  if (stack === undefined || stack === "") throw new Failure("--stack: name the stack, such as --stack prod");
  if (preview !== undefined && savePlan !== undefined) {
    throw new Failure("--save-plan is for a new preview: leave it out with --preview");
  }
  return { stack, configFile, preview, savePlan, chart, out };
}
