import type { Resource } from "./rule";

/** A container, as far as rules look at it. */
export interface Container {
  name: string;
  image: string;
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> };
  ports?: { name?: string }[];
}

/** The template of a workload's pods. */
export interface Template {
  metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  spec?: { containers?: Container[]; initContainers?: Container[]; affinity?: { podAntiAffinity?: object } };
}

/** A StatefulSet or Deployment. */
export interface Workload {
  resource: Resource;
  replicas: number;
  template: Template;
}

/** All workloads of a kind. */
export function workloads(resources: readonly Resource[], kind: "StatefulSet" | "Deployment"): Workload[] {
  return resources
    .filter(({ type }) => type === `kubernetes:apps/v1:${kind}`)
    .map((resource) => {
      const spec = (resource.props["spec"] ?? {}) as { replicas?: number; template?: Template };
      return { resource, replicas: spec.replicas ?? 1, template: spec.template ?? {} };
    });
}

/** All containers of a workload, those that only prepare it too. */
export function containers({ template }: Workload): Container[] {
  return [...(template.spec?.containers ?? []), ...(template.spec?.initContainers ?? [])];
}

/** Whether labels match a selector's `matchLabels`; a selector without any matches nothing here. */
export function matches(selector: Record<string, string> | undefined, labels: Record<string, string> = {}): boolean {
  const wanted = Object.entries(selector ?? {});
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}
