import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Where files lie that tests may read and that are not part of this project: `shared/data` beside the checkout, or `KAFKA_SHARED_DATA`. A
 * fresh clone has none of them; a test that needs one is skipped by its name.
 */
export const sharedData = process.env["KAFKA_SHARED_DATA"] ?? beside(join(__dirname, ".."));

function beside(checkout: string): string {
  return join(dirname(checkout), "shared", "data");
}

/** Whether one of the files is there. */
export function hasShared(...path: string[]): boolean {
  return existsSync(join(sharedData, ...path));
}
