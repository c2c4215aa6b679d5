import type { Settings } from "../../../config/schema";
import type { Alert, AlertGroup } from "./alert";
import { promDuration } from "./alert";
import { brokerAlerts } from "./alerts/brokers";
import { clientAlerts } from "./alerts/clients";
import { controllerAlerts } from "./alerts/controller";
import { performanceAlerts } from "./alerts/performance";
import { replicationAlerts } from "./alerts/replication";
import { storageAlerts } from "./alerts/storage";
import { recordings } from "./recorded";
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

/** The alert and recording rules of a stack, the same each time: what a PrometheusRule's `spec.groups` and a rule file's `groups` hold. */
export function ruleGroups(settings: Settings): RuleGroup[] {
  const stack = watched(settings);
  const prefix = `${settings.kubernetes.namespace}.${settings.cluster.name}`;
  const alerts = Object.entries(AREAS).map(([area, group]) => ({
    name: `${prefix}.${area}`,
    rules: rules(stack, group),
  }));
  return [{ name: `${prefix}.recorded`, rules: recordings(stack) }, ...alerts].filter(
    ({ rules: all }) => all.length > 0,
  );
}

function rules(stack: Watched, group: AlertGroup): Rule[] {
  const { disabled } = stack.settings.monitoring.alerts;
  return Object.entries(group(stack))
    .filter(([name]) => !disabled.some((each) => each === name))
    .flatMap(([name, alerts]) => [alerts].flat().map((alert) => rule(stack, name, alert)));
}

function rule({ settings, labels }: Watched, name: string, alert: Alert): Rule {
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
