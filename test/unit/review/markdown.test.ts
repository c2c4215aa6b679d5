import assert from "node:assert/strict";
import fc from "fast-check";
import { UNKNOWN } from "../../../review/change";
import { differences, shown } from "../../../review/differences";
import { previewOf, savedPreview } from "../../../review/preview";
import { parseReview } from "../../../review/options";
import { LIMIT, markdown } from "../../../review/markdown";
import { code, fitting } from "../../../review/markdown/text";
import { between, meaning, topic, user } from "./changes";
import type { Change } from "../../../review/change";

const of = (changes: readonly Change[], more: Partial<Parameters<typeof markdown>[0]> = {}): string =>
  markdown({
    stack: "prod",
    changes,
    findings: meaning(changes),
    messages: [],
    breaches: [],
    unseen: [],
    extent: "whole",
    ...more,
  });

describe("a review", () => {
  it("says first what is dangerous, then what to know, and folds the rest", () => {
    const text = of([
      topic("events", undefined, {}),
      topic("orders", {}, { partitions: 16 }),
      topic("old", { deletion: "delete" }),
    ]);
    assert.match(text, /^<!-- kafka review: prod -->\n## Kafka stack `prod`: 1 dangerous change\n/);
    const order = ["### Dangerous", "`old`", "### To know before", "`orders`", "<details>", "`events`"];
    const places = order.map((part) => text.indexOf(part));
    assert.deepEqual(
      places,
      [...places].sort((a, b) => a - b),
    );
    assert.ok(!places.includes(-1), text);
  });

  it("says when nothing changes, and when nobody would notice", () => {
    assert.match(of([]), /nothing changes\n$/);
    assert.match(of([topic("a", undefined, {})]), /nothing that anybody would notice/);
  });

  it("says what stopped the preview, and what could not be seen", () => {
    const messages = [{ severity: "error", text: "kafka:topics.a: no" } as const];
    const text = of([], { extent: "stopped", messages, unseen: ["The brokers could not be asked."] });
    assert.match(text, /the preview stopped\n/);
    assert.match(text, /```\nkafka:topics\.a: no\n```/);
    assert.match(text, /> The brokers could not be asked\./);
  });

  it("says what the state alone could tell when the cluster does not answer", () => {
    const text = of([topic("a", { deletion: "delete" })], { extent: "state", unseen: ["Not the cluster."] });
    assert.match(text, /1 dangerous change, as far as it can be told without the cluster\n/);
    assert.match(text, /> Not the cluster\./);
  });

  it("says which policies would refuse the run, before all else, and folds advice", () => {
    const text = of([topic("old", { deletion: "delete" })], {
      breaches: [
        { rule: "pinned-images", mandatory: false, text: "StatefulSet kafka has no digest. Pin it @all" },
        { rule: "topic-replication", mandatory: true, text: "kafka:topics.a has replication factor 1. Set 3" },
      ],
    });
    const order = [
      "### Refused by the policies",
      "- `topic-replication`: kafka:topics.a has replication factor 1",
      "1 piece of advice from the policies</summary>",
      "- `pinned-images`: StatefulSet kafka has no digest. Pin it \\@all",
      "### Dangerous",
    ].map((part) => text.indexOf(part));
    assert.ok(!order.includes(-1), text);
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
    );
  });

  it("says what is alike once", () => {
    const text = of(Array.from({ length: 300 }, (_, n) => topic(`t${n}`, { deletion: "delete" })));
    assert.match(text, /- topics `t0`, (`t\d+`, ){6}`t\d+` and 292 more: is \*\*DELETED\*\*/);
  });

  it("fits into a comment, whatever changes, and what is dangerous is cut last", () => {
    const name = fc.string({ maxLength: 400, unit: "binary" });
    const config = fc.dictionary(name, fc.string({ maxLength: 3000 }), { maxKeys: 5 });
    const changes = fc
      .array(fc.tuple(name, config, config), { maxLength: 40 })
      .map((all) => all.map(([each, before, after]) => topic(each, { config: before }, { config: after })));
    const messages = fc.array(
      fc.record({ severity: fc.constantFrom("error", "warning"), text: fc.string({ maxLength: 9000 }) }),
    );
    const breaches = fc.array(
      fc.record({ rule: name, mandatory: fc.boolean(), text: fc.string({ maxLength: 3000, unit: "binary" }) }),
    );
    fc.assert(
      fc.property(
        changes,
        messages,
        breaches,
        fc.constantFrom("whole", "stopped", "state"),
        (all, said, broken, extent) => {
          const text = of(all, { messages: said as never, breaches: broken, extent });
          assert.ok(text.length <= LIMIT, `${text.length} characters`);
        },
      ),
      { numRuns: 60 },
    );
    const many = Array.from({ length: 3000 }, (_, n) =>
      topic(`topic-with-a-long-name-${n}`, {}, { partitions: 9 + n }),
    );
    const text = of([...many, topic("gone", { deletion: "delete" })]);
    assert.ok(text.length <= LIMIT, `${text.length} characters`);
    assert.match(text, /`gone`: is \*\*DELETED/);
    assert.match(text, /… and \d+ more/);
  });

  it("lets no name out of its code", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (name) => {
        const [, fence = "", inner = ""] = /^(`+)([\s\S]*)\1$/.exec(code(name)) ?? [];
        assert.ok(fence.length > 0);
        assert.ok(!new RegExp(`(?<!\`)${fence}(?!\`)`).test(inner), code(name));
        assert.ok(!/[\r\n]/.test(inner));
      }),
    );
    assert.doesNotMatch(
      of([topic("a", { config: { x: "1" } }, { config: { x: "</details> @all" } })]),
      /^- .*(<\/details>|[^\\]@all)/m,
    );
  });

  it("shows nothing of a Secret, marked or not", () => {
    const secret = (value: unknown) => ({
      metadata: { name: "s" },
      data: { password: value },
      stringData: { token: value },
    });
    const mark = (value: string) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value });
    const type = "kubernetes:core/v1:Secret";
    const text = of([
      between(type, "plain", secret("aHVudGVyMg=="), secret("aHVudGVyMw==")),
      between(type, "marked", secret(mark("aHVudGVyMg==")), secret(mark("aHVudGVyMw=="))),
      between("kubernetes:core/v1:ConfigMap", "m", { data: mark("aHVudGVyMg==") }, { data: mark("aHVudGVyMw==") }),
      user("u", { password: mark("aHVudGVyMg==") }, { password: mark("aHVudGVyMw==") }),
    ]);
    assert.doesNotMatch(text, /aHVudGVy/);
    assert.match(text, /data\.password: \[secret\]/);
  });
});

