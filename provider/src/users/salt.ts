import { pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { limited } from "../batch/limited";
import type { MechanismName } from "../protocol/scram";

const derive = promisify(pbkdf2);

/** Enough to keep the thread pool at work. To hand thousands over at once would hold the event loop up. */
const atOnce = limited(64);

/** Hash and key length of the mechanisms (RFC 5802, RFC 7677; SHA-512 as Kafka does it). */
const hashes: Record<MechanismName, { digest: string; length: number }> = {
  "SCRAM-SHA-256": { digest: "sha256", length: 32 },
  "SCRAM-SHA-512": { digest: "sha512", length: 64 },
};

/** Bytes of a new salt. */
const saltLength = 32;

/** A password as SCRAM stores it. */
export interface SaltedPassword {
  salt: Buffer;
  saltedPassword: Buffer;
}

/**
 * Salts a password as SCRAM does: `Hi` of RFC 5802, which is PBKDF2. Runs in the thread pool, so the event loop isn't held up.
 * @param salt given in tests only; otherwise a new one for every credential
 */
export async function saltPassword(
  password: string,
  mechanism: MechanismName,
  iterations: number,
  salt?: Buffer,
): Promise<SaltedPassword> {
  const { digest, length } = hashes[mechanism];
  return atOnce(async () => {
    const own = salt ?? randomBytes(saltLength);
    return {
      salt: own,
      saltedPassword: await derive(Buffer.from(password, "utf8"), own, iterations, length, digest),
    };
  });
}
