import type { StackSettings } from "../../../config/schema";

/**
 * The lines of `server.properties` by which clients must log in again in time over the connections that they have open (KIP-368), each
 * listener's own: brokers among themselves keep theirs, for an ordered restart takes a login of theirs away and not a clock.
 *
 * @param listeners Names of the listeners for clients, in Kafka's words.
 */
export function reauthentication(
  { security }: Pick<StackSettings, "security">,
  listeners: readonly string[],
): Record<string, string> {
  if (security.connectionsMaxReauth === 0) return {};
  return Object.fromEntries(
    listeners.map((name) => [
      `listener.name.${name.toLowerCase()}.connections.max.reauth.ms`,
      String(security.connectionsMaxReauth),
    ]),
  );
}
