#!/bin/bash
set -euo pipefail
heap=${ZOO_HEAP_SIZE:-512}
# shellcheck disable=SC2086
exec java "-Xmx${heap}m" "-Xms${heap}m" -Djava.awt.headless=true "-Dzookeeper.log.level=${ZOO_LOG_LEVEL:-INFO}" ${JVMFLAGS:-} \
  -cp "/opt/bitnami/zookeeper/conf:/opt/bitnami/zookeeper/libs/*" org.apache.zookeeper.server.quorum.QuorumPeerMain \
  /bitnami/zookeeper/data/zoo.cfg
