#!/bin/bash
# A server keeps the id that its disk was given; a new one counts from 1 by its pod's name.
set -o errexit -o nounset -o pipefail
myid=/bitnami/zookeeper/data/myid
ZOO_SERVER_ID=$((${POD_NAME##*-} + 1))
if [[ -f $myid ]]; then ZOO_SERVER_ID=$(<"$myid"); fi
export ZOO_SERVER_ID
exec /entrypoint.sh /run.sh
