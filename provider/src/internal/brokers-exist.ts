import { UserError } from "../errors";
import { ApiServerTrouble, Workloads } from "../rollout/workloads";
import type { InternalLoginsInputs } from "./logins";

/** Whether the brokers' StatefulSet is there. */
export async function brokersExist({
  connection,
  statefulSet,
}: Pick<InternalLoginsInputs, "connection" | "statefulSet">): Promise<boolean> {
  const workloads = await Workloads.of(connection.kubernetes);
  try {
    const { sets } = await workloads.look([statefulSet]);
    return sets[0] !== undefined;
  } catch (error) {
    throw error instanceof ApiServerTrouble ? new UserError(error.message) : error;
  }
}
