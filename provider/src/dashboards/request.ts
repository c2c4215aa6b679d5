/** A dashboard as the stack file asks for it. */
export interface DashboardRequest {
  /** Its number on the site; every resource has an `id` of the engine's own. */
  dashboardId: number;
  /** Its revision, pinned. */
  revision: number;
  /** SHA-256 of the file as it comes, in hexadecimal digits. @default any content is taken */
  sha256?: string;
}

/** How a dashboard is called in every message. */
export function describeRequest({ dashboardId, revision }: DashboardRequest): string {
  return `dashboard ${dashboardId} revision ${revision} (kafka:monitoring.dashboards.list)`;
}
