const NAME = "the program derives every name from `kafka:cluster.name` and `kafka:kubernetes.namespace`";
const SECRET = "a password would stand in the stack's state; the program generates them into Secrets";
const ORDER = "the program restarts brokers itself, in order";
const MODE = "set `kafka:cluster.mode`";
const BROKERS = "set `kafka:cluster.brokers`";

/** Chart values that the stack file may not override, with the reason: the rest of the program relies on them. */
export const reserved: Readonly<Record<string, string>> = {
  fullnameOverride: NAME,
  nameOverride: NAME,
  clusterDomain: NAME,
  "zookeeper.fullnameOverride": NAME,
  "zookeeper.nameOverride": NAME,
  "zookeeper.namespaceOverride": NAME,
  "zookeeper.clusterDomain": NAME,
  "sasl.existingSecret": NAME,
  "kraft.existingClusterIdSecret": NAME,
  "metrics.jmx.existingConfigmap": NAME,
  "kraft.clusterId": SECRET,
  "sasl.client.passwords": SECRET,
  "sasl.client.users": "add the user under `kafka:users`",
  "sasl.interbroker.password": SECRET,
  "sasl.interbroker.clientSecret": SECRET,
  "sasl.controller.password": SECRET,
  "sasl.controller.clientSecret": SECRET,
  "sasl.zookeeper.password": SECRET,
  "tls.keyPassword": SECRET,
  "tls.keystorePassword": SECRET,
  "tls.truststorePassword": SECRET,
  "tls.zookeeper.keystorePassword": SECRET,
  "tls.zookeeper.truststorePassword": SECRET,
  "zookeeper.auth.client.clientPassword": SECRET,
  "zookeeper.auth.client.serverPasswords": SECRET,
  "zookeeper.auth.quorum.learnerPassword": SECRET,
  "zookeeper.auth.quorum.serverPasswords": SECRET,
  "zookeeper.tls.client.keystorePassword": SECRET,
  "zookeeper.tls.client.truststorePassword": SECRET,
  "zookeeper.tls.quorum.keystorePassword": SECRET,
  "zookeeper.tls.quorum.truststorePassword": SECRET,
  "controller.updateStrategy": ORDER,
  "broker.updateStrategy": ORDER,
  "controller.replicaCount": BROKERS,
  "broker.replicaCount": BROKERS,
  "kraft.enabled": MODE,
  "zookeeper.enabled": MODE,
};
