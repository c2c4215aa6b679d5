import type { Settings } from "../../config/schema";
import { bootstrapServers, bootstrapService, brokerHosts, CLUSTER_DOMAIN, headlessService, ports } from "./names";
import type { Role } from "./names";

/** Who signs a listener's certificate. */
export type Issuer = NonNullable<NonNullable<Settings["security"]["tls"]>["issuer"]>;

/** A listener that speaks SASL_SSL, and where its certificate comes from. */
export interface ListenerTls {
  /** The listener, in the chart's words; in Kafka's own it is written in capitals. */
  listener: "client" | "external";
  /** Port of the pods. */
  port: number;
  /** Secret with {@link KEY_STORE} and {@link AUTHORITIES}, in the cluster's namespace. */
  secret: string;
  /** Who signs it; undefined where the user brings the Secret. */
  issuer: Issuer | undefined;
  /** Names that clients ask for, each of which the certificate must cover. */
  hosts: string[];
  /** Names and addresses to ask the issuer for: {@link hosts}, with wildcards in place of one name a broker. */
  askedFor: string[];
  /** Where the stack file says so. */
  keyPath: string;
}

/**
 * Key of the Secret with the private key and the certificate chain in one file, the only form in which Kafka reads PEM from a
 * file (KIP-651). cert-manager writes it as its output format `CombinedPEM`.
 */
export const KEY_STORE = "tls-combined.pem";

/** Key of the Secret with the certificates of who signed it. */
export const AUTHORITIES = "ca.crt";

/** Where the brokers' containers see the Secret of a listener. */
export function certificateFolder({ listener }: Pick<ListenerTls, "listener">): string {
  return `/etc/kafka-tls/${listener}`;
}

/** The listeners with TLS: none unless the stack file asks for it. */
export function listenersWithTls(settings: Settings): ListenerTls[] {
  const { tls } = settings.security;
  const { external } = settings.cluster;
  const own = (listener: "client" | "external"): string => `${settings.cluster.name}-${listener}-tls`;
  return [
    ...(tls === undefined
      ? []
      : [
          {
            listener: "client" as const,
            port: ports.client,
            secret: tls.secret ?? own("client"),
            issuer: tls.issuer,
            hosts: insideHosts(settings),
            askedFor: insideNames(settings),
            keyPath: `kafka:security.tls.${tls.issuer === undefined ? "secret" : "issuer"}`,
          },
        ]),
    ...(external === undefined
      ? []
      : [
          {
            listener: "external" as const,
            port: ports.external,
            secret: external.tlsSecret ?? own("external"),
            issuer: external.issuer,
            hosts: [...new Set(external.hosts)],
            askedFor: [...new Set(external.hosts)],
            keyPath: `kafka:cluster.external.${external.issuer === undefined ? "tlsSecret" : "issuer"}`,
          },
        ]),
  ];
}

/** What follows a Service's name: nothing in its own namespace, up to the whole name. */
function suffixes({ kubernetes: { namespace } }: Settings): string[] {
  return ["", `.${namespace}`, `.${namespace}.svc`, `.${namespace}.svc.${CLUSTER_DOMAIN}`];
}

/** The names that clients inside are told: the Service's, and the brokers' own, which they advertise. */
function insideHosts(settings: Settings): string[] {
  return [bootstrapServers(settings), ...brokerHosts(settings)].map((address) => address.split(":", 1)[0] ?? "");
}

/**
 * A wildcard for the brokers' own names, those without a vote too, so that another broker is no other certificate: Kafka takes a renewed one
 * without a restart only while it has every name that the one before had. Clients take no wildcard in front of a single label.
 */
function insideNames(settings: Settings): string[] {
  const roles: Role[] = settings.cluster.mode === "kraft" ? ["controller", "broker"] : ["broker"];
  const headless = roles.map((role) => headlessService({ name: `${settings.cluster.name}-${role}` }));
  return [
    ...suffixes(settings).map((suffix) => `${bootstrapService(settings)}${suffix}`),
    ...headless.flatMap((service) =>
      suffixes(settings)
        .filter((suffix) => suffix !== "")
        .map((suffix) => `*.${service}${suffix}`),
    ),
  ];
}
