#!/bin/bash
# The chart's probes run this: ZooKeeper answers "ruok" with "imok".
set -euo pipefail
answer=$(echo ruok | timeout "${ZOO_HC_TIMEOUT:-2}" nc -w "${ZOO_HC_TIMEOUT:-2}" localhost "${ZOO_PORT_NUMBER:-2181}")
[ "$answer" = imok ]
