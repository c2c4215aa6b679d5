import { parseArguments } from "../commands/arguments";
import { Failure } from "../commands/failure";

/** What `npm run preview` is asked for. */
export interface PreviewOptions {
  stack: string;
  /** The stack file; undefined: the project's own. */
  configFile?: string;
  /** Whether every changed value is shown. */
  diff: boolean;
}

/** The help's text. */
export const HELP = `npm run preview -- --stack NAME [options]

\`pulumi preview\` with the policy pack in policy/: what would change, and which rules the stack breaks. Changes nothing. A rule is
mandatory where the stack's file in policy/ says so (policy/prod.json), else a breach is only a warning. Exits 0 where the preview came
to its end and no mandatory rule is broken.

  --stack NAME         the stack, such as prod
  --diff               show every changed value
  --config-file FILE   the stack file (default Pulumi.STACK.yaml)
  --help               this text
`;

/** Reads the arguments; undefined: the help is asked for. */
export function parsePreview(args: string[]): PreviewOptions | undefined {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const values = parseArguments(args, { stack: text, diff: flag, "config-file": text, help: flag });
  if (values.help === true) return undefined;
  const { stack, diff = false, "config-file": configFile } = values;
  if (stack === undefined || stack === "") throw new Failure("--stack: name the stack, such as --stack prod");
  return { stack, diff, configFile };
}
