import assert from "node:assert/strict";
import fc from "fast-check";
import { brokerSettings, clientSizes } from "../../../../config/kafka/effective";
import { accepted, least } from "../parsed";

const effective = (cluster: object): Record<string, string> =>
  brokerSettings(accepted({ ...least, topics: {}, cluster }).settings);

describe("the brokers' effective settings", () => {
  it("are the guide's by default", () => {
    assert.deepEqual(effective({}), {
      "auto.create.topics.enable": "false",
      "default.replication.factor": "3",
      "delete.topic.enable": "true",
      "group.max.session.timeout.ms": "1800000",
      "group.min.session.timeout.ms": "6000",
      "log.retention.hours": "168",
      "log.segment.bytes": "1073741824",
      "message.max.bytes": "10485760",
      "min.insync.replicas": "2",
      "num.io.threads": "16",
      "num.network.threads": "8",
      "num.partitions": "8",
      "offsets.topic.replication.factor": "3",
      "replica.fetch.max.bytes": "10485760",
      "replica.fetch.response.max.bytes": "10485760",
      "socket.receive.buffer.bytes": "1048576",
      "socket.send.buffer.bytes": "1048576",
      "transaction.state.log.min.isr": "2",
      "transaction.state.log.replication.factor": "3",
      "unclean.leader.election.enable": "false",
    });
  });

  const factors = [
    [1, "1", "1"],
    [2, "2", "1"],
    [3, "3", "2"],
    [5, "3", "2"],
  ] as const;
  for (const [brokers, factor, insync] of factors) {
    it(`have factors for ${brokers} broker(s) that leave one free to restart`, () => {
      const settings = effective({ brokers });
      assert.equal(settings["default.replication.factor"], factor);
      assert.equal(settings["offsets.topic.replication.factor"], factor);
      assert.equal(settings["transaction.state.log.replication.factor"], factor);
      assert.equal(settings["min.insync.replicas"], insync);
      assert.equal(settings["transaction.state.log.min.isr"], insync);
    });
  }

  it("let the fetch sizes follow the largest message", () => {
    const settings = effective({ settings: { "message.max.bytes": "20MiB" } });
    assert.equal(settings["message.max.bytes"], "20971520");
    assert.equal(settings["replica.fetch.max.bytes"], "20971520");
    assert.equal(settings["replica.fetch.response.max.bytes"], "20971520");
    const small = effective({ settings: { "message.max.bytes": "1MiB" } });
    assert.equal(small["replica.fetch.response.max.bytes"], "10485760");
  });

  it("drop the default that a setting in another unit overrules", () => {
    const settings = effective({ settings: { "log.retention.ms": "1d" } });
    assert.equal(settings["log.retention.ms"], "86400000");
    assert.equal(settings["log.retention.hours"], undefined);
  });

  it("force no flush unless it is asked for", () => {
    assert.deepEqual(
      Object.keys(effective({})).filter((name) => name.startsWith("log.flush")),
      [],
    );
    const flushing = effective({ logFlush: {} });
    assert.equal(flushing["log.flush.interval.messages"], "10000");
    assert.equal(flushing["log.flush.interval.ms"], "1000");
  });

  it("are sorted and the same whatever the order in the stack file", () => {
    const own: [string, string | number][] = [
      ["num.partitions", 4],
      ["log.retention.ms", "7d"],
      ["background.threads", 20],
      ["zookeeper.session.timeout.ms", "20s"],
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(own, { minLength: own.length }), (entries) => {
        const settings = effective({ mode: "zookeeper", settings: Object.fromEntries(entries) });
        assert.deepEqual(Object.keys(settings), Object.keys(settings).toSorted());
        assert.deepEqual(settings, effective({ mode: "zookeeper", settings: Object.fromEntries(own) }));
      }),
    );
  });

  it("tell clients the sizes that fit", () => {
    const { settings } = accepted(least);
    assert.deepEqual(clientSizes(settings), {
      "fetch.max.bytes": "52428800",
      "max.partition.fetch.bytes": "10485760",
      "max.request.size": "10485760",
    });
  });
});
