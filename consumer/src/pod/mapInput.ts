import * as pulumi from "@pulumi/pulumi";

/** Changes a value in place where it is known now, and later only where it is an output: unknown or secret parts taint nothing else. */
export function mapInput<T, U>(input: pulumi.Input<T>, change: (value: T) => U): pulumi.Input<U> {
  if (pulumi.Output.isInstance(input) || input instanceof Promise) {
    return pulumi.output(input).apply((value) => change(value as T)) as pulumi.Output<U>;
  }
  return change(input);
}
