import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Rule } from "../../../../components/monitoring/rules";
import { ruleGroups } from "../../../../components/monitoring/rules";
import type { AlertName } from "../../../../config/schema/monitoring/alertNames";
import { ALERT_NAMES } from "../../../../config/schema/monitoring/alertNames";
import { runCommand } from "../../../../commands/subprocess";
import { ensurePrometheus } from "../../../../tools/prometheus";
import { createProgress } from "../../../../commands/progress";
import type { AlertCase, InputSeries } from "./cases";
import { CASES, STACKS } from "./cases";

const rulesOf = (stack: keyof typeof STACKS): Rule[] => ruleGroups(STACKS[stack]).flatMap((group) => group.rules);

/** A test of promtool's: one history, and what one alert does with it. */
function promtoolTest(
  alert: string,
  { at, stack = "kraft", ...rest }: AlertCase,
  series: InputSeries[],
  fires: boolean,
) {
  const rule = rulesOf(stack).find((each) => each.alert === alert) as Rule;
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

  /** Runs an alert's two histories through promtool. */
  async function check(alert: AlertName, of: AlertCase): Promise<void> {
    const { stack = "kraft" } = of;
    const file = join(folder, `${alert}-${stack}.test.yml`);
    const tests = [promtoolTest(alert, of, of.fires, true), promtoolTest(alert, of, of.quiet, false)];
    await writeFile(file, stringify({ rule_files: [`${stack}.yml`], evaluation_interval: "1m", tests }));
    await runCommand(promtool, ["test", "rules", file]);
  }

  for (const alert of ALERT_NAMES)
    it(`${alert} fires when it must, says what it should, and is quiet otherwise`, () => check(alert, CASES[alert]));

  it("are four on brokers of others, on series that have no namespace", async () => {
    const alerts = rulesOf("existing").flatMap(({ alert }) => (alert === undefined ? [] : [alert as AlertName]));
    assert.deepEqual(alerts, ["KafkaExporterDown", "KafkaConsumerLag", "KafkaConsumerGroupStuck", "KafkaTopicSilent"]);
    const outside = (all: InputSeries[]): InputSeries[] =>
      all.map(({ series, values }) => ({ series: series.replace('namespace="middleware",', ""), values }));
    for (const alert of alerts) {
      const { fires, quiet, ...rest } = CASES[alert];
      await check(alert, { ...rest, stack: "existing", fires: outside(fires), quiet: outside(quiet) });
    }
  });
});
