#!/bin/bash
# What the Bitnami image does before the broker starts, as far as the chart 26.x relies on it: format the storage (KRaft) or write the
# SCRAM users to ZooKeeper, from the environment that the chart sets.
set -euo pipefail
BASE=/opt/bitnami/kafka
CONF=$BASE/config/server.properties

# run_hidden MAIN-CLASS ARGUMENT...: the arguments go through a pipe, because they hold passwords (printf is no process of its own).
run_hidden() {
  local main=$1
  shift
  printf '%s\n' "$@" | java -Xmx256m -Dlog4j.configuration="file:$BASE/config/tools-log4j.properties" \
    -cp "$BASE/scripts:$BASE/libs/*" ArgumentsFromInput "$main"
}

# Fills the arrays users and passwords with the clients, the broker's own user and the controller's.
read_users() {
  IFS=',;' read -ra users <<<"${KAFKA_CLIENT_USERS:-}"
  IFS=',;' read -ra passwords <<<"${KAFKA_CLIENT_PASSWORDS:-}"
  local role user password
  for role in INTER_BROKER CONTROLLER; do
    user=KAFKA_${role}_USER password=KAFKA_${role}_PASSWORD
    if [ -n "${!user:-}" ]; then
      users+=("${!user}")
      passwords+=("${!password}")
    fi
  done
}

format_storage() {
  local arguments=(format --ignore-formatted --cluster-id "$KAFKA_KRAFT_CLUSTER_ID" --config "$CONF")
  if [ "${KAFKA_KRAFT_BOOTSTRAP_SCRAM_USERS:-false}" = true ]; then
    read_users
    local i size
    for i in "${!users[@]}"; do
      for size in 256 512; do arguments+=(--add-scram "SCRAM-SHA-$size=[name=${users[i]},password=${passwords[i]}]"); done
    done
  fi
  run_hidden kafka.tools.StorageTool "${arguments[@]}"
}

# At every start, so that a changed password takes effect when the pod restarts.
write_users_to_zookeeper() {
  local connect i scram
  connect=$(sed -n 's/^zookeeper\.connect=//p' "$CONF" | tail -n 1)
  read_users
  for i in "${!users[@]}"; do
    scram="SCRAM-SHA-256=[iterations=8192,password=${passwords[i]}],SCRAM-SHA-512=[password=${passwords[i]}]"
    run_hidden kafka.admin.ConfigCommand --zookeeper "$connect" --alter --entity-type users --entity-name "${users[i]}" \
      --add-config "$scram"
  done
}

if grep -q '^process\.roles=' "$CONF" && [ "${KAFKA_SKIP_KRAFT_STORAGE_INIT:-false}" != true ]; then
  # A formatted folder stays as it is, so a restart need not start a second JVM to find that out.
  [ -f /bitnami/kafka/data/meta.properties ] || format_storage
fi
if [ "${KAFKA_ZOOKEEPER_BOOTSTRAP_SCRAM_USERS:-false}" = true ]; then
  write_users_to_zookeeper
fi
exec "$@"
