import type { Problem } from "../problem";
import type { Check } from "./check";

/** Users that this program keeps for itself. */
const RESERVED: ReadonlySet<string> = new Set(["operator", "interbroker"]);
/** A name that is fit for a Secret's name, and so free of what breaks ACL principals and JAAS lines: `,` `=` spaces, quotes. */
const NAME = /^(?=.{1,63}$)[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/** User names that Kafka, the chart or Kubernetes would break on. */
export const userNames: Check = ({ users }) =>
  Object.keys(users).flatMap((name): Problem[] => {
    const text = RESERVED.has(name)
      ? "the name is kept for a user of this program itself; choose another"
      : "the name is part of a Secret's name; allowed: small letters, digits, - and ., starting and ending with a letter or digit, at most 63";
    return NAME.test(name) && !/\.-|-\.|\.\./.test(name) && !RESERVED.has(name)
      ? []
      : [{ path: ["users", name], text }];
  });

/** Each namespace gets one Secret of a client. */
export const userNamespaces: Check = ({ users, kubernetes: { namespace } }) =>
  Object.entries(users).flatMap(([name, { namespaces }]) =>
    namespaces.flatMap((further, index): Problem[] => {
      const path = ["users", name, "namespaces", index];
      if (further === namespace) {
        return [
          {
            path,
            text: `${further} is the cluster's own namespace, which has the Secret anyway; take it out`,
            restsOn: [["kubernetes", "namespace"]],
          },
        ];
      }
      return namespaces.indexOf(further) === index
        ? []
        : [{ path, text: `${further} is in the list already; take it out` }];
    }),
  );
