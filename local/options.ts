import { parseArguments } from "../commands/arguments";
import { Failure } from "../commands/failure";

export interface UpOptions {
  context?: string;
  nodes: number;
  help: boolean;
}

export const upHelp = `npm run local -- [options]

Sets this machine up, deploys the stack "local" and proves that it works.

  --context NAME   deploy to the cluster of this kube context, instead of one that is started here
  --nodes N        nodes of the cluster that is started here (default 1, at most 9)
  --help           this text

Remove everything again: npm run local:down`;

export const downHelp = `npm run local:down

Removes what \`npm run local\` started: the cluster and all in it, and the state of the stack "local". The cache of tools stays.

  --help           this text`;

export function parseUp(args: string[]): UpOptions {
  const values = parseArguments(args, {
    context: { type: "string" },
    nodes: { type: "string" },
    help: { type: "boolean" },
  });
  const { context, nodes = "1", help = false } = values;
  if (!/^[1-9]$/.test(nodes)) throw new Failure(`--nodes ${nodes}: must be a number from 1 to 9`);
  if (context === "") throw new Failure("--context: must be the name of a kube context");
  if (context !== undefined && values.nodes !== undefined) {
    throw new Failure("--nodes is for a cluster that is started here: leave it out with --context");
  }
  return { context, nodes: Number(nodes), help };
}

export function parseDown(args: string[]): { help: boolean } {
  return { help: parseArguments(args, { help: { type: "boolean" } }).help === true };
}
