import { same } from "./canonical";
import { UserError } from "./errors";

/** Why one input can't be used. `property` is its path among the inputs. */
export interface CheckFailure {
  property: string;
  reason: string;
}

/** The failure with the place in the stack file before its reason, since the engine names the resource alone. */
export function atKeyPath(keyPath: string, { property, reason }: CheckFailure): CheckFailure {
  return { property, reason: `${keyPath}.${property}: ${reason}` };
}

/** The functions of a dynamic resource as plain functions of plain data. Unknown values may stand in `check` and `diff` only. */
export interface ResourceFunctions<Inputs, Outputs> {
  /** Fills in defaults and names every input that can't be used. `olds` are the inputs of the last run, empty the first time. */
  check(olds: Partial<Inputs>, news: Record<string, unknown>): Promise<{ inputs: Inputs; failures?: CheckFailure[] }>;
  /** What changes. `olds` are the outputs in the state. */
  diff(
    id: string,
    olds: Outputs,
    news: Inputs,
  ): Promise<{ changes: boolean; replaces?: string[]; stables?: string[]; deleteBeforeReplace?: boolean }>;
  create(inputs: Inputs): Promise<{ id: string; outs: Outputs }>;
  /** The resource as it is; without an id when it is gone. */
  read(id: string, props: Outputs): Promise<{ id?: string; props?: Outputs; inputs?: Inputs }>;
  update(id: string, olds: Outputs, news: Inputs): Promise<{ outs: Outputs }>;
  delete(id: string, props: Outputs): Promise<void>;
}

/**
 * What `read` tells of a resource that is there: where something differs, its inputs too, so that the next preview shows it. Where nothing does, the engine keeps
 * the inputs that it has, and thousands of topics need not be told twice.
 */
export function asRead<Outputs extends object>(props: Outputs, found: Outputs): { props: Outputs; inputs?: Outputs } {
  return same(props, found) ? { props } : { props: found, inputs: { ...found } };
}

/**
 * A creation or an update that did a part of its work. Pulumi's dynamic provider knows it by `id`, `properties` and `reasons` (its
 * ErrorResourceInitFailed): the engine fails the operation, keeps the properties as the resource's outputs, and updates it in the next run.
 */
export class PartialFailure extends UserError {
  /**
   * @param id id of the resource
   * @param properties its outputs as they are now, `__provider` among them
   * @param reasons one line for each thing that failed
   */
  constructor(
    readonly id: string,
    readonly properties: object,
    readonly reasons: string[],
  ) {
    super(reasons.join("\n"));
    this.name = "PartialFailure";
  }
}
