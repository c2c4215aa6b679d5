import { internalSecret } from "../../../components/credentials/internalSecret";
import type { KubernetesConnection } from "../../../provider/src/connection";
import type { InternalLoginsInputs } from "../../../provider/src/internal/logins";
import { slotName } from "../../../provider/src/users/slots";
import type { Login, TestSecrets } from "../brokers";
import { operator } from "../brokers";

/** The password of an internal user's turn. By the administrator's of odd turns the harness waits for its brokers. */
export function passwordOf(user: string, turn: number): string {
  return user === "operator" && turn % 2 === 1 ? operator.password : `${user}-password-of-turn-${turn}`;
}

export function loginOf(user: string, turn: number): Login {
  return { username: slotName(user, turn), password: passwordOf(user, turn) };
}

/** What a stack wants of a turn, whose Secret is put among the others. */
export function internalTurn(
  secrets: TestSecrets,
  connection: KubernetesConnection,
  rotation: number,
): InternalLoginsInputs {
  return {
    connection,
    name: "kafka",
    rotation,
    statefulSet: "kafka-controller",
    iterations: 4096,
    secret: secrets.set(
      slotName("internal", rotation),
      internalSecret({
        operator: passwordOf("operator", rotation),
        interbroker: passwordOf("interbroker", rotation),
      }),
    ),
  };
}
