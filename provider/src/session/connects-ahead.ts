import type { Connection } from "../connection";
import { hasUnknown } from "../unknown";
import type { Sessions } from "./sessions";

/** The part of a dynamic resource's functions that is looked at here. */
interface Functions<Inputs> {
  check(
    olds: Partial<Inputs>,
    news: Record<string, unknown>,
  ): Promise<{ inputs: Inputs; failures?: readonly unknown[] | undefined }>;
}

/** Until the check's answer is on its way, in milliseconds: to load the Kubernetes client takes longer, and the process does nothing else meanwhile. */
const ANSWERED = 5;

/**
 * A resource that is new is created a quarter of a second after its check, in which the engine writes its state: long enough to read the password, to
 * connect and to log in meanwhile.
 */
export function connectsAhead<Inputs extends { connection: Connection }, F extends Functions<Inputs>>(
  functions: F & Functions<Inputs>,
  sessions: Pick<Sessions, "connectAhead">,
): F {
  return {
    ...functions,
    check: async (olds: Partial<Inputs>, news: Record<string, unknown>) => {
      const checked = await functions.check(olds, news);
      const { connection } = checked.inputs;
      const creates = olds.connection === undefined && (checked.failures ?? []).length === 0;
      if (creates && typeof connection === "object" && !hasUnknown(connection)) {
        setTimeout(() => sessions.connectAhead(connection), ANSWERED).unref();
      }
      return checked;
    },
  };
}
