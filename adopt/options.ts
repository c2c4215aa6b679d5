import { groupName } from "../config/schema/topics";
import { parseArguments } from "../commands/arguments";
import { Failure } from "../commands/failure";

/** What `npm run adopt` is asked for. */
export interface AdoptOptions {
  stack: string;
  /** The group of `topicGroups` that the topics are written for; undefined: `topics`. */
  group?: string;
  /** The stack file; undefined: the project's own. */
  configFile?: string;
  /** Where the YAML goes; undefined: standard output. */
  out?: string;
}

/** The help's text. */
export const HELP = `npm run adopt -- --stack NAME [options]

Writes the topics of the stack's live cluster that the stack file does not have yet as YAML for it, each with its partitions, its factor
and the configs that are set on the topic itself, to be taken over by the next \`pulumi up\`. It only reads: neither the cluster nor the
stack file is changed. Kafka's own topics (__consumer_offsets, ...) are left out. What can't be written is told on standard error.

  --stack NAME         the stack, such as prod
  --group GROUP        for a group of kafka:topicGroups, in place of kafka:topics: one resource for all, right for hundreds of topics
  --out FILE           where the YAML goes (default standard output)
  --config-file FILE   the stack file (default Pulumi.STACK.yaml)
  --help               this text

The whole procedure: docs/adopt.md
`;

/** Reads the arguments; undefined: the help is asked for. */
export function parseAdopt(args: string[]): AdoptOptions | undefined {
  const text = { type: "string" } as const;
  const values = parseArguments(args, {
    stack: text,
    group: text,
    out: text,
    "config-file": text,
    help: { type: "boolean" },
  });
  if (values.help === true) return undefined;
  const { stack, group, out } = values;
  if (stack === undefined || stack === "") throw new Failure("--stack: name the stack, such as --stack prod");
  if (group !== undefined && !groupName.safeParse(group).success) {
    throw new Failure(`--group ${group}: allowed: letters, digits, ., _ and -, at most 63, a letter or digit first`);
  }
  return { stack, group, out, configFile: values["config-file"] };
}