describe("the differences of two values", () => {
  it("are none of a value with itself, and some of two that differ", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => assert.deepEqual(differences(value, structuredClone(value)), [])));
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const sorted = (value: unknown): string =>
          JSON.stringify(value, (_, v: unknown) =>
            typeof v === "object" && v !== null && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).sort()) : v,
          );
        fc.pre(sorted(a) !== sorted(b));
        assert.notDeepEqual(differences(a, b), []);
      }),
    );
  });

  it("compare named members by their names", () => {
    const list = (...names: string[]) => names.map((name) => ({ name, value: name }));
    assert.deepEqual(differences(list("b", "c"), list("a", "b", "c")), [
      { path: "[a]", after: { name: "a", value: "a" } },
    ]);
  });

  it("say what is not known yet", () => {
    assert.equal(shown(UNKNOWN), "(known after the run)");
  });
});

describe("lines that must fit", () => {
  it("never take more room than there is, and lose none that would fit", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 30 })), fc.integer({ min: 40, max: 400 }), (lines, room) => {
        const kept = fitting(lines, room, (left) => `${left} left`);
        const size = (all: string[]): number => all.reduce((sum, line) => sum + line.length + 1, 0);
        assert.ok(size(kept) <= room);
        if (size(lines) <= room) assert.deepEqual(kept, lines);
      }),
    );
  });
});

