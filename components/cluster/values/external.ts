import type { Settings } from "../../../config/schema";
import { ports, role } from "../names";
import type { Values } from "./merge";

type External = NonNullable<Settings["cluster"]["external"]>;

/** Stands for the broker's own host until its init container knows which broker it is. */
const HOST_PLACEHOLDER = "external-host-placeholder";

/** One Service per broker, on a listener of its own that speaks SASL_SSL only (`certificates`). */
export function external(settings: Settings): Values {
  const { external: access } = settings.cluster;
  if (access === undefined) return { externalAccess: { enabled: false }, rbac: { create: false } };
  const discovers = discovered(access);
  return {
    externalAccess: {
      enabled: true,
      autoDiscovery: { enabled: discovers },
      [role(settings)]: {
        service: {
          type: access.type,
          ports: { external: ports.external },
          annotations: access.annotations,
          ...(access.type === "LoadBalancer" ? loadBalancer(access) : nodePort(access)),
        },
      },
    },
    ...(access.type === "NodePort" && access.hosts !== undefined ? { extraInit: hostOfBroker(access.hosts) } : {}),
    // The init container asks the Kubernetes API for the address of its Service.
    rbac: { create: discovers },
    ...(discovers ? { [role(settings)]: { automountServiceAccountToken: true } } : {}),
  };
}

/** Whether the address of a broker is only known to Kubernetes: the balancer's, or the port of the node. */
function discovered({ type, hosts, nodePorts }: External): boolean {
  return (type === "LoadBalancer" ? hosts : nodePorts) === undefined;
}

function loadBalancer({ hosts, sourceRanges }: External): Values {
  return { loadBalancerNames: hosts ?? [], loadBalancerSourceRanges: sourceRanges };
}

/** Without hosts each broker advertises the address of its own node. */
function nodePort({ hosts, nodePorts }: External): Values {
  return {
    nodePorts: nodePorts ?? [],
    ...(hosts === undefined ? { useHostIPs: true } : { domain: HOST_PLACEHOLDER }),
  };
}

/** The chart knows one host for all node ports, or addresses that it also claims for its Service: neither is a host each. */
function hostOfBroker(hosts: string[]): string {
  return [
    `external_hosts=(${hosts.map((host) => `'${host.replaceAll("'", "")}'`).join(" ")})`,
    `sed -i "s|${HOST_PLACEHOLDER}|\${external_hosts[$POD_ID]}|" "$KAFKA_CONFIG_FILE"`,
  ].join("\n");
}
