import type { StackSettings } from "../../../config/schema";
import { isExternal } from "../../../config/schema";
import type { Alert, AlertGroup } from "./alert";
import { promDuration } from "./alert";
import { brokerAlerts } from "./alerts/brokers";
import { clientAlerts } from "./alerts/clients";
import { controllerAlerts } from "./alerts/controller";
import { groupAlerts } from "./alerts/groups";
import { performanceAlerts } from "./alerts/performance";
import { replicationAlerts } from "./alerts/replication";
import { storageAlerts } from "./alerts/storage";
import { exporterRecordings, recordings } from "./recorded";
import type { Watched } from "./watched";
import { watched } from "./watched";

/** A rule as Prometheus' rule files and the PrometheusRule write it. */
export interface Rule {
  record?: string;
  alert?: string;
  expr: string;
  for?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

/** Rules that are evaluated one after the other. */
export interface RuleGroup {
  name: string;
  rules: Rule[];
}

const AREAS: Readonly<Record<string, AlertGroup>> = {
  brokers: brokerAlerts,
  controller: controllerAlerts,
  replication: replicationAlerts,
  storage: storageAlerts,
  performance: performanceAlerts,
  clients: clientAlerts,
};

/** Of brokers that exist already only the Kafka exporter's metrics are sure to have the names that the rules ask for. */
const AREAS_OF_ALL: Readonly<Record<string, AlertGroup<StackSettings>>> = { groups: groupAlerts };

/** The alert and recording rules of a stack, the same each time: what a PrometheusRule's `spec.groups` and a rule file's `groups` hold. */
export function ruleGroups(settings: StackSettings): RuleGroup[] {
  const prefix = `${settings.kubernetes.namespace}.${settings.cluster.name}`;
  const ofAll = alertsOf(watched(settings), AREAS_OF_ALL);
  const own = isExternal(settings) ? [] : alertsOf(watched(settings), AREAS);
  const recorded = isExternal(settings) ? exporterRecordings(watched(settings)) : recordings(watched(settings));
  return [{ name: "recorded", rules: recorded }, ...own, ...ofAll]
    .filter(({ rules }) => rules.length > 0)
    .map(({ name, rules }) => ({ name: `${prefix}.${name}`, rules }));
}

function alertsOf<Stack extends StackSettings>(
  stack: Watched<Stack>,
  areas: Readonly<Record<string, AlertGroup<Stack>>>,
): RuleGroup[] {
  const { disabled } = stack.settings.monitoring.alerts;
  return Object.entries(areas).map(([name, group]) => ({
    name,
    rules: Object.entries(group(stack))
      .filter(([alert]) => !disabled.some((each) => each === alert))
      .flatMap(([alert, rules]) => [rules].flat().map((each) => rule(stack, alert, each))),
  }));
}

function rule({ settings, labels }: Watched<StackSettings>, name: string, alert: Alert): Rule {
  const { ruleLabels, runbookBase } = settings.monitoring.alerts;
  return {
    alert: name,
    expr: alert.expr,
    ...(alert.for === 0 ? {} : { for: promDuration(alert.for) }),
    labels: { ...labels, ...ruleLabels, severity: alert.severity },
    annotations: {
      summary: alert.summary,
      description: alert.description,
      runbook_url: `${runbookBase.replace(/\/$/, "")}/${name}.md`,
    },
  };
}
