import type { Settings } from "../../../config/schema";
import { CLUSTER_DOMAIN } from "../names";
import { brokerProperties } from "./brokerProperties";
import { brokers } from "./brokers";
import { certificates } from "./certificates";
import { external } from "./external";
import { images } from "./images";
import { valueProblems } from "./knownKeys";
import { merge, sortKeys } from "./merge";
import type { Values } from "./merge";
import { metrics } from "./metrics";
import { networkPolicy } from "./networkPolicy";
import { properties } from "./properties";
import { security } from "./security";
import { zookeeper } from "./zookeeper";

export { valueProblems } from "./knownKeys";

/**
 * The chart's values for a stack: a pure function, sorted by key, without a password. Nothing in them lets the chart make
 * something up, so two renders of one stack are the same, byte for byte.
 *
 * `cluster.values` is merged over the rest, last; lists are replaced.
 *
 * @throws Error with one line for each of the stack's own values that the chart doesn't know.
 */
export function chartValues(settings: Settings): Values {
  const own = settings.cluster.values;
  const problems = valueProblems(own);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const parts = [images, brokers, security, zookeeper, metrics, networkPolicy, external, certificates];
  return sortKeys(merge(base(settings), ...parts.map((part) => part(settings)), own));
}

function base(settings: Settings): Values {
  return {
    fullnameOverride: settings.cluster.name,
    clusterDomain: CLUSTER_DOMAIN,
    extraConfig: properties(brokerProperties(settings)),
    // The program makes topics and users itself: the chart's job only ever creates, and succeeds when that fails.
    provisioning: { enabled: false, serviceAccount: { create: false } },
  };
}
