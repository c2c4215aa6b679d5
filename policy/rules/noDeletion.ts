import { topics } from "../kafka";
import { rule } from "../rule";

/** What is taken out of a file is not gone with its data. */
export const noDeletion = rule({
  name: "no-deletion",
  description: "No topic is deleted when it leaves the stack, but for those that are named in `allowed`.",
  limits: { allowed: [] as string[] },
  check: (resources, { allowed }) =>
    topics(resources)
      .filter(({ name, deletion }) => deletion === "delete" && !allowed.includes(name))
      .map(({ name, resource }) => ({
        resource,
        message: `kafka:topics.${name} would be deleted with its messages. Set its deletion to retain, or name it in the rule's allowed`,
      })),
});
