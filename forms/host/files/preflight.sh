#!/usr/bin/env bash
# Prints what this machine has against what the deployment guide asks of a node, and exits 1 when something is short.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=/dev/null
. "$here/root/etc/kafka/node.env"

short=0

# row WHAT FOUND REQUIRED: whole numbers of the same unit.
row() {
  local verdict=ok
  if [ "$2" -lt "$3" ]; then verdict=short short=1; fi
  printf '  %-16s %10s %10s  %s\n' "$1" "$2" "$3" "$verdict"
}

# words WHAT FOUND REQUIRED yes|no
words() {
  local verdict=ok
  if [ "$4" = no ]; then verdict=other short=1; fi
  printf '  %-16s %10s %10s  %s\n' "$1" "$2" "$3" "$verdict"
}

# The nearest folder that is there already.
existing() {
  local folder=$1
  while [ ! -d "$folder" ]; do folder=$(dirname "$folder"); done
  printf '%s\n' "$folder"
}

printf '  %-16s %10s %10s\n' '' found required
row 'CPU' "$(nproc)" "$REQUIRED_CPUS"
# What the kernel keeps for itself is missing from the sum: half a GiB less is as good.
row 'memory, MiB' "$(awk '/^MemTotal:/ {print int($2 / 1024)}' /proc/meminfo)" "$((REQUIRED_MEMORY_MIB - 512))"
row 'disk, GB' "$(df --block-size=1000000000 --output=size "$(existing "$DATA_FOLDER")" | tail -n 1 | tr -d ' ')" "$REQUIRED_DISK_GB"
java=none
if command -v java >/dev/null; then java=$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p'); fi
words 'Java' "$java" "$JAVA_MAJOR" "$([ "$java" = "$JAVA_MAJOR" ] && printf yes || printf no)"
system=unknown
if [ -r /etc/os-release ]; then
  # shellcheck source=/dev/null
  system=$(. /etc/os-release && printf '%s-%s' "$ID" "${VERSION_ID:-}")
fi
words 'system' "$system" ubuntu-22.04 "$([ "$system" = ubuntu-22.04 ] && printf yes || printf no)"
row 'open files' "$(</proc/sys/fs/file-max)" "$OPEN_FILES"
if [ -r /proc/sys/vm/max_map_count ]; then row 'vm.max_map_count' "$(</proc/sys/vm/max_map_count)" "$MAX_MAP_COUNT"; fi
exit "$short"
