import assert from "node:assert/strict";
import { createServer, Server, Socket } from "node:net";
import { once } from "node:events";
import { AddressInfo } from "node:net";
import { after, before, describe, it } from "mocha";
import type { Connection } from "../../../provider/src/connection";
import { Deadline } from "../../../provider/src/deadline";
import { UserError } from "../../../provider/src/errors";
import { metadataRequest } from "../../../provider/src/protocol/metadata";
import { directSocketFactory } from "../../../provider/src/session/access";
import { connectsAhead } from "../../../provider/src/session/connects-ahead";
import { sendChange } from "../../../provider/src/session/send-change";
import type { Session } from "../../../provider/src/session/session";
import { Sessions } from "../../../provider/src/session/sessions";
import { LostAnswerError } from "../../../provider/src/session/trouble";
import { unknownValue } from "../../../provider/src/unknown";

const connection: Connection = {
  brokers: ["127.0.0.1:1"],
  access: "direct",
  mechanism: "SCRAM-SHA-512",
  kubernetes: { context: "none", namespace: "tests" },
  secretName: "kafka-operator",
};
const access = {
  readSecret: async () => ({ username: "operator", password: "password-of-the-tests" }),
  readSetting: () => "password-of-the-tests",
  socketFactory: () => directSocketFactory,
};

describe("sessions", () => {
  it("are shared by everything that uses the same connection, and by nothing else", async () => {
    const sessions = new Sessions(access);
    const seen: Session[] = [];
    const use = async (session: Session) => void seen.push(session);
    await Promise.all([
      sessions.with(connection, use),
      sessions.with({ ...connection }, use),
      sessions.with({ ...connection, kubernetes: { ...connection.kubernetes, context: "other" } }, use),
      sessions.with({ ...connection, secretName: "other" }, use),
    ]);
    assert.equal(new Set(seen).size, 3);
    assert.equal(seen[0], seen[1]);
    sessions.close();
  });

  it("close when nobody has used them for a while, and not before", async () => {
    const sessions = new Sessions(access, { idle: 30 });
    const seen: Session[] = [];
    const use = async (session: Session) => void seen.push(session);
    await sessions.with(connection, use);
    await sessions.with(connection, async (session) => {
      seen.push(session);
      await new Promise((resolve) => setTimeout(resolve, 80));
    });
    await sessions.with(connection, use);
    await new Promise((resolve) => setTimeout(resolve, 80));
    await sessions.with(connection, use);
    assert.equal(new Set(seen.slice(0, 3)).size, 1);
    assert.notEqual(seen[3], seen[0]);
    sessions.close();
  });

  it("name the missing key of the administrator's Secret", async () => {
    const sessions = new Sessions({ ...access, readSecret: async () => ({ username: "operator" }) });
    await assert.rejects(
      sessions.with(connection, (session) => session.describeCluster()),
      /Secret tests\/kafka-operator has no key "password"/,
    );
    sessions.close();
  });
});

describe("a connection ahead", () => {
  const recorded = (failures: unknown[] = []) => {
    const ahead: Connection[] = [];
    const functions = connectsAhead(
      { check: async (_: object, news: object) => ({ inputs: news as { connection: Connection }, failures }) },
      { connectAhead: (asked) => void ahead.push(asked) },
    );
    return { ahead, functions };
  };
  const answered = () => new Promise((resolve) => setTimeout(resolve, 50));

  it("is made after the check of what is new and can be made, and not before its answer", async () => {
    const { ahead, functions } = recorded();
    await functions.check({}, { connection });
    assert.deepEqual(ahead, []);
    await answered();
    assert.deepEqual(ahead, [connection]);
  });

  it("is not made for what is there already, can't be made, or isn't known yet", async () => {
    const [there, refused, unknown] = [recorded(), recorded(["no"]), recorded()];
    await there.functions.check({ connection }, { connection });
    await refused.functions.check({}, { connection });
    await unknown.functions.check({}, { connection: { ...connection, brokers: [unknownValue] } });
    await unknown.functions.check({}, { connection: unknownValue });
    await answered();
    assert.deepEqual([...there.ahead, ...refused.ahead, ...unknown.ahead], []);
  });

  it("that fails says nothing, and who comes next begins anew", async () => {
    let reads = 0;
    const readSecret = async () => {
      reads += 1;
      return {};
    };
    const sessions = new Sessions({ ...access, readSecret });
    sessions.connectAhead(connection);
    sessions.connectAhead(connection);
    await answered();
    await assert.rejects(
      sessions.with(connection, (session) => session.describeCluster()),
      /has no key "username"/,
    );
    assert.equal(reads, 2);
    sessions.close();
  });
});

describe("a broker that takes connections and says nothing", () => {
  let server: Server;
  const sockets: Socket[] = [];

  before(async () => {
    server = createServer((socket) => sockets.push(socket)).listen(0, "127.0.0.1");
    await once(server, "listening");
  });

  after(() => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });

  it("is given up at the deadline, with its address", async () => {
    const sessions = new Sessions(access, { connect: 100, request: 100 });
    const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const started = Date.now();
    await assert.rejects(
      sessions.with({ ...connection, brokers: [address] }, (session) =>
        session.describeCluster({ deadline: new Deadline(700) }),
      ),
      (error: unknown) => {
        assert.ok(error instanceof UserError);
        assert.ok(error.message.includes(`tried ${address} (`), error.message);
        return true;
      },
    );
    assert.ok(Date.now() - started < 3_000);
    sessions.close();
  });
});

