import { declaredTopics } from "../declaredTopics";
import type { Path, Problem } from "../problem";
import type { StackSettings } from "../schema";
import type { Check } from "./check";

const list = (name: "targets" | "excluded"): Path => ["reassignment", "brokers", name];

/** The two lists of brokers that may hold replicas don't contradict each other, nor does a topic's placement contradict them. */
export const replicaBrokers: Check = (settings) => [...inBoth(settings), ...placedElsewhere(settings)];

function inBoth({ reassignment: { brokers } }: StackSettings): Problem[] {
  const twice = brokers?.excluded?.find((id) => brokers.targets?.includes(id));
  if (twice === undefined) return [];
  const text = `found ${twice}, which is among kafka:reassignment.brokers.targets too; allowed: one of the two`;
  return [{ path: list("excluded"), text, restsOn: [list("targets")] }];
}

function placedElsewhere(settings: StackSettings): Problem[] {
  const { targets, excluded = [] } = settings.reassignment.brokers ?? {};
  const isRefused = (id: number) => excluded.includes(id) || !(targets?.includes(id) ?? true);
  return declaredTopics(settings).flatMap(({ place, topic }) =>
    Object.entries(topic.placement ?? {}).flatMap(([partition, ids]) => {
      const id = ids.find(isRefused);
      if (id === undefined) return [];
      const text = `found broker ${id}; allowed: brokers that may hold replicas (kafka:reassignment.brokers)`;
      return [{ path: [...place, "placement", partition], text, restsOn: [list("targets"), list("excluded")] }];
    }),
  );
}
