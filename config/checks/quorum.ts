import { found, valueAt } from "../found";
import type { Problem } from "../problem";
import type { KubernetesCheck } from "./check";

/** Most brokers where each is a voter of the KRaft quorum: every metadata change waits for the majority of them. */
const MOST_VOTERS = 10;

/** In KRaft mode each broker votes here, and a quorum of many voters is slow. */
export const quorumErrors: KubernetesCheck = ({ cluster: { mode, brokers } }) =>
  mode === "kraft" && brokers > MOST_VOTERS
    ? [
        {
          path: ["cluster", "brokers"],
          text: `found ${brokers}; allowed: at most ${MOST_VOTERS} in KRaft mode, as each broker is a voter of the quorum; further brokers are kafka:cluster.additionalBrokers`,
          restsOn: [["cluster", "mode"]],
        },
      ]
    : [];

/** Brokers beside the voters are of KRaft mode, and have no addresses outside in this version. */
export const additionalErrors: KubernetesCheck = ({ cluster: { additionalBrokers, mode, external } }) => {
  const path = ["cluster", "additionalBrokers"];
  if (additionalBrokers === 0) return [];
  if (mode === "zookeeper") {
    return [
      {
        path,
        text: `found ${additionalBrokers}; allowed: nothing, as without a quorum every broker is one of kafka:cluster.brokers`,
        restsOn: [["cluster", "mode"]],
      },
    ];
  }
  return external === undefined
    ? []
    : [
        {
          path,
          text: `found ${additionalBrokers}; allowed: nothing beside kafka:cluster.external, whose addresses are the voters'`,
          restsOn: [["cluster", "external"]],
        },
      ];
};

/** An even quorum survives no more failures than one voter fewer. */
export const quorumDoubts: KubernetesCheck = ({ cluster: { mode, brokers, zookeeper } }, { raw }) => {
  const kraft = mode === "kraft";
  const path = kraft ? ["cluster", "brokers"] : ["cluster", "zookeeper", "replicas"];
  const voters = kraft ? brokers : zookeeper.replicas;
  const even: Problem[] =
    voters % 2 === 0
      ? [
          {
            path,
            text: `${voters} voters survive the loss of ${voters / 2 - 1}, as ${voters - 1} do; take an odd number`,
          },
        ]
      : [];
  const idle: Problem[] =
    kraft && valueAt(raw, ["cluster", "zookeeper"]) !== undefined
      ? [
          {
            path: ["cluster", "zookeeper"],
            text: `found ${found(raw, ["cluster", "zookeeper"])}, which has no effect while kafka:cluster.mode is kraft`,
          },
        ]
      : [];
  return [...even, ...idle];
};
