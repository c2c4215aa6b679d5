import { createPrivateKey, X509Certificate } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { isIP } from "node:net";
import { joinCertificates, pemCertificates } from "./pem";

/** Keys of a listener's Secret. */
export const secretKeys = { keyStore: "tls-combined.pem", authorities: "ca.crt" } as const;

/** What a listener's Secret must be good for. */
export interface Wanted {
  /** Names and addresses that clients ask for. */
  hosts: readonly string[];
  /** The moment at which it must be valid. */
  now: Date;
}

/** What is in a listener's Secret, without the key. */
export interface Certificate {
  /** SHA-256 of the listener's own certificate, as `AB:CD:…`. */
  fingerprint: string;
  /** PEM certificates of who signed it. */
  signers: string;
  /** End of its validity, ISO 8601. */
  notAfter: string;
}

/** What Kafka reads: PKCS #8 (KIP-651). Other tools write `RSA PRIVATE KEY` or `EC PRIVATE KEY`. */
const PKCS8 = /-----BEGIN PRIVATE KEY-----/;
const ANY_KEY = /-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----/;

const HOW = `cat tls.key tls.crt > ${secretKeys.keyStore}`;

/**
 * Reads a listener's Secret as a broker and its clients would.
 *
 * @returns the certificate; or what is wrong with it, one sentence a reason, which never holds any of the key
 */
export function certificateOf(keys: Record<string, string>, wanted: Wanted): Certificate | string[] {
  const store = keys[secretKeys.keyStore] ?? "";
  const signers = joinCertificates(keys[secretKeys.authorities] ?? "");
  const missing = [
    ...(store === ""
      ? [`has no key "${secretKeys.keyStore}", the private key and the certificate in one file: ${HOW}`]
      : []),
    ...(signers === ""
      ? [`has no certificate in the key "${secretKeys.authorities}", which says to clients who signs`]
      : []),
  ];
  if (missing.length > 0) return missing;
  const [own, ...chain] = parsed(pemCertificates(store));
  if (own === undefined) return [`has no certificate in the key "${secretKeys.keyStore}": ${HOW}`];
  const problems = [
    ...keyProblems(store, own),
    ...hostProblems(own, wanted.hosts),
    ...validityProblems(own, wanted.now),
    ...(leadsTo(own, chain, parsed(pemCertificates(signers)))
      ? []
      : [`has a certificate that those of "${secretKeys.authorities}" did not sign, nor did its chain lead there`]),
  ];
  if (problems.length > 0) return problems;
  return { fingerprint: own.fingerprint256, signers, notAfter: new Date(own.validTo).toISOString() };
}

/** Certificates that can't be read are none. */
function parsed(blocks: readonly string[]): X509Certificate[] {
  return blocks.flatMap((block) => {
    try {
      return [new X509Certificate(block)];
    } catch {
      return [];
    }
  });
}

function keyProblems(store: string, own: X509Certificate): string[] {
  const [, kind] = ANY_KEY.exec(store) ?? [];
  if (kind === undefined) return [`has no private key in the key "${secretKeys.keyStore}": ${HOW}`];
  if (!PKCS8.test(store)) {
    const how =
      kind === "ENCRYPTED PRIVATE KEY"
        ? "openssl pkcs8 -in tls.key (Kubernetes keeps the Secret; a password would have to stand beside it)"
        : "openssl pkcs8 -topk8 -nocrypt -in tls.key";
    return [`has a private key of the form ${kind}, and Kafka reads PKCS #8 alone: ${how}`];
  }
  const key = keyIn(store);
  if (key === undefined) return ["has a private key that can't be read"];
  return own.checkPrivateKey(key) ? [] : ["has a private key that is not the certificate's"];
}

function keyIn(store: string): KeyObject | undefined {
  const [block] = /-----BEGIN PRIVATE KEY-----[\s\S]*?-----END PRIVATE KEY-----/.exec(store) ?? [];
  try {
    return block === undefined ? undefined : createPrivateKey(block);
  } catch {
    // The error's own words might hold a part of what couldn't be read.
    return undefined;
  }
}

function hostProblems(own: X509Certificate, hosts: readonly string[]): string[] {
  const uncovered = hosts.filter((host) => (isIP(host) === 0 ? own.checkHost(host) : own.checkIP(host)) === undefined);
  if (uncovered.length === 0) return [];
  const [first, ...more] = uncovered;
  const rest = more.length === 0 ? "" : ` and ${more.length} more`;
  return [
    `has a certificate that doesn't name ${first}${rest}; it names ${own.subjectAltName ?? "nothing (no subjectAltName)"}`,
  ];
}

function validityProblems(own: X509Certificate, now: Date): string[] {
  if (now > new Date(own.validTo)) return [`has a certificate that ended at ${new Date(own.validTo).toISOString()}`];
  return now < new Date(own.validFrom)
    ? [`has a certificate that begins at ${new Date(own.validFrom).toISOString()} only`]
    : [];
}

/** Whether the way up the chain meets one of the signers: by its signature, or by being it. */
function leadsTo(
  own: X509Certificate,
  chain: readonly X509Certificate[],
  signers: readonly X509Certificate[],
): boolean {
  const signed = (one: X509Certificate, by: X509Certificate): boolean =>
    one.checkIssued(by) && one.verify(by.publicKey);
  let at = own;
  // A chain of n certificates takes n steps at most.
  for (let left = chain.length; left >= 0; left -= 1) {
    if (signers.some((signer) => signer.fingerprint256 === at.fingerprint256 || signed(at, signer))) return true;
    const next = chain.find((candidate) => candidate.fingerprint256 !== at.fingerprint256 && signed(at, candidate));
    if (next === undefined) return false;
    at = next;
  }
  return false;
}
