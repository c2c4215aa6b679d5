#!/bin/bash
# Completes the broker's configuration for this pod: its id, its address and the password of the interbroker user. In bash
# alone, so that no password becomes the argument of a process.
set -o errexit -o nounset -o pipefail

KAFKA_CONFIG_FILE=/config/server.properties
POD_ID=${MY_POD_NAME##*-}
meta=$KAFKA_VOLUME_DIR/data/meta.properties

# A formatted disk keeps the id that it was given.
id=$((POD_ID + KAFKA_MIN_ID))
if [[ -f $meta ]]; then
  while IFS='=' read -r key value; do
    if [[ $key == node.id || $key == broker.id ]]; then id=$value; fi
  done <"$meta"
fi

{
  while IFS= read -r line || [[ -n $line ]]; do
    line=${line//advertised-address-placeholder/"$MY_POD_NAME.$HEADLESS_DOMAIN"}
    line=${line//interbroker-password-placeholder/"$KAFKA_INTER_BROKER_PASSWORD"}
    printf '%s\n' "$line"
  done </configmaps/server.properties
  printf '%s=%s\n' "$ID_SETTING" "$id"
} >"$KAFKA_CONFIG_FILE"
