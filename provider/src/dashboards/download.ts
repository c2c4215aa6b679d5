import { UserError, messageOf } from "../errors";
import type { DashboardRequest } from "./request";
import { describeRequest } from "./request";

/** Bounds of one download. */
export interface DownloadLimits {
  /** Time for one attempt, from the connection to the last byte, in ms. @default 20,000 */
  timeoutMs?: number;
  /** Attempts where the site answers with a fault of its own, or can't be reached. @default 3 */
  attempts?: number;
  /** Wait before the next attempt, in ms; twice as long before the one after. @default 500 */
  pauseMs?: number;
}

/** Most bytes of a download: more than any ConfigMap holds, so that the message can name the size. */
const MOST_BYTES = 8 * 1024 * 1024;

/** What an attempt came to: the file, or why there is none, and whether another attempt may help. */
type Attempt = { file: Uint8Array } | { problem: string; again: boolean };

/**
 * Downloads a dashboard from the site, or from a mirror that has its two routes.
 *
 * @param site Address without the routes, such as `https://grafana.com`.
 * @throws UserError that names the dashboard, says what went wrong and what to do; never waits without end.
 */
export async function downloadDashboard(
  site: string,
  request: DashboardRequest,
  { timeoutMs = 20_000, attempts = 3, pauseMs = 500 }: DownloadLimits = {},
): Promise<Uint8Array> {
  const dashboard = `${site.replace(/\/+$/, "")}/api/dashboards/${request.dashboardId}`;
  let problem = "";
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const outcome = await attemptDownload(`${dashboard}/revisions/${request.revision}/download`, timeoutMs);
    if ("file" in outcome) return outcome.file;
    problem = outcome.problem;
    if (!outcome.again) break;
    if (attempt < attempts) await new Promise((resolve) => setTimeout(resolve, pauseMs * 2 ** (attempt - 1)));
  }
  const known = problem === NOT_FOUND ? await latestRevision(dashboard, timeoutMs) : "";
  throw new UserError(
    `${describeRequest(request)} can't be had from ${site}: ${problem}${known}. Mend that, name a mirror or a folder in kafka:monitoring.dashboards.site, or set optional: true`,
  );
}

const NOT_FOUND = "the site has no such dashboard or revision";

async function attemptDownload(address: string, timeoutMs: number): Promise<Attempt> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(timeoutMs) });
    if (response.ok) return { file: await bounded(response) };
    await response.body?.cancel();
    if (response.status === 404) return { problem: NOT_FOUND, again: false };
    return { problem: `it answers ${response.status}`, again: response.status >= 500 };
  } catch (error) {
    if (error instanceof UserError) return { problem: error.message, again: false };
    const late = error instanceof Error && error.name === "TimeoutError";
    return late
      ? { problem: `no answer within ${timeoutMs / 1000} s`, again: false }
      : { problem: reason(error), again: true };
  }
}

async function bounded(response: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.length;
    // Leaving the loop cancels the download.
    if (bytes > MOST_BYTES) throw new UserError(`it sends more than ${MOST_BYTES} bytes, which no dashboard has`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** What the site knows of a dashboard whose revision it does not have; nothing where it does not say. */
async function latestRevision(dashboard: string, timeoutMs: number): Promise<string> {
  try {
    const response = await fetch(dashboard, { signal: AbortSignal.timeout(timeoutMs) });
    const { revision } = (await response.json()) as { revision?: unknown };
    return typeof revision === "number" ? ` (its latest revision is ${revision})` : "";
  } catch {
    return "";
  }
}

/** fetch hides the reason behind "fetch failed". */
function reason(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const code = typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "";
  return messageOf(cause) === "" || messageOf(cause) === "[object Object]" ? code : messageOf(cause);
}
