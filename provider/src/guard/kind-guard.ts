import type { KubernetesTarget } from "../connection";
import { inputsKept } from "./kept";
import type { RequiredKind } from "./kinds";
import { missingKinds } from "./kinds";

/** Inputs of the guard before objects of operators' kinds, where no chart and so no cluster's guard is. */
export interface KindGuardInputs {
  /** Name of the Kafka cluster. */
  cluster: string;
  kubernetes: KubernetesTarget;
  /** Kinds that the stack needs of operators. */
  kinds: RequiredKind[];
}

/**
 * Behind the resource that refuses, at preview, a stack with objects of a kind that the Kubernetes cluster doesn't know. It asks only for
 * kinds that are new to the stack.
 */
export const kindGuard = {
  ...inputsKept<KindGuardInputs>(({ cluster }) => cluster),
  async check(olds: Partial<KindGuardInputs>, news: KindGuardInputs) {
    const missing = await missingKinds(news.kubernetes, olds.kinds ?? [], news.kinds);
    return { inputs: news, failures: missing.map((reason) => ({ property: "kinds", reason })) };
  },
  async diff(_id: string, olds: KindGuardInputs, news: KindGuardInputs) {
    return { changes: JSON.stringify(olds.kinds) !== JSON.stringify(news.kinds) };
  },
};
