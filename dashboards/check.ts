import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { dashboardFunctions, dashboardJson, verifyDashboard } from "@kafka-on-kubernetes/provider";
import { exposedBy } from "../components/monitoring/coverage/exposed";
import { dashboardExpressions, ruleExpressions } from "../components/monitoring/coverage/expressions";
import { gaps } from "../components/monitoring/coverage/gaps";
import type { Listed } from "../components/monitoring/dashboards/request";
import { fileName, isSite, request } from "../components/monitoring/dashboards/request";
import { prepared } from "../components/monitoring/dashboards/prepared";
import { buildOverview } from "../components/monitoring/overview/build";
import { ruleGroups } from "../components/monitoring/rules";
import type { Settings } from "../config/schema";
import { isExternal } from "../config/schema";
import { checkout } from "../commands/checkout";
import { Failure, oneLine, runMain } from "../commands/failure";
import { readSettings } from "../render/settings";

const HELP = `Says which metrics and labels dashboards and alert rules ask for that a stack's exporters don't give. Exits 1 where one of ours does.

  npm run dashboards:check                        every stack that has metrics
  npm run dashboards:check -- --stack prod        one stack
  npm run dashboards:check -- --file board.json   a dashboard's file beside those of the stack
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { stack: { type: "string" }, file: { type: "string", multiple: true }, help: { type: "boolean" } },
  });
  if (values.help) return void process.stdout.write(HELP);
  const stacks = stackSettings(values.stack).filter(({ settings }) => settings.monitoring.metrics);
  if (stacks.length === 0) throw new Failure("none of the stacks has metrics (kafka:monitoring.metrics)");
  for (const { stack, settings } of stacks) await checkStack(stack, settings, values.file ?? []);
}

async function checkStack(stack: string, settings: Settings, files: readonly string[]): Promise<void> {
  const rules = ruleGroups(settings);
  const exposed = exposedBy(settings, rules);
  const { list, datasource, site } = settings.monitoring.dashboards;
  const report = (what: string, found: string[], ours: boolean): void => {
    process.stdout.write(`${stack}: ${what}: ${found.length === 0 ? "every metric and label is exposed" : ""}\n`);
    for (const line of found) process.stdout.write(`  ${ours ? "error" : "warning"}: ${line}\n`);
    if (ours && found.length > 0) process.exitCode = 1;
  };
  report("alert and recording rules", gaps(ruleExpressions(rules), exposed), true);
  const overview: unknown = JSON.parse(await buildOverview(settings, datasource));
  report("the overview dashboard", gaps(dashboardExpressions(overview), exposed), true);
  for (const listed of [...list, ...files.map((file) => ({ file }))]) {
    const name = "file" in listed ? `dashboard ${listed.file}` : `dashboard ${listed.id} revision ${listed.revision}`;
    try {
      const id = "file" in listed ? undefined : listed.id;
      const json = prepared(await textOf(listed, site), { id, slug: String(id ?? "file"), datasource, stack });
      report(name, gaps(dashboardExpressions(JSON.parse(json)), exposed), false);
    } catch (error) {
      process.stdout.write(`${stack}: ${name}: not checked: ${oneLine(error)}\n`);
    }
  }
}

/** A dashboard as it comes: from its file, from the folder that stands in for the site, or from the site. */
async function textOf(listed: Listed | { file: string }, site: string): Promise<string> {
  if ("file" in listed) return dashboardJson(readFileSync(listed.file, "utf8"), listed.file);
  if (!isSite(site)) {
    const file = join(site, fileName(listed));
    return verifyDashboard(readFileSync(file), request(listed), file).json;
  }
  const kept = dashboardFunctions({ attempts: 1, timeoutMs: 10_000 });
  return (await kept.create({ ...request(listed), site, optional: false })).outs.json;
}

function stackSettings(only: string | undefined): { stack: string; settings: Settings }[] {
  const all = globSync("Pulumi.*.yaml", { cwd: checkout }).map((file) => file.split(".")[1] ?? "");
  return (only === undefined ? all.sort() : [only]).flatMap((stack) => {
    const { settings } = readSettings(checkout, stack);
    return isExternal(settings) ? [] : [{ stack, settings }];
  });
}

runMain(main);
