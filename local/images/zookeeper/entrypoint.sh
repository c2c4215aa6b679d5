#!/bin/bash
# Writes ZooKeeper's configuration from the environment that the chart's ZooKeeper 12.x sets.
set -euo pipefail
DATA=/bitnami/zookeeper/data
if [ "${ZOO_ENABLE_AUTH:-no}" = yes ] || [ "${ZOO_ENABLE_QUORUM_AUTH:-no}" = yes ] ||
  [ "${ZOO_TLS_CLIENT_ENABLE:-false}" = true ] || [ "${ZOO_TLS_QUORUM_ENABLE:-false}" = true ]; then
  echo "this image has neither authentication nor TLS for ZooKeeper: set zookeeper.auth.* and zookeeper.tls.* to false" >&2
  exit 1
fi
mkdir -p "$DATA"
[ -f "$DATA/myid" ] || echo "${ZOO_SERVER_ID:-1}" >"$DATA/myid"
port=${ZOO_PORT_NUMBER:-2181}
{
  cat <<CONF
dataDir=$DATA
${ZOO_DATA_LOG_DIR:+dataLogDir=$ZOO_DATA_LOG_DIR}
clientPort=$port
tickTime=${ZOO_TICK_TIME:-2000}
initLimit=${ZOO_INIT_LIMIT:-10}
syncLimit=${ZOO_SYNC_LIMIT:-5}
maxClientCnxns=${ZOO_MAX_CLIENT_CNXNS:-60}
maxSessionTimeout=${ZOO_MAX_SESSION_TIMEOUT:-40000}
autopurge.purgeInterval=${ZOO_AUTOPURGE_INTERVAL:-0}
autopurge.snapRetainCount=${ZOO_AUTOPURGE_RETAIN_COUNT:-3}
preAllocSize=${ZOO_PRE_ALLOC_SIZE:-65536}
snapCount=${ZOO_SNAPCOUNT:-100000}
4lw.commands.whitelist=${ZOO_4LW_COMMANDS_WHITELIST:-srvr, mntr, ruok}
admin.enableServer=false
# A pod's own name resolves only once the pod runs, so each server listens on every address.
quorumListenOnAllIPs=true
CONF
  if [ "${ZOO_ENABLE_PROMETHEUS_METRICS:-no}" = yes ]; then
    echo metricsProvider.className=org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider
    echo "metricsProvider.httpPort=${ZOO_PROMETHEUS_METRICS_PORT_NUMBER:-7000}"
  fi
  # NAME:FOLLOWER:ELECTION::ID, several apart by spaces or commas; a single one runs alone.
  read -ra servers <<<"${ZOO_SERVERS//,/ }"
  if [ "${#servers[@]}" -gt 1 ]; then
    for server in "${servers[@]}"; do echo "server.${server##*::}=${server%%::*}"; done
  fi
} >"$DATA/zoo.cfg"
exec "$@"
