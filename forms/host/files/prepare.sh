#!/usr/bin/env bash
# Before the broker starts, as its user: formats an empty data folder with the two users (KRaft), or writes them to ZooKeeper.
# Passwords come from the service's environment. They go to Java in a file of arguments that only this user can read, because a
# process's arguments are for all to read.
set -euo pipefail
umask 077

arguments=$RUNTIME_DIRECTORY/arguments
trap 'rm -f "$arguments"' EXIT

# tool MAIN-CLASS ARGUMENT...
tool() {
  {
    printf '"-Xmx256m"\n"-Dlog4j.configuration=file:/etc/kafka/tools-log4j.properties"\n"-cp"\n"/opt/kafka/current/libs/*"\n'
    printf '"%s"\n' "$@"
  } >"$arguments"
  java "@$arguments"
}

if [ "$MODE" = kraft ]; then
  if [ -f "$DATA_FOLDER/meta.properties" ]; then exit 0; fi
  tool kafka.tools.StorageTool format --cluster-id "$KAFKA_CLUSTER_ID" --config /etc/kafka/server.properties \
    --add-scram "$MECHANISM=[name=$OPERATOR,password=$KAFKA_OPERATOR_PASSWORD]" \
    --add-scram "$MECHANISM=[name=$INTERBROKER,password=$KAFKA_INTERBROKER_PASSWORD]"
else
  # At every start, so that a changed password takes effect.
  tool kafka.admin.ConfigCommand --zookeeper "$ZOOKEEPER" --alter --entity-type users --entity-name "$OPERATOR" \
    --add-config "$MECHANISM=[password=$KAFKA_OPERATOR_PASSWORD]"
  tool kafka.admin.ConfigCommand --zookeeper "$ZOOKEEPER" --alter --entity-type users --entity-name "$INTERBROKER" \
    --add-config "$MECHANISM=[password=$KAFKA_INTERBROKER_PASSWORD]"
fi
