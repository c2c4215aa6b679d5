/**
 * The logic behind the dynamic resources: session, topics, users, rollout. It knows nothing of Pulumi: every function takes and
 * returns plain data. The build makes one file of all this and its libraries, because every run waits until it is loaded; the single files beside
 * it are for those who take one pure function.
 */
export type {
  ConfiguredConnection,
  Connection,
  KubernetesConnection,
  KubernetesTarget,
  SecretSource,
  TlsOptions,
} from "./connection";
export { UserError } from "./errors";
export { createKafka } from "./session/kafka";
export type { Access, SecretReader } from "./session/access";
export type { Cluster, ClusterDescription, Session, Target } from "./session/session";
export { defaultSessions, Sessions, withSession } from "./session/sessions";
import type { Connection } from "./connection";
import type { ResourceFunctions } from "./resource";
import { endedLoginsFunctions } from "./internal/ended";
import { internalLoginsFunctions } from "./internal/logins";
import { isCancelled } from "./cancellation";
import { certificateReloadFunctions } from "./certificates/reload";
import { listenerCertificateFunctions } from "./certificates/listener";
import { findSecret } from "./kubernetes/secret";
import { Owners } from "./owners";
import { consoleProgress } from "./progress";
import { configured } from "./session/configuration";
import { connectsAhead } from "./session/connects-ahead";
import { followsProtocol } from "./session/protocol-change";
import { defaultSessions } from "./session/sessions";
import { topicFunctions } from "./topics/index";
import { topicSetFunctions } from "./topics/set/index";
import { defaultQuotasFunctions } from "./users/default-quotas";
import { userFunctions } from "./users/index";
import { revocationFunctions } from "./users/revocation";
import { userSetFunctions } from "./users/set/index";
import { groupTurnsFunctions } from "./users/set/turns";
import { turnFunctions } from "./users/turn";

/** What every resource has that is made at the brokers: its session opened ahead, in the protocol that the program says. */
const atBrokers = <Inputs extends { connection: Connection }, Outputs>(functions: ResourceFunctions<Inputs, Outputs>) =>
  configured(followsProtocol(connectsAhead(functions, defaultSessions), defaultSessions));

/** The topic resource's functions. */
export const topics = atBrokers(topicFunctions());
/** The topic group resource's functions. */
export const topicSets = atBrokers(topicSetFunctions());
/** Which resource of this run's program has which user. */
const userOwners = new Owners();
/** The SCRAM user resource's functions. */
export const users = atBrokers(userFunctions(defaultSessions, userOwners));
/** The user set resource's functions. */
export const userSets = atBrokers(userSetFunctions({ owners: userOwners }));
/** The functions of what takes a user's credentials away before all else of it. */
export const revocations = configured(
  followsProtocol(revocationFunctions(defaultSessions, userOwners), defaultSessions),
);
/** The functions of what gives the brokers the internal users' logins of a turn. */
export const internalLogins = configured(followsProtocol(internalLoginsFunctions(), defaultSessions));
/** The functions of what takes the internal users' logins of the turn before away. */
export const endedLogins = configured(endedLoginsFunctions());
/** The functions of what counts a user's turns by the age of its password. */
export const turns = turnFunctions();
/** The functions of what counts the turns of a group's users by the ages of their passwords. */
export const groupTurns = groupTurnsFunctions();
/** The default quotas' functions. */
export const defaultQuotas = configured(followsProtocol(defaultQuotasFunctions(), defaultSessions));

/** Time for a certificate to be made, or to reach the pods and be served by the brokers, in milliseconds. */
const CERTIFICATE_LIMIT = 300_000;

/** The functions of the resource that waits for a listener's certificate. */
export const certificates = listenerCertificateFunctions({
  readKeys: ({ kubernetes, secret }) => findSecret(kubernetes, { name: secret, namespace: kubernetes.namespace }),
  progress: consoleProgress,
  now: () => new Date(),
  limit: CERTIFICATE_LIMIT,
  cancelled: isCancelled,
});
/** The functions of the resource that lets brokers read a renewed certificate. */
export const certificateReloads = configured(
  certificateReloadFunctions({
    sessions: defaultSessions,
    progress: consoleProgress,
    limit: CERTIFICATE_LIMIT,
    cancelled: isCancelled,
  }),
);

export { topicFunctions } from "./topics/index";
export { topicSetFunctions } from "./topics/set/index";
export { liveTopics } from "./topics/live";
export type { LiveTopic } from "./topics/live";
export { topicSizes } from "./topics/sizes";
export { userFunctions } from "./users/index";
export { userSetFunctions } from "./users/set/index";
export type { CertificateInputs, CertificateOutputs } from "./certificates/inputs";
export type { ReloadInputs, ServedListener } from "./certificates/reload";
export type { CheckFailure, ResourceFunctions } from "./resource";
export type { TopicInputs, TopicOutputs } from "./topics/inputs";
export type { SetTopic, TopicSetInputs, TopicSetOutputs } from "./topics/set/inputs";
export type { ReassignmentSettings } from "./topics/reassign/settings";
export type { UserInputs, UserOutputs, UserQuotas, UserSecret } from "./users/inputs";
export type { UserAcl, UserRules } from "./users/rules";

export { guard } from "./guard/index";
import { credentialsGuardFunctions } from "./guard/credentials";

/** The functions of what stands before a cluster's Secrets. */
export const credentialsGuard = credentialsGuardFunctions();
export type { CredentialsGuardInputs } from "./guard/credentials";
export { findSecret } from "./kubernetes/secret";
export { destroyGuard } from "./guard/destroy";
export { kindGuard } from "./guard/kind-guard";
export type { ClusterIdentity, GuardInputs, RequiredKind, StatefulSetTemplate } from "./guard/index";
export { rollout } from "./rollout/index";
import { dashboardFunctions } from "./dashboards/index";

/** The functions of the resource that keeps a dashboard of the site. */
export const dashboards = dashboardFunctions();
export { dashboardFunctions } from "./dashboards/index";
export type { DashboardInputs, DashboardOutputs } from "./dashboards/index";
export { CONFIG_MAP_LIMIT, dashboardJson, verifyDashboard } from "./dashboards/verify";
