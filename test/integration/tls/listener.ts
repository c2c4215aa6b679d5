import { join } from "node:path";
import { certificateProperties } from "../../../components/cluster/values/certificates";
import { settings } from "../../unit/cluster/cases";
import realChart from "../../unit/cluster/realChart.json";
import type { MountedSecret } from "./MountedSecret";

/** What the real chart and this program write of TLS into `server.properties`, with the test's folders for the pod's. */
export function tlsProperties(mounted: MountedSecret): Record<string, string> {
  const own = certificateProperties(settings({ security: { tls: { secret: "kafka-tls" } } }));
  const charts = Object.entries(realChart.cases["TLS inside"].properties).filter(([name]) => name.startsWith("ssl."));
  return Object.fromEntries(
    [...charts, ...Object.entries(own)].map(([name, value]) => [
      name,
      // The init container copies `ca.crt` to both places.
      value
        .replace(/^\/opt\/bitnami\/kafka\/config\/certs\/kafka\.\w+\.jks$/, join(mounted.folder, "ca.crt"))
        .replace(/^\/etc\/kafka-tls\/client/, mounted.folder),
    ]),
  );
}

/** The listeners' protocols, with TLS for clients. */
export const protocols = (mode: "kraft" | "zookeeper", client: "SASL_SSL" | "SASL_PLAINTEXT") => ({
  "listener.security.protocol.map": `CLIENT:${client},INTERNAL:PLAINTEXT${mode === "kraft" ? ",CONTROLLER:PLAINTEXT" : ""}`,
});
