import type { Deadline } from "../deadline";
import { apiVersionsRequest } from "../protocol/api-versions";
import type { KafkaRequest } from "../protocol/codec";
import { perSession } from "./per-session";
import type { Session } from "./session";

/** What the brokers take doesn't change while a run goes on. */
const taken = perSession((): { apis?: Promise<Map<number, number>> } => ({}));

/**
 * Whether the brokers take a request of this kind and version: they close the connection on any other.
 * @throws UserError when no broker can be reached
 */
export async function supports(
  session: Session,
  { apiKey, apiVersion }: KafkaRequest<unknown>,
  deadline: Deadline,
): Promise<boolean> {
  const known = taken(session);
  known.apis ??= session.cluster.send("any", apiVersionsRequest(), { deadline }).then(
    ({ apis }) => new Map(apis.map((api) => [api.apiKey, api.most])),
    (error: unknown) => {
      delete known.apis;
      throw error;
    },
  );
  return ((await known.apis).get(apiKey) ?? -1) >= apiVersion;
}
