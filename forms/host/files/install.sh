#!/usr/bin/env bash
# Installs or upgrades this node of Kafka in place, as root. What is as it should be is left alone, so a second run changes nothing;
# nothing of yours is removed: earlier versions of Kafka stay in /opt/kafka, data in their folder.
#
#   ./install.sh [--archive FILE] [--jmx-agent FILE] [--no-start]
#
#   --archive FILE     the Apache archive of this version, where it can't be downloaded; an archive of your own needs FILE.sha256
#   --jmx-agent FILE   the jar of the JMX exporter's Java agent, where the stack has metrics
#   --no-start         install only
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=/dev/null
. "$here/root/etc/kafka/node.env"

archive='' agent='' start=true changes=0

fail() {
  printf 'Error: %s\n' "$1" >&2
  exit 1
}

changed() {
  changes=$((changes + 1))
  printf '  %s\n' "$1"
}

while [ $# -gt 0 ]; do
  case $1 in
    --archive | --jmx-agent)
      if [ $# -lt 2 ] || [ ! -f "$2" ]; then fail "$1: name a file that exists"; fi
      if [ "$1" = --archive ]; then archive=$2; else agent=$2; fi
      shift 2
      ;;
    --no-start)
      start=false
      shift
      ;;
    --help)
      sed -n '2,9s/^# \{0,1\}//p' "$0"
      exit 0
      ;;
    *) fail "$1: there is no such option; --help shows what there is" ;;
  esac
done

[ "$(id -u)" = 0 ] || fail "run it as root"

# The checksum of a file must be as given.
verify() {
  [ "$(sha256sum "$1" | cut -d ' ' -f 1)" = "$2" ] || fail "$1: its SHA-256 is not $2: the file is damaged or another one"
}

# What the archive's checksum must be: the pinned one, or that beside an archive of the user's own.
archive_sum() {
  local sum=$KAFKA_SHA256
  if [ -n "$archive" ] && [ -f "$archive.sha256" ]; then read -r sum _ <"$archive.sha256" || true; fi
  printf '%s' "$sum"
}

needs_agent() {
  [ -n "$JMX_AGENT" ] && [ ! -f "/opt/kafka/agents/$JMX_AGENT" ]
}

# What was installed here before must be this very node: another id, another cluster or another mode would leave a broker that can't start
# on its data, or users whose passwords nobody has.
check_node() {
  local meta=$DATA_FOLDER/meta.properties before=kraft id cluster own
  if [ ! -f "$meta" ]; then return; fi
  if grep -q '^version=0' "$meta"; then before=zookeeper; fi
  id=$(sed -nE 's/^(node|broker)\.id=//p' "$meta")
  cluster=$(sed -n 's/^cluster\.id=//p' "$meta")
  own=$(sed -n 's/^KAFKA_CLUSTER_ID=//p' "$here/secrets.env")
  [ "$id" = "$NODE_ID" ] || fail "$meta: this machine is node $id, and this folder is for node $NODE_ID: take the folder of node $id"
  [ "$before" = "$MODE" ] || fail "$meta: this node's data are those of a broker in $before mode, and the stack says $MODE: set kafka:cluster.mode back, or begin with an empty $DATA_FOLDER"
  [ "$MODE" = zookeeper ] || [ "$cluster" = "$own" ] ||
    fail "$meta: this node is of cluster $cluster, and secrets.env of cluster $own: render into the folder whose .env it was installed with"
}

# The PEM files of listeners with TLS, which are the user's to bring.
certificates() {
  sed -nE 's/^.*ssl\.(key|trust)store\.location=//p' "$here/root/etc/kafka/server.properties" | sort -u
}

check_certificates() {
  local file
  for file in $(certificates); do
    [ -f "$file" ] || fail "$file: the listeners have TLS, and it isn't there: bring it first"
  done
}

# Whatever can be refused is refused before anything is changed.
check_given() {
  check_node
  check_certificates
  if [ -n "$archive" ] && [ ! -d "/opt/kafka/$KAFKA_RELEASE" ]; then verify "$archive" "$(archive_sum)"; fi
  if ! needs_agent; then return; fi
  [ -n "$agent" ] ||
    fail "the stack has metrics: bring $JMX_AGENT (io.prometheus.jmx:jmx_prometheus_javaagent of Maven Central) and name it with --jmx-agent, or set kafka:monitoring.metrics to false and render again"
  verify "$agent" "$JMX_AGENT_SHA256"
}

# The services start this Java, whichever comes first on PATH.
java_major() {
  /usr/bin/java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p'
}

ensure_java() {
  local package=openjdk-$JAVA_MAJOR-jre-headless
  if [ -x /usr/bin/java ] && [ "$(java_major)" -ge "$JAVA_MAJOR" ]; then return; fi
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package"; } ||
    fail "/usr/bin/java $JAVA_MAJOR is not there, and $package can't be installed (what apt-get says is above): bring it first"
  changed "installed Java $JAVA_MAJOR"
}

