import { join } from "node:path";
import { Failure } from "../../commands/failure";

/**
 * Everything that a cluster occupies on the machine, derived from its slot alone, so that several clusters run at once without meeting.
 * The addresses inside the namespaces are the same for all: nothing routes out of them.
 */
export interface ClusterPlan {
  name: string;
  /** The context in the kubeconfig: `kafka-NAME`. */
  context: string;
  slot: number;
  /** The cluster's whole state. */
  folder: string;
  /** Where the API server is reached on this machine's loopback. */
  apiPort: number;
  /** The one link between the machine and the namespaces. */
  link: { hostInterface: string; hostAddress: string; address: string };
  nodes: NodePlan[];
}

export interface NodePlan {
  index: number;
  name: string;
  zone: string;
  /** Its network namespace. */
  netns: string;
  /** Its address on the bridge that joins the nodes. */
  address: string;
  podCidr: string;
  folder: string;
  socket: string;
  /** Below each cgroup controller. */
  cgroup: string;
}

/** 198.18.0.0/15 is set apart for tests between networks (RFC 2544): no real network uses it. */
export const net = {
  apiServerPort: 6443,
  apiServerAddress: "198.18.0.1",
  nodePrefix: 24,
  podCidr: "10.244.0.0/16",
  serviceCidr: "10.96.0.0/16",
  apiServerService: "10.96.0.1",
  dnsService: "10.96.0.10",
} as const;

/** Slots are bounded by the third byte of the link's address and by what one machine can carry. */
export const SLOTS = 32;
const MAX_NODES = 9;

/** The port tried first, so that a kubeconfig stays right from one start to the next. */
export const preferredApiPort = (slot: number) => 16443 + slot;

export const cgroupName = (slot: number) => `kafka${slot}`;

export function planCluster(
  name: string,
  slot: number,
  stateRoot: string,
  nodes: number,
  apiPort: number,
): ClusterPlan {
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(name)) {
    throw new Failure(`cluster name ${JSON.stringify(name)}: use up to 31 of a-z, 0-9 and -, a letter first`);
  }
  if (!Number.isInteger(nodes) || nodes < 1 || nodes > MAX_NODES) {
    throw new Failure(`nodes: ${nodes} is not a number from 1 to ${MAX_NODES}`);
  }
  const folder = slotFolder(stateRoot, slot);
  return {
    name,
    context: `kafka-${name}`,
    slot,
    folder,
    apiPort,
    // Interface names have 15 characters at most.
    link: { hostInterface: `kafka${slot}-h`, hostAddress: `198.19.${slot}.1`, address: `198.19.${slot}.2` },
    nodes: Array.from({ length: nodes }, (_, i) => planNode(slot, folder, i + 1)),
  };
}

export const slotFolder = (stateRoot: string, slot: number) => join(stateRoot, `slot-${slot}`);

function planNode(slot: number, folder: string, index: number): NodePlan {
  const name = `node${index}`;
  return {
    index,
    name,
    zone: `zone-${index}`,
    netns: index === 1 ? `kafka${slot}` : `kafka${slot}-${index}`,
    address: `198.18.0.${index}`,
    podCidr: `10.244.${index}.0/24`,
    folder: join(folder, name),
    socket: join(folder, name, "containerd.sock"), // a socket's path has 107 characters at most
    cgroup: `${cgroupName(slot)}/${name}`,
  };
}
