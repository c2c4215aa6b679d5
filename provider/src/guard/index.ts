import type { KubernetesConnection } from "../connection";
import { defaultSessions } from "../session/sessions";
import { liveTemplate } from "./live";
import type { ClusterIdentity } from "./identity";
import { identityRefusals } from "./identity";
import { inputsKept } from "./kept";
import { removedBrokers, removedHolding } from "./removed";
import type { RequiredKind } from "./kinds";
import { missingKinds } from "./kinds";
import type { StatefulSetTemplate } from "./templates";
import { templateRefusals } from "./templates";

export type { ClusterIdentity } from "./identity";
export type { RequiredKind } from "./kinds";
export type { StatefulSetTemplate } from "./templates";

/** Inputs of the guard before the chart. */
export interface GuardInputs {
  connection: KubernetesConnection;
  cluster: ClusterIdentity;
  templates: StatefulSetTemplate[];
  /** Kinds that the stack needs of operators. @default none */
  kinds?: RequiredKind[];
}

/** The templates that differ from those of the last run. A StatefulSet that is new to the stack is none of them. */
export function changedTemplates(olds: StatefulSetTemplate[], news: StatefulSetTemplate[]): StatefulSetTemplate[] {
  const before = new Map(olds.map((template) => [template.statefulSet, JSON.stringify(template)]));
  return news.filter((template) => {
    const earlier = before.get(template.statefulSet);
    return earlier !== undefined && earlier !== JSON.stringify(template);
  });
}

/**
 * Behind the resource that stands before the chart and refuses, at preview, what would stop all brokers at once or lose what they hold. It
 * makes nothing itself, and looks at the cluster only where a template has changed or a kind is new to the stack, so an unchanged preview
 * costs no request.
 */
export const guard = {
  ...inputsKept<GuardInputs>(({ cluster }) => cluster.name),
  async check(olds: Partial<GuardInputs>, news: GuardInputs) {
    const identity = identityRefusals(olds.cluster, news.cluster).map((reason) => ({ property: "cluster", reason }));
    const removed = removedBrokers(olds.cluster, news.cluster);
    const held = removed === undefined ? [] : await removedHolding(defaultSessions, news.connection, removed);
    const brokers = held.map((reason) => ({ property: "cluster", reason }));
    const changed = changedTemplates(olds.templates ?? [], news.templates);
    const found = await Promise.all(
      changed.map(async (wanted) =>
        templateRefusals(wanted, await liveTemplate(news.connection.kubernetes, wanted.statefulSet)),
      ),
    );
    const missing = await missingKinds(news.connection.kubernetes, olds.kinds ?? [], news.kinds ?? []);
    const kinds = missing.map((reason) => ({ property: "kinds", reason }));
    const templates = found.flat().map((reason) => ({ property: "templates", reason }));
    return { inputs: news, failures: [...identity, ...brokers, ...kinds, ...templates] };
  },
  async diff(_id: string, olds: GuardInputs, news: GuardInputs) {
    const facts = ({ cluster, templates, kinds = [] }: GuardInputs): string =>
      JSON.stringify([cluster, templates, kinds]);
    return { changes: facts(olds) !== facts(news) };
  },
};
