import { z } from "zod";
import { Failure } from "../commands/failure";
import type { StateResource } from "./deployment";

const exported = z.looseObject({
  version: z.literal(3),
  deployment: z.looseObject({
    secrets_providers: z.looseObject({ type: z.string() }).optional(),
    resources: z.array(z.looseObject({ urn: z.string(), type: z.string() })).nullish(),
  }),
});

/** Resources by which a state knows a cluster. What else a refused first run leaves behind, `up` takes over again. */
const KNOWS =
  /^(kubernetes:(core\/v1:Secret|apps\/)|pulumi-nodejs:dynamic\/kafka\/(topics|users|cluster:BrokerRollout))/;

/** What `pulumi stack export` says of a stack that knows no cluster. */
export type EmptyState = z.infer<typeof exported>;

/**
 * Reads an export.
 *
 * @throws Failure of one line where the state knows a cluster already, or does not say how it is encrypted.
 */
export function emptyState(text: string, stack: string): EmptyState {
  const state = exported.parse(JSON.parse(text));
  const known = (state.deployment.resources ?? []).filter(({ type }) => KNOWS.test(type));
  const [first] = known;
  if (first !== undefined) {
    throw new Failure(
      `stack ${stack}: its state knows a cluster already (${known.length} resources, such as ${first.urn.split("::").at(-1)}); only an empty one is filled. Where it lacks something, \`pulumi refresh\` and \`pulumi up\` mend it`,
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
