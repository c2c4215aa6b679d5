import assert from "node:assert/strict";
import { parse } from "yaml";
import { JMX_URL, jmxRuleFile } from "../../../components/monitoring/jmx/ruleFile";
import { BEANS, RULES } from "../../../components/monitoring/jmx/rules";

describe("the JMX exporter's rule file", () => {
  it("is the same text each time, and reads back as what it was made of", () => {
    const file = jmxRuleFile({ jmxUrl: JMX_URL });
    assert.equal(jmxRuleFile({ jmxUrl: JMX_URL }), file);
    assert.deepEqual(parse(file), {
      jmxUrl: JMX_URL,
      ssl: false,
      lowercaseOutputName: true,
      lowercaseOutputLabelNames: true,
      includeObjectNames: BEANS,
      rules: RULES,
    });
  });

  it("has no address for the Java agent, which is in the broker itself", () => {
    const { jmxUrl, ssl } = parse(jmxRuleFile()) as Record<string, unknown>;
    assert.deepEqual([jmxUrl, ssl], [undefined, undefined]);
  });

  it("refers to groups that its patterns have", () => {
    for (const { pattern, name, labels = {} } of RULES) {
      const groups = new RegExp(`${pattern}|`).exec("")!.length - 1;
      const used = [name, ...Object.values(labels)].flatMap((text) => [...text.matchAll(/\$(\d)/g)]);
      for (const [, group] of used) assert.ok(Number(group) <= groups, `${pattern}: $${group}`);
    }
  });

  it("has a rule for every bean that it reads, and no rule without a bean", () => {
    const types = (text: string): string[] =>
      (/type=\(?([\w|-]+)/.exec(text)?.[1] ?? "").split("|").map((type) => type.trim());
    const read = new Set(BEANS.flatMap(types));
    const ruled = new Set(RULES.flatMap(({ pattern }) => types(pattern)));
    assert.deepEqual([...read].sort(), [...ruled].sort());
  });
});
