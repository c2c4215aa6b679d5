import { declaredTopics } from "../declaredTopics";
import { nearest } from "../nearest";
import type { Problem } from "../problem";
import type { Settings } from "../schema";
import type { Check } from "./check";

/** Behind each user stand two SCRAM users, its own name and this one behind it, which take turns with the passwords. */
export const SECOND_LOGIN = ".b";
/** Users that this program keeps for itself, under both names. */
export const RESERVED: ReadonlySet<string> = new Set(
  ["operator", "interbroker"].flatMap((name) => [name, name + SECOND_LOGIN]),
);
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

/** No user may have the second name of another. */
export const userCollisions: Check = ({ users }) =>
  Object.keys(users)
    .filter((name) => name.endsWith(SECOND_LOGIN) && Object.hasOwn(users, name.slice(0, -SECOND_LOGIN.length)))
    .map((name) => {
      const other = name.slice(0, -SECOND_LOGIN.length);
      return {
        path: ["users", name],
        text: `is the second login of the user ${other} (its passwords take turns under ${other} and ${name}); choose another name`,
        restsOn: [["users", other]],
      };
    });

type User = Settings["users"][string];

/** Topics that rules name in full, each with its place. */
function namedTopics({ produce = [], consume, acls = [] }: User): { path: (string | number)[]; topic: string }[] {
  return [
    ...produce.map((topic, index) => ({ path: ["produce", index], topic })),
    ...(consume?.topics ?? []).map((topic, index) => ({ path: ["consume", "topics", index], topic })),
    ...acls.flatMap(({ resource, name, pattern }, index) =>
      resource === "topic" && pattern === "literal" ? [{ path: ["acls", index, "name"], topic: name ?? "" }] : [],
    ),
  ].filter(({ topic }) => !topic.endsWith("*"));
}

const covers = (pattern: string, topic: string): boolean =>
  pattern === topic || (pattern.endsWith("*") && topic.startsWith(pattern.slice(0, -1)));

/** A rule about a topic that neither the stack has nor the user may make itself is a slip. */
export const userTopics: Check = (settings) => {
  const known = declaredTopics(settings).map(({ name }) => name);
  const has = new Set(known);
  return Object.entries(settings.users).flatMap(([name, user]) =>
    namedTopics(user)
      .filter(({ topic }) => !has.has(topic) && !(user.admin ?? []).some((own) => covers(own, topic)))
      .map(({ path, topic }) => ({
        path: ["users", name, ...path],
        text: `the stack has no topic ${JSON.stringify(topic)}; the nearest is ${nearest(topic, known)}. Add it to kafka:topics, or to the user's admin if it makes the topic itself`,
        restsOn: [["topics"], ["topicGroups"]],
      })),
  );
};

/** What Kafka has no name for, or needs one. */
export const userAcls: Check = ({ users }) =>
  Object.entries(users).flatMap(([name, { acls = [] }]) =>
    acls.flatMap((acl, index): Problem[] => {
      const path = ["users", name, "acls", index, "name"];
      if (acl.resource === "cluster") {
        return acl.name === undefined || acl.name === "kafka-cluster"
          ? []
          : [{ path, text: `found ${JSON.stringify(acl.name)}; the cluster has no name, leave it out` }];
      }
      return acl.name === undefined
        ? [{ path, text: `found nothing; allowed: the name of a ${acl.resource}, its start, or * for all` }]
        : [];
    }),
  );

/** A user without rules may log in, and nothing else. */
export const userDoubts: Check = ({ users, security }) => [
  ...Object.entries(users)
    .filter(([, user]) => !["produce", "consume", "transactional", "admin", "acls"].some((key) => key in user))
    .map(([name]) => ({
      path: ["users", name],
      text: security.allowEveryoneIfNoAclFound
        ? "has no access rule; it may use what no rule of others is about"
        : "has no access rule, so it may log in and do nothing else; give it produce, consume, admin or acls",
    })),
  ...(security.allowEveryoneIfNoAclFound
    ? [
        {
          path: ["security", "allowEveryoneIfNoAclFound"],
          text: "every client may use what no access rule is about; take it out once each client has its rules (docs/security.md)",
        },
      ]
    : []),
];
