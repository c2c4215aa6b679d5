import type { StackValidationPolicy } from "@pulumi/policy";
import type { Limits, Rule } from "./rule";

/** A rule for Pulumi's engine. */
export function asPolicy(rule: Rule): StackValidationPolicy {
  const properties = Object.fromEntries(
    Object.entries(rule.limits).map(([name, value]) => [name, schemaOf(value)] as const),
  );
  return {
    name: rule.name,
    description: rule.description,
    ...(Object.keys(properties).length === 0 ? {} : { configSchema: { properties } }),
    validateStack: ({ resources, getConfig }, report) => {
      const limits = { ...rule.limits, ...getConfig<Limits>() };
      for (const { resource, message } of rule.check(resources, limits)) {
        const { urn } = resource as { urn?: string };
        report(`${kindOf(resource.type)} ${resource.name}: ${message}`, urn);
      }
    },
  };
}

function schemaOf(value: Limits[string]) {
  if (typeof value === "number") return { type: "number" as const, default: value };
  if (typeof value === "boolean") return { type: "boolean" as const, default: value };
  return { type: "array" as const, items: { type: "string" as const }, default: value };
}

function kindOf(type: string): string {
  return type.split(":").at(-1) ?? type;
}
