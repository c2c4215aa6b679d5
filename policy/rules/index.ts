import type { Rule } from "../rule";
import { antiAffinity } from "./antiAffinity";
import { authorizer } from "./authorizer";
import { brokerSafety } from "./brokerSafety";
import { claimsRetained } from "./claimsRetained";
import { disruptionBudget } from "./disruptionBudget";
import { encryptedOutside } from "./encryptedOutside";
import { monitoringOn } from "./monitoringOn";
import { namedNamespace } from "./namedNamespace";
import { noDeletion } from "./noDeletion";
import { partitionsPerBroker } from "./partitionsPerBroker";
import { pinnedImages } from "./pinnedImages";
import { resourcesSet } from "./resourcesSet";
import { topicReplication } from "./topicReplication";
import { topicRetention } from "./topicRetention";

/** All rules of the pack. */
export const rules: Rule[] = [
  antiAffinity,
  authorizer,
  brokerSafety,
  claimsRetained,
  disruptionBudget,
  encryptedOutside,
  monitoringOn,
  namedNamespace,
  noDeletion,
  partitionsPerBroker,
  pinnedImages,
  resourcesSet,
  topicReplication,
  topicRetention,
];
