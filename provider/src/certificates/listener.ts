import { createHash } from "node:crypto";
import { Deadline } from "../deadline";
import { UserError } from "../errors";
import type { Progress } from "../progress";
import { Reporter } from "../progress";
import type { ResourceFunctions } from "../resource";
import { hasUnknown } from "../unknown";
import type { CertificateInputs, CertificateOutputs } from "./inputs";
import type { Certificate } from "./inspect";
import { certificateOf } from "./inspect";
import { overlap } from "./overlap";

/** What the resource runs in. Replaced in tests. */
export interface Surroundings {
  /** The keys of a Secret; undefined where there is none. */
  readKeys: (inputs: Pick<CertificateInputs, "kubernetes" | "secret">) => Promise<Record<string, string> | undefined>;
  progress: Progress;
  now: () => Date;
  /** Time limit for a certificate that is not there yet, in milliseconds. */
  limit: number;
  /** Whether the user wants the run to end: then nothing is waited for any more. */
  cancelled: () => boolean;
}

const pauseBetweenLooks = 1_000;

/**
 * The functions of the resource that stands for a listener's certificate: it waits until the Secret holds one that brokers can use and clients
 * will take, and gives who signed it. A certificate that someone brings and that is of no use is refused at preview.
 */
export function listenerCertificateFunctions(
  surroundings: Surroundings,
): ResourceFunctions<CertificateInputs, CertificateOutputs> {
  const look = async (inputs: CertificateInputs): Promise<Certificate | string[]> => {
    const keys = await surroundings.readKeys(inputs);
    return keys === undefined
      ? ["doesn't exist"]
      : certificateOf(keys, { hosts: inputs.hosts, now: surroundings.now() });
  };

  async function awaited(inputs: CertificateInputs): Promise<Certificate> {
    const deadline = new Deadline(surroundings.limit);
    const reporter = new Reporter(surroundings.progress, () => performance.now() / 1000);
    for (;;) {
      const found = await look(inputs);
      if (!Array.isArray(found)) return found;
      if (deadline.passed) throw new UserError(refusal(inputs, found));
      if (surroundings.cancelled()) throw new UserError(refusal(inputs, found, ", and the run was cancelled"));
      reporter.still(`waiting for the certificate in ${place(inputs)}, which ${found[0] ?? ""}`);
      await deadline.pause(pauseBetweenLooks);
    }
  }

  const outputs = (inputs: CertificateInputs, found: Certificate, before?: CertificateOutputs): CertificateOutputs => ({
    ...inputs,
    found: hashOf(found),
    notAfter: found.notAfter,
    ...overlap(before, found),
  });

  return {
    async check(_olds, news) {
      const inputs = news as unknown as CertificateInputs;
      if (hasUnknown(news)) return { inputs };
      const found = await look(inputs);
      if (!Array.isArray(found)) return { inputs: { ...inputs, found: hashOf(found) } };
      // What an issuer makes may still change in this run, and what isn't there may come.
      const final = !inputs.issued && found[0] !== "doesn't exist";
      return final ? { inputs, failures: [{ property: "secret", reason: refusal(inputs, found) }] } : { inputs };
    },
    async diff(_id, olds, news) {
      const facts = ({ secret, hosts, issued, keyPath }: CertificateInputs) =>
        JSON.stringify([secret, hosts, issued, keyPath]);
      const other = news.found !== undefined && news.found !== olds.found;
      return { changes: other || facts(olds) !== facts(news), stables: other ? [] : ["authorities", "fingerprint"] };
    },
    async create(inputs) {
      const found = await awaited(inputs);
      return { id: `${inputs.kubernetes.namespace}/${inputs.secret}`, outs: outputs(inputs, found) };
    },
    async update(_id, olds, news) {
      return { outs: outputs(news, await awaited(news), olds) };
    },
    async read(id, props) {
      const found = await look(props);
      // A Secret that is gone or of no use is nothing that a refresh could write down: the next preview says so.
      if (Array.isArray(found)) return { id, props };
      return { id, props: outputs(props, found, props), inputs: inputsOf(props) };
    },
    /** The Secret is cert-manager's or the user's. */
    async delete() {},
  };
}

function hashOf({ fingerprint, signers }: Certificate): string {
  return createHash("sha256").update(fingerprint).update(signers).digest("hex");
}

function inputsOf({ kubernetes, secret, hosts, issued, keyPath, found }: CertificateOutputs): CertificateInputs {
  return { kubernetes, secret, hosts, issued, keyPath, ...(found === undefined ? {} : { found }) };
}

const place = ({ kubernetes, secret }: CertificateInputs): string => `Secret ${kubernetes.namespace}/${secret}`;

function refusal(inputs: CertificateInputs, found: readonly string[], ended = ""): string {
  const advice = inputs.issued
    ? `See why: kubectl -n ${inputs.kubernetes.namespace} describe certificate ${inputs.secret}`
    : "What it must hold: docs/tls.md";
  return `${inputs.keyPath}: ${place(inputs)} ${found.join("; it ")}${ended}. ${advice}. Then \`pulumi up\` again`;
}
