import { Failure } from "../commands/failure";
import type { StackSettings } from "../config/schema";
import type { Engine } from "../review/engine";
import { versions } from "../tools/versions";
import type { Seed } from "./deployment";
import { seededResources } from "./deployment";
import { emptyState, withResources } from "./emptyState";
import type { Live, Placed } from "./marks";
import { marks, placesOf, placeText, recoveredValues } from "./marks";
import type { Program, StackName, Values } from "./resources";
import { runProgram } from "./resources";
import type { OtherTurn } from "./turns";
import { otherTurns } from "./turns";

/** What to recover, and with what. */
export interface Recovery {
  settings: StackSettings;
  name: StackName;
  engine: Engine;
  /** Reads Secrets of the stack's Kubernetes cluster, all at once. */
  read: (secrets: readonly { namespace: string; name: string }[]) => Promise<Live>;
  /** Leave the state as it is. */
  dryRun?: boolean;
}

/** What was, or would be, recovered, in words: places, never values. */
export interface Report {
  /** A line for each value. */
  found: string[];
  /** A line for each thing that the next `pulumi up` will make or write anew. */
  anew: string[];
}

/**
 * Gives an empty state the generated values that the live Secrets hold.
 *
 * @throws Failure of one line where the state is not empty, or the cluster itself could not be taken over with what is left.
 */
export async function recover({ settings, name, engine, read, dryRun = false }: Recovery): Promise<Report> {
  const state = emptyState(await exported(engine), name.stack);
  const program = await runProgram(settings, name, marks);
  const placed = placesOf(program);
  const live = await read(program.secrets);
  refuseOtherTurns(otherTurns(settings, live));
  const { values, missing, contradictions } = recoveredValues(placed, live);
  refuseToGuess(missing, contradictions);
  const seeds = placed.flatMap(({ resource }): Seed[] => {
    const value = values.get(resource.name);
    return value === undefined ? [] : [{ resource, value }];
  });
  if (seeds.length === 0) {
    throw new Failure(
      `stack ${name.stack}: no Secret of it is there to be recovered from; a first \`pulumi up\` needs nothing`,
    );
  }
  if (!dryRun) {
    const resources = seededResources(name, versions.tools.random.version, seeds);
    await imported(engine, withResources(state, resources));
  }
  const after = await runProgram(settings, name, recoveredOr(values));
  return {
    found: placed
      .filter(({ resource }) => values.has(resource.name))
      .map(({ resource, places }) => `${resource.name}, from ${places.slice(0, 1).map(placeText).join("")}`),
    anew: [
      ...missing.map(
        ({ resource, places }) => `${resource.name} is in no Secret (${places.map(placeText).join(", ")})`,
      ),
      ...differences(after, live),
    ],
  };
}

/** The passwords that were turned by age are under the other name, or made for another turn. */
function refuseOtherTurns(turns: readonly OtherTurn[]): void {
  if (turns.length === 0) return;
  const lines = turns.map(({ keyPath, rotation, turn }) => `${keyPath}: ${turn} (found ${rotation})`);
  throw new Failure(
    `${turns.length} users have had new passwords by their age, which the lost state counted. Set in the stack file what their Secrets say, then run this again:\n  ${lines.join("\n  ")}`,
  );
}

/** A client can get a new password; the cluster can't get a new id, and its own users' passwords are what all the rest is done with. */
function refuseToGuess(missing: readonly Placed[], contradictions: readonly Placed[]): void {
  const [unclear] = contradictions;
  if (unclear !== undefined) {
    throw new Failure(
      `${unclear.resource.name}: the Secrets ${unclear.places.map(placeText).join(" and ")} hold different values; make them the same by hand, the one that the brokers take`,
    );
  }
  const lost = missing.find(({ resource }) => resource.parent?.type === "kafka:credentials:ScramCredentials");
  if (lost !== undefined) {
    throw new Failure(
      `${lost.resource.name}: no live Secret holds it; looked for in ${lost.places.map(placeText).join(", ")}. Without it the cluster can't be taken over (docs/operations/lost-state.md)`,
    );
  }
}

/** The recovered values; what is not among them stays a mark, and so differs from whatever is live. */
function recoveredOr(values: ReadonlyMap<string, string>): Values {
  return (name) => {
    const value = values.get(name);
    return value === undefined ? marks(name) : { result: value, base64: value };
  };
}

/** Keys of live Secrets that the program, with the recovered values, would write otherwise. Names only. */
function differences({ secrets }: Program, live: Live): string[] {
  return secrets.flatMap((secret) => {
    const found = live(secret);
    const where = `Secret ${secret.namespace}/${secret.name}`;
    if (found === undefined) return [`${where} does not exist`];
    const keys = [...new Set([...Object.keys(secret.keys), ...Object.keys(found)])].sort();
    const other = keys.filter((key) => secret.keys[key] !== found[key]);
    return other.length === 0 ? [] : [`${where} differs in ${other.join(", ")}`];
  });
}

async function exported(engine: Engine): Promise<string> {
  const { code, stdout, stderr } = await engine.run("stack", "export");
  if (code !== 0) throw new Failure(`pulumi stack export: ${lastLine(stderr)}`);
  return stdout;
}

async function imported(engine: Engine, deployment: string): Promise<void> {
  const { code, stderr } = await engine.feed(deployment, "stack", "import");
  // What it prints when it breaks might hold what it was given.
  if (code !== 0) throw new Failure(`pulumi stack import: exit code ${code}${reason(stderr)}`);
}

function reason(stderr: string): string {
  const line = /^error: (.*)$/m.exec(stderr)?.[1];
  return line === undefined ? "" : `, ${line}`;
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";
