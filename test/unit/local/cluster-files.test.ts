import assert from "node:assert/strict";
import { apiServerFlags, etcdFlags } from "../../../local/cluster/control-plane";
import { kindConfig } from "../../../local/cluster/kind";
import { mountsBelow } from "../../../local/cluster/mounts";
import { cniConfig, containerdConfig, kubeletConfig } from "../../../local/cluster/node-config";
import { kubeconfig } from "../../../local/cluster/pki";
import { NodePlan, planCluster } from "../../../local/cluster/plan";
import { releasedVolumes, volumesOf, VOLUMES } from "../../../local/cluster/volumes";
import { missingPackages } from "../../../tools/debian";
import { libraryPaths } from "../../../local/images/base";
import { pom } from "../../../local/kafka/libs";

const [node, second] = planCluster("local", 3, "/state", 2, 16446).nodes as [NodePlan, NodePlan];

describe("the cluster's files", () => {
  it("keep containerd within the node's folder", () => {
    const toml = containerdConfig(node);
    for (const line of toml.split("\n").filter((text) => /^\s*(root|state|address|conf_dir|Root) =/.test(text))) {
      assert.match(line, /"\/state\/slot-3\/node1\//);
    }
    assert.match(toml, /sandbox_image = "registry\.local\/pause:/);
  });

  it("give each node its own pod addresses and cgroup", () => {
    assert.match(JSON.stringify(cniConfig(second)), /"subnet":"10\.244\.2\.0\/24"/);
    const config = kubeletConfig(second, (file) => `/pki/${file}`) as Record<string, unknown>;
    assert.equal(config.cgroupRoot, "/kafka3/node2");
    assert.equal(config.tlsCertFile, "/pki/kubelet-node2.crt");
  });

  it("give the control plane the ports that it is told", () => {
    const ports = { apiServer: 1, etcd: 2, etcdPeer: 3, controllerManager: 4 };
    const api = apiServerFlags({ bindAddress: "127.0.0.1", ports }, { path: (name) => `/pki/${name}` });
    assert.ok(api.includes("--secure-port=1") && api.includes("--etcd-servers=http://127.0.0.1:2"));
    assert.ok(etcdFlags({ folder: "/f", ports }).includes("--initial-cluster=local=http://127.0.0.1:3"));
  });

  it("name the context in the kubeconfig, and make it the current one of that file", () => {
    const config = kubeconfig("kafka-local", "https://127.0.0.1:1", "CA", { "client-key-data": "KEY" });
    assert.deepEqual(
      { ...config, users: undefined, clusters: undefined },
      {
        apiVersion: "v1",
        kind: "Config",
        users: undefined,
        clusters: undefined,
        contexts: [{ name: "kafka-local", context: { cluster: "kafka-local", user: "kafka-local" } }],
        "current-context": "kafka-local",
      },
    );
  });

  it("put kind's nodes in zones of their own", () => {
    const { nodes } = kindConfig(3) as { nodes: { role: string; labels: Record<string, string> }[] };
    assert.deepEqual(
      nodes.map(({ role }) => role),
      ["control-plane", "worker", "worker"],
    );
    assert.equal(new Set(nodes.map(({ labels }) => labels["topology.kubernetes.io/zone"])).size, 3);
  });
});

describe("volumes", () => {
  it("are enough on one node for three brokers and three ZooKeeper servers, of each class", () => {
    const volumes = volumesOf(node);
    assert.equal(new Set(volumes.map(({ path }) => path)).size, volumes.length);
    for (const count of Object.values(VOLUMES)) assert.ok(count >= 6);
  });

  it("come back when their claim is gone, and only then", () => {
    const items = ["Available", "Bound", "Released", "Failed"].map((phase) => ({
      metadata: { name: phase.toLowerCase() },
      status: { phase },
    }));
    assert.deepEqual(releasedVolumes({ items }), ["released"]);
  });
});

describe("what is read from the machine", () => {
  it("finds mounts below a folder, innermost first, and none of a neighbour", () => {
    const line = (path: string) => `36 35 0:1 / ${path} rw - tmpfs tmpfs rw`;
    const info = ["/s/slot-1", "/s/slot-1/a", "/s/slot-1/a/b\\040c", "/s/slot-10/a", "/"].map(line).join("\n");
    assert.deepEqual(mountsBelow("/s/slot-1", info), ["/s/slot-1/a/b c", "/s/slot-1/a"]);
  });

  it("finds the libraries that a program needs", () => {
    const listing =
      "/bin/bash:\n\tlinux-vdso.so.1 (0x1)\n\tlibtinfo.so.6 => /lib/x/libtinfo.so.6 (0x2)\n\tlibnone.so => not found\n\t/lib64/ld.so.2 (0x3)\n";
    assert.deepEqual([...libraryPaths(listing)], ["/lib/x/libtinfo.so.6", "/lib64/ld.so.2"]);
  });

  it("asks only for the packages whose program or file is missing", () => {
    const group = { ip: "iproute2", "/usr/lib/cni/bridge": "containernetworking-plugins", socat: "socat" };
    assert.deepEqual(
      missingPackages(group, (thing) => thing === "ip"),
      ["containernetworking-plugins", "socat"],
    );
  });
});

describe("the project that Maven copies jars for", () => {
  it("has the pinned coordinates", () => {
    assert.match(pom(["g:a:1"]), /<groupId>g<\/groupId><artifactId>a<\/artifactId><version>1<\/version>/);
  });
});
