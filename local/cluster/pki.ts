import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { runCommand } from "../../commands/subprocess";

const TEN_YEARS = ["-days", "3650"];
const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-sha256"];

export interface Certificate {
  file: string;
  subject: string;
  usage: string;
  names?: string[];
}

/** The cluster's own certificate authority, made anew for each cluster and known to nobody else. */
export class Pki {
  constructor(readonly folder: string) {}

  path(name: string): string {
    return join(this.folder, name);
  }

  async create(): Promise<void> {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const usage = ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign,digitalSignature"];
    await this.openssl("ca", "/CN=kafka-local-ca", usage, []);
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
    writeFileSync(this.path("sa.key"), privateKey.export({ type: "sec1", format: "pem" }), { mode: 0o600 });
    writeFileSync(this.path("sa.pub"), publicKey.export({ type: "spki", format: "pem" }));
  }

  async issue({ file, subject, usage, names }: Certificate): Promise<void> {
    const extensions = ["basicConstraints=CA:FALSE", "keyUsage=critical,digitalSignature,keyEncipherment"];
    extensions.push(`extendedKeyUsage=${usage}`, ...(names ? [`subjectAltName=${names.join(",")}`] : []));
    await this.openssl(file, subject, extensions, ["-CA", this.path("ca.crt"), "-CAkey", this.path("ca.key")]);
  }

  /** Writes a kubeconfig that logs in with a certificate; only its owner may read it. */
  kubeconfig(target: string, server: string, file: string, context: string): void {
    const data = (name: string) => readFileSync(this.path(name)).toString("base64");
    const certificates = { "client-certificate-data": data(`${file}.crt`), "client-key-data": data(`${file}.key`) };
    const text = stringify(kubeconfig(context, server, data("ca.crt"), certificates));
    writeFileSync(target, text, { mode: 0o600 });
  }

  private async openssl(file: string, subject: string, extensions: string[], signer: string[]): Promise<void> {
    const out = ["-keyout", this.path(`${file}.key`), "-out", this.path(`${file}.crt`)];
    const added = extensions.flatMap((extension) => ["-addext", extension]);
    await runCommand("openssl", [
      "req",
      "-x509",
      ...NEW_KEY,
      ...TEN_YEARS,
      "-subj",
      subject,
      ...added,
      ...signer,
      ...out,
    ]);
  }
}

export function kubeconfig(context: string, server: string, authority: string, user: Record<string, string>): object {
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: context, cluster: { server, "certificate-authority-data": authority } }],
    users: [{ name: context, user }],
    contexts: [{ name: context, context: { cluster: context, user: context } }],
    "current-context": context,
  };
}
