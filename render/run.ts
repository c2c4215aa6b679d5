import { resolve } from "node:path";
import { checkout } from "../commands/checkout";
import { runMain } from "../commands/failure";
import { forms } from "./forms";
import { HELP, parseRender } from "./options";
import { keepSecrets } from "./secrets";
import { readSettings } from "./settings";
import { asOneText, writeRender } from "./write";

async function main(): Promise<void> {
  const options = parseRender(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(HELP);
    return;
  }
  const { stack, form, out, chart } = options;
  const { settings, warnings } = readSettings(checkout, stack, options.configFile);
  for (const warning of warnings) process.stderr.write(`warning: ${warning}\n`);
  const { render, secrets, left } = await forms[form]!.load();
  const request = { stack, settings, root: checkout, ...(chart === undefined ? {} : { chart: resolve(chart) }) };
  const rendered = await render(request);
  const files = rendered.sort((a, b) => (a.path < b.path ? -1 : 1));
  if (out === undefined) {
    process.stdout.write(asOneText(files));
    return;
  }
  writeRender(out, files);
  process.stdout.write(`${files.length} files in ${out}\n`);
  if (secrets !== undefined) {
    const kept = keepSecrets(out, secrets(request));
    process.stdout.write(`secrets, kept from render to render: ${kept.join(", ")}\n`);
  }
  for (const { keyPath, why } of left?.(request) ?? []) process.stdout.write(`not honoured: ${keyPath}: ${why}\n`);
}

runMain(main);
