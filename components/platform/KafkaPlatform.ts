import * as pulumi from "@pulumi/pulumi";
import { declaredTopics } from "../../config/declaredTopics";
import { declaredUsers } from "../../config/declaredUsers";
import { clientSizes } from "../../config/kafka/effective";
import type { Settings, StackSettings } from "../../config/schema";
import { isExternal } from "../../config/schema";
import type { Target } from "../../config/target";
import { boundedDelete } from "../cluster/boundedDelete";
import * as names from "../cluster/names";
import { consoleRules } from "../console/access";
import { KafkaConsole } from "../console/KafkaConsole";
import { clientSecret } from "../credentials/clientSecret";
import type { Login } from "../credentials/loginSecret";
import { KafkaTopic } from "../topics/KafkaTopic";
import { KafkaTopicSet } from "../topics/KafkaTopicSet";
import { KafkaClient } from "../users/KafkaClient";
import { KafkaUserGroup } from "../users/KafkaUserGroup";
import { KafkaDefaultQuotas } from "../users/KafkaDefaultQuotas";
import { userAccess } from "../users/userAccess";
import { deployedBrokers } from "./deployedBrokers";
import { existingBrokers } from "./existingBrokers";
import { labels } from "./labels";
import type { ClientReference, PlatformOutputs, PlatformSecrets, SecretReference } from "./outputs";
import { LOGIN_PLACEHOLDERS, OUTPUTS_VERSION } from "./outputs";

/** Arguments of {@link KafkaPlatform}. */
export interface KafkaPlatformArgs {
  /** The stack's settings. */
  settings: StackSettings;
  /** The Kubernetes cluster that the stack belongs to. Only a stack whose brokers exist already may do without. */
  target?: Target;
}

/**
 * One environment's Kafka: namespace, credentials, brokers, then, once they are healthy, topics and users. Where the brokers exist
 * already, topics and users alone.
 */
export class KafkaPlatform extends pulumi.ComponentResource implements PlatformOutputs, PlatformSecrets {
  public readonly outputsVersion = pulumi.output(OUTPUTS_VERSION);
  public readonly bootstrapServers: pulumi.Output<string>;
  public readonly brokers: pulumi.Output<string[]>;
  public readonly externalBootstrapServers: pulumi.Output<string | null>;
  public readonly securityProtocol: pulumi.Output<"SASL_PLAINTEXT" | "SASL_SSL">;
  public readonly saslMechanism: pulumi.Output<Settings["security"]["mechanism"]>;
  public readonly caSecret: pulumi.Output<SecretReference | null>;
  public readonly caCertificates: pulumi.Output<string | null>;
  public readonly namespace: pulumi.Output<string>;
  public readonly topics: pulumi.Output<string[]>;
  public readonly clients: pulumi.Output<Record<string, ClientReference>>;
  public readonly clientSecretTemplate: pulumi.Output<Record<string, string>>;
  public readonly clientCredentials: PlatformSecrets["clientCredentials"];

