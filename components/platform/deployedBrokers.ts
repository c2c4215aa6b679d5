import * as pulumi from "@pulumi/pulumi";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace";
import type { KubernetesConnection } from "@kafka-on-kubernetes/provider";
import type { Settings } from "../../config/schema";
import type { Target } from "../../config/target";
import { certificateKinds } from "../certificates/requiredKinds";
import { ListenerCertificates } from "../certificates/ListenerCertificates";
import { KafkaCluster } from "../cluster/KafkaCluster";
import { listenersWithTls } from "../cluster/listenerTls";
import * as names from "../cluster/names";
import { EndedLogins } from "../credentials/EndedLogins";
import { InternalLogins } from "../credentials/InternalLogins";
import { ScramCredentials } from "../credentials/ScramCredentials";
import { JmxRules } from "../monitoring/JmxRules";
import { KafkaMonitoring } from "../monitoring/KafkaMonitoring";
import { requiredKinds } from "../monitoring/requiredKinds";
import type { Brokers } from "./brokers";
import { kubernetesProvider } from "./kubernetesProvider";
import { kubernetesTarget } from "./kubernetesTarget";
import { labels } from "./labels";

/** Brokers that this program deploys: namespace, credentials, chart, rollout. */
export function deployedBrokers(name: string, settings: Settings, target: Target, parent: pulumi.Resource): Brokers {
  const namespace = settings.kubernetes.namespace;
  const { mechanism, iterations, rotation } = settings.security;
  const bootstrapServers = names.bootstrapServers(settings);
  const retained = settings.deletion === "retain";
  const provider = kubernetesProvider(name, settings, target, parent);
  const kubernetes = { parent, providers: { kubernetes: provider } };

  const connection = deployedConnection(settings, target);
  const listeners = listenersWithTls(settings);

  // Its guard comes first: the engine starts the process behind it while the Kubernetes provider gets ready, which it would wait for at a namespace.
  const cluster = new KafkaCluster(
    name,
    { settings, connection, kinds: [...requiredKinds(settings), ...certificateKinds(listeners)] },
    kubernetes,
  );

  const namespaces = settings.kubernetes.createNamespace
    ? [
        new Namespace(
          `${name}-namespace`,
          { metadata: { name: namespace, labels: labels(settings) } },
          { parent, provider, retainOnDelete: retained, dependsOn: cluster.guard },
        ),
      ]
    : [];
  const before = [cluster.guard, ...namespaces];

  const certificates =
    listeners.length === 0
      ? undefined
      : new ListenerCertificates(
          `${name}-certificates`,
          { listeners, kubernetes: connection.kubernetes, labels: labels(settings), before },
          kubernetes,
        );
  const authorities = certificates?.authoritiesOf("client");

  const credentials = new ScramCredentials(
    `${name}-credentials`,
    {
      namespace,
      before,
      secretNames: {
        internal: names.internalSecretName(settings),
        operator: names.operatorSecretName(settings),
        ...(settings.cluster.mode === "kraft" ? { clusterId: names.clusterIdSecretName(settings) } : {}),
      },
      labels: labels(settings),
      connection,
      rotation,
      bootstrapServers,
      mechanism,
      securityProtocol: names.clientProtocol(settings),
      ...(authorities === undefined ? {} : { authorities }),
      tls: listeners.length > 0,
      protectClusterId: retained,
    },
    kubernetes,
  );

  const logins = new InternalLogins(
    name,
    {
      connection,
      rotation,
      secret: { name: names.internalSecretName(settings), namespace },
      statefulSet: names.statefulSetName(settings),
      iterations,
    },
    { parent, dependsOn: [cluster.guard, credentials.internal] },
  );

  const jmxRules = settings.monitoring.metrics
    ? [
        new JmxRules(
          `${name}-jmx-rules`,
          { configMapName: names.jmxRulesName(settings), namespace, labels: labels(settings), before },
          kubernetes,
        ),
      ]
    : [];

  cluster.deploy([
    ...credentials.secrets,
    ...jmxRules.map(({ configMap }) => configMap),
    ...(certificates?.ready ?? []),
    logins,
    credentials.publish(logins),
  ]);
  new EndedLogins(name, { connection, rotation }, { parent, dependsOn: cluster });
  new KafkaMonitoring(
    `${name}-monitoring`,
    { settings, labels: labels(settings) },
    { ...kubernetes, dependsOn: before },
  );

  const outside = listeners.find(({ listener }) => listener === "external");
  return {
    connection,
    ready: [cluster],
    access: { bootstrapServers, securityProtocol: names.clientProtocol(settings), mechanism },
    ...(authorities === undefined ? {} : { authorities }),
    addresses: names.brokerHosts(settings),
    externalBootstrapServers: names.externalBootstrapServers(settings),
    ...(outside === undefined ? {} : { caSecret: { name: outside.secret, namespaces: [namespace] } }),
    followCertificates: (after) => certificates?.follow(connection, [cluster, ...after]),
    secrets: { namespace, before: [...before, credentials.guard], options: kubernetes },
  };
}

/** How the brokers that this program deploys are reached. */
export function deployedConnection(settings: Settings, target: Target): KubernetesConnection {
  return {
    brokers: names.brokerHosts(settings),
    access: settings.access,
    mechanism: settings.security.mechanism,
    kubernetes: kubernetesTarget(settings, target),
    secretName: names.operatorSecretName(settings),
    ...tlsOf(settings),
  };
}

/**
 * Who signs the brokers' certificates stands in two Secrets: in the certificate's own, which a renewal by another authority changes first, and
 * in the operator's, which knows the one before too.
 */
function tlsOf(settings: Settings): Pick<KubernetesConnection, "tls"> {
  const client = listenersWithTls(settings).find(({ listener }) => listener === "client");
  return client === undefined ? {} : { tls: { caSecrets: [names.operatorSecretName(settings), client.secret] } };
}
