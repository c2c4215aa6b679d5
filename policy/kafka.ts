import type { Resource } from "./rule";

/** A topic, as a resource of its own or as a member of a set. */
export interface Topic {
  name: string;
  partitions?: number;
  replicationFactor?: number;
  config: Record<string, string>;
  deletion?: string;
  resource: Resource;
}

/** All topics of a stack. */
export function topics(resources: readonly Resource[]): Topic[] {
  return resources.flatMap((resource) => {
    const { props } = resource;
    if (resource.type.endsWith(":KafkaTopic")) return [topic(resource, resource.name, props)];
    if (!resource.type.endsWith(":KafkaTopicSet")) return [];
    const members = (props["topics"] ?? {}) as Record<string, Record<string, unknown>>;
    return Object.entries(members).map(([name, own]) => topic(resource, name, { deletion: props["deletion"], ...own }));
  });
}

function topic(resource: Resource, name: string, props: Record<string, unknown>): Topic {
  const { partitions, replicationFactor, deletion, config } = props;
  return {
    resource,
    name,
    ...(typeof partitions === "number" ? { partitions } : {}),
    ...(typeof replicationFactor === "number" ? { replicationFactor } : {}),
    ...(typeof deletion === "string" ? { deletion } : {}),
    config: (config ?? {}) as Record<string, string>,
  };
}

/** The brokers' `server.properties`, with the ConfigMap that holds them; undefined where the stack deploys no brokers. */
export function brokerSettings(
  resources: readonly Resource[],
): { settings: Record<string, string>; resource: Resource } | undefined {
  for (const resource of resources) {
    const data = resource.type === "kubernetes:core/v1:ConfigMap" ? resource.props["data"] : undefined;
    const text = (data as Record<string, unknown> | undefined)?.["server.properties"];
    if (typeof text === "string") return { resource, settings: parse(text) };
  }
  return undefined;
}

function parse(properties: string): Record<string, string> {
  const lines = properties.split("\n").filter((line) => /^\s*[^#\s][^=]*=/.test(line));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf("=")).trim(), line.slice(line.indexOf("=") + 1).trim()]),
  );
}

/** The number of brokers that the stack deploys; undefined where it deploys none. */
export function brokerCount(resources: readonly Resource[]): number | undefined {
  const rollout = resources.find(({ type }) => type.endsWith(":BrokerRollout"));
  const replicas = rollout?.props["replicas"];
  return typeof replicas === "number" ? replicas : undefined;
}
