import { z } from "zod";
import type { Held } from "./compare";

const resource = z.object({
  urn: z.string(),
  type: z.string(),
  custom: z.boolean().default(false),
  delete: z.boolean().default(false),
  retainOnDelete: z.boolean().default(false),
  inputs: z.record(z.string(), z.unknown()).default({}),
});

/** The parts of `pulumi stack export` that a review reads (deployment version 3). */
const exported = z.object({ deployment: z.object({ resources: z.array(resource).nullish() }) });

/**
 * What the last run left, by `pulumi stack export`. Secrets are encrypted in it.
 *
 * @throws SyntaxError or a ZodError for a text that is no export.
 */
export function readState(text: string): Held[] {
  const { resources } = exported.parse(JSON.parse(text)).deployment;
  return (resources ?? [])
    .filter((each) => each.custom && !each.delete)
    .map(({ urn, type, retainOnDelete, inputs }) => ({
      type,
      name: urn.split("::").at(-1) ?? urn,
      inputs,
      retained: retainOnDelete,
    }));
}
