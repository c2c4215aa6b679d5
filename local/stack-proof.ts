import { createKafka } from "@kafka-on-kubernetes/provider";
import { Cluster, placeOf } from "./cluster";
import { Failure } from "../commands/failure";
import { Progress } from "../commands/progress";
import { Connect, ProofTarget, prove } from "./proof";
import { Stack } from "./stack";

const TOPIC = "ai-task-queue";
/** The users of Pulumi.local.yaml that may write to the topic and read it. */
const PRODUCER = "task-producer";
const CONSUMER = "task-worker";

/** The parts of the stack's outputs that are shown and that the proof uses. */
interface Outputs {
  bootstrapServers: string;
  brokers: string[];
  securityProtocol: string;
  saslMechanism: "SCRAM-SHA-512" | "SCRAM-SHA-256";
  namespace: string;
  topics: string[];
  clients: Record<string, { name: string; namespaces: string[] }>;
}

/** Proves the deployed stack with two of its client users, and shows what it consists of. */
export async function proveStack(stack: Stack, cluster: Cluster, progress: Progress): Promise<void> {
  const outputs = (await stack.outputs()) as unknown as Outputs;
  const secretOf = (user: string) => {
    const secret = outputs.clients?.[user];
    if (secret === undefined)
      throw new Failure(`the stack has no user ${user} (kafka:users): nothing to prove it with`);
    return secret.name;
  };
  const target: ProofTarget = {
    place: placeOf(cluster),
    namespace: outputs.namespace,
    producerSecretName: secretOf(PRODUCER),
    consumerSecretName: secretOf(CONSUMER),
    topic: TOPIC,
    group: `${CONSUMER}-local-proof`,
  };
  const connect: Connect = ({ place, namespace }, secretName) =>
    createKafka({
      brokers: outputs.brokers, // each host begins with its pod; the bootstrap address is a service, which no port-forward leads to
      access: "portForward",
      mechanism: outputs.saslMechanism,
      kubernetes: { ...place, namespace },
      secretName,
      // A client's Secret says whom to trust, where the listener has TLS.
      ...(outputs.securityProtocol === "SASL_SSL" ? { tls: { caSecrets: [secretName] } } : {}),
    });
  const proven = await progress.step(`proof: a task through ${TOPIC} from ${PRODUCER} to ${CONSUMER}`, (note) =>
    prove(target, connect, note),
  );
  const users = Object.entries(outputs.clients).map(([name, secret]) => `${name} (Secret ${secret.name})`);
  console.log(`
Produced and consumed in ${proven.took} (partition ${proven.partition}, offset ${proven.offset}):
  ${JSON.stringify(proven.task)}
Brokers: ${outputs.brokers.join(", ")}
         behind ${outputs.bootstrapServers} (${outputs.securityProtocol}, ${outputs.saslMechanism})
Topics:  ${outputs.topics.join(", ")}
Users:   ${users.join(", ")}`);
}