describe("sendChange", () => {
  interface Result {
    name: string;
    errorCode: number;
    errorMessage?: string;
    throttleTimeMs?: number;
  }
  type Answer = Record<string, number | Omit<Result, "name">> | Error;

  /** A session whose controller gives these answers one after the other. */
  const scripted = (answers: Answer[]) => {
    const sent: string[][] = [];
    let forgotten = 0;
    let items: readonly string[] = [];
    const session = {
      cluster: {
        send: async () => {
          sent.push([...items]);
          const answer = answers.shift();
          if (answer === undefined) throw new Error("no answer left");
          if (answer instanceof Error) throw answer;
          return Object.entries(answer).map(([name, result]) =>
            typeof result === "number" ? { name, errorCode: result } : { name, ...result },
          );
        },
        forgetController: () => (forgotten += 1),
      },
    } as unknown as Session;
    const spec = {
      request: (pending: readonly string[]) => {
        items = pending;
        return metadataRequest([]) as never;
      },
      itemName: (item: string) => item,
      resultName: ({ name }: Result) => name,
    };
    const reported: unknown[] = [];
    const run = async (names: string[], limit = 5_000) => {
      await sendChange<string, Result>(session, names, spec, new Deadline(limit), (index, outcome) => {
        reported[index] = "value" in outcome ? outcome.value : outcome.error;
      });
      return reported;
    };
    return { run, sent, reported, forgotten: () => forgotten };
  };
  const lost = () => new LostAnswerError("CreateTopics", new Error("cut"));

  it("returns each item's result in the order of the items", async () => {
    const { run } = scripted([{ b: 0, a: 40 }]);
    assert.deepEqual(await run(["a", "b"]), [
      { name: "a", errorCode: 40, lost: false },
      { name: "b", errorCode: 0, lost: false },
    ]);
  });

  it("follows a controller that moved, with the refused items alone", async () => {
    const { run, sent, forgotten } = scripted([{ a: 41, b: 0 }, { a: 0 }]);
    assert.deepEqual(await run(["a", "b"]), [
      { name: "a", errorCode: 0, lost: false },
      { name: "b", errorCode: 0, lost: false },
    ]);
    assert.deepEqual(sent, [["a", "b"], ["a"]]);
    assert.equal(forgotten(), 1);
  });

  it("says of which items an answer was lost", async () => {
    const { run } = scripted([lost(), { a: 36, b: 7 }, { b: 36 }]);
    assert.deepEqual(await run(["a", "b"]), [
      { name: "a", errorCode: 36, lost: true },
      { name: "b", errorCode: 36, lost: true },
    ]);
  });

  it("waits and asks again when the broker's quota is used up", async () => {
    const { run, sent } = scripted([{ a: 89 }, { a: 0 }]);
    assert.deepEqual(await run(["a"]), [{ name: "a", errorCode: 0, lost: false }]);
    assert.equal(sent.length, 2);
  });

  it("waits as long as the quota says, past the deadline too", async () => {
    const { run, sent } = scripted([{ a: { errorCode: 89, throttleTimeMs: 2_200 }, b: 0 }, { a: 0 }]);
    const started = performance.now();
    const results = await run(["a", "b"], 2_000);
    assert.deepEqual(results, [
      { name: "a", errorCode: 0, lost: false },
      { name: "b", errorCode: 0, lost: false },
    ]);
    assert.ok(performance.now() - started >= 2_190);
    assert.deepEqual(sent, [["a", "b"], ["a"]]);
  });

  const tooLarge = { errorCode: 44, errorMessage: "Unable to perform excessively large batch operation." };

  it("sends a request that is too large as two halves, in their order, down to single items", async () => {
    const { run, sent } = scripted([
      { a: tooLarge, b: tooLarge, c: tooLarge },
      { a: 0 },
      { b: tooLarge, c: tooLarge },
      { b: tooLarge },
      { c: 0 },
    ]);
    assert.deepEqual(
      (await run(["a", "b", "c"])).map((result) => (result as Result).errorCode),
      [0, 44, 0],
    );
    assert.deepEqual(sent, [["a", "b", "c"], ["a"], ["b", "c"], ["b"], ["c"]]);
  });

  it("does not halve what a policy refuses for its own sake", async () => {
    const refused = { errorCode: 44, errorMessage: "topics need an owner" };
    const { run, sent } = scripted([{ a: refused, b: refused }]);
    await run(["a", "b"]);
    assert.equal(sent.length, 1);
  });

  it("reports what is final before what can't be mended", async () => {
    const { run, reported } = scripted([{ a: 0, b: 41 }, new UserError("no broker")]);
    await assert.rejects(run(["a", "b"]), /no broker/);
    assert.deepEqual(reported, [{ name: "a", errorCode: 0, lost: false }]);
  });

  it("does not forget a lost answer when no broker can be reached after it", async () => {
    const { run } = scripted([lost(), new UserError("no broker")]);
    await assert.rejects(run(["a"]), LostAnswerError);
  });

  it("ends at the deadline with the last answer", async () => {
    const { run } = scripted(Array.from({ length: 100 }, () => ({ a: 41 })));
    assert.deepEqual(await run(["a"], 300), [{ name: "a", errorCode: 41, lost: false }]);
  });

  it("passes on what can't be mended", async () => {
    const { run } = scripted([new UserError("no broker")]);
    await assert.rejects(run(["a"]), /no broker/);
  });
});
