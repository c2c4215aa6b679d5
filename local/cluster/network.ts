import { existsSync, readdirSync } from "node:fs";
import { findOnPath, runCommand, tryCommand } from "../../commands/subprocess";
import { poll } from "../../commands/deadline";
import { Failure } from "../../commands/failure";
import { ClusterPlan, net, NodePlan } from "./plan";

/**
 * A network namespace per node, joined by a bridge in the first one, and one link from there to the machine: for the API server's loopback
 * port and for node ports. No address is translated and no route leads out, so nothing inside reaches anything beyond.
 */
export async function createNetwork(plan: ClusterPlan): Promise<void> {
  await requireBridgeFilter();
  const [first, ...others] = plan.nodes as [NodePlan, ...NodePlan[]];
  const { hostInterface, hostAddress, address } = plan.link;
  await ip("netns", "add", first.netns);
  await ip("link", "add", hostInterface, "type", "veth", "peer", "name", "uplink", "netns", first.netns);
  await ip("addr", "add", `${hostAddress}/30`, "dev", hostInterface);
  await ip("link", "set", hostInterface, "up");
  await ip("-n", first.netns, "link", "set", "uplink", "up");
  await ip("-n", first.netns, "addr", "add", `${address}/30`, "dev", "uplink");
  await ip("-n", first.netns, "link", "add", "kube0", "type", "bridge");
  await addressNode(first);
  for (const node of others) {
    const port = `n${node.index}`;
    await ip("netns", "add", node.netns);
    await ip("-n", first.netns, "link", "add", port, "type", "veth", "peer", "name", "kube0", "netns", node.netns);
    await ip("-n", first.netns, "link", "set", port, "master", "kube0", "up");
    await addressNode(node);
  }
  for (const { node, podCidr, via } of podRoutes(plan.nodes)) await ip("-n", node, "route", "add", podCidr, "via", via);
}

/** Each node finds the others' pods behind the others' addresses. */
export function podRoutes(nodes: NodePlan[]): { node: string; podCidr: string; via: string }[] {
  return nodes.flatMap((from) =>
    nodes.filter((to) => to !== from).map((to) => ({ node: from.netns, podCidr: to.podCidr, via: to.address })),
  );
}

async function addressNode({ netns, address }: NodePlan): Promise<void> {
  await ip("-n", netns, "link", "set", "lo", "up");
  await ip("-n", netns, "addr", "add", `${address}/${net.nodePrefix}`, "dev", "kube0");
  await ip("-n", netns, "link", "set", "kube0", "up");
  // Leads nowhere: without any route for a service's address the kernel gives up before kube-proxy's rules can rewrite it.
  await ip("-n", netns, "route", "add", "default", "dev", "kube0");
  await runCommand("nsenter", [
    `--net=/run/netns/${netns}`,
    "--",
    "sysctl",
    "-qw",
    "net.ipv4.ip_forward=1",
    "net.ipv4.conf.all.route_localnet=1", // node ports on the loopback address
    "net.bridge.bridge-nf-call-iptables=1", // services between pods of one node, whose packets only cross the bridge
  ]);
}

/** Gives the machine everything back; nothing when it is gone already. */
export async function removeNetwork(slot: number, hostInterface: string): Promise<void> {
  const ours = new RegExp(`^kafka${slot}(-\\d+)?$`);
  const listed = () => (existsSync("/run/netns") ? readdirSync("/run/netns").filter((name) => ours.test(name)) : []);
  for (const name of listed()) await ip("netns", "del", name);
  // It goes with its peer's namespace, but only some time later.
  await tryCommand("ip", ["link", "del", hostInterface]);
  await poll(() => (existsSync(`/sys/class/net/${hostInterface}`) ? undefined : true), {
    what: `the end of the interface ${hostInterface}`,
    timeout: 10_000,
  });
}

async function requireBridgeFilter(): Promise<void> {
  if (existsSync("/proc/sys/net/bridge")) return;
  if (findOnPath("modprobe")) await tryCommand("modprobe", ["br_netfilter"]);
  if (!existsSync("/proc/sys/net/bridge"))
    throw new Failure("the kernel module br_netfilter is not loaded: run `modprobe br_netfilter` and try again");
}

async function ip(...args: string[]): Promise<void> {
  await runCommand("ip", args);
}
