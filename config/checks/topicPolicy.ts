import { declaredTopics, type DeclaredTopic } from "../declaredTopics";
import type { Path, Problem } from "../problem";
import type { StackSettings } from "../schema";
import type { Check } from "./check";

type Policy = StackSettings["topicPolicy"];
type Rule = (each: DeclaredTopic, policy: Policy) => Problem[];

const policyPath = (...rest: Path): Path => ["topicPolicy", ...rest];

const name: Rule = ({ name: topic, place }, policy) =>
  policy.name === undefined || new RegExp(`^(?:${policy.name})$`).test(topic)
    ? []
    : [
        {
          path: place,
          text: `the name doesn't match ${policy.name}, as kafka:topicPolicy.name asks for; choose another`,
          restsOn: [policyPath("name")],
        },
      ];

const partitions: Rule = ({ topic, place }, { maxPartitions }) => {
  const placed = topic.placement === undefined ? undefined : Object.keys(topic.placement).length;
  const found = placed ?? topic.partitions;
  return maxPartitions === undefined || found === undefined || found <= maxPartitions
    ? []
    : [
        {
          path: [...place, placed === undefined ? "partitions" : "placement"],
          text: `found ${found}; allowed: at most ${maxPartitions} (kafka:topicPolicy.maxPartitions)`,
          restsOn: [policyPath("maxPartitions")],
        },
      ];
};

const required: Rule = ({ topic, place }, { requiredConfig }) =>
  requiredConfig
    .filter((key) => !Object.hasOwn(topic.config, key))
    .map((key) => ({
      path: [...place, "config", key],
      text: "found nothing; every topic must set it (kafka:topicPolicy.requiredConfig)",
      restsOn: [policyPath("requiredConfig"), [...place, "config"]],
    }));

const range: Rule = ({ topic, place }, { ranges }) =>
  Object.entries(ranges).flatMap(([key, { min, max }]) => {
    const value = topic.config[key];
    if (value === undefined) return [];
    const low = min !== undefined && Number(value) < Number(min);
    const high = max !== undefined && Number(value) > Number(max);
    const allowed = [min === undefined ? [] : `at least ${min}`, max === undefined ? [] : `at most ${max}`].flat();
    return low || high
      ? [
          {
            path: [...place, "config", key],
            text: `found ${value}; allowed: ${allowed.join(" and ")} (kafka:topicPolicy.ranges)`,
            restsOn: [policyPath("ranges", key)],
          },
        ]
      : [];
  });

const rules: readonly Rule[] = [name, partitions, required, range];

/** What the stack's own policy asks of every topic. */
export const topicPolicyErrors: Check = (settings) =>
  declaredTopics(settings).flatMap((each) => rules.flatMap((rule) => rule(each, settings.topicPolicy)));
