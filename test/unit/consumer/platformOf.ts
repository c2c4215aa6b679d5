import * as pulumi from "@pulumi/pulumi";
import { KafkaPlatform } from "../../../consumer/src";

/** A stack of these outputs as consumers see it, and the names of the outputs that were asked for. */
export function platformOf(
  outputs: Record<string, unknown>,
  secret: string[] = ["clientCredentials"],
): { kafka: KafkaPlatform; asked: Set<string> } {
  const asked = new Set<string>();
  const reference = {
    getOutput: (name: string): pulumi.Output<unknown> => {
      asked.add(name);
      return secret.includes(name) ? pulumi.secret(outputs[name]) : pulumi.output(outputs[name]);
    },
  };
  const kafka = KafkaPlatform.fromReference(reference as unknown as pulumi.StackReference, "org/kafka/prod");
  return { kafka, asked };
}
