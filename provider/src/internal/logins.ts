import type { KubernetesConnection } from "../connection";
import { UserError } from "../errors";
import type { CheckFailure, ResourceFunctions } from "../resource";
import type { Credentials } from "../session/access";
import { secretPlace } from "../session/access";
import { defaultSessions, type Sessions } from "../session/sessions";
import { hasUnknown } from "../unknown";
import { acceptance } from "../users/acceptance";
import { writeCredential } from "../users/credential";
import { canLogIn } from "../users/login";
import { userRequests } from "../users/requests";
import { slotName } from "../users/slots";
import type { InternalUsers } from "./inputs";
import { passwordKeys, refusedTurn, rotationPath } from "./inputs";
import { brokersExist } from "./brokers-exist";
import { expectSuperUser } from "./super-users";

/** The logins that the brokers are to take before anybody uses them. */
export interface InternalLoginsInputs extends InternalUsers {
  /** The brokers' StatefulSet: while there is none, the brokers get their users at their first start. */
  statefulSet: string;
  /** Iterations of PBKDF2, 4,096 to 16,384 (KIP-554). */
  iterations: number;
  /** The Secret with the passwords of this turn, as the chart reads it. */
  secret: { name: string; namespace: string };
}

/** What the state keeps. Nothing secret. */
export interface InternalLoginsOutputs extends InternalLoginsInputs {
  /** `outdated`: a refresh found that the brokers don't take the Secret's passwords. */
  credential: "current" | "outdated";
}

/** What the resource needs of the world. Replaced where there is no Kubernetes. */
export interface InternalLoginsParts {
  sessions: Sessions;
  /** Whether there is something that could have brokers. */
  brokersExist: (inputs: InternalLoginsInputs) => Promise<boolean>;
}

/**
 * The functions of a resource that gives the brokers the internal users' logins of a turn, before the Secret of the administrator, the
 * chart and the restart use them: so both turns work while brokers of either are up.
 */
export function internalLoginsFunctions(
  parts: InternalLoginsParts = { sessions: defaultSessions, brokersExist },
): ResourceFunctions<InternalLoginsInputs, InternalLoginsOutputs> {
  const { sessions } = parts;

  const bring = (inputs: InternalLoginsInputs, turned: boolean): Promise<void> => {
    const connection = unsettled(inputs.connection);
    return sessions.with(connection, async (session) => {
      const { mechanism } = connection;
      const logins = await readInternalLogins(sessions, inputs);
      await Promise.all(
        logins.map(async (login) => {
          const requests = userRequests(session);
          const exists = (await requests.describe.add(login.username)).length > 0;
          // A run that was cut off may have written it.
          const works = exists && (await canLogIn(sessions, connection, login));
          if (exists && !works && turned) throw unfinishedTurn(login, inputs);
          if (!works) await writeCredential(requests, { mechanism, iterations: inputs.iterations }, login);
          await acceptance(sessions, session).of({ connection, mechanism }, login);
          await expectSuperUser(sessions, session, login);
        }),
      );
    });
  };

  return {
    check: async (olds, news) => {
      const inputs = news as unknown as InternalLoginsInputs;
      const reason = hasUnknown(inputs.rotation) ? undefined : refusedTurn(olds.rotation, inputs.rotation);
      const failures: CheckFailure[] = reason === undefined ? [] : [{ property: "rotation", reason }];
      return { inputs, failures };
    },
    diff: async (_, olds, news) => ({ changes: olds.rotation !== news.rotation || olds.credential === "outdated" }),
    create: async (inputs) => {
      // The first turn's passwords are those that the brokers were formatted with.
      if (inputs.rotation > 1 && (await parts.brokersExist(inputs))) await bring(inputs, true);
      return { id: inputs.name, outs: { ...inputs, credential: "current" } };
    },
    read: async (id, props) => {
      if (!(await parts.brokersExist(props))) return { id, props, inputs: withoutFindings(props) };
      const logins = await readInternalLogins(sessions, props);
      const connection = unsettled(props.connection);
      const works = await Promise.all(logins.map((login) => canLogIn(sessions, connection, login)));
      const credential = works.every((each) => each) ? "current" : "outdated";
      return { id, props: { ...props, credential }, inputs: withoutFindings(props) };
    },
    update: async (_, olds, news) => {
      if (await parts.brokersExist(news)) await bring(news, olds.rotation !== news.rotation);
      return { outs: { ...news, credential: "current" } };
    },
    delete: async () => undefined,
  };
}

/** The restart that brings another protocol comes after the logins, and one that was cut off leaves brokers of both. */
function unsettled(connection: KubernetesConnection): KubernetesConnection {
  return { ...connection, mixed: true };
}

function withoutFindings(outputs: InternalLoginsOutputs): InternalLoginsInputs {
  const { connection, name, rotation, statefulSet, iterations, secret } = outputs;
  return { connection, name, rotation, statefulSet, iterations, secret };
}

async function readInternalLogins(
  sessions: Sessions,
  { connection, rotation, secret }: InternalLoginsInputs,
): Promise<Credentials[]> {
  const keys = await sessions.access.readSecret(connection.kubernetes, secret);
  return Object.entries(passwordKeys).map(([user, key]) => {
    const password = keys[key];
    if (password === undefined || password === "") throw new UserError(`${secretPlace(secret)} has no key "${key}"`);
    return { username: slotName(user, rotation), password };
  });
}

/** A name that takes its next turn has no credential: the end of the turn before took it away. */
function unfinishedTurn({ username }: Credentials, { rotation }: InternalUsers): UserError {
  return new UserError(
    `${rotationPath}: the turn to ${rotation - 1} hasn't ended: brokers may still log in as "${username}", whose password this turn would change. Set it to ${rotation - 1} and run \`pulumi up\` until the restart of the brokers has ended`,
  );
}
