import type { RequiredKind } from "@kafka-on-kubernetes/provider";
import type { ListenerTls } from "../cluster/listenerTls";
import { CERTIFICATE } from "./issuedCertificate";

/** The kind by which cert-manager is asked, for each listener whose certificate it makes. */
export function certificateKinds(listeners: readonly ListenerTls[]): RequiredKind[] {
  return listeners
    .filter(({ issuer }) => issuer !== undefined)
    .slice(0, 1)
    .map(({ keyPath }) => ({
      ...CERTIFICATE,
      keyPath,
      advice: "install cert-manager 1.15 or later, or bring a Secret of your own (docs/tls.md)",
    }));
}
