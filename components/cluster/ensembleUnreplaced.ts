import type * as pulumi from "@pulumi/pulumi";

interface StatefulSetSpec {
  revisionHistoryLimit?: number;
  volumeClaimTemplates?: Record<string, unknown>[];
}

/** How many revisions Kubernetes keeps where nothing is said. */
const KUBERNETES_HISTORY = 10;

/**
 * Takes from ZooKeeper's StatefulSet what Kubernetes fills in by itself: newer charts write it out (`revisionHistoryLimit: 10` from chart 28.3.0
 * on, the kind in the claim template from 30.1.8 on), and the Kubernetes plugin (4.18) replaces a StatefulSet over either field, which would
 * take the whole ensemble away at an upgrade of the chart. The brokers' have had the kind since 26.11.4, and keep it for the same reason.
 *
 * @param name Name of the ensemble's StatefulSet.
 */
export function ensembleUnreplaced(name: string): pulumi.ResourceTransform {
  return ({ type, props, opts }) => {
    const { metadata } = props as { metadata?: { name?: string } };
    if (type !== "kubernetes:apps/v1:StatefulSet" || metadata?.name !== name) return undefined;
    const {
      revisionHistoryLimit: history,
      volumeClaimTemplates: templates,
      ...spec
    } = props["spec"] as StatefulSetSpec;
    return {
      props: {
        ...props,
        spec: {
          ...spec,
          ...(history === undefined || history === KUBERNETES_HISTORY ? {} : { revisionHistoryLimit: history }),
          ...(templates === undefined ? {} : { volumeClaimTemplates: templates.map(withoutKind) }),
        },
      },
      opts,
    };
  };
}

function withoutKind(template: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(template).filter(([key]) => key !== "apiVersion" && key !== "kind"));
}
