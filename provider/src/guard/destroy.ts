import { UserError } from "../errors";
import { inputsKept } from "./kept";

/** Inputs of the guard behind everything else. */
export interface DestroyGuardInputs {
  /** Name of the Kafka cluster. */
  cluster: string;
  /** The stack's `kafka:deletion`. */
  deletion: "retain" | "delete";
}

/**
 * Behind the resource that is the first to go in a destroy, alone, because it depends on all others. While the stack retains it does not go,
 * and with it nothing else: a destroy that stops half-way, at the protected cluster id, would have locked every client out by then.
 */
export const destroyGuard = {
  ...inputsKept<DestroyGuardInputs>(({ cluster }) => cluster),
  async check(_olds: Partial<DestroyGuardInputs>, news: DestroyGuardInputs) {
    return { inputs: news, failures: [] };
  },
  async diff(_id: string, olds: DestroyGuardInputs, news: DestroyGuardInputs) {
    return { changes: olds.deletion !== news.deletion };
  },
  /** @throws UserError while the stack retains */
  async delete(_id: string, { cluster, deletion }: DestroyGuardInputs): Promise<void> {
    if (deletion === "delete") return;
    throw new UserError(
      `kafka:deletion: found retain, so the Kafka cluster "${cluster}" is not destroyed, and nothing of it was. Set kafka:deletion to delete, run \`pulumi up\`, then destroy`,
    );
  },
};
