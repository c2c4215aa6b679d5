import type { Connection } from "../connection";
import { messageOf, UserError } from "../errors";

/** The connection broke after a request was sent, so nobody knows whether it took effect. */
export class LostAnswerError extends Error {
  constructor(apiName: string, cause: unknown) {
    super(`the answer to ${apiName} was lost: ${messageOf(cause)}`, { cause });
    this.name = "LostAnswerError";
  }
}

const connectionTroubles = new Set([
  "KafkaJSConnectionError",
  "KafkaJSConnectionClosedError",
  "KafkaJSRequestTimeoutError",
  "KafkaJSLockTimeout",
]);

/** The connection failed, and another one may do. */
export function isConnectionTrouble(error: unknown): boolean {
  return error instanceof Error && connectionTroubles.has(error.name);
}

/** Whether a request that failed so may have reached the broker. */
export function mayHaveArrived(error: unknown): boolean {
  return isConnectionTrouble(error) && !/^Not connected/.test(messageOf(error));
}

const loginTypes = new Set(["SASL_AUTHENTICATION_FAILED", "UNSUPPORTED_SASL_MECHANISM", "ILLEGAL_SASL_STATE"]);

/** The broker answered, and refused the login. */
export function isLoginFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const type = "type" in error && typeof error.type === "string" ? error.type : "";
  return error.name === "KafkaJSSASLAuthenticationError" || loginTypes.has(type);
}

/** The broker refused user or password, not the mechanism. */
export function isWrongPassword(error: unknown): boolean {
  return (
    isLoginFailure(error) && !(error instanceof Error && "type" in error && error.type === "UNSUPPORTED_SASL_MECHANISM")
  );
}

/** What Node.js calls a certificate that it doesn't take (the codes of OpenSSL's verification, and Node's own for the name). */
const certificateCodes = new Set([
  "CERT_CHAIN_TOO_LONG",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_REJECTED",
  "CERT_REVOKED",
  "CERT_SIGNATURE_FAILURE",
  "CERT_UNTRUSTED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "INVALID_CA",
  "INVALID_PURPOSE",
  "PATH_LENGTH_EXCEEDED",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** The broker's certificate was refused here, before anything was sent. */
export function isCertificateTrouble(error: unknown): boolean {
  return (
    isConnectionTrouble(error) &&
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    certificateCodes.has(error.code)
  );
}

/** What a user reads when a broker can't prove who it is. */
export function certificateError({ tls, kubernetes }: Connection, address: string, error: unknown): UserError {
  const signers = [
    ...(tls?.caFile === undefined ? [] : [`the file of kafka:cluster.caFile`]),
    ...(tls?.caSecrets ?? []).map((name) => `ca.crt of Secret ${kubernetes?.namespace}/${name}`),
  ];
  const trusted = signers.length === 0 ? "the public authorities" : signers.join(" and ");
  return new UserError(
    `the certificate of Kafka at ${address} was refused: ${messageOf(error).replace(/^Connection error: /, "")}. It is compared with ${trusted}, and must name this broker; see docs/tls.md`,
    { cause: error },
  );
}

/** What a user reads when the administrator may not log in. */
export function loginError(
  { connection, passwordPlace }: { connection: Connection; passwordPlace: string },
  username: string,
  address: string,
  error: unknown,
): UserError {
  // Without the program the engine configures the provider with what its state has.
  const staleSetting =
    "administrator" in connection
      ? "; `pulumi refresh` and `destroy` use the one of the last `up` unless they have --run-program"
      : "";
  return new UserError(
    `Kafka at ${address} refused the login of user "${username}" with ${connection.mechanism} and the password of ${passwordPlace}: ` +
      `${messageOf(error)}. Check that it is the password that the brokers know and that the mechanism is the listener's${staleSetting}`,
    { cause: error },
  );
}

/** What a user reads when no broker answers. */
export function unreachableError(
  connection: Connection,
  failures: ReadonlyMap<string, string>,
  seconds: number,
): UserError {
  const tried = [...failures].map(([address, reason]) => `${address} (${reason})`).join(", ");
  const { namespace, context } = connection.kubernetes ?? {};
  const check = {
    portForward: `that the pods run in namespace ${namespace} and that context "${context}" may port-forward to them`,
    direct:
      connection.tls === undefined
        ? "that this machine can reach these addresses and that they are those of the client listener"
        : "that this machine can reach these addresses, that they are those of the client listener, and that kafka:cluster.caFile signs its certificate",
  }[connection.access];
  return new UserError(
    `no Kafka broker could be reached within ${Math.round(seconds)} s; tried ${tried === "" ? connection.brokers.join(", ") : tried}. Check ${check}`,
  );
}
