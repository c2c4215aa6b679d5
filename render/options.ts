import { join } from "node:path";
import { parseArguments } from "../commands/arguments";
import { Failure } from "../commands/failure";
import { DEFAULT_FORM, forms } from "./forms";

/** What `npm run render` is asked for. */
export interface RenderOptions {
  stack: string;
  form: string;
  /** The stack file; undefined: `Pulumi.<stack>.yaml` of the checkout. */
  configFile?: string;
  /** The folder to write to; undefined: standard output. */
  out?: string;
  /** A local chart in place of the stack file's own. */
  chart?: string;
}

/** The help's text. */
export const HELP = `npm run render -- --stack NAME [options]

Writes everything that a stack is made of, as files that can be read and compared, without a cluster. The same settings give the same
files, byte for byte; nothing secret is in them.

  --stack NAME         the stack, such as prod
  --form FORM          one of:
${Object.entries(forms)
  .map(([name, { what }]) => `                         ${name.padEnd(12)}${what}`)
  .join("\n")}
  --out DIR            the folder to write to (default rendered/STACK/FORM); "-" writes all to standard output
  --chart PATH         a local copy of the chart, where its registry can't be reached
  --config-file FILE   the stack file (default Pulumi.STACK.yaml)
  --help               this text

To compare two branches: render each into a folder of its own, then \`git diff --no-index FOLDER1 FOLDER2\`.
`;

/** Reads the arguments; undefined: the help is asked for. */
export function parseRender(args: string[]): RenderOptions | undefined {
  const text = { type: "string" } as const;
  const values = parseArguments(args, {
    stack: text,
    form: text,
    out: text,
    chart: text,
    "config-file": text,
    help: { type: "boolean" },
  });
  if (values.help === true) return undefined;
  const { stack, form = DEFAULT_FORM, chart, out } = values;
  if (stack === undefined || stack === "") throw new Failure("--stack: name the stack, such as --stack prod");
  if (!Object.hasOwn(forms, form)) {
    throw new Failure(`--form ${form}: there is no such form; name one of: ${Object.keys(forms).join(", ")}`);
  }
  return {
    stack,
    form,
    configFile: values["config-file"],
    out: out === "-" ? undefined : (out ?? join("rendered", stack, form)),
    chart,
  };
}
