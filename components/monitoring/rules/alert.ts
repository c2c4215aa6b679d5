import type { AlertName } from "../../../config/schema/monitoring/alertNames";
import type { Settings, StackSettings } from "../../../config/schema";
import type { Watched } from "./watched";

/** One alert of a stack. */
export interface Alert {
  /** What must hold, in PromQL. */
  expr: string;
  /** How long it must hold, in seconds. */
  for: number;
  /** `critical` calls somebody now, `warning` waits for the morning. */
  severity: "critical" | "warning";
  /** One line for the message, with Prometheus' `{{ $labels }}` and `{{ $value }}`. */
  summary: string;
  /** What it means, for the one who is called. */
  description: string;
}

/** Alerts by name. One that makes no sense in a stack (the quorum's in ZooKeeper mode) is not among its alerts. */
export type Alerts = Partial<Record<AlertName, Alert | Alert[]>>;

/** The alerts of one area. */
export type AlertGroup<Stack extends StackSettings = Settings> = (watched: Watched<Stack>) => Alerts;

/** A number of seconds in PromQL. */
export function promDuration(seconds: number): string {
  return `${seconds}s`;
}

const MINUTE = 60;

/** How long something must hold. */
export const minutes = (count: number): number => count * MINUTE;
