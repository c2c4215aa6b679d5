import { matches, workloads } from "../kubernetes";
import { rule } from "../rule";

interface Budget {
  minAvailable?: number | string;
  maxUnavailable?: number | string;
  selector?: { matchLabels?: Record<string, string> };
}

/** A drained node takes one broker at a time, and it does take one. */
export const disruptionBudget = rule({
  name: "disruption-budget",
  description: "Every StatefulSet of several pods has one PodDisruptionBudget, valid, that allows one pod to go.",
  limits: {},
  check: (resources) => {
    const budgets = resources
      .filter(({ type }) => type === "kubernetes:policy/v1:PodDisruptionBudget")
      .map((resource) => ({ resource, spec: (resource.props["spec"] ?? {}) as Budget }));
    return workloads(resources, "StatefulSet")
      .filter(({ replicas }) => replicas > 1)
      .flatMap(({ resource, replicas, template }) => {
        const own = budgets.filter(({ spec }) => matches(spec.selector?.matchLabels, template.metadata?.labels));
        if (own.length === 0) {
          return [
            { resource, message: "no PodDisruptionBudget covers it. Set kafka:cluster.podDisruptionBudget to true" },
          ];
        }
        return own.flatMap(({ resource: budget, spec }) => {
          const problem = problemOf(spec, replicas);
          return problem === undefined ? [] : [{ resource: budget, message: problem }];
        });
      });
  },
});

function problemOf({ minAvailable, maxUnavailable }: Budget, replicas: number): string | undefined {
  const given = [minAvailable, maxUnavailable].filter((value) => value !== undefined && value !== "");
  if (given.length !== 1)
    return "must have one of minAvailable and maxUnavailable. Take the other out of kafka:cluster.values";
  const blocks =
    maxUnavailable === 0 || maxUnavailable === "0%" || (typeof minAvailable === "number" && minAvailable >= replicas);
  return blocks ? "lets no pod go, so that no node can be drained. Allow one" : undefined;
}
