import { bothSlots, slotName } from "@kafka-on-kubernetes/provider/dist/users/slots";
import type { Settings } from "../../../config/schema";
import { clientProtocol, clusterIdSecretName, internalSecretName, ports } from "../names";
import type { Values } from "./merge";

/** The administrator: this program and the Kafka exporter log in as it, under a name of its turn. The only user that the chart itself makes. */
export const OPERATOR = "operator";

/** The user that brokers log in to each other as, under a name of its turn. */
export const INTERBROKER = "interbroker";

/** All names that the internal users may log in under. */
export const INTERNAL_NAMES = [INTERBROKER, OPERATOR].flatMap(bothSlots);

/**
 * SCRAM on every listener that carries a password, and nothing beside it (the chart's default also offers PLAIN).
 *
 * The controller listener is PLAINTEXT: SCRAM there needs the credentials that the quorum itself stores (KAFKA-15513). The
 * network policy lets nobody but the brokers reach it.
 */
export function security(settings: Settings): Values {
  const { mechanism, rotation } = settings.security;
  return {
    listeners: {
      client: { containerPort: ports.client, protocol: clientProtocol(settings) },
      controller: { containerPort: ports.controller, protocol: "PLAINTEXT" },
      interbroker: { containerPort: ports.interbroker, protocol: "SASL_PLAINTEXT" },
      external: { containerPort: ports.external, protocol: "SASL_SSL", sslClientAuth: "none" },
    },
    sasl: {
      enabledMechanisms: mechanism,
      interBrokerMechanism: mechanism,
      // Unused on a PLAINTEXT listener, but the chart refuses a mechanism that is not enabled.
      controllerMechanism: mechanism,
      client: { users: [slotName(OPERATOR, rotation)] },
      interbroker: { user: slotName(INTERBROKER, rotation) },
      existingSecret: internalSecretName(settings),
    },
    ...(settings.cluster.mode === "kraft" ? { kraft: { existingClusterIdSecret: clusterIdSecretName(settings) } } : {}),
    serviceAccount: { create: true, automountServiceAccountToken: false },
    metrics: { kafka: { serviceAccount: { create: true, automountServiceAccountToken: false } } },
  };
}
