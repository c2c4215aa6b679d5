import type { Path, Problem } from "../problem";
import type { Settings } from "../schema";
import type { KubernetesCheck } from "./check";

type External = NonNullable<Settings["cluster"]["external"]>;

const at = (...rest: Path): Path => ["cluster", "external", ...rest];

/** One address outside for each broker. */
export const externalErrors: KubernetesCheck = ({ cluster: { external, brokers } }) =>
  external === undefined
    ? []
    : [
        ...(["hosts", "nodePorts"] as const).flatMap((key) => [
          ...lengthErrors(external, key, brokers),
          ...presenceErrors(external, key),
        ]),
        ...repeated(external),
      ];

function lengthErrors(external: External, key: "hosts" | "nodePorts", brokers: number): Problem[] {
  const length = external[key]?.length ?? brokers;
  return length === brokers
    ? []
    : [
        {
          path: at(key),
          text: `found ${length}; allowed: ${brokers}, one per broker (kafka:cluster.brokers)`,
          restsOn: [["cluster", "brokers"]],
        },
      ];
}

function presenceErrors({ type, ...external }: External, key: "hosts" | "nodePorts"): Problem[] {
  const given = external[key] !== undefined;
  if (type === "NodePort" && !given) {
    return [
      {
        path: at(key),
        text: "found nothing; allowed: one per broker, as kafka:cluster.external.type is NodePort",
        restsOn: [at("type")],
      },
    ];
  }
  return type === "LoadBalancer" && key === "nodePorts" && given
    ? [{ path: at(key), text: "is for kafka:cluster.external.type NodePort; take it out", restsOn: [at("type")] }]
    : [];
}

/** Two brokers can't share an address: a host behind load balancers, a port on the nodes. */
function repeated(external: External): Problem[] {
  const key = external.type === "NodePort" ? "nodePorts" : "hosts";
  const list: readonly (string | number)[] = external[key] ?? [];
  return list.flatMap((value, index) =>
    list.indexOf(value) === index
      ? []
      : [
          {
            path: at(key, index),
            text: `found ${value} again; allowed: another for each broker`,
            restsOn: [at("type")],
          },
        ],
  );
}

/** Node ports are open to whoever reaches the nodes. */
export const externalDoubts: KubernetesCheck = ({ cluster: { external } }) =>
  external?.type === "NodePort" && external.sourceRanges.length > 0
    ? [{ path: at("sourceRanges"), text: "has no effect with NodePort: only load balancers look at it" }]
    : [];
