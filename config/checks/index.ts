import type { Problem } from "../problem";
import type { ExternalSettings, Settings, StackSettings } from "../schema";
import { isExternal } from "../schema";
import { brokerLimits, brokerSettingDoubts, brokerSettingErrors } from "./brokerSettings";
import type { Check, CheckContext } from "./check";
import { existingErrors } from "./existing";
import { externalDoubts, externalErrors } from "./external";
import { consoleUser, noConsole } from "./console";
import { openController } from "./controller";
import { namedCluster } from "./kubernetes";
import { cacheDoubts, memoryErrors } from "./memory";
import { monitoredMetrics, scrapeTimes, silentTopics } from "./monitoring";
import { additionalErrors, quorumDoubts, quorumErrors } from "./quorum";
import { minimumSystem } from "./system";
import { replicaBrokers } from "./replicaBrokers";
import { newerTopicConfigs, unknownTopicConfigs } from "./topicConfigs";
import { certificateErrors } from "./certificates";
import { topicNames } from "./topicNames";
import { topicPolicyErrors } from "./topicPolicy";
import { topicDoubts, topicErrors } from "./topics";
import { groupSizes, userAcls, userCollisions, userDoubts, userNames, userNamespaces, userTopics } from "./users";

/** What is looked at in stacks of one kind. */
interface Checks<Of extends StackSettings> {
  errors: readonly Check<Of>[];
  warnings: readonly Check<Of>[];
}

const ANY: Checks<StackSettings> = {
  errors: [
    memoryErrors,
    brokerSettingErrors,
    brokerLimits,
    topicNames,
    topicErrors,
    replicaBrokers,
    topicPolicyErrors,
    userNames,
    userNamespaces,
    userCollisions,
    userTopics,
    userAcls,
    groupSizes,
  ],
  warnings: [cacheDoubts, brokerSettingDoubts, topicDoubts, userDoubts, minimumSystem],
};

const ON_KUBERNETES: Checks<Settings> = {
  errors: [
    ...[namedCluster, ...ANY.errors, quorumErrors, additionalErrors, externalErrors, certificateErrors],
    ...[unknownTopicConfigs],
    ...[monitoredMetrics, scrapeTimes, silentTopics, consoleUser],
  ],
  warnings: [...ANY.warnings, quorumDoubts, externalDoubts, openController],
};

const EXTERNAL: Checks<ExternalSettings> = {
  errors: [...existingErrors, noConsole, ...ANY.errors],
  warnings: [...ANY.warnings, newerTopicConfigs],
};

/** Everything that must hold between keys (errors), and everything that had better hold (warnings). */
export function checks(settings: StackSettings, context: CheckContext): { errors: Problem[]; warnings: Problem[] } {
  return isExternal(settings) ? run(EXTERNAL, settings, context) : run(ON_KUBERNETES, settings, context);
}

function run<Of extends StackSettings>({ errors, warnings }: Checks<Of>, settings: Of, context: CheckContext) {
  const all = (list: readonly Check<Of>[]): Problem[] => list.flatMap((check) => check(settings, context));
  return { errors: all(errors), warnings: all(warnings) };
}
