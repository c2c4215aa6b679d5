import type { ResourceFunctions } from "../../../provider/src/resource";
import { PartialFailure } from "../../../provider/src/resource";

type Functions = Pick<ResourceFunctions<never, never>, keyof ResourceFunctions<never, never>>;
type Properties = Record<string, unknown>;

/** A resource that a program declares. */
export interface Declared {
  /** What it is called in the state: type and name. */
  urn: string;
  functions: Functions;
  inputs: Properties;
}

interface Stored {
  id: string;
  functions: Functions;
  inputs: Properties;
  outs: Properties;
  failed: boolean;
}

/**
 * The functions of dynamic resources called as Pulumi's engine calls them (pkg/resource/deploy of 3.259): check and diff of each resource
 * just before its own step, steps side by side, what the program no longer has deleted at the end, outputs of partial failures kept.
 */
export class EngineLike {
  private readonly state = new Map<string, Stored>();

  /** `pulumi up`. @returns errors by resource; empty when all went well */
  async up(program: readonly Declared[], functionsOf: (urn: string) => Functions): Promise<Map<string, unknown>> {
    const errors = new Map<string, unknown>();
    await Promise.all(
      program.map((declared) => this.step(declared).catch((error: unknown) => errors.set(declared.urn, error))),
    );
    const declared = new Set(program.map(({ urn }) => urn));
    const gone = [...this.state].filter(([urn]) => !declared.has(urn));
    await Promise.all(
      gone.map(async ([urn, { id, outs }]) => {
        try {
          await functionsOf(urn).delete(id, outs as never);
          this.state.delete(urn);
        } catch (error) {
          errors.set(urn, error);
        }
      }),
    );
    return errors;
  }

  /** `pulumi refresh`. */
  async refresh(functionsOf: (urn: string) => Functions): Promise<void> {
    await Promise.all(
      [...this.state].map(async ([urn, stored]) => {
        const { id, props, inputs } = await functionsOf(urn).read(stored.id, stored.outs as never);
        if (id === undefined) this.state.delete(urn);
        else this.state.set(urn, { ...stored, id, outs: props ?? stored.outs, inputs: inputs ?? stored.inputs });
      }),
    );
  }

  /** Outputs of every resource, as the state has them. */
  stored(): [string, Properties][] {
    return [...this.state].map(([urn, { outs }]) => [urn, outs]);
  }

  private async step({ urn, functions, inputs: news }: Declared): Promise<void> {
    const old = this.state.get(urn);
    const { inputs, failures = [] } = await functions.check((old?.inputs ?? {}) as never, { ...news });
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
    const store = (id: string, outs: Properties, failed: boolean) =>
      this.state.set(urn, { id, functions, inputs, outs, failed });
    try {
      if (old === undefined) {
        const made = await functions.create(inputs);
        store(made.id, made.outs, false);
        return;
      }
      const { changes } = await functions.diff(old.id, old.outs as never, inputs);
      if (!changes && !old.failed) return;
      const { outs } = await functions.update(old.id, old.outs as never, inputs);
      store(old.id, outs, false);
    } catch (error) {
      if (error instanceof PartialFailure) store(error.id, error.properties as Properties, true);
      throw error;
    }
  }
}
