import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Connection } from "../../../provider/src/connection";
import { UserError } from "../../../provider/src/errors";
import { Owners } from "../../../provider/src/owners";
import { changeTopics } from "../../../provider/src/topics/change";
import type { TopicInputs, TopicOutputs } from "../../../provider/src/topics/inputs";
import { defaultLimits, type TopicRequests } from "../../../provider/src/topics/requests";

describe("changes of the topics of one resource", () => {
  const connection: Connection = {
    brokers: ["a:9092"],
    access: "direct",
    mechanism: "SCRAM-SHA-512",
    kubernetes: { context: "one", namespace: "middleware" },
    secretName: "kafka-operator",
  };
  const topic = (name: string): TopicInputs => ({ connection, name, config: {}, deletion: "retain", adopt: false });
  const byName = <T extends TopicInputs>(topics: T[]) => new Map(topics.map((each) => [each.name, each]));

  /** Marks of the journal, and the waits for topics, each of which ends as it is told to. */
  function change(olds: TopicOutputs[], news: TopicInputs[]) {
    const marks = new Set<string>();
    const waits = new Map<string, PromiseWithResolvers<void>>();
    const requests = {
      limits: defaultLimits,
      create: { add: () => Promise.resolve({ errorCode: 0, errorMessage: null, lost: false }) },
      ready: {
        add: ({ name }: { name: string }) => {
          const wait = Promise.withResolvers<void>();
          waits.set(name, wait);
          return wait.promise;
        },
      },
    } as unknown as TopicRequests;
    const journal = {
      begin: ({ name }: TopicInputs) => (marks.add(name), false),
      finish: ({ name }: TopicInputs) => void marks.delete(name),
      beginMove: () => undefined,
      finishMove: () => undefined,
      moveLeft: () => false,
    };
    const changed = changeTopics({ requests, journal, owners: new Owners() }, "group g", byName(olds), byName(news));
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    return { marks, waits, changed, turn };
  }

  it("keeps every creation marked until all are done, since the engine hears of none before", async () => {
    const { marks, waits, changed, turn } = change([topic("kept")], ["quick", "slow", "kept"].map(topic));
    await turn();
    waits.get("quick")?.resolve();
    await turn();
    assert.deepEqual([...marks].sort(), ["quick", "slow"]);
    waits.get("slow")?.resolve();
    assert.deepEqual([...(await changed).topics.keys()].sort(), ["kept", "quick", "slow"]);
    assert.deepEqual([...marks], []);
  });

  it("takes the marks away from those that failed too: the state tells of them", async () => {
    const { marks, waits, changed, turn } = change([], ["fails", "works"].map(topic));
    await turn();
    waits.get("fails")?.reject(new UserError("no leader"));
    waits.get("works")?.resolve();
    const { topics, failures } = await changed;
    assert.deepEqual([...failures.keys()], ["fails"]);
    assert.equal(topics.get("fails")?.unconfirmed, true);
    assert.deepEqual([...marks], []);
  });
});
