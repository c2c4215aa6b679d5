#!/usr/bin/env bash
# installs.sh BUNDLES OUT: runs the installs of BUNDLES in a root folder of their own, an overlay over this machine's that nobody else
# sees, and writes what each printed, its exit code and the state of the folder to OUT. Needs a mount namespace of its own.
set -euo pipefail
bundles=$1 out=$2

fs=$out/fs
mkdir "$fs"
mount -t tmpfs tmpfs "$fs"
mkdir "$fs/upper" "$fs/work" "$fs/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$fs/upper,workdir=$fs/work" "$fs/root"
mount --rbind /proc "$fs/root/proc"
mount --rbind /dev "$fs/root/dev"
# systemd of this machine, where it runs, must hear of nothing.
mkdir -p "$fs/root/run/systemd"
mount -t tmpfs tmpfs "$fs/root/run"

# run NAME COMMAND...: in the root folder.
run() {
  local name=$1 code=0
  shift
  chroot "$fs/root" "$@" >"$out/$name.txt" 2>&1 || code=$?
  printf '%s' "$code" >"$out/$name.code"
}

# What was changed of the machine's files: place, kind, mode, owner, size, time.
state() {
  find "$fs/upper" -path "$fs/upper/tmp" -prune -o -printf '%P %y %m %u %s %T@ %l\n' | sort >"$out/$1.state"
}

archive=$bundles/kafka.tgz
run wrong-archive "$bundles/kraft/kafka-1/install.sh" --archive "$bundles/other.tgz"
run no-agent "$bundles/metrics/kafka-1/install.sh" --archive "$archive"
run unknown-option "$bundles/kraft/kafka-1/install.sh" --upgrade
state refused
run first "$bundles/kraft/kafka-1/install.sh" --archive "$archive"
state first
run second "$bundles/kraft/kafka-1/install.sh" --archive "$archive"
state second

# What the service does before its broker starts, as its user and with its environment.
# shellcheck disable=SC2016
run prepare bash -c 'set -a; . /etc/kafka/node.env; . /etc/kafka/secrets.env; set +a
  install -d -o kafka -m 700 "$1"; export RUNTIME_DIRECTORY=$1
  exec setpriv --reuid kafka --regid kafka --clear-groups /usr/local/lib/kafka/prepare.sh' - /run/kafka
run formatted bash -c 'ls /run/kafka; cat /var/lib/kafka/data/meta.properties'
state formatted

run other-node "$bundles/three/kafka-2/install.sh" --archive "$archive"
run other-cluster "$bundles/anew/kafka-1/install.sh" --archive "$archive"
run other-mode "$bundles/zookeeper/kafka-1/install.sh" --archive "$archive"
state still

printf 'mine\n' >"$fs/root/etc/kafka/mine"
run changed "$bundles/changed/kafka-1/install.sh" --archive "$archive"
run kept cat /etc/kafka/mine
# The next release of Kafka, as far as the script knows releases: by the name.
cp -r "$bundles/changed" "$bundles/newer"
sed -i 's/^KAFKA_RELEASE=.*/KAFKA_RELEASE=kafka_2.13-3.6.99/' "$bundles/newer/kafka-1/root/etc/kafka/node.env"
run newer "$bundles/newer/kafka-1/install.sh" --archive "$archive"
run releases bash -c 'cd /opt/kafka; readlink current; ls -d kafka*; ls -A | grep unpack; cat /var/lib/kafka/data/meta.properties'

rm -r "$fs/root/var/lib/kafka/data"
run no-certificate "$bundles/tls/kafka-1/install.sh" --archive "$archive"
install -m 600 /dev/null "$fs/root/etc/kafka/keystore.pem"
install -m 600 /dev/null "$fs/root/etc/kafka/truststore.pem"
run closed-certificate "$bundles/tls/kafka-1/install.sh" --archive "$archive"
run zookeeper "$bundles/zookeeper/kafka-1/install.sh" --archive "$archive"
run verify systemd-analyze verify /etc/systemd/system/kafka.service /etc/systemd/system/kafka-zookeeper.service
run preflight "$bundles/kraft/kafka-1/preflight.sh"
umount --recursive "$fs/root"
umount "$fs"
