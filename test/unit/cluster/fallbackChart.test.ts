import assert from "node:assert/strict";
import { join } from "node:path";
import { chartValues } from "../../../components/cluster/values";
import { merge } from "../../../components/cluster/values/merge";
import { brokerProperties } from "../../../components/cluster/values/brokerProperties";
import { cases, external, settings } from "./cases";
import { ensureHelm } from "../../../tools";
import { createProgress } from "../../../commands/progress";
import { helmTemplate } from "../../../render/kubernetes/helm";
import realChart from "./realChart.json";
import { facts, objects, serverProperties } from "./renderFacts";

const chart = join(__dirname, "../../../local/chart");
let helm: string;
const template = (namespace: string, values: unknown): string =>
  helmTemplate(helm, { name: "kafka", chart, namespace, values });
const render = (name: string): string => {
  const stack = cases[name] ?? settings();
  return template(stack.kubernetes.namespace, chartValues(stack));
};

describe("the stand-in chart of the stack `local`", function () {
  this.timeout(180_000);
  before(async () => {
    helm = await ensureHelm(createProgress());
  });

  for (const [name, seen] of Object.entries(realChart.cases)) {
    it(`makes the objects that the real chart makes: ${name}`, () => {
      const made = facts(objects(render(name)));
      assert.deepEqual(Object.keys(made), Object.keys(seen.objects));
      for (const [object, expected] of Object.entries(seen.objects))
        assert.deepEqual({ [object]: made[object] }, { [object]: expected });
    });

    it(`writes the server.properties that the real chart writes: ${name}`, () => {
      const expected = { ...seen.properties, ...brokerProperties(cases[name] ?? settings()) };
      assert.deepEqual(serverProperties(objects(render(name))), expected);
    });

    it(`renders the same twice, and no Secret: ${name}`, () => {
      const first = render(name);
      assert.equal(render(name), first);
      assert.doesNotMatch(first, /^kind: Secret$/m);
    });
  }

  it("refuses access from outside", () => {
    const stack = external["load balancers with hosts"] ?? settings();
    assert.throws(() => template("middleware", chartValues(stack)), /this chart has no external access/);
  });

  it("refuses a value that it would otherwise ignore", () => {
    const values = merge(chartValues(settings()), { controller: { nodeSelector: { disk: "ssd" } } });
    assert.throws(() => template("middleware", values), /nodeSelector/);
  });
});
