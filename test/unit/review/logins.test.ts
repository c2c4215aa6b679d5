import assert from "node:assert/strict";
import { between, lines, user } from "./changes";

const dynamic = (kind: string): string => `pulumi-nodejs:dynamic/kafka/${kind}`;
const plain = { connection: { mechanism: "SCRAM-SHA-512" } };
const tls = { connection: { mechanism: "SCRAM-SHA-512", tls: { caSecrets: ["kafka-operator"] } } };

describe("what the changes of the brokers' logins, of ages and of certificates mean", () => {
  const logins = (before: object, after: object): string[] => [
    ...lines([between(dynamic("credentials:InternalLogins"), "kafka", { ...before }, { ...after })]),
    ...lines([between(dynamic("credentials:EndedLogins"), "kafka", { ...before }, { ...after })]),
  ];

  it("tells a turn of the brokers' own passwords, and when the one before ends", () => {
    assert.deepEqual(logins({ rotation: 1, ...plain }, { rotation: 2, ...plain }), [
      "care the brokers' own logins kafka: get new passwords (rotation 1 → 2): the brokers restart one by one and take both turns' logins until the last one has; who uses the administrator's Secret must read it again",
      "care the brokers' own logins kafka: those of turn 1 end once every broker has restarted: who still uses them by then LOSES ACCESS",
    ]);
  });

  it("tells another protocol from passwords that are mended", () => {
    assert.deepEqual(logins({ rotation: 2, ...plain }, { rotation: 2, ...tls }), [
      "plain the brokers' own logins kafka: are tried over the other protocol (SASL_PLAINTEXT → SASL_SSL)",
    ]);
    assert.deepEqual(logins({ rotation: 2, ...plain }, { rotation: 2, ...plain }), [
      "care the brokers' own logins kafka: are written again: a refresh found that the brokers don't take their passwords",
    ]);
  });

  it("says that clients must follow when the protocol of their listener changes", () => {
    const map = (client: string): object => ({
      data: { "server.properties": `listener.security.protocol.map=CLIENT:${client},INTERNAL:SASL_PLAINTEXT` },
    });
    const [line = ""] = lines([
      between("kubernetes:core/v1:ConfigMap", "c", { ...map("SASL_PLAINTEXT") }, { ...map("SASL_SSL") }),
    ]);
    assert.match(line, /^danger .*clients inside speak SASL_SSL from now on \(before: SASL_PLAINTEXT\).*LOSE ACCESS/);
  });

  it("tells a renewed certificate from one of another Secret, and what becomes of clients", () => {
    const type = dynamic("certificates:ListenerCertificate");
    const now = { secret: "kafka-tls", found: "aa", hosts: ["kafka"] };
    const said = (after: object): string => lines([between(type, "kafka-client", now, { ...now, ...after })])[0] ?? "";
    assert.match(
      said({ found: "bb" }),
      /^care certificate kafka-client: was renewed: .*without a restart; .*told both/,
    );
    assert.match(
      said({ secret: "other" }),
      /^care .*another Secret \("?kafka-tls"? → "?other"?\): the brokers restart/,
    );
    assert.match(said({ hosts: ["kafka", "more"] }), /^plain .*other names/);
    const reload = dynamic("certificates:CertificateReload");
    const listeners = (fingerprint: string): object => ({ listeners: [{ listener: "client", fingerprint }] });
    assert.match(
      lines([between(reload, "r", { ...listeners("a") }, { ...listeners("b") })])[0] ?? "",
      /^plain .*stay open/,
    );
    assert.deepEqual(lines([between(reload, "r", undefined, { ...listeners("b") })]), []);
  });

  it("tells a password that reached its age from another limit", () => {
    const type = dynamic("users:KafkaTurn");
    const now = { turn: 1, since: "2026-09-01", maxAge: 30 * 86_400 };
    const said = (after: object): string[] => lines([between(type, "worker", now, { ...now, ...after })]);
    assert.deepEqual(said({ turn: 2, since: "2026-10-02" }), [
      "plain password age of user worker: turn 2 begins (turn 1 since 2026-09-01)",
    ]);
    assert.deepEqual(said({ maxAge: 60 * 86_400 }), [
      "plain password age of user worker: is limited to 60 d (before: 30 d)",
    ]);
  });
});

describe("what the ages of a group's passwords mean", () => {
  it("is how many of them have reached theirs", () => {
    const type = dynamic("users:KafkaGroupTurns");
    const users = (turn: number, maxAge = 90): object => ({
      users: { a: { turn, maxAge }, b: { turn: 1, maxAge } },
    });
    const said = (after: object): string[] => lines([between(type, "devices", { ...users(1) }, { ...after })]);
    assert.match(said(users(2))[0] ?? "", /^plain password ages of group devices: of 1 users are reached/);
    assert.match(said(users(1, 60))[0] ?? "", /^plain .*limited otherwise/);
  });
});

describe("what the changes of a group of users mean", () => {
  const set = (users: object): object => ({ name: "devices", secret: { name: "kafka-logins-devices" }, users });
  const group = (before: object | undefined, after: object | undefined) =>
    between(dynamic("users:KafkaUserSet"), "devices", before && { ...set(before) }, after && { ...set(after) });
  const revocation = (before: string[] | undefined, after: string[] | undefined) =>
    between(
      dynamic("users:KafkaRevocation"),
      "devices",
      before && { name: "devices", users: before },
      after && { name: "devices", users: after },
    );

  it("is told user by user", () => {
    const changes = [
      group({ a: {}, b: { rotation: 1 }, c: {} }, { b: { rotation: 2 }, c: {}, d: {} }),
      revocation(["a", "b", "c"], ["b", "c", "d"]),
    ];
    assert.deepEqual(
      lines(changes).map((line) => line.slice(0, 60)),
      [
        "danger user a: LOSES ACCESS: its credential is removed, and ",
        "care user b: gets a new password (rotation 1 → 2): the one b",
        "plain user d: created in the group devices, with a password o",
      ].map((line) => line.slice(0, 60)),
    );
  });

  it("says of a user that moves between the grains that its password changes at once", () => {
    const changes = [user("a", {}), group({}, { a: {} })];
    assert.match(
      lines(changes)[0] ?? "",
      /^danger user a: moves from a resource of its own to the group devices.*LOSE ACCESS/,
    );
  });

  it("locks all of a group out first", () => {
    assert.match(
      lines([group({ a: {}, b: {} }, undefined), revocation(["a", "b"], undefined)]).at(-1) ?? "",
      /^plain users of the group devices: are locked out first; their Secrets/,
    );
  });
});