ensure_user() {
  if getent passwd kafka >/dev/null; then return; fi
  useradd --system --user-group --no-create-home --home-dir /var/lib/kafka --shell /usr/sbin/nologin kafka
  changed "made the user kafka"
}

# The broker reads the user's PEM files as its own user.
check_readable() {
  local file
  for file in $(certificates); do
    setpriv --reuid kafka --regid kafka --clear-groups test -r "$file" ||
      fail "$file: the user kafka can't read it: chown root:kafka $file && chmod 640 $file"
  done
}

# A folder with its owner and mode.
ensure_folder() {
  if [ -d "$1" ] && [ "$(stat -c '%U:%a' "$1")" = "$2:$3" ]; then return; fi
  install -d -o "$2" -g "$2" -m "$3" "$1"
  changed "made the folder $1"
}

ensure_kafka() {
  local target=/opt/kafka/$KAFKA_RELEASE work
  if [ ! -d "$target" ]; then
    work=$(mktemp -d /opt/kafka/.unpack.XXXXXX)
    # shellcheck disable=SC2064
    trap "rm -rf '$work'" EXIT
    if [ -z "$archive" ]; then
      archive=$work/$KAFKA_RELEASE.tgz
      printf '  downloading %s\n' "$KAFKA_URL"
      curl --fail --silent --show-error --location --max-time 1800 --output "$archive" "$KAFKA_URL" ||
        fail "$KAFKA_URL can't be downloaded: bring the archive and name it with --archive"
      verify "$archive" "$KAFKA_SHA256"
    fi
    mkdir "$work/unpacked"
    tar --extract --gzip --file "$archive" --directory "$work/unpacked" --strip-components 1 --no-same-owner
    chmod -R u=rwX,go=rX "$work/unpacked"
    # In one step: a run that is cut off leaves no half of a version behind.
    mv "$work/unpacked" "$target"
    rm -rf "$work"
    trap - EXIT
    changed "installed $KAFKA_RELEASE"
  fi
  if [ "$(readlink /opt/kafka/current || true)" != "$KAFKA_RELEASE" ]; then
    ln -sfn "$KAFKA_RELEASE" /opt/kafka/current
    restart_broker=true
    changed "made $KAFKA_RELEASE the current version"
  fi
}

ensure_agent() {
  if ! needs_agent; then return; fi
  install -m 644 "$agent" "/opt/kafka/agents/$JMX_AGENT"
  restart_broker=true
  changed "installed $JMX_AGENT"
}

# A file of the bundle at its place; remembers whose restart a change asks for.
ensure_file() {
  local source=$1 target=$2 permissions=$3
  if cmp -s "$source" "$target" && [ "$(stat -c %a "$target")" = "$permissions" ]; then return; fi
  install -m "$permissions" "$source" "$target"
  changed "wrote $target"
  case $target in
    */systemd/*) reload=true ;;
    */sysctl.d/*) sysctl=true ;;
  esac
  case $target in
    *zookeeper*) restart_zookeeper=true ;;
    */sysctl.d/*) ;;
    *) restart_broker=true ;;
  esac
}

ensure_files() {
  local source target
  while IFS= read -r source; do
    target=${source#"$here/root"}
    mkdir -p "$(dirname "$target")"
    case $target in
      *.sh) ensure_file "$source" "$target" 755 ;;
      *) ensure_file "$source" "$target" 644 ;;
    esac
  done < <(find "$here/root" -type f | sort)
  ensure_file "$here/secrets.env" /etc/kafka/secrets.env 600
}

# A service that runs with what was changed, or is started.
ensure_service() {
  systemctl enable --quiet "$1"
  if ! systemctl is-active --quiet "$1"; then
    systemctl start "$1"
    changed "started $1"
  elif [ "$2" = true ]; then
    systemctl restart "$1"
    changed "restarted $1"
  fi
}

reload=false sysctl=false restart_broker=false restart_zookeeper=false
printf '%s: Kafka %s, node %s\n' "$NODE_NAME" "$KAFKA_RELEASE" "$NODE_ID"
check_given
ensure_java
"$here/preflight.sh" || printf '  going on: the node is below the requirements above\n'
ensure_user
check_readable
for folder in /opt/kafka /opt/kafka/agents /etc/kafka /usr/local/lib/kafka; do ensure_folder "$folder" root 755; done
ensure_folder /var/lib/kafka kafka 750
ensure_kafka
ensure_agent
ensure_files

if [ "$start" = true ] && [ -d /run/systemd/system ]; then
  if [ "$sysctl" = true ]; then sysctl --quiet --load /etc/sysctl.d/90-kafka.conf || printf '  some kernel settings could not be set\n'; fi
  if [ "$reload" = true ]; then systemctl daemon-reload; fi
  if [ -f /etc/systemd/system/kafka-zookeeper.service ]; then ensure_service kafka-zookeeper.service "$restart_zookeeper"; fi
  ensure_service kafka.service "$restart_broker"
elif [ "$start" = true ]; then
  printf '  systemd does not run here: nothing was started\n'
fi
if [ "$changes" = 0 ]; then printf 'nothing to change\n'; else printf '%s changes\n' "$changes"; fi
