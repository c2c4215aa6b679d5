import { createKafka } from "@kafka-on-kubernetes/provider";
import { Cluster } from "./cluster";
import { runCommand } from "./command";
import { Failure } from "./failure";
import { Progress } from "./progress";
import { Connect, ProofTarget, prove } from "./proof";
import { Stack } from "./stack";

const TOPIC = "ai-task-queue";

/** The parts of the stack's outputs that are shown and that the proof uses. */
interface Outputs {
  bootstrapServers: string;
  securityProtocol: string;
  saslMechanism: "SCRAM-SHA-512" | "SCRAM-SHA-256";
  namespace: string;
  topics: string[];
  clients: Record<string, { name: string; namespace: string }>;
}

/**
 * The brokers' pods behind the bootstrap address, as seeds: this machine resolves no name of the cluster, and a port-forward leads to a
 * pod, not to a service. What the brokers advertise then leads to the pods anyway.
 */
async function brokerPods(
  { kubeconfig, context }: Cluster,
  { bootstrapServers, namespace }: Outputs,
): Promise<string[]> {
  const [host = "", port = ""] = bootstrapServers.split(",")[0]?.split(":") ?? [];
  const label = `kubernetes.io/service-name=${host.split(".")[0]}`;
  const get = ["--kubeconfig", kubeconfig, "--context", context, "-n", namespace, "get", "endpointslices", "-l", label];
  const names = await runCommand("kubectl", [...get, "-o", "jsonpath={.items[*].endpoints[*].targetRef.name}"]);
  const pods = names.split(" ").filter(Boolean);
  if (pods.length === 0) throw new Failure(`no broker is ready behind ${bootstrapServers}`);
  return pods.map((pod) => `${pod}:${port}`);
}

/** Proves the deployed stack with the first of its client users, and shows what it consists of. */
export async function proveStack(stack: Stack, cluster: Cluster, progress: Progress): Promise<void> {
  const outputs = (await stack.outputs()) as unknown as Outputs;
  const [user] = Object.entries(outputs.clients ?? {});
  if (!user) throw new Failure("the stack has no client users (kafka:users): nothing to prove it with");
  const target: ProofTarget = {
    kubeconfig: cluster.kubeconfig,
    context: cluster.context,
    namespace: outputs.namespace,
    clientSecretName: user[1].name,
    topic: TOPIC,
    group: "local-proof",
  };
  const brokers = await brokerPods(cluster, outputs);
  const connect: Connect = ({ context, kubeconfig, namespace, clientSecretName }) =>
    createKafka({
      brokers,
      access: "portForward",
      mechanism: outputs.saslMechanism,
      kubernetes: { context, kubeconfig, namespace },
      secretName: clientSecretName,
    });
  const proven = await progress.step(`proof: a task through ${TOPIC} as ${user[0]}`, (note) =>
    prove(target, connect, note),
  );
  console.log(`
Produced and consumed in ${proven.took} (partition ${proven.partition}, offset ${proven.offset}):
  ${JSON.stringify(proven.task)}
Brokers: ${outputs.bootstrapServers} (${outputs.securityProtocol}, ${outputs.saslMechanism})
Topics:  ${outputs.topics.join(", ")}
Users:   ${Object.entries(outputs.clients)
    .map(([name, secret]) => `${name} (Secret ${secret.namespace}/${secret.name})`)
    .join(", ")}`);
}
