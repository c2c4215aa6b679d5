import { joinCertificates } from "./pem";

/** A certificate, and who is trusted for it. */
export interface Trusted {
  /** SHA-256 of the certificate. */
  fingerprint: string;
  /** PEM certificates of who signed it. */
  signers: string;
  /** What clients are told: those, and for the time of one certificate those before them. */
  authorities: string;
}

/**
 * What clients are told to trust when a certificate is seen, after what they were told before. Where certificate and signers change at once
 * they are told both until the next change: brokers that have not taken the new certificate yet still serve the old one. Where only one
 * of the two changes, somebody does it step by step, and is taken at his word.
 *
 * @param before Undefined at the first certificate.
 */
export function overlap(
  before: Trusted | undefined,
  { fingerprint, signers }: Pick<Trusted, "fingerprint" | "signers">,
): Trusted {
  const renewed = before?.fingerprint !== fingerprint;
  const otherSigners = before?.signers !== signers;
  if (before === undefined || renewed !== otherSigners) return { fingerprint, signers, authorities: signers };
  const authorities = renewed ? joinCertificates(signers, before.signers) : before.authorities;
  return { fingerprint, signers, authorities };
}
