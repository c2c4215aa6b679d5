import { brokerSettings } from "../kafka";
import { rule } from "../rule";

/** A client may do what it was given, and nothing else. */
export const authorizer = rule({
  name: "authorizer",
  description: "An authorizer is on, closed by default, and no rule is for everybody.",
  limits: {},
  check: (resources) => {
    const brokers = brokerSettings(resources);
    const ofBrokers =
      brokers === undefined
        ? []
        : [
            ...(brokers.settings["authorizer.class.name"] === undefined
              ? ["has no authorizer.class.name: every client may do everything"]
              : []),
            ...(brokers.settings["allow.everyone.if.no.acl.found"] === "true"
              ? ["has allow.everyone.if.no.acl.found true: what has no rule is open to every client"]
              : []),
            ...(/User:\*/.test(brokers.settings["super.users"] ?? "") ? ["makes every client a super user"] : []),
          ].map((message) => ({
            resource: brokers.resource,
            message: `${message}. Take out of kafka:cluster.values what changes it`,
          }));
    const wildcards = resources
      .filter(({ type, props }) => /:KafkaUser(Set)?$/.test(type) && JSON.stringify(props).includes('"User:*"'))
      .map((resource) => ({ resource, message: "has a rule for User:*, that is for every client. Name the users" }));
    return [...ofBrokers, ...wildcards];
  },
});
