import { randomUUID } from "node:crypto";
import { SECRET, SIGNATURE } from "../render/kubernetes/registered";
import type { Generated, Named, StackName } from "./resources";

/** A resource of a deployment (version 3), as far as it is written here. */
export interface StateResource {
  urn: string;
  type: string;
  custom: boolean;
  id?: string;
  parent?: string;
  provider?: string;
  protect?: boolean;
  inputs?: object;
  outputs?: object;
  additionalSecretOutputs?: string[];
}

/** A generated value to go into the state. */
export interface Seed {
  resource: Generated;
  /** A password as it is, bytes in base64. */
  value: string;
}

const STACK_TYPE = "pulumi:pulumi:Stack";
const PROVIDER_TYPE = "pulumi:providers:random";

/**
 * A state that knows the generated values and nothing else: the stack, the random provider, and each value below its components. The engine
 * finds them as an earlier run would have left them, and generates nothing.
 *
 * @param pluginVersion Version of the random plugin that the program asks for.
 */
export function seededResources(
  stack: StackName,
  pluginVersion: string,
  seeds: readonly Seed[],
  providerId: string = randomUUID(),
): StateResource[] {
  const root: StateResource = {
    urn: urnOf(stack, [STACK_TYPE], `${stack.project}-${stack.stack}`),
    type: STACK_TYPE,
    custom: false,
  };
  const version = { version: pluginVersion };
  const provider: StateResource = {
    urn: urnOf(stack, [PROVIDER_TYPE], `default_${pluginVersion.replace(/[^\w]/g, "_")}`),
    type: PROVIDER_TYPE,
    custom: true,
    id: providerId,
    inputs: { ...version, __internal: {} },
    outputs: version,
  };
  const components = new Map(
    seeds.flatMap(({ resource }) =>
      chain(resource)
        .slice(0, -1)
        .map((each) => [key(each), each]),
    ),
  );
  return [
    root,
    provider,
    ...[...components.values()].map((each) => placed(stack, root, each, { custom: false })),
    ...seeds.map(({ resource, value }) =>
      placed(stack, root, resource, {
        custom: true,
        provider: `${provider.urn}::${providerId}`,
        ...(resource.protect ? { protect: true } : {}),
        inputs: resource.inputs,
        ...stateOf(resource, value),
      }),
    ),
  ];
}

/** What the random provider keeps of a value (the plugin's outputs, schema version 3). */
function stateOf({ type, name, inputs }: Generated, value: string) {
  const secret = (text: string) => ({ [SIGNATURE]: SECRET, plaintext: JSON.stringify(text) });
  switch (type) {
    case "random:index/randomPassword:RandomPassword":
      return {
        id: "none",
        outputs: { ...PASSWORD_DEFAULTS, ...inputs, id: "none", result: secret(value) },
        additionalSecretOutputs: ["bcryptHash", "result"],
      };
    case "random:index/randomBytes:RandomBytes":
      return {
        id: value,
        outputs: {
          ...inputs,
          base64: secret(value),
          hex: secret(Buffer.from(value, "base64").toString("hex")),
        },
        additionalSecretOutputs: ["base64", "hex"],
      };
    default:
      throw new Error(`${type} ${name} has no known state`);
  }
}

const PASSWORD_DEFAULTS = {
  __meta: JSON.stringify({ schema_version: "3" }),
  lower: true,
  minLower: 0,
  minNumeric: 0,
  minSpecial: 0,
  minUpper: 0,
  number: true,
  numeric: true,
  upper: true,
};

function placed(stack: StackName, root: StateResource, resource: Named, more: Partial<StateResource>): StateResource {
  const { type, parent } = resource;
  return { urn: urn(stack, resource), type, custom: false, parent: parent ? urn(stack, parent) : root.urn, ...more };
}

/** From the outermost component to the resource itself. */
function chain(resource: Named): Named[] {
  return [...(resource.parent === undefined ? [] : chain(resource.parent)), resource];
}

function urn(stack: StackName, resource: Named): string {
  return urnOf(
    stack,
    chain(resource).map(({ type }) => type),
    resource.name,
  );
}

const key = (resource: Named): string =>
  chain(resource)
    .map(({ type, name }) => `${type} ${name}`)
    .join(" ");

function urnOf({ stack, project }: StackName, types: string[], name: string): string {
  return `urn:pulumi:${[stack, project, types.join("$"), name].join("::")}`;
}
