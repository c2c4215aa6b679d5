import { createHash } from "node:crypto";

/** What tells two generated passwords apart without showing either: nobody finds 238 random bits by their SHA-256. */
export function passwordDigest(password: string): string {
  return createHash("sha256").update(password).digest("hex");
}
