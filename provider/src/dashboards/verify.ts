import { createHash } from "node:crypto";
import { UserError } from "../errors";
import type { DashboardRequest } from "./request";
import { describeRequest } from "./request";

/** Most bytes of all values of a ConfigMap (Kubernetes, core/validation: MaxSecretSize). */
export const CONFIG_MAP_LIMIT = 1024 * 1024;

/** A dashboard that is one. */
export interface VerifiedDashboard {
  /** The dashboard's JSON without white space. */
  json: string;
  /** SHA-256 of the file as it came. */
  checksum: string;
}

/**
 * Checks a file that is said to be a dashboard.
 *
 * @param where Where it came from, for the message.
 * @throws UserError for another checksum, for what is no dashboard, and for one that no ConfigMap can hold.
 */
export function verifyDashboard(file: Uint8Array, request: DashboardRequest, where: string): VerifiedDashboard {
  const checksum = createHash("sha256").update(file).digest("hex");
  if (request.sha256 !== undefined && request.sha256 !== checksum) {
    throw new UserError(
      `${describeRequest(request)}: the file from ${where} has the SHA-256 ${checksum}, and the stack file says ${request.sha256}: look at what changed, then put the new one into the stack file`,
    );
  }
  return { json: dashboardJson(new TextDecoder().decode(file), `${describeRequest(request)}: ${where}`), checksum };
}

/**
 * A dashboard's text without white space.
 *
 * @param what Begins the message.
 * @throws UserError for what is no dashboard, and for one that no ConfigMap can hold.
 */
export function dashboardJson(text: string, what: string): string {
  const json = JSON.stringify(parsed(text, what));
  const bytes = Buffer.byteLength(json);
  if (bytes > CONFIG_MAP_LIMIT) {
    throw new UserError(
      `${what}: the dashboard has ${bytes} bytes, and a ConfigMap holds ${CONFIG_MAP_LIMIT} at most: split it, or import it into Grafana by hand`,
    );
  }
  return json;
}

function parsed(text: string, what: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError(`${what}: what is there is no JSON (it begins with ${JSON.stringify(text.slice(0, 40))})`, {
      cause: error,
    });
  }
  const dashboard = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  if (
    typeof dashboard["title"] !== "string" ||
    !(Array.isArray(dashboard["panels"]) || Array.isArray(dashboard["rows"]))
  )
    throw new UserError(`${what}: what is there is no dashboard: it has no title, or neither panels nor rows`);
  return dashboard;
}
