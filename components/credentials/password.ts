import type { RandomPasswordArgs } from "@pulumi/random";

/**
 * How every password is generated: letters and digits only, since the chart's start script runs passwords through `sed` and
 * splits them at `,` and `;`. At 32 characters that is 190 bits.
 *
 * @param length Characters, 32 at least.
 * @param rotation Counts the passwords: another number generates another one.
 */
export function password(length: number, rotation: number): RandomPasswordArgs {
  return { length, special: false, keepers: { rotation: String(rotation) } };
}
