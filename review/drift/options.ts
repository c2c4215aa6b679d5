import { parseArguments } from "../../commands/arguments";
import { Failure } from "../../commands/failure";

/** What `npm run drift` is asked for. */
export interface DriftOptions {
  stack: string;
  /** The stack file; undefined: the project's own. */
  configFile?: string;
  /** Where the Markdown goes; undefined: standard output. */
  out?: string;
}

/** The exit codes: those of `terraform plan -detailed-exitcode`, which people's scripts know. */
export const EXIT = { none: 0, error: 1, drift: 2 } as const;

/** The help's text. */
export const HELP = `npm run drift -- --stack NAME [options]

Looks at the brokers and the Kubernetes cluster, and says what differs from what the last \`pulumi up\` left, as a short Markdown report.
It changes nothing, the stack's state neither. Exits ${EXIT.none} for no drift, ${EXIT.drift} for drift, ${EXIT.error} where it could not be looked for.

  --stack NAME         the stack, such as prod
  --out FILE           where the report goes (default standard output)
  --config-file FILE   the stack file (default Pulumi.STACK.yaml)
  --help               this text
`;

/** Reads the arguments; undefined: the help is asked for. */
export function parseDrift(args: string[]): DriftOptions | undefined {
  const text = { type: "string" } as const;
  const values = parseArguments(args, { stack: text, out: text, "config-file": text, help: { type: "boolean" } });
  if (values.help === true) return undefined;
  const { stack, out, "config-file": configFile } = values;
  if (stack === undefined || stack === "") throw new Failure("--stack: name the stack, such as --stack prod");
  return { stack, out, configFile };
}
