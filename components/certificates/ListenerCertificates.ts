import * as pulumi from "@pulumi/pulumi";
import type { Connection, KubernetesTarget, ServedListener } from "@kafka-on-kubernetes/provider";
import type { ListenerTls } from "../cluster/listenerTls";
import { CertificateReload } from "./CertificateReload";
import { issuedCertificate } from "./issuedCertificate";
import { ListenerCertificate } from "./ListenerCertificate";

/** Arguments of {@link ListenerCertificates}. */
export interface ListenerCertificatesArgs {
  /** The listeners with TLS. */
  listeners: ListenerTls[];
  /** The Kubernetes cluster and namespace of the Secrets. */
  kubernetes: KubernetesTarget;
  /** Labels of what is made. */
  labels: Record<string, string>;
  /**
   * What must exist before, such as the namespace.
   * @default nothing
   */
  before?: pulumi.Resource[];
}

/** The certificates of the brokers' listeners: asked of cert-manager, or brought; waited for, and followed when they are renewed. */
export class ListenerCertificates extends pulumi.ComponentResource {
  private readonly certificates: { tls: ListenerTls; certificate: ListenerCertificate }[];

  public constructor(
    private readonly resourceName: string,
    { listeners, kubernetes, labels, before = [] }: ListenerCertificatesArgs,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super("kafka:certificates:ListenerCertificates", resourceName, {}, options);
    const { namespace } = kubernetes;
    this.certificates = listeners.map((tls) => {
      const { listener, secret, issuer, hosts, keyPath } = tls;
      const name = `${resourceName}-${listener}`;
      const child = { parent: this, dependsOn: before };
      const asked =
        issuer === undefined ? [] : [issuedCertificate(`${name}-issued`, { tls, issuer, namespace, labels }, child)];
      const certificate = new ListenerCertificate(
        name,
        { kubernetes, secret, hosts, issued: issuer !== undefined, keyPath },
        { parent: this, dependsOn: [...before, ...asked] },
      );
      return { tls, certificate };
    });
    this.registerOutputs({});
  }

  /** Known good certificates: what the brokers wait for. The component itself has more in it, which waits for the brokers. */
  public get ready(): pulumi.Resource[] {
    return this.certificates.map(({ certificate }) => certificate);
  }

  /** PEM certificates of who signs a listener's; undefined where it has no TLS. */
  public authoritiesOf(listener: ListenerTls["listener"]): pulumi.Output<string> | undefined {
    return this.certificates.find(({ tls }) => tls.listener === listener)?.certificate.authorities;
  }

  /**
   * Lets running brokers take renewed certificates.
   * @param after What must be done before: the brokers' own restarts, and what tells clients whom to trust from now on.
   */
  public follow(connection: Connection, after: pulumi.Resource[]): void {
    if (this.certificates.length === 0) return;
    const listeners = this.certificates.map(({ tls: { listener, port }, certificate }) =>
      certificate.fingerprint.apply((fingerprint): ServedListener => ({
        listener,
        fingerprint,
        ...(listener === "client" ? {} : { port }),
      })),
    );
    new CertificateReload(`${this.resourceName}-reload`, { connection, listeners }, { parent: this, dependsOn: after });
  }
}
