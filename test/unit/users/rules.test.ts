import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import type { AclOperation, AclResource } from "../../../provider/src/protocol/acls";
import { aclOperationCode } from "../../../provider/src/protocol/acls";
import { checkUser } from "../../../provider/src/users/check";
import { bindingsOf, ruleText, type UserRules } from "../../../provider/src/users/rules";
import { bothSlots, liveSlots, slotName } from "../../../provider/src/users/slots";
import { AuthorizerModel } from "./AuthorizerModel";
import { host, name, rawAcl, wordRules } from "./rules.arbitrary";

const covers = (patterns: readonly string[] = [], wanted: string) =>
  patterns.some((each) => each === wanted || (each.endsWith("*") && wanted.startsWith(each.slice(0, -1))));

/** What the words mean, told apart from how they become rules: who may do what to what. */
const meaning: Record<string, (rules: UserRules, name: string) => boolean> = {
  "topic Write": (rules, topic) => covers(rules.produce, topic),
  "topic Read": (rules, topic) => covers(rules.consume?.topics, topic),
  "topic Describe": (rules, topic) =>
    [rules.produce, rules.consume?.topics, rules.admin].some((patterns) => covers(patterns, topic)),
  "topic Create": (rules, topic) => covers(rules.admin, topic),
  "topic Delete": (rules, topic) => covers(rules.admin, topic),
  "topic Alter": (rules, topic) => covers(rules.admin, topic),
  "topic AlterConfigs": (rules, topic) => covers(rules.admin, topic),
  "topic DescribeConfigs": (rules, topic) => covers(rules.admin, topic),
  "group Read": (rules, group) => covers(rules.consume?.groups, group),
  "group Describe": (rules, group) => covers(rules.consume?.groups, group),
  "transactionalId Write": (rules, id) => covers(rules.transactional, id),
  "transactionalId Describe": (rules, id) => covers(rules.transactional, id),
};

const resource = fc.constantFrom<AclResource>("topic", "group", "transactionalId", "cluster", "delegationToken");
const operation = fc.constantFrom(
  ...(Object.keys(aclOperationCode) as AclOperation[]).filter((each) => each !== "All"),
);

describe("access rules in words", () => {
  it("open what they say and nothing else, to their user alone", () => {
    const attempt = fc.record({ resource, operation, name, host, user: fc.constantFrom("worker", "other") });
    fc.assert(
      fc.property(wordRules, attempt, (rules, { user, ...tried }) => {
        const model = new AuthorizerModel(bindingsOf(["worker"], rules));
        const said = meaning[`${tried.resource} ${tried.operation}`]?.(rules, tried.name) ?? false;
        const from = rules.hosts === undefined || rules.hosts.includes("*") || rules.hosts.includes(tried.host);
        const expected = user === "worker" && said && from;
        assert.equal(model.allows({ ...tried, principal: `User:${user}` }), expected);
      }),
      { numRuns: 2000 },
    );
  });

  it("are the same for both names of a user in its rotation, and each stands once", () => {
    fc.assert(
      fc.property(wordRules, fc.array(rawAcl, { maxLength: 3 }), (words, acls) => {
        const rules = { ...words, acls };
        const both = bindingsOf(bothSlots("worker"), rules);
        assert.equal(new Set(both.map(ruleText)).size, both.length);
        assert.equal(both.length, 2 * bindingsOf(["worker"], rules).length);
      }),
      { numRuns: 300 },
    );
  });

  it("let a raw Deny outweigh every word", () => {
    fc.assert(
      fc.property(wordRules, name, operation, host, (words, topic, denied, from) => {
        const deny = { resource: "topic", name: topic, operations: [denied], permission: "Deny" } as const;
        const model = new AuthorizerModel(bindingsOf(["worker"], { ...words, acls: [deny] }));
        const tried = { resource: "topic", operation: denied, name: topic, host: from } as const;
        assert.equal(model.allows({ ...tried, principal: "User:worker" }), false);
      }),
      { numRuns: 300 },
    );
  });

  it("become raw rules word by word", () => {
    const texts = (rules: UserRules) => bindingsOf(["w"], rules).map(ruleText);
    assert.deepEqual(texts({ produce: ["tasks", "orders-*", "*"] }), [
      "Allow Write on topic tasks for User:w from *",
      "Allow Write on topic orders- (prefixed) for User:w from *",
      "Allow Write on topic * for User:w from *",
    ]);
    assert.deepEqual(texts({ consume: { topics: ["tasks"], groups: ["w*"] }, hosts: ["10.0.0.1"] }), [
      "Allow Read on topic tasks for User:w from 10.0.0.1",
      "Allow Read on group w (prefixed) for User:w from 10.0.0.1",
    ]);
    assert.deepEqual(texts({ acls: [{ resource: "cluster", operations: ["Describe"], permission: "Deny" }] }), [
      "Deny Describe on cluster kafka-cluster for User:w from *",
    ]);
    assert.deepEqual(texts({}), []);
  });

  it("that the generator makes, the check takes", () => {
    fc.assert(
      fc.property(wordRules, fc.array(rawAcl, { maxLength: 3 }), (words, acls) => {
        const secret = { name: "s", namespace: "n" };
        assert.deepEqual(checkUser({}, { name: "w", secret, rules: { ...words, acls } }).failures, []);
      }),
      { numRuns: 200 },
    );
  });
});

describe("the two names of a user", () => {
  it("take turns, and the first has the user's own name", () => {
    assert.deepEqual(
      [1, 2, 3].map((turn) => slotName("w", turn)),
      ["w", "w.b", "w"],
    );
  });

  it("are both live after a rotation, until the previous one is told to go", () => {
    assert.deepEqual(liveSlots({ name: "w", rotation: 1, previous: "keep" }), ["w"]);
    assert.deepEqual(liveSlots({ name: "w", rotation: 2, previous: "keep" }), ["w.b", "w"]);
    assert.deepEqual(liveSlots({ name: "w", rotation: 3, previous: "keep" }), ["w", "w.b"]);
    assert.deepEqual(liveSlots({ name: "w", rotation: 3, previous: "remove" }), ["w"]);
  });
});
