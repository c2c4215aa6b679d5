import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "@kafka-on-kubernetes/provider";
import type { ExternalSettings } from "../../config/schema";
import type { Target } from "../../config/target";
import { delivery } from "../monitoring/dashboards/delivery";
import { KafkaDashboards } from "../monitoring/KafkaDashboards";
import { existingKinds } from "../monitoring/requiredKinds";
import { stackRules } from "../monitoring/stackRules";
import type { Brokers } from "./brokers";
import { kubernetesProvider } from "./kubernetesProvider";
import { kubernetesTarget } from "./kubernetesTarget";
import { KindGuard } from "./KindGuard";
import { labels } from "./labels";

/** The setting that is the administrator's password, by its full name. */
export const PASSWORD_SETTING = "kafka:administratorPassword";

/**
 * Brokers that exist already: nothing is made but what clients need.
 *
 * @throws RunError where the administrator has no password, or the file of `caFile` can't be read.
 */
export function existingBrokers(
  name: string,
  settings: ExternalSettings,
  target: Target | undefined,
  parent: pulumi.Resource,
): Brokers {
  const { bootstrapServers, protocol } = settings.cluster;
  const access = {
    bootstrapServers: bootstrapServers.join(","),
    securityProtocol: protocol,
    mechanism: settings.security.mechanism,
  };
  const connection = existingConnection(settings, target);
  const known = { connection, access, addresses: bootstrapServers, ...authorities(settings) };
  if (target === undefined) return { ...known, ready: [] };
  const options = { parent, providers: { kubernetes: kubernetesProvider(name, settings, target, parent) } };
  const guards = kindGuards(name, settings, target, parent);
  const watched = { settings, labels: labels(settings) };
  stackRules(`${name}-monitoring-rules`, watched, { ...options, dependsOn: guards });
  const how = delivery(settings);
  if (how !== undefined) {
    // As where the brokers are deployed, so that a stack may change from one kind to the other without its dashboards being made anew.
    const place = { ...watched, delivery: how };
    new KafkaDashboards(`${name}-monitoring-dashboards`, place, { ...options, dependsOn: guards });
  }
  return {
    ...known,
    ready: guards,
    secrets: { namespace: settings.kubernetes.namespace, before: guards, options },
  };
}

/** What refuses the stack, before anything is made, where an operator is missing. */
function kindGuards(name: string, settings: ExternalSettings, target: Target, parent: pulumi.Resource): KindGuard[] {
  const kinds = existingKinds(settings);
  if (kinds.length === 0) return [];
  const kubernetes = kubernetesTarget(settings, target);
  return [new KindGuard(`${name}-kinds`, { cluster: name, kubernetes, kinds }, { parent })];
}

/** Who signs the brokers' certificates goes into the clients' Secrets as well. */
function authorities({ cluster: { protocol, caFile } }: ExternalSettings): Pick<Brokers, "authorities"> {
  if (protocol !== "SASL_SSL" || caFile === undefined) return {};
  try {
    return { authorities: readFileSync(caFile, "utf8") };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new pulumi.RunError(`kafka:cluster.caFile: the file can't be read: ${reason}`);
  }
}

/**
 * How brokers that exist already are reached.
 *
 * @throws RunError where the administrator has no password.
 */
export function existingConnection(settings: ExternalSettings, target: Target | undefined): Connection {
  const { bootstrapServers, protocol, caFile, administrator } = settings.cluster;
  const brokers = {
    brokers: bootstrapServers,
    access: "direct" as const,
    mechanism: settings.security.mechanism,
    ...(protocol === "SASL_SSL" ? { tls: caFile === undefined ? {} : { caFile } } : {}),
  };
  const kubernetes = target === undefined ? {} : { kubernetes: kubernetesTarget(settings, target) };
  if (administrator.secret !== undefined && target !== undefined) {
    return { ...brokers, kubernetes: kubernetesTarget(settings, target), secretName: administrator.secret };
  }
  if (settings.administratorPassword === undefined) {
    throw new pulumi.RunError(
      `${PASSWORD_SETTING}: found nothing; allowed: the password of Kafka's user "${administrator.username}", encrypted: pulumi config set --secret ${PASSWORD_SETTING} (or name a Secret in kafka:cluster.administrator.secret)`,
    );
  }
  return { ...brokers, ...kubernetes, administrator: { username: administrator.username, setting: PASSWORD_SETTING } };
}
