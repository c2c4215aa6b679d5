import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import { generatedFiles } from "./generated";

const HELP =
  "npm run settings: writes config/stack-file.schema.json (for editors) and docs/settings.md anew from config/schema.ts";

/** Writes what is made from the schema. */
function main(args: readonly string[]): number {
  if (args.includes("--help")) {
    console.log(HELP);
    return 0;
  }
  if (args.length > 0) {
    console.error(`unknown argument ${args.join(" ")}; ${HELP}`);
    return 1;
  }
  for (const { path, text } of generatedFiles()) {
    writeFileSync(path, text);
    console.log(`wrote ${relative(process.cwd(), path)}`);
  }
  return 0;
}

process.exitCode = main(process.argv.slice(2));
