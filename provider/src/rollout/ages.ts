import { isReachable, type KafkaView, type PodView, type Unreachable } from "./observation";
import type { PodSighting } from "./pod-views";

/**
 * Remembers since when pods haven't been healthy, by the clock of this machine: the API server's may run otherwise. A pod that
 * is replaced starts anew, as does one that became healthy in between.
 */
export class Ages {
  private unhealthy = new Map<string, number>();
  private failing = new Map<string, number>();

  /** @param now seconds of any steady clock */
  view(sightings: readonly PodSighting[], kafka: KafkaView | Unreachable, now: number): PodView[] {
    const unhealthy = new Map<string, number>();
    const failing = new Map<string, number>();
    const views = sightings.map(({ name, role, uid, state, outdated, failure }): PodView => {
      const key = `${name}/${uid}`;
      const healthy = isHealthy({ name, role, state }, kafka);
      const since = healthy ? now : (this.unhealthy.get(key) ?? now);
      if (!healthy) unhealthy.set(key, since);
      // Between two crashes a container runs for a while: the failure goes on until the pod is Ready.
      const failed = failure === undefined ? this.failing.get(key) : (this.failing.get(key) ?? now);
      if (failed !== undefined && state !== "ready") failing.set(key, failed);
      return {
        name,
        role,
        state,
        outdated,
        unhealthySeconds: now - since,
        failure: failure && { ...failure, forSeconds: now - (failed ?? now) },
      };
    });
    this.unhealthy = unhealthy;
    this.failing = failing;
    return views;
  }
}

function isHealthy(
  { name, role, state }: Pick<PodView, "name" | "role" | "state">,
  kafka: KafkaView | Unreachable,
): boolean {
  if (state !== "ready") return false;
  return role === "zookeeper" || !isReachable(kafka) || kafka.brokers.some(({ pod }) => pod === name);
}
