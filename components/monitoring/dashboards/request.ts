import type { Settings } from "../../../config/schema";

/** A dashboard that the stack file lists. */
export type Listed = Settings["monitoring"]["dashboards"]["list"][number];

/** One of the site. */
export type Numbered = Exclude<Listed, { file: string }>;

/** What is asked of the site, or of the folder that stands in for it. */
export function request({ id, revision, sha256 }: Numbered): {
  dashboardId: number;
  revision: number;
  sha256?: string;
} {
  return { dashboardId: id, revision, ...(sha256 === undefined ? {} : { sha256 }) };
}

/** Whether dashboards come over the network, and not out of a folder. */
export function isSite(site: string): boolean {
  return /^https?:\/\//.test(site);
}

/** File of a numbered dashboard in a folder. */
export function fileName({ id, revision }: Numbered): string {
  return `${id}-r${revision}.json`;
}
