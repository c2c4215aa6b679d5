import assert from "node:assert/strict";
import fc from "fast-check";
import { properties } from "../../../components/cluster/values/properties";

/** What Java reads from a line, as far as these lines go. */
const unescape = (text: string): string => text.replace(/\\(.)/gs, (_, c: string) => ({ n: "\n", r: "\r" })[c] ?? c);

describe("properties", () => {
  it("writes one line a setting, sorted", () => {
    assert.equal(properties({ b: "2", a: "1" }), "a=1\nb=2");
  });

  it("survives the chart's templates and Java's escapes, whatever the value is", () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const text = properties({ key: value }).replaceAll('{{ "{{" }}', "\u0000").replaceAll("\u0000", "{{");
        assert.equal(text.split("\n").length, 1);
        assert.equal(unescape(text.slice("key=".length)), value);
      }),
    );
  });

  it("lets no value start a template of its own", () => {
    assert.equal(properties({ a: "{{ .Values }}" }), 'a={{ "{{" }} .Values }}');
  });
});
