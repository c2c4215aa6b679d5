import type { KubernetesTarget } from "../connection";
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
  async check(olds: Partial<KindGuardInputs>, news: KindGuardInputs) {
    const missing = await missingKinds(news.kubernetes, olds.kinds ?? [], news.kinds);
    return { inputs: news, failures: missing.map((reason) => ({ property: "kinds", reason })) };
  },
  async diff(_id: string, olds: KindGuardInputs, news: KindGuardInputs) {
    return { changes: JSON.stringify(olds.kinds) !== JSON.stringify(news.kinds) };
  },
  async create(inputs: KindGuardInputs) {
    return { id: inputs.cluster, outs: inputs };
  },
  async read(id: string, props: KindGuardInputs) {
    return { id, props };
  },
  async update(_id: string, _olds: KindGuardInputs, news: KindGuardInputs) {
    return { outs: news };
  },
  async delete(): Promise<void> {},
};
