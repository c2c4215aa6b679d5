const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/** The certificates in a PEM text, each by itself and without what stands around them. */
export function pemCertificates(text: string): string[] {
  return (text.match(CERTIFICATE) ?? []).map((block) => block.replace(/\r/g, ""));
}

/** One PEM text of certificates, each once, in order. */
export function joinCertificates(...texts: string[]): string {
  return [...new Set(texts.flatMap(pemCertificates))].map((block) => `${block}\n`).join("");
}
