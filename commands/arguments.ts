import type { ParseArgsConfig } from "node:util";
import { parseArgs } from "node:util";
import { Failure, oneLine } from "./failure";

/**
 * A command's options. Nothing else may be among its arguments.
 *
 * @throws Failure of one line for an argument that it does not know.
 */
export function parseArguments<Options extends NonNullable<ParseArgsConfig["options"]>>(
  args: string[],
  options: Options,
) {
  try {
    return parseArgs({ args, options, strict: true }).values;
  } catch (error) {
    throw new Failure(`${oneLine(error).split(". ")[0]}; --help shows what there is`);
  }
}
