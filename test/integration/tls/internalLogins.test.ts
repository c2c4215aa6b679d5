import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { INTERNAL_NAMES } from "../../../components/cluster/values/security";
import type { KubernetesConnection } from "../../../provider/src/connection";
import { endedLoginsFunctions } from "../../../provider/src/internal/ended";
import { internalLoginsFunctions, type InternalLoginsInputs } from "../../../provider/src/internal/logins";
import { followsProtocol } from "../../../provider/src/session/protocol-change";
import { canLogIn } from "../../../provider/src/users/login";
import { listenerSecret, TestAuthority } from "../../certificates";
import { internalTurn, loginOf } from "../access/internalTurns";
import type { BrokerCluster } from "../brokers";
import { operatorSecret, startKraft, startZooKeeper, TestSecrets, testSessions } from "../brokers";
import { protocols, tlsProperties } from "./listener";
import { MountedSecret } from "./MountedSecret";

const users = ["operator", "interbroker"];
for (const [mode, start] of [
  ["kraft", startKraft],
  ["zookeeper", startZooKeeper],
] as const) {
  describe(`a turn of the internal users in the run that changes TLS, one broker: ${mode}`, function () {
    this.timeout(120_000);
    let cluster: BrokerCluster;
    let authority: TestAuthority;
    let mounted: MountedSecret;
    const secrets = new TestSecrets();
    const sessions = testSessions(secrets);
    const logins = followsProtocol(internalLoginsFunctions({ sessions, brokersExist: async () => true }), sessions);
    const ended = endedLoginsFunctions(sessions);

    const plain = (): KubernetesConnection => cluster.connection;
    const tls = (): KubernetesConnection => ({ ...cluster.connection, tls: { caSecrets: [operatorSecret] } });
    const wanted = (rotation: number, connection: KubernetesConnection) => internalTurn(secrets, connection, rotation);
    const state = (inputs: InternalLoginsInputs) => ({ ...inputs, credential: "current" as const });
    const works = (connection: KubernetesConnection, turn: number): Promise<boolean[]> =>
      Promise.all(users.map((user) => canLogIn(sessions, connection, loginOf(user, turn))));
    const publish = (turn: number): unknown =>
      secrets.set(operatorSecret, { ...loginOf("operator", turn), "ca.crt": authority.certificate });

    /** The steps of a run in the engine's order: logins, administrator's Secret, restart, the end of the turn before. */
    async function run(olds: InternalLoginsInputs, news: InternalLoginsInputs, to: "SASL_SSL" | "SASL_PLAINTEXT") {
      const { failures = [] } = (await logins.check(olds, { ...news })) as { failures?: unknown[] };
      assert.deepEqual(failures, []);
      assert.equal((await logins.diff("kafka", state(olds) as never, news)).changes, true);
      await logins.update("kafka", state(olds), news);
      for (const turn of [olds.rotation, news.rotation])
        assert.deepEqual(await works({ ...olds.connection, mixed: true }, turn), [true, true]);
      publish(news.rotation);
      cluster.changeConfiguration(
        0,
        (text) => text.replace(/CLIENT:SASL_\w+/, `CLIENT:${to}`),
        to === "SASL_SSL" ? { ca: authority.certificate } : undefined,
      );
      await cluster.restart(0);
      await ended.update("kafka", olds, news);
      assert.deepEqual(await works(news.connection, olds.rotation), [false, false]);
      assert.deepEqual(await works(news.connection, news.rotation), [true, true]);
      assert.equal((await logins.read("kafka", state(news))).props?.credential, "current");
    }

    before(async () => {
      authority = TestAuthority.make("one");
      const names = "IP:127.0.0.1,DNS:kafka";
      mounted = new MountedSecret(listenerSecret(authority.sign({ names }), authority.certificate));
      publish(1);
      cluster = await start({
        authorizer: true,
        users: [loginOf("interbroker", 1)],
        overrides: {
          ...tlsProperties(mounted),
          ...protocols(mode, "SASL_PLAINTEXT"),
          "super.users": [...INTERNAL_NAMES, "ANONYMOUS"].map((name) => `User:${name}`).join(";"),
        },
      });
    });

    after(async () => {
      sessions.close();
      await cluster?.stop();
      mounted?.remove();
    });

    it("brings the new logins to brokers without TLS, and ends the ones before when they have it", () =>
      run(wanted(1, plain()), wanted(2, tls()), "SASL_SSL"));

    it("brings them to brokers that still have TLS in the run that turns it off", () =>
      run(wanted(2, tls()), wanted(3, plain()), "SASL_PLAINTEXT"));
  });
}