describe("the output of `pulumi preview --json`", () => {
  const printed = (stdout: string, code = 0, stderr = ""): Parameters<typeof previewOf>[0] => ({
    code,
    stdout,
    stderr,
  });

  it("that is none is an error of one line", () => {
    assert.throws(() => previewOf(printed("", 255, "error: no stack named 'qa' found\n")), {
      name: "Failure",
      message: "no stack named 'qa' found",
    });
    assert.throws(() => savedPreview('{"name":"x"}', "f.json"), /^Failure: --preview f\.json: this is not what/);
  });

  it("of a run without changes has none", () => {
    assert.deepEqual(previewOf(printed('{"duration": 1, "steps": null}')), {
      changes: [],
      messages: [],
      complete: true,
    });
  });

  const stream = (...events: object[]): string =>
    events.map((event, sequence) => JSON.stringify({ sequence, timestamp: 1, ...event })).join("\n");
  const policyEvent = (enforcementLevel: string): object => ({
    policyEvent: {
      message: "Factor at least 3.\n<{%reset%}>\u001b[31mtopic a\u001b[0m: Set 3.\n",
      policyName: "topic-replication",
      enforcementLevel,
    },
  });
  const created = {
    resourcePreEvent: {
      metadata: {
        op: "create",
        urn: "urn:pulumi:prod::kafka::x:T::a",
        new: { type: "x:T", custom: true, inputs: { name: "a" } },
      },
    },
  };

  it("as a stream of events has what the policies say", () => {
    const text = stream(created, policyEvent("advisory"), { summaryEvent: {} }, { cancelEvent: {} });
    assert.deepEqual(previewOf(printed(text)), {
      changes: [{ op: "create", type: "x:T", name: "a", after: { name: "a" }, retained: false }],
      messages: [],
      breaches: [{ rule: "topic-replication", mandatory: false, text: "topic a: Set 3." }],
      complete: true,
    });
  });

  const failed = { diagnosticEvent: { severity: "error", prefix: "error: ", message: "preview failed\n" } };
  const error = { diagnosticEvent: { severity: "error", prefix: "error: ", message: "no" } };

  it("came to its end where a mandatory policy alone refuses the run, and not where it stopped before", () => {
    const of = (...events: object[]) => previewOf(printed(stream(created, ...events), 255));
    const refused = of(policyEvent("mandatory"), failed);
    assert.deepEqual([refused.complete, refused.messages], [true, []]);
    const stopped = of(policyEvent("mandatory"), error, failed);
    assert.deepEqual([stopped.complete, stopped.messages], [false, [{ severity: "error", text: "no" }]]);
    assert.equal(of(policyEvent("advisory"), failed).complete, false);
  });

  it("says what stopped the engine before there was anything to say in the stream", () => {
    const { messages, complete } = previewOf(printed(stream({ policyLoadEvent: {} }), 1, "error: failed to load x\n"));
    assert.deepEqual([complete, messages], [false, [{ severity: "error", text: "failed to load x" }]]);
  });

  it("keeps what was said, without colours", () => {
    const diagnostics = [{ severity: "error", message: "\u001b[31merror: \u001b[0mno\n" }];
    const { messages, complete } = previewOf(printed(JSON.stringify({ duration: 1, diagnostics }), 1));
    assert.deepEqual(messages, [{ severity: "error", text: "no" }]);
    assert.equal(complete, false);
  });

  it("leaves out the program's trace where the engine said why", () => {
    const trace = "Running program '/p/index.ts' failed with an unhandled exception:\n  at x";
    const said = (...texts: string[]) =>
      previewOf(
        printed(
          JSON.stringify({ duration: 1, diagnostics: texts.map((message) => ({ severity: "error", message })) }),
          1,
        ),
      ).messages.map(({ text }) => text);
    assert.deepEqual(said("error: no cluster", `error: ${trace}`), ["no cluster"]);
    assert.deepEqual(said(`error: ${trace}`), [trace]);
  });
});

describe("the options of `npm run review`", () => {
  it("are refused in one line when they are wrong", () => {
    assert.throws(() => parseReview([]), { name: "Failure", message: /^--stack: name the stack/ });
    assert.throws(
      () => parseReview(["--stack", "a", "--preview", "p", "--save-plan", "q"]),
      /leave it out with --preview/,
    );
    assert.equal(parseReview(["--help"]), undefined);
  });
});
