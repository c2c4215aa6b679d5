import { declaredTopics } from "../declaredTopics";
import type { DeclaredUser } from "../declaredUsers";
import { declaredUsers } from "../declaredUsers";
import { nearest } from "../nearest";
import { keyPath } from "../problem";
import type { Path, Problem } from "../problem";
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
export const userNames: Check = (settings) =>
  declaredUsers(settings).flatMap(({ name, place }): Problem[] => {
    const text = RESERVED.has(name)
      ? "the name is kept for a user of this program itself; choose another"
      : "the name is part of a Secret's name; allowed: small letters, digits, - and ., starting and ending with a letter or digit, at most 63";
    return NAME.test(name) && !/\.-|-\.|\.\./.test(name) && !RESERVED.has(name) ? [] : [{ path: place, text }];
  });

/** Each namespace gets one Secret of a client, or of a group. */
export const userNamespaces: Check = ({ users, userGroups, kubernetes: { namespace } }) =>
  [...listsOf("users", users), ...listsOf("userGroups", userGroups)].flatMap(({ place, namespaces }) =>
    namespaces.flatMap((further, index): Problem[] => {
      const path = [...place, index];
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

function listsOf(
  key: "users" | "userGroups",
  all: Readonly<Record<string, { namespaces: string[] }>>,
): { place: Path; namespaces: string[] }[] {
  return Object.entries(all).map(([name, { namespaces }]) => ({ place: [key, name, "namespaces"], namespaces }));
}

/** A user stands in one place, and none has the second name of another. */
export const userCollisions: Check = (settings) => {
  const declared = declaredUsers(settings);
  // The first place of a name counts.
  const places = new Map([...declared].reverse().map(({ name, place }) => [name, place]));
  return declared.flatMap(({ name, place }): Problem[] => {
    const same = places.get(name) ?? place;
    if (same !== place) {
      return [
        {
          path: place,
          text: `the same user stands at ${keyPath(same)}; take one of the two out`,
          restsOn: [same],
        },
      ];
    }
    const other = name.endsWith(SECOND_LOGIN) ? name.slice(0, -SECOND_LOGIN.length) : "";
    const first = places.get(other);
    return first === undefined
      ? []
      : [
          {
            path: place,
            text: `is the second login of the user ${other} (its passwords take turns under ${other} and ${name}); choose another name`,
            restsOn: [first],
          },
        ];
  });
};

/** Most users of a group: what all of them need stands in one Secret, and a Secret holds 1 MiB. */
export const MOST_GROUP_USERS = 750;

/** A group's Secret must be one that Kubernetes takes. */
export const groupSizes: Check = ({ userGroups }) =>
  Object.entries(userGroups).flatMap(([group, { users }]): Problem[] => {
    const count = Object.keys(users).length;
    return count <= MOST_GROUP_USERS
      ? []
      : [
          {
            path: ["userGroups", group, "users"],
            text: `found ${count} users; allowed: at most ${MOST_GROUP_USERS} in a group, whose Secret holds what all of them need (1 MiB); make another group`,
          },
        ];
  });

type User = DeclaredUser["user"];

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
  return declaredUsers(settings).flatMap(({ user, place }) =>
    namedTopics(user)
      .filter(({ topic }) => !has.has(topic) && !(user.admin ?? []).some((own) => covers(own, topic)))
      .map(({ path, topic }) => ({
        path: [...place, ...path],
        text: `the stack has no topic ${JSON.stringify(topic)}; the nearest is ${nearest(topic, known)}. Add it to kafka:topics, or to the user's admin if it makes the topic itself`,
        restsOn: [["topics"], ["topicGroups"]],
      })),
  );
};

/** What Kafka has no name for, or needs one. */
export const userAcls: Check = (settings) =>
  declaredUsers(settings).flatMap(({ user: { acls = [] }, place }) =>
    acls.flatMap((acl, index): Problem[] => {
      const path = [...place, "acls", index, "name"];
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
export const userDoubts: Check = ({ users, userGroups, security }) => [
  ...declaredUsers({ users, userGroups })
    .filter(({ user }) => !["produce", "consume", "transactional", "admin", "acls"].some((key) => key in user))
    .map(({ place }) => ({
      path: place,
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
