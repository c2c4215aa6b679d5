import type { Settings } from "../../../config/schema";
import { TLS_PASSWORD_KEYS } from "../../credentials/tlsPasswordKeys";
import { AUTHORITIES, certificateFolder, KEY_STORE, listenersWithTls } from "../listenerTls";
import type { ListenerTls } from "../listenerTls";
import { internalSecretName, operatorSecretName } from "../names";
import type { Values } from "./merge";

/** Where the Kafka exporter sees the certificates of who signed the brokers'. */
const EXPORTER_FOLDER = "/etc/kafka-tls/authorities";

/** Read by the owner and the pod's group (`fsGroup`): 0440. */
const GROUP_READS = 0o440;

/**
 * The certificates of the listeners with TLS, each Secret mounted as it is, so that a renewed one reaches the brokers' files
 * by itself and Kafka can read it again without a restart.
 *
 * The chart's own way is passed by: its init container makes a Java key store of PEM files once, at the pod's start, with
 * the store's password among the arguments of `openssl` and `keytool`. For the type JKS it only copies a file to where no
 * listener reads it, and `ca.crt` is no secret. Its passwords are empty, because a PEM store takes none.
 */
export function certificates(settings: Settings): Values {
  const listeners = listenersWithTls(settings);
  const [first] = listeners;
  if (first === undefined) return {};
  return {
    tls: {
      type: "JKS",
      existingSecret: first.secret,
      jksKeystoreKey: AUTHORITIES,
      jksTruststoreKey: AUTHORITIES,
      // Without it the chart would make the passwords up, new ones at every render.
      passwordsSecret: internalSecretName(settings),
      passwordsSecretKeystoreKey: TLS_PASSWORD_KEYS.keystore,
      passwordsSecretTruststoreKey: TLS_PASSWORD_KEYS.truststore,
      // Clients prove who they are by SCRAM; the chart's default would ask them for a certificate too.
      sslClientAuth: "none",
    },
    extraVolumes: listeners.map((each) => secretVolume(volume(each), each.secret, [KEY_STORE, AUTHORITIES])),
    extraVolumeMounts: listeners.map((each) => mount(volume(each), certificateFolder(each))),
    ...(first.listener === "client" ? { metrics: { kafka: exporter(settings) } } : {}),
  };
}

/** The lines of `server.properties` by which each listener finds its certificate. */
export function certificateProperties(settings: Settings): Record<string, string> {
  return Object.fromEntries(
    listenersWithTls(settings).flatMap((each) => {
      const prefix = `listener.name.${each.listener}.ssl`;
      const folder = certificateFolder(each);
      return [
        [`${prefix}.keystore.type`, "PEM"],
        [keyStoreSetting(each), `${folder}/${KEY_STORE}`],
        // Nobody is asked for a certificate, but a trust store of another type would be inherited from the chart's lines.
        [`${prefix}.truststore.type`, "PEM"],
        [`${prefix}.truststore.location`, `${folder}/${AUTHORITIES}`],
      ];
    }),
  );
}

/** Kafka's name for the place of a listener's key store. */
export function keyStoreSetting({ listener }: Pick<ListenerTls, "listener">): string {
  return `listener.name.${listener}.ssl.keystore.location`;
}

/** The exporter needs who signed the brokers' certificates, and not the brokers' key, which the chart would give it. */
function exporter(settings: Settings): Values {
  const name = "kafka-authorities";
  return {
    extraFlags: { "tls.ca-file": `${EXPORTER_FOLDER}/${AUTHORITIES}` },
    extraVolumes: [secretVolume(name, operatorSecretName(settings), [AUTHORITIES])],
    extraVolumeMounts: [mount(name, EXPORTER_FOLDER)],
  };
}

const volume = ({ listener }: ListenerTls): string => `kafka-${listener}-certificate`;

const mount = (name: string, mountPath: string): Values => ({ name, mountPath, readOnly: true });

function secretVolume(name: string, secretName: string, keys: string[]): Values {
  return { name, secret: { secretName, defaultMode: GROUP_READS, items: keys.map((key) => ({ key, path: key })) } };
}
