import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Admin } from "kafkajs";
import type { KubernetesConnection } from "@kafka-on-kubernetes/provider";
import { createProgress } from "../../../commands/progress";
import type { Cluster } from "../../../local/cluster";
import { startApiServer } from "../../../local/cluster";
import { ensureTools } from "../../../tools";
import { Kubectl } from "../../engine/Kubectl";
import { PulumiStack } from "../../engine/PulumiStack";
import type { BrokerCluster } from "../brokers";
import { namespace, operator, operatorSecret } from "../brokers";

/** What a stack under the real engine needs: brokers, an API server that has the administrator's Secret, and the tools. */
export class EngineCluster {
  /** The program whose topics, groups and users come from the stack's configuration. */
  public readonly project = join(__dirname, "program");
  /** The brokers' administrator, connected. */
  public readonly admin: Admin;
  public readonly kubectl: Kubectl;
  private readonly env: NodeJS.ProcessEnv;

  private constructor(
    public readonly brokers: BrokerCluster,
    public readonly api: Cluster,
    private readonly folder: string,
    env: NodeJS.ProcessEnv,
  ) {
    this.env = { ...env, KUBECONFIG: api.kubeconfig };
    this.admin = brokers.kafka().admin();
    this.kubectl = new Kubectl(this.env, api.context, namespace);
  }

  /** @param name Of the API server, unique among the tests that run at a time. */
  public static async start(name: string, startBrokers: () => Promise<BrokerCluster>): Promise<EngineCluster> {
    const progress = createProgress();
    const { env } = await ensureTools(progress);
    const [folder, api, brokers] = await Promise.all([
      mkdtemp(join(tmpdir(), `kafka-${name}-`)),
      startApiServer({ name, progress }),
      startBrokers(),
    ]);
    const cluster = new EngineCluster(brokers, api, folder, { ...process.env, ...env });
    await cluster.prepare();
    return cluster;
  }

  /** How the provider reaches the brokers. */
  public get connection(): KubernetesConnection {
    const { context, kubeconfig } = this.api;
    return { ...this.brokers.connection, kubernetes: { context, kubeconfig, namespace } };
  }

  /** A new stack of the program, with a state of its own. */
  public async stack(name: string): Promise<PulumiStack> {
    const folder = await mkdtemp(join(this.folder, `${name}-`));
    const stack = new PulumiStack({ project: this.project, name, folder, config: {}, env: this.env });
    await stack.init();
    return stack;
  }

  public async stop(): Promise<void> {
    await this.admin.disconnect();
    await Promise.all([this.brokers.stop(), this.api.stop()]);
    await rm(this.folder, { recursive: true, force: true });
  }

  private async prepare(): Promise<void> {
    await this.kubectl.run("create", "namespace", namespace);
    await this.kubectl.apply({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: operatorSecret, namespace },
      stringData: operator,
    });
    await this.admin.connect();
  }
}
