import * as pulumi from "@pulumi/pulumi";

/** How the engine's protocol marks a value of a special kind, and the mark of a secret. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** A resource as a program registered it. */
export interface Registered {
  type: string;
  name: string;
  /** False for a component. */
  custom: boolean;
  /** Inputs; a secret is an object with {@link SIGNATURE} and its `value`. */
  inputs: Record<string, unknown>;
}

/** What to run, and where it is to believe that it runs. */
export interface Program {
  project?: string;
  stack?: string;
  /** Registers resources below the one that it gives. */
  run: () => pulumi.Resource;
  /** What the random provider would generate for a resource of that name. */
  generated: (name: string) => { result: string; base64: string };
}

/**
 * Runs a part of a program under Pulumi's mocks, without an engine and without providers, and gives the resources that it
 * registered. Nothing is made, and nobody is asked: a chart is one resource.
 */
export async function registeredResources({
  project = "kafka",
  stack = "test",
  run,
  generated,
}: Program): Promise<Registered[]> {
  const resources: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, custom = true, inputs }) => {
        resources.push({ type, name, custom, inputs: inputs as Record<string, unknown> });
        const known = type.startsWith("random:") ? generated(name) : counted(type, inputs as Record<string, unknown>);
        return { id: name, state: { ...inputs, ...known } };
      },
      call: ({ inputs }) => inputs,
    },
    project,
    stack,
    false,
  );
  const root = run();
  // Registration is complete when everything that the program started is: the URN alone comes earlier.
  await new Promise((resolve) => root.urn.apply(resolve));
  await pulumi.runtime.disconnect();
  return resources;
}

/** What a first run counts: the turns that passwords with an age limit are in, which the stack file alone tells then. */
function counted(type: string, { rotation, users }: Record<string, unknown>): Record<string, unknown> {
  const first = (turn: unknown): object => ({ turn, since: "" });
  if (type.endsWith("users:KafkaTurn")) return { ...first(rotation) };
  if (!type.endsWith("users:KafkaGroupTurns")) return {};
  const each = Object.entries(users as Record<string, { rotation: number }>);
  return { users: Object.fromEntries(each.map(([user, asked]) => [user, { ...asked, ...first(asked.rotation) }])) };
}

/** The same value with every secret in plain text. */
export function revealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== "object" || value === null) return value;
  const members = value as Record<string, unknown>;
  if (members[SIGNATURE] === SECRET) return revealed(members["value"]);
  return Object.fromEntries(Object.entries(members).map(([key, member]) => [key, revealed(member)]));
}
