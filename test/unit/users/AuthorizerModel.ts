import type { AclBinding, AclOperation, AclResource } from "../../../provider/src/protocol/acls";

/** What a client asks to do. */
export interface Attempt {
  principal: string;
  host: string;
  operation: AclOperation;
  resource: AclResource;
  name: string;
}

/** Operations whose Allow goes for another one too (kafka.security.authorizer.AclEntry of Kafka 3.6). A Deny goes for itself alone. */
const implying: Partial<Record<AclOperation, readonly AclOperation[]>> = {
  Describe: ["Read", "Write", "Delete", "Alter"],
  DescribeConfigs: ["AlterConfigs"],
};

/** Kafka's authorizer with `allow.everyone.if.no.acl.found=false`, as its documentation and KIP-290 tell it. */
export class AuthorizerModel {
  constructor(
    private readonly bindings: readonly AclBinding[],
    private readonly superUsers: ReadonlySet<string> = new Set(),
  ) {}

  allows(attempt: Attempt): boolean {
    if (this.superUsers.has(attempt.principal)) return true;
    const about = this.bindings.filter((binding) => isAbout(binding, attempt));
    const has = (permission: "Allow" | "Deny", operations: readonly AclOperation[]) =>
      about.some((binding) => binding.permission === permission && operations.includes(binding.operation));
    if (has("Deny", [attempt.operation, "All"])) return false;
    return has("Allow", [attempt.operation, "All", ...(implying[attempt.operation] ?? [])]);
  }
}

function isAbout(binding: AclBinding, { principal, host, resource, name }: Attempt): boolean {
  const named =
    binding.pattern === "prefixed" ? name.startsWith(binding.name) : binding.name === name || binding.name === "*";
  return (
    binding.resource === resource &&
    named &&
    (binding.principal === principal || binding.principal === "User:*") &&
    (binding.host === host || binding.host === "*")
  );
}
