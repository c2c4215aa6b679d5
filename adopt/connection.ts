import type { Connection } from "@kafka-on-kubernetes/provider";
import { RunError } from "@pulumi/pulumi/errors";
import { deployedConnection } from "../components/platform/deployedBrokers";
import { existingConnection } from "../components/platform/existingBrokers";
import type { StackSettings } from "../config/schema";
import { isExternal } from "../config/schema";
import { loadTarget } from "../config/target";
import { Failure } from "../commands/failure";

/**
 * How the stack's program reaches its brokers.
 *
 * @throws Failure of one line where the Kubernetes cluster is not in the kubeconfig, or the administrator has no password.
 */
export function connectionOf(settings: StackSettings): Connection {
  try {
    const target = loadTarget(settings.kubernetes);
    if (isExternal(settings)) return existingConnection(settings, target);
    if (target !== undefined) return deployedConnection(settings, target);
    throw new Failure("kafka:kubernetes.context: found nothing; name the context of the stack's cluster");
  } catch (error) {
    // What the program tells its user as one line.
    throw error instanceof Error && RunError.isInstance(error) ? new Failure(error.message) : error;
  }
}
