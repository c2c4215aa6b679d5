import { parseArguments } from "../commands/arguments";
import { Failure } from "../commands/failure";

/** What `npm run recover` is asked for. */
export interface RecoverOptions {
  stack: string;
  /** The stack file; undefined: the project's own. */
  configFile?: string;
  /** Only say what would be done. */
  dryRun: boolean;
  /** The end of it, after the `up` that took the cluster over. */
  release: boolean;
}

/** The help's text. */
export const HELP = `npm run recover -- --stack NAME [options]

After a lost state: gives the stack's new, empty state the passwords and the cluster id that the live Secrets in Kubernetes still hold, so
that the next \`pulumi up\` takes the living cluster over with them. It reads the Secrets and writes the state, encrypted; Kubernetes and
Kafka are not touched, and no password is shown.

  --stack NAME         the stack, such as prod; made with \`pulumi stack init\`, and empty
  --dry-run            only say where each value would be read
  --release            the last step, after the \`pulumi up\` that took the cluster over: takes the names under which the lost state owned
                       the objects' fields off the objects
  --config-file FILE   the stack file (default Pulumi.STACK.yaml)
  --help               this text

The whole procedure: docs/operations/lost-state.md
`;

/** Reads the arguments; undefined: the help is asked for. */
export function parseRecover(args: string[]): RecoverOptions | undefined {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const values = parseArguments(args, { stack: text, "config-file": text, "dry-run": flag, release: flag, help: flag });
  if (values.help === true) return undefined;
  const { stack, "config-file": configFile, "dry-run": dryRun = false, release = false } = values;
  if (stack === undefined || stack === "") throw new Failure("--stack: name the stack, such as --stack prod");
  return { stack, configFile, dryRun, release };
}
