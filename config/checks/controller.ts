import type { KubernetesCheck } from "./check";

/**
 * In KRaft mode the controllers know one another without a password (KAFKA-15513), so that who reaches their port may do everything:
 * only the network policy keeps others from it.
 */
export const openController: KubernetesCheck = ({ cluster: { mode, networkPolicy } }) =>
  mode === "kraft" && !networkPolicy.enabled
    ? [
        {
          path: ["cluster", "networkPolicy", "enabled"],
          text: "without it every pod that reaches the controllers' port 9093 may do everything; see docs/security.md",
        },
      ]
    : [];
