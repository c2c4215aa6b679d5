import type { Problem } from "../problem";
import type { Settings } from "../schema";
import { brokerLimits, brokerSettingDoubts, brokerSettingErrors } from "./brokerSettings";
import type { Check, CheckContext } from "./check";
import { externalDoubts, externalErrors } from "./external";
import { namedCluster } from "./kubernetes";
import { cacheDoubts, memoryErrors } from "./memory";
import { quorumDoubts, quorumErrors } from "./quorum";
import { minimumSystem } from "./system";
import { topicNames } from "./topicNames";
import { topicDoubts, topicErrors } from "./topics";
import { userNames, userNamespaces } from "./users";

const ERRORS: readonly Check[] = [
  namedCluster,
  memoryErrors,
  quorumErrors,
  brokerSettingErrors,
  brokerLimits,
  topicNames,
  topicErrors,
  userNames,
  userNamespaces,
  externalErrors,
];

const WARNINGS: readonly Check[] = [
  cacheDoubts,
  quorumDoubts,
  brokerSettingDoubts,
  topicDoubts,
  externalDoubts,
  minimumSystem,
];

/** Everything that must hold between keys (errors), and everything that had better hold (warnings). */
export function checks(settings: Settings, context: CheckContext): { errors: Problem[]; warnings: Problem[] } {
  const all = (list: readonly Check[]): Problem[] => list.flatMap((check) => check(settings, context));
  return { errors: all(ERRORS), warnings: all(WARNINGS) };
}
