import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";

/** How the engine's protocol marks a value of a special kind, and the mark of a secret. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** A resource as a program registered it. */
export interface Registered {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

/**
 * Runs a part of a program under Pulumi's mocks and gives the resources that it registered. Generated values come out as
 * `generated-<resource name>`.
 */
export async function recorded(program: () => pulumi.Resource): Promise<Registered[]> {
  const resources: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        resources.push({ type, name, inputs: inputs as Record<string, unknown> });
        const generated = { result: `generated-${name}`, base64: Buffer.alloc(16, 0xfb).toString("base64") };
        return { id: name, state: type.startsWith("random:") ? { ...inputs, ...generated } : inputs };
      },
      call: ({ inputs }) => inputs,
    },
    "kafka",
    "test",
    false,
  );
  const root = program();
  // Registration is complete when everything that the program started is: the URN alone comes earlier.
  await new Promise((resolve) => root.urn.apply(resolve));
  await pulumi.runtime.disconnect();
  return resources;
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
