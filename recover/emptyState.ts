import { z } from "zod";
import { Failure } from "../commands/failure";
import type { StateResource } from "./deployment";

const exported = z.looseObject({
  version: z.literal(3),
  deployment: z.looseObject({
    secrets_providers: z.looseObject({ type: z.string() }).optional(),
    resources: z.array(z.looseObject({ urn: z.string() })).nullish(),
  }),
});

/** What `pulumi stack export` says of a new stack. */
export type EmptyState = z.infer<typeof exported>;

/**
 * Reads an export.
 *
 * @throws Failure of one line where the state holds something, or does not say how it is encrypted.
 */
export function emptyState(text: string, stack: string): EmptyState {
  const state = exported.parse(JSON.parse(text));
  const count = state.deployment.resources?.length ?? 0;
  if (count > 0) {
    throw new Failure(
      `stack ${stack}: its state has ${count} resources; only an empty one is filled. Where it lacks something, \`pulumi refresh\` and \`pulumi up\` mend it`,
    );
  }
  if (state.deployment.secrets_providers === undefined) {
    throw new Failure(
      `stack ${stack}: its state names no secrets provider yet, so nothing can be encrypted; run \`pulumi stack change-secrets-provider\` with the stack's own first`,
    );
  }
  return state;
}

/** The same state with resources in it, their secrets still in plain text: for `pulumi stack import`, which encrypts them. */
export function withResources(state: EmptyState, resources: readonly StateResource[]): string {
  return JSON.stringify({ ...state, deployment: { ...state.deployment, resources } });
}
