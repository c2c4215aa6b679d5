/** Longest wait for an answer, in milliseconds: a machine without internet must find out quickly. */
const PROBE_TIMEOUT = 2000;

const probes = new Map<string, Promise<boolean>>();

/** Whether a host answers at all; asked once per host and run. */
export function reachable(host: string): Promise<boolean> {
  const probe = probes.get(host) ?? ask(host);
  probes.set(host, probe);
  return probe;
}

export async function allReachable(hosts: string[]): Promise<boolean> {
  return (await Promise.all(hosts.map(reachable))).every(Boolean);
}

async function ask(host: string): Promise<boolean> {
  try {
    const answer = await fetch(`https://${host}/`, { method: "HEAD", signal: AbortSignal.timeout(PROBE_TIMEOUT) });
    return answer.status < 500;
  } catch {
    return false; // no name, no route, refused or too slow: all mean the same here
  }
}
