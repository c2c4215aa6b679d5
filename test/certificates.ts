import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a certificate of the tests is to be like. */
export interface CertificateWish {
  /** @default kafka */
  commonName?: string;
  /** In OpenSSL's words, such as `DNS:kafka,IP:127.0.0.1`. */
  names: string;
  /** @default 2 */
  days?: number;
}

/** A certificate and its key, in PEM; the key in PKCS #8. */
export interface Pair {
  certificate: string;
  key: string;
}

const EC = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** An authority that signs the certificates of the tests, made with openssl. */
export class TestAuthority {
  private constructor(private readonly own: Pair) {}

  static make(commonName: string): TestAuthority {
    return inFolder((openssl, read) => {
      openssl("req", "-x509", ...EC, "-days", "2", "-subj", `/CN=${commonName}`, "-keyout", "ca.key", "-out", "ca.crt");
      return new TestAuthority({ certificate: read("ca.crt"), key: read("ca.key") });
    });
  }

  get certificate(): string {
    return this.own.certificate;
  }

  sign({ commonName = "kafka", names, days = 2 }: CertificateWish): Pair {
    return inFolder((openssl, read, write) => {
      write("ca.crt", this.own.certificate);
      write("ca.key", this.own.key);
      write("names", `subjectAltName=${names}\n`);
      openssl("req", ...EC, "-subj", `/CN=${commonName}`, "-keyout", "own.key", "-out", "own.csr");
      const signer = ["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial"];
      openssl(
        "x509",
        "-req",
        "-in",
        "own.csr",
        ...signer,
        "-days",
        String(days),
        "-extfile",
        "names",
        "-out",
        "own.crt",
      );
      return { certificate: read("own.crt"), key: read("own.key") };
    });
  }
}

/** The Secret of a listener as cert-manager writes it. */
export function listenerSecret({ certificate, key }: Pair, authorities: string): Record<string, string> {
  return {
    "tls.crt": certificate,
    "tls.key": key,
    "tls-combined.pem": `${key}\n${certificate}`,
    "ca.crt": authorities,
  };
}

/** The key in the form that older tools write, which Kafka does not read. */
export function traditionalKey(key: string): string {
  return inFolder((openssl, read, write) => {
    write("own.key", key);
    openssl("ec", "-in", "own.key", "-out", "old.key");
    return read("old.key");
  });
}

type Work<T> = (
  openssl: (...args: string[]) => void,
  read: (file: string) => string,
  write: (file: string, text: string) => void,
) => T;

function inFolder<T>(work: Work<T>): T {
  const folder = mkdtempSync(join(tmpdir(), "kafka-certificates-"));
  try {
    return work(
      (...args) => void execFileSync("openssl", args, { cwd: folder, stdio: "ignore" }),
      (file) => readFileSync(join(folder, file), "utf8"),
      (file, text) => writeFileSync(join(folder, file), text),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
