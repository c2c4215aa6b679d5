import * as pulumi from "@pulumi/pulumi";
import type { RandomPasswordArgs } from "@pulumi/random";

/** Characters of every password; at 62 letters and digits that is 238 bits. */
export const LENGTH = 40;

/**
 * How every password is generated: letters and digits only, since the chart's start script runs passwords through `sed` and
 * splits them at `,` and `;`.
 *
 * @param rotation Counts the passwords: another number generates another one.
 */
export function password(rotation: pulumi.Input<number>): RandomPasswordArgs {
  return {
    length: LENGTH,
    special: false,
    keepers: { rotation: typeof rotation === "number" ? String(rotation) : pulumi.output(rotation).apply(String) },
  };
}

/** How what all passwords of a group are made from is generated: once, and as long as one of them. */
export function seed(): RandomPasswordArgs {
  return { length: LENGTH, special: false };
}
