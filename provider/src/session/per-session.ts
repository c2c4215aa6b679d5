import type { Session } from "./session";

/** One thing a session, made when it is first asked for: whoever uses the session shares it, so that their calls meet in one batch. */
export function perSession<T>(make: (session: Session) => T): (session: Session) => T {
  const known = new WeakMap<Session, { made: T }>();
  return (session) => {
    const entry = known.get(session) ?? { made: make(session) };
    known.set(session, entry);
    return entry.made;
  };
}
