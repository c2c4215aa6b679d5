import { isReachable, type BrokerView, type KafkaView, type Observation, type PodView } from "./observation";

type Kafka = Observation["kafka"];

/** How long a pod that shows no failure may take before it counts as hung. */
interface Patience {
  hungSeconds: number;
}

/** The broker that runs in a pod, if the cluster counts it as alive. */
export function brokerOf(pod: PodView, kafka: KafkaView): BrokerView | undefined {
  return kafka.brokers.find((broker) => broker.pod === pod.name);
}

/**
 * The pod serves nobody, so that its restart takes nothing away. A pod that isn't Ready may serve clients all the same, and one
 * that is Ready may serve nobody: where Kafka can be asked, its word counts.
 */
export function isDown(pod: PodView, kafka: Kafka, patience: Patience): boolean {
  if (pod.state !== "starting" && pod.state !== "ready") return false;
  if (pod.role === "zookeeper" || !isReachable(kafka)) return pod.state === "starting" && isStuck(pod, patience);
  const broker = brokerOf(pod, kafka);
  // A broker that crashed counts as alive until its session ends: only a failure that Kubernetes has seen overrules that.
  if (broker !== undefined) return pod.state === "starting" && !broker.answers && pod.failure !== undefined;
  return isStuck(pod, patience);
}

/** An outdated pod isn't Ready, yet its broker serves clients: a container beside Kafka's fails. */
export function isLimping(pod: PodView, kafka: Kafka, patience: Patience): boolean {
  if (pod.state !== "starting" || !pod.outdated || !isReachable(kafka)) return false;
  return brokerOf(pod, kafka)?.answers === true && isStuck(pod, patience);
}

/** The KRaft quorum has its majority without this pod, or hasn't it anyway. */
export function keepsQuorum(pod: PodView, kafka: Kafka): boolean {
  if (!isReachable(kafka) || pod.role === "zookeeper") return true;
  const current = kafka.voters.filter((voter) => voter.current);
  const broker = brokerOf(pod, kafka);
  // A broker that isn't registered may still vote; its node id is unknown then, so it may be any voter without a broker.
  const votes = current.some(({ id }) =>
    broker === undefined ? !kafka.brokers.some((other) => other.id === id) : broker.id === id,
  );
  const majority = Math.floor(kafka.voters.length / 2) + 1;
  return !votes || current.length < majority || current.length - 1 >= majority;
}

function isStuck(pod: PodView, { hungSeconds }: Patience): boolean {
  return pod.failure !== undefined || pod.unhealthySeconds >= hungSeconds;
}