  public constructor(name: string, args: KafkaPlatformArgs, options?: pulumi.ComponentResourceOptions) {
    super(
      "kafka:platform:KafkaPlatform",
      name,
      {},
      {
        ...options,
        transformations: [
          ({ type, props, opts }) => ({ props, opts: boundedDelete(type, opts) }),
          ...(options?.transformations ?? []),
        ],
      },
    );
    const { settings, target } = args;
    const brokers = isExternal(settings)
      ? existingBrokers(name, settings, target, this)
      : deployedBrokers(name, settings, required(target), this);
    const { connection, access, ready, secrets } = brokers;

    const reassignment = Object.keys(settings.reassignment).length === 0 ? {} : { reassignment: settings.reassignment };
    const topics = Object.entries(settings.topics).map(
      ([topic, { deletion = settings.deletion, adopt, ...rest }]) =>
        new KafkaTopic(
          topic,
          { connection, deletion, adopt: adopt || settings.adopt, ...reassignment, ...rest },
          { parent: this, dependsOn: ready },
        ),
    );
    const topicNames = declaredTopics(settings).map((declared) => declared.name);
    const topicSets = Object.entries(settings.topicGroups).map(
      ([group, { topics: members, deletion = settings.deletion, adopt }]) =>
        new KafkaTopicSet(
          group,
          {
            connection,
            topics: members,
            deletion,
            adopt: adopt || settings.adopt,
            ...reassignment,
            elsewhere: topicNames.filter((topic) => !Object.hasOwn(members, topic)),
          },
          { parent: this, dependsOn: ready },
        ),
    );

    const clientAccess = { ...access, sizes: clientSizes(settings) };
    const ofClients = {
      connection,
      cluster: ready,
      before: secrets?.before,
      labels: labels(settings),
      access: clientAccess,
      ...(brokers.authorities === undefined ? {} : { authorities: brokers.authorities }),
      iterations: settings.security.iterations,
    };
    const namespacesOf = (further: readonly string[]): string[] =>
      secrets === undefined ? [] : [secrets.namespace, ...further];
    const clients = Object.entries(settings.users).map(
      ([
        user,
        { rotation, passwordMaxAge = settings.security.passwordMaxAge, previous, namespaces: further, ...rest },
      ]) => ({
        user,
        client: new KafkaClient(
          user,
          {
            ...ofClients,
            secretName: names.clientSecretName(settings, user),
            loginSecretName: names.loginSecretName(settings, user),
            namespaces: namespacesOf(further),
            rotation,
            ...(passwordMaxAge === undefined ? {} : { maxAge: passwordMaxAge }),
            previous,
            ...userAccess(rest),
          },
          { parent: this, ...secrets?.options },
        ),
      }),
    );

    const userNames = declaredUsers(settings).map((declared) => declared.name);
    const userGroups = Object.entries(settings.userGroups).map(
      ([group, { users, namespaces: further, passwordMaxAge = settings.security.passwordMaxAge }]) =>
        new KafkaUserGroup(
          group,
          {
            ...ofClients,
            secretName: names.groupSecretName(settings, group),
            loginSecretName: names.groupLoginSecretName(settings, group),
            seedSecretName: names.groupSeedSecretName(settings, group),
            namespaces: namespacesOf(further),
            users: Object.fromEntries(
              Object.entries(users).map(([user, { rotation, previous, passwordMaxAge: own, ...rest }]) => {
                const maxAge = own ?? passwordMaxAge;
                return [user, { rotation, previous, ...(maxAge === undefined ? {} : { maxAge }), ...userAccess(rest) }];
              }),
            ),
            elsewhere: userNames.filter((user) => !Object.hasOwn(users, user)),
          },
          { parent: this, ...secrets?.options },
        ),
    );

    if (!isExternal(settings) && settings.console.enabled && secrets !== undefined) {
      const { user, rotation } = settings.console;
      const client = new KafkaClient(
        user,
        {
          ...ofClients,
          secretName: names.clientSecretName(settings, user),
          loginSecretName: names.loginSecretName(settings, user),
          namespaces: [secrets.namespace],
          rotation,
          previous: "keep",
          rules: consoleRules,
          exclusive: true,
          quotas: {},
        },
        { parent: this, ...secrets.options },
      );
      new KafkaConsole(
        `${name}-console`,
        {
          objectName: names.consoleName(settings),
          namespace: secrets.namespace,
          labels: labels(settings),
          podLabels: names.consoleLabels(settings),
          settings: settings.console,
          images: settings.images,
          cluster: { name: settings.cluster.name, ...access, signers: brokers.authorities !== undefined },
          userSecret: client.secret.name,
        },
        { parent: this, ...secrets.options, dependsOn: secrets.before },
      );
    }
    brokers.followCertificates?.([...clients.map(({ client }) => client), ...userGroups]);

    const { defaultQuotas } = settings.security;
    if (Object.keys(defaultQuotas).length > 0) {
      new KafkaDefaultQuotas(
        `${name}-default-quotas`,
        { connection, quotas: defaultQuotas },
        { parent: this, dependsOn: ready },
      );
    }

    this.bootstrapServers = pulumi.output(access.bootstrapServers);
    this.externalBootstrapServers = pulumi.output(brokers.externalBootstrapServers ?? null);
    this.brokers = pulumi.output(brokers.addresses);
    this.securityProtocol = pulumi.output(access.securityProtocol);
    this.saslMechanism = pulumi.output(access.mechanism);
    this.caSecret = pulumi.output(brokers.caSecret ?? null);
    this.caCertificates = pulumi.output(brokers.authorities ?? null);
    this.namespace = pulumi.output(settings.kubernetes.namespace);
    const named = [...topics.map(({ name: topic }) => topic.apply((one) => [one])), ...topicSets.map(namesOf)];
    this.topics = pulumi.all(named).apply((all) => all.flat().sort());
    this.clients = pulumi.output(
      Object.fromEntries(
        secrets === undefined
          ? []
          : clients.map(({ user, client }) => [
              user,
              pulumi.all([client.secret, client.turn]).apply(([secret, rotation]) => ({ ...secret, rotation })),
            ]),
      ),
    );
    this.clientSecretTemplate = pulumi.output(brokers.authorities).apply((authorities) =>
      clientSecret({
        ...clientAccess,
        ...LOGIN_PLACEHOLDERS,
        ...(authorities === undefined ? {} : { authorities }),
      }),
    );
    this.clientCredentials = pulumi
      .all([
        Object.fromEntries(clients.map(({ user, client }) => [user, client.credentials])),
        userGroups.map(({ credentials }) => credentials),
      ])
      .apply(([singles, groups]) => Object.assign({}, singles, ...groups) as Record<string, Login>);
    this.registerOutputs({ bootstrapServers: this.bootstrapServers, topics: this.topics, clients: this.clients });
  }
}

function required(target: Target | undefined): Target {
  if (target !== undefined) return target;
  throw new pulumi.RunError(
    "kafka:kubernetes.context: found nothing; allowed: the cluster that the brokers are deployed to",
  );
}

function namesOf(set: KafkaTopicSet): pulumi.Output<string[]> {
  return set.topics.apply((topics) => Object.keys(topics));
}
