import type * as pulumi from "@pulumi/pulumi";

/** What an output comes to, or the error that it ends with; the SDK has this method and does not declare it. */
export function resolved<T>(output: pulumi.Output<T>): Promise<T> {
  return (output as unknown as { promise(): Promise<T> }).promise();
}
