import { UserError } from "../errors";
import { describeAclsRequest } from "../protocol/acls";
import { errorCode } from "../protocol/errors";
import type { Credentials } from "../session/access";
import type { Session } from "../session/session";
import type { Sessions } from "../session/sessions";
import { answerAs } from "../users/login";
import { principalOf } from "../users/rules";
import { rotationPath } from "./inputs";

/**
 * Makes sure that every live broker takes a login for a super user: one that didn't would refuse to replicate to brokers that use it, and
 * the restart would never end. Asked by what only a super user may, since brokers don't tell their list.
 * @throws UserError that names the brokers that don't
 */
export async function expectSuperUser(sessions: Sessions, session: Session, login: Credentials): Promise<void> {
  const { brokers } = await session.describeCluster();
  const request = describeAclsRequest(principalOf(login.username));
  const answers = await Promise.all(
    brokers.map(async ({ nodeId, host, port }) => {
      const connection = { ...session.connection, brokers: [`${host}:${port}`] };
      return { nodeId, answer: await answerAs(sessions, connection, login, request) };
    }),
  );
  const refusing = answers.filter(({ answer }) => answer?.errorCode === errorCode.clusterAuthorizationFailed);
  if (refusing.length === 0) return;
  const which = refusing.map(({ nodeId }) => nodeId).join(", ");
  throw new UserError(
    `${rotationPath}: broker ${which} doesn't take User:${login.username} for a super user: it was started by an earlier version of this program. Set the turn back by one, run \`pulumi up\`, which restarts the brokers with both names, and then raise it`,
  );
}
