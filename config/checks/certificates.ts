import { formatDuration } from "../units";
import type { Path, Problem } from "../problem";
import type { Settings } from "../schema";
import type { KubernetesCheck } from "./check";

type Issuer = NonNullable<NonNullable<Settings["security"]["tls"]>["issuer"]>;

/** Where a certificate comes from, as a listener's settings say it. */
interface Source {
  path: Path;
  issuer: Issuer | undefined;
  secret: string | undefined;
  /** The key of the Secret's name. */
  secretKey: "secret" | "tlsSecret";
}

/** Every listener with TLS has its certificate from one place, and one from an issuer has names and time to be renewed. */
export const certificateErrors: KubernetesCheck = (settings) =>
  sources(settings).flatMap((source) => [...oneSource(source), ...renewable(source), ...named(source, settings)]);

function sources({ security: { tls }, cluster: { external } }: Settings): Source[] {
  return [
    ...(tls === undefined
      ? []
      : [{ path: ["security", "tls"], secretKey: "secret" as const, ...pick(tls, tls.secret) }]),
    ...(external === undefined
      ? []
      : [{ path: ["cluster", "external"], secretKey: "tlsSecret" as const, ...pick(external, external.tlsSecret) }]),
  ];
}

function pick(
  { issuer }: { issuer?: Issuer | undefined },
  secret: string | undefined,
): Pick<Source, "issuer" | "secret"> {
  return { issuer, secret };
}

function oneSource({ path, issuer, secret, secretKey }: Source): Problem[] {
  const place = `kafka:${path.join(".")}`;
  if (issuer === undefined && secret === undefined) {
    return [{ path, text: `says nothing of the certificate; allowed: ${place}.issuer or ${place}.${secretKey}` }];
  }
  return issuer !== undefined && secret !== undefined
    ? [{ path: [...path, secretKey], text: `found "${secret}", but ${place}.issuer is set too; keep one of them` }]
    : [];
}

function renewable({ path, issuer }: Source): Problem[] {
  if (issuer === undefined || issuer.renewBefore < issuer.duration) return [];
  const written = (seconds: number): string => formatDuration(BigInt(seconds), "s");
  return [
    {
      path: [...path, "issuer", "renewBefore"],
      text: `found ${written(issuer.renewBefore)}; allowed: less than kafka:${path.join(".")}.issuer.duration, ${written(issuer.duration)}`,
      restsOn: [[...path, "issuer", "duration"]],
    },
  ];
}

/** An address that is only known at run time can't be in a certificate that is asked for before. */
function named({ path, issuer }: Source, { cluster: { external } }: Settings): Problem[] {
  return path[0] === "cluster" && issuer !== undefined && external?.hosts === undefined
    ? [
        {
          path: ["cluster", "external", "hosts"],
          text: "found nothing; allowed: one per broker, as kafka:cluster.external.issuer needs names for the certificate",
          restsOn: [["cluster", "external", "issuer"]],
        },
      ]
    : [];
}
