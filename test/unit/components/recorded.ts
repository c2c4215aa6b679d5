import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import type { Registered } from "../../../render/kubernetes/registered";
import { registeredResources, SECRET, SIGNATURE } from "../../../render/kubernetes/registered";

export type { Registered } from "../../../render/kubernetes/registered";

/**
 * Runs a part of a program under Pulumi's mocks and gives the resources that it registered. Generated values come out as
 * `generated-<resource name>`.
 */
export function recorded(run: () => pulumi.Resource): Promise<Registered[]> {
  return registeredResources({
    run,
    generated: (name) => ({ result: `generated-${name}`, base64: Buffer.alloc(16, 0xfb).toString("base64") }),
  });
}

/** The one resource with that name, whose type ends so. */
export function find(resources: Registered[], type: string, name: string): Registered {
  const found = resources.find((resource) => resource.type.endsWith(type) && resource.name === name);
  if (found === undefined) {
    throw new Error(`no ${type} ${name} among ${resources.map((r) => `${r.type} ${r.name}`).join(", ")}`);
  }
  return found;
}

/** The keys of a registered Kubernetes Secret, decoded. Its data must have been registered as secret. */
export function secretKeys({ name, inputs }: Registered): Record<string, string> {
  const data = inputs["data"] as { [key: string]: unknown; value?: Record<string, string> };
  assert.equal(data[SIGNATURE], SECRET, `the data of ${name} are in plain text`);
  return Object.fromEntries(
    Object.entries(data.value ?? {}).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]),
  );
}
