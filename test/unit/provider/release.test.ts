import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Reporter } from "../../../provider/src/progress";
import { sectionsOf, throttledRate, throttledReplicas } from "../../../provider/src/topics/reassign/mark";
import { release, releaseAll } from "../../../provider/src/topics/reassign/release";
import { addSections, setRates } from "../../../provider/src/topics/reassign/throttle";
import { ThrottledBrokers } from "./ThrottledBrokers";

const rate = 1024;

/** Three brokers with our throttle for a move of one partition from 0 to 1, which has ended. */
async function throttled(configs: Record<string, string> = {}): Promise<ThrottledBrokers> {
  const brokers = new ThrottledBrokers([0, 1, 2]);
  brokers.topics.set("t", new Map(Object.entries(configs)));
  const sections = sectionsOf([{ topic: "t", partition: 0, from: [0], to: [0, 1] }], rate);
  await setRates(brokers.session, await addSections(brokers.session, new Map([["t", sections]])), rate);
  return brokers;
}

const ratesOn = ({ rates }: ThrottledBrokers) =>
  [...rates].flatMap(([id, configs]) => [...configs].map(([key, value]) => `${id} ${key}=${value}`));
const marks = ({ topics }: ThrottledBrokers) => [...(topics.get("t") ?? [])];

describe("what is left of a throttle when the moves have ended", () => {
  it("comes off brokers and topics", async () => {
    const brokers = await throttled();
    assert.deepEqual(ratesOn(brokers), [`0 ${throttledRate.leader}=${rate}`, `1 ${throttledRate.follower}=${rate}`]);
    const { kept, away } = await release(brokers.session, ["t"]);
    assert.deepEqual([kept, away, ratesOn(brokers), marks(brokers)], [new Set(), [], [], []]);
  });

  it("is found where the first broker that is asked hasn't heard of it", async () => {
    const brokers = await throttled();
    brokers.lagging.add(0);
    await release(brokers.session, ["t"]);
    assert.deepEqual([ratesOn(brokers), marks(brokers)], [[], []]);
  });

  it("keeps its mark where a broker is away with the rate", async () => {
    const brokers = await throttled();
    brokers.live.delete(0);
    const { kept, away } = await release(brokers.session, ["t"]);
    assert.deepEqual([kept, away], [new Set(["t"]), [0]]);
    assert.deepEqual(ratesOn(brokers), [`0 ${throttledRate.leader}=${rate}`]);
    assert.equal(marks(brokers).length, 2);
  });

  it("keeps its mark where a broker goes away over taking the rate off, and comes off when it is back", async () => {
    const brokers = await throttled();
    brokers.failing.add(1);
    assert.deepEqual((await release(brokers.session, ["t"])).away, [1]);
    assert.deepEqual(ratesOn(brokers), [`1 ${throttledRate.follower}=${rate}`]);
    assert.equal(marks(brokers).length, 2);
    brokers.live.add(1);
    assert.deepEqual((await release(brokers.session, ["t"])).away, []);
    assert.deepEqual([ratesOn(brokers), marks(brokers)], [[], []]);
  });

  it("is waited for, and said, until the broker is back", async () => {
    const brokers = await throttled();
    brokers.live.delete(1);
    const said: string[] = [];
    const line = (text: string) => {
      said.push(text);
      brokers.live.add(1);
    };
    const report = new Reporter({ line }, () => performance.now() / 1000);
    assert.deepEqual((await releaseAll(brokers.session, ["t"], report)).away, []);
    assert.deepEqual(said, ["waiting for broker 1, away with our throttle"]);
    assert.deepEqual([ratesOn(brokers), marks(brokers)], [[], []]);
  });

  it("leaves no rate of ours where someone else throttles every replica of the topic", async () => {
    const all = { [throttledReplicas.leader]: "*", [throttledReplicas.follower]: "*" };
    const brokers = await throttled(all);
    assert.deepEqual(ratesOn(brokers), []);
    await release(brokers.session, ["t"]);
    assert.deepEqual(Object.fromEntries(marks(brokers)), all);
  });
});
