import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Rule } from "../../../../components/monitoring/rules";
import { ruleGroups } from "../../../../components/monitoring/rules";
import { ALERT_NAMES } from "../../../../config/schema/monitoring/alertNames";
import { runCommand } from "../../../../commands/subprocess";
import { ensurePrometheus } from "../../../../tools/prometheus";
import { createProgress } from "../../../../commands/progress";
import type { AlertCase, InputSeries } from "./cases";
import { CASES, STACKS } from "./cases";

/** A test of promtool's: one history, and what one alert does with it. */
function promtoolTest(
  alert: string,
  { at, stack = "kraft", ...rest }: AlertCase,
  series: InputSeries[],
  fires: boolean,
) {
  const rules = ruleGroups(STACKS[stack]).flatMap((group) => group.rules);
  const rule = rules.find((each) => each.alert === alert) as Rule;
  assert.ok(rule, `stack ${stack} has no alert ${alert}`);
  const fired = {
    exp_labels: { ...rule.labels, ...rest.labels },
    exp_annotations: { ...rule.annotations, summary: rest.summary },
  };
  return {
    name: `${alert} ${fires ? "fires" : "is quiet"}`,
    interval: "1m",
    input_series: series,
    alert_rule_test: [{ eval_time: `${at}m`, alertname: alert, exp_alerts: fires ? [fired] : [] }],
  };
}

describe("alert rules", function () {
  this.timeout(300_000);
  let promtool: string;
  let folder: string;

  before(async () => {
    promtool = (await ensurePrometheus(createProgress())).promtool;
    folder = await mkdtemp(join(tmpdir(), "kafka-rules-"));
    for (const [stack, settings] of Object.entries(STACKS))
      await writeFile(join(folder, `${stack}.yml`), stringify({ groups: ruleGroups(settings) }));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const stack of Object.keys(STACKS))
    it(`are rules to promtool: ${stack}`, async () => {
      await runCommand(promtool, ["check", "rules", "--lint-fatal", join(folder, `${stack}.yml`)]);
    });

  for (const alert of ALERT_NAMES)
    it(`${alert} fires when it must, says what it should, and is quiet otherwise`, async () => {
      const of = CASES[alert];
      const file = join(folder, `${alert}.test.yml`);
      const tests = [promtoolTest(alert, of, of.fires, true), promtoolTest(alert, of, of.quiet, false)];
      await writeFile(
        file,
        stringify({ rule_files: [`${of.stack ?? "kraft"}.yml`], evaluation_interval: "1m", tests }),
      );
      await runCommand(promtool, ["test", "rules", file]);
    });
});
