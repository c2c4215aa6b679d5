import { Sessions } from "../session/sessions";
import { readPassword } from "./credential";
import type { UserInputs, UserOutputs } from "./inputs";
import { canLogIn } from "./login";
import type { UserRequests } from "./requests";

/**
 * Looks at a user again: whether it exists, its mechanism and iterations, and by a real login whether the brokers take the Secret's
 * password, which can't be read. Differences appear in the outputs and inputs, so that the next run mends them.
 */
export async function readUser(
  sessions: Sessions,
  requests: UserRequests,
  props: UserOutputs,
): Promise<{ id?: string; props?: UserOutputs; inputs?: UserInputs }> {
  const credentials = await requests.describe.add(props.name);
  const wanted = credentials.find(({ mechanism }) => mechanism === props.mechanism);
  const found = wanted ?? credentials.find(({ mechanism }) => mechanism !== undefined);
  if (found?.mechanism === undefined) return {};
  const seen = { ...props, mechanism: found.mechanism, iterations: found.iterations };
  const password = await readPassword(sessions.access.readSecret, props);
  // A credential of another mechanism is replaced anyhow, and its listener may not take that mechanism.
  const fits =
    wanted !== undefined &&
    (await canLogIn(sessions, { ...props.connection, mechanism: props.mechanism }, { username: props.name, password }));
  const outputs: UserOutputs = { ...seen, credential: fits ? "current" : "outdated" };
  const inputs: UserInputs & { credential?: unknown } = { ...seen };
  delete inputs.credential;
  return { id: props.name, props: outputs, inputs };
}
