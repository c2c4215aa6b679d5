#!/bin/bash
# kafka-run-class.sh MAIN-CLASS ARGUMENT...: a command-line tool of Kafka. Maven's jars come without these scripts.
set -euo pipefail
BASE=/opt/bitnami/kafka
unset JMX_PORT # the broker has taken it
# shellcheck disable=SC2086
exec java ${KAFKA_HEAP_OPTS_TOOLS:--Xmx256m} "-Dlog4j.configuration=file:$BASE/config/tools-log4j.properties" ${KAFKA_OPTS:-} \
  -cp "$BASE/libs/*" "$@"
