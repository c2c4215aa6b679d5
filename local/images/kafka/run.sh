#!/bin/bash
# Starts the broker in this very process, so that it gets the pod's SIGTERM and shuts down in order (moving its leaderships first).
set -euo pipefail
BASE=/opt/bitnami/kafka
# The configuration file has what the broker needs; what is not in the environment can't be read from it.
unset KAFKA_CLIENT_PASSWORDS KAFKA_INTER_BROKER_PASSWORD KAFKA_CONTROLLER_PASSWORD KAFKA_ZOOKEEPER_PASSWORD
jmx=()
if [ -n "${JMX_PORT:-}" ]; then
  jmx=(-Dcom.sun.management.jmxremote -Dcom.sun.management.jmxremote.authenticate=false -Dcom.sun.management.jmxremote.ssl=false
    "-Dcom.sun.management.jmxremote.port=$JMX_PORT" "-Dcom.sun.management.jmxremote.rmi.port=$JMX_PORT")
fi
# The flags of Kafka's own kafka-run-class.sh; the variables are lists of options and must split.
performance=${KAFKA_JVM_PERFORMANCE_OPTS:--XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:InitiatingHeapOccupancyPercent=35 -XX:+ExplicitGCInvokesConcurrent}
# shellcheck disable=SC2086
exec java ${KAFKA_HEAP_OPTS:--Xmx1G -Xms1G} $performance -Djava.awt.headless=true ${jmx[@]+"${jmx[@]}"} ${KAFKA_JMX_OPTS:-} \
  "-Dlog4j.configuration=file:$BASE/config/log4j.properties" ${KAFKA_OPTS:-} \
  -cp "$BASE/libs/*" kafka.Kafka "$BASE/config/server.properties"
