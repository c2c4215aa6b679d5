import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureDebianPackages } from "../../tools/debian";
import { identify, isAlive, ProcessIdentity } from "../../commands/identity";
import { Progress, silent } from "../../commands/progress";
import { ensureKubectl } from "../../tools";
import { kubernetesBinaries } from "./binaries";
import { Cluster } from "./cluster";
import { adminKubeconfig, startControlPlane, waitForServiceAccount } from "./control-plane";
import { freePorts } from "./ports";
import { stopProcesses } from "./processes";

const PREFIX = "kafka-api-server-";
const OWNER = "owner.json";

/** The folders of test runs that were killed: their processes ended with them. */
function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const owner = join(tmpdir(), name, OWNER);
    if (!existsSync(owner) || isAlive(JSON.parse(readFileSync(owner, "utf8")) as ProcessIdentity)) continue;
    rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

/**
 * A Kubernetes API without nodes (etcd, API server and controller manager on free ports of the loopback address), for tests: ready in a few
 * seconds, needs no root, and its processes end with the process that started them, even when that is killed.
 */
export async function startApiServer(options: { name?: string; progress?: Progress } = {}): Promise<Cluster> {
  const { name = "api", progress = silent } = options;
  await ensureDebianPackages("apiServer", progress);
  const kubectl = await ensureKubectl(progress);
  const binaries = await kubernetesBinaries(progress);
  removeAbandoned();
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  writeFileSync(join(folder, OWNER), JSON.stringify(identify(process.pid)));
  const [apiServer, etcd, etcdPeer, controllerManager] = (await freePorts(4)) as [number, number, number, number];
  const stop = async () => {
    await stopProcesses(folder, []);
    rmSync(folder, { recursive: true, force: true });
  };
  const context = `kafka-${name}`;
  try {
    await startControlPlane({
      folder,
      binaries,
      kubectl,
      context,
      bindAddress: "127.0.0.1",
      ports: { apiServer, etcd, etcdPeer, controllerManager },
      names: [],
      start: { bound: true },
    });
    await waitForServiceAccount(kubectl, adminKubeconfig(folder));
  } catch (error) {
    await stop();
    throw error;
  }
  return { kind: "own", kubeconfig: adminKubeconfig(folder), context, created: true, stop };
}
