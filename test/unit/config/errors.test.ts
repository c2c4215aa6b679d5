import assert from "node:assert/strict";
import { accepted, errorsOf, least } from "./parsed";

const policed = (topicPolicy: object, topic: object = {}, name = "t") => ({
  topicPolicy,
  topics: {},
  topicGroups: { g: { topics: { [name]: topic } } },
});

/** Settings with one error each, and the start of its line. */
const CASES: readonly (readonly [string, object, string])[] = [
  [
    "a topic in two places",
    { topics: { t: {} }, topicGroups: { g: { topics: { t: {} } } } },
    "kafka:topicGroups.g.topics.t: the same topic stands at kafka:topics.t; take one of the two out",
  ],
  [
    "a bad topic of a group",
    { topicGroups: { g: { topics: { t: { replicationFactor: 9 } } } } },
    "kafka:topicGroups.g.topics.t.replicationFactor: found 9; allowed: at most 3",
  ],
  [
    "an unknown config in a group",
    { topicGroups: { g: { topics: { t: { config: { "retention.m": 1 } } } } } },
    'kafka:topicGroups.g.topics.t.config["retention.m"]: Kafka 3.6 knows no such topic config; the nearest is retention.ms',
  ],
  [
    "a user in two places",
    { users: { u: {} }, userGroups: { g: { users: { u: {} } } } },
    "kafka:userGroups.g.users.u: the same user stands at kafka:users.u; take one of the two out",
  ],
  [
    "a second login across a group",
    { users: { u: {} }, userGroups: { g: { users: { "u.b": {} } } } },
    'kafka:userGroups.g.users["u.b"]: is the second login of the user u',
  ],
  [
    "a topic that the stack doesn't have, in a group of users",
    { userGroups: { g: { users: { u: { produce: ["nowhere"] } } } } },
    'kafka:userGroups.g.users.u.produce[0]: the stack has no topic "nowhere"',
  ],
  [
    "a user's name that no Secret can have, in a group",
    { userGroups: { g: { users: { "a b": {} } } } },
    'kafka:userGroups.g.users["a b"]: the name is part of a Secret\'s name',
  ],
  [
    "an age of part of a day in a group",
    { userGroups: { g: { passwordMaxAge: "36h", users: {} } } },
    "kafka:userGroups.g.passwordMaxAge: found",
  ],
  [
    "more users than one Secret holds",
    { userGroups: { g: { users: Object.fromEntries(Array.from({ length: 751 }, (_, n) => [`u${n}`, {}])) } } },
    "kafka:userGroups.g.users: found 751 users; allowed: at most 750 in a group",
  ],
  [
    "a group of users with a name that no Secret can have",
    { userGroups: { G: { users: {} } } },
    "kafka:userGroups.G: found",
  ],
  ["a group without a fit name", { topicGroups: { "a b": { topics: {} } } }, 'kafka:topicGroups["a b"]: found'],
  [
    "a name against the policy",
    policed({ name: "[a-z]+\\.[a-z]+" }),
    "kafka:topicGroups.g.topics.t: the name doesn't match [a-z]+\\.[a-z]+, as kafka:topicPolicy.name asks for",
  ],
  [
    "too many partitions for the policy",
    policed({ maxPartitions: 12 }, { partitions: 13 }),
    "kafka:topicGroups.g.topics.t.partitions: found 13; allowed: at most 12 (kafka:topicPolicy.maxPartitions)",
  ],
  [
    "a config that the policy asks for",
    policed({ requiredConfig: ["retention.ms"] }),
    'kafka:topicGroups.g.topics.t.config["retention.ms"]: found nothing; every topic must set it',
  ],
  [
    "a value outside the policy's range",
    policed({ ranges: { "retention.ms": { min: "1h", max: "30d" } } }, { config: { "retention.ms": "31d" } }),
    'kafka:topicGroups.g.topics.t.config["retention.ms"]: found 2678400000; allowed: at least 3600000 and at most 2592000000',
  ],
  [
    "a policy without sense",
    policed({ name: "(" }),
    'kafka:topicPolicy.name: found "("; allowed: a regular expression',
  ],
  [
    "a policy of an unknown config",
    policed({ ranges: { "retention.m": { min: 1 } } }),
    'kafka:topicPolicy.ranges["retention.m"]: Kafka 3.6 knows no such topic config; the nearest is retention.ms',
  ],
  [
    "a policy that asks for an unknown config",
    policed({ requiredConfig: ["retention"] }),
    'kafka:topicPolicy.requiredConfig[0]: found "retention"; allowed: a topic config of Kafka 3.6; the nearest is retention.ms',
  ],
  [
    "a range of words",
    policed({ ranges: { "cleanup.policy": { min: "compact" } } }),
    'kafka:topicPolicy.ranges["cleanup.policy"].min: found "compact"; allowed: a bound of a config whose values are numbers',
  ],
  ["no Kubernetes cluster", { kubernetes: {} }, "kafka:kubernetes.context: found nothing"],
  ["a server that is no address", { kubernetes: { server: "10.0.0.1" } }, 'kafka:kubernetes.server: found "10.0.0.1"'],
  [
    "a bad namespace",
    { kubernetes: { context: "c", namespace: "My_NS" } },
    'kafka:kubernetes.namespace: found "My_NS"',
  ],
  [
    "an unknown top-level key",
    { clusters: {} },
    "kafka:clusters: unknown key; the nearest known key is kafka:cluster ",
  ],
  [
    "an unknown deep key",
    { cluster: { storage: { sise: 1 } } },
    "kafka:cluster.storage.sise: unknown key; the nearest known key is kafka:cluster.storage.size ",
  ],
  [
    "an unknown key of a topic",
    { topics: { t: { partitions: 1, replicationFactor: 3, partition: 2 } } },
    "kafka:topics.t.partition: unknown key; the nearest known key is kafka:topics.t.partitions ",
  ],
  [
    "a key in the wrong place",
    { brokers: 3 },
    "kafka:brokers: unknown key; the nearest known key is kafka:cluster.brokers ",
  ],
  [
    "a name of the guide",
    { replicaCount: 3 },
    "kafka:replicaCount: unknown key; the nearest known key is kafka:cluster.brokers ",
  ],
  ["a wrong type", { cluster: { brokers: "many" } }, 'kafka:cluster.brokers: found "many"; allowed: a whole number'],
  ["a wrong choice", { access: "vpn" }, 'kafka:access: found "vpn"; allowed: portForward or direct'],
  ["no brokers", { cluster: { brokers: 0 } }, "kafka:cluster.brokers: found 0; allowed: 1 or more"],
  ["a name too long for the pods", { cluster: { name: "k".repeat(41) } }, "kafka:cluster.name: found "],
  ["a name with capitals", { cluster: { name: "Kafka" } }, 'kafka:cluster.name: found "Kafka"'],
  [
    "a storage size in thousandths",
    { cluster: { storage: { size: "100m" } } },
    'kafka:cluster.storage.size: found "100m"',
  ],
  [
    "a duration without sense",
    { cluster: { rolloutTimeout: "soon" } },
    'kafka:cluster.rolloutTimeout: found "soon"; allowed: a duration',
  ],
  [
    "a heap over the limit",
    { cluster: { heapMiB: 4096 } },
    "kafka:cluster.heapMiB: found 4096; allowed: less than the memory limit, 4Gi",
  ],
  [
    "CPU requests over the limit",
    { cluster: { resources: { requests: { cpu: 3 } } } },
    "kafka:cluster.resources.requests.cpu: found 3; allowed: at most the limit, 2000m",
  ],
  [
    "memory requests over the limit",
    { cluster: { resources: { requests: { memory: "5Gi" } } } },
    "kafka:cluster.resources.requests.memory: found 5Gi",
  ],
  [
    "ZooKeeper's heap over its limit",
    { cluster: { mode: "zookeeper", zookeeper: { heapMiB: 1024 } } },
    "kafka:cluster.zookeeper.heapMiB: found 1024",
  ],
  [
    "too many voters",
    { cluster: { brokers: 11 } },
    "kafka:cluster.brokers: found 11; allowed: at most 10 in KRaft mode",
  ],
  [
    "an unknown broker setting",
    { cluster: { settings: { "num.io.thread": 8 } } },
    'kafka:cluster.settings["num.io.thread"]: Kafka 3.6 knows no such broker setting; the nearest is num.io.threads',
  ],
  [
    "a setting of the program's own",
    { cluster: { settings: { "node.id": 1 } } },
    'kafka:cluster.settings["node.id"]: not for the stack file; it is set by ',
  ],
  [
    "a setting out of range",
    { cluster: { settings: { "num.io.threads": 0 } } },
    'kafka:cluster.settings["num.io.threads"]: found 0; allowed: a whole number from 1',
  ],
  [
    "a broker setting twice over",
    { cluster: { settings: { "log.retention.ms": "7d", "log.retention.hours": 168 } } },
    'kafka:cluster.settings["log.retention.hours"]: says the same',
  ],
  [
    "flushes twice over",
    { cluster: { logFlush: {}, settings: { "log.flush.interval.ms": 1 } } },
    'kafka:cluster.settings["log.flush.interval.ms"]: is set by kafka:cluster.logFlush too',
  ],
  [
    "a setting of the other mode",
    { cluster: { settings: { "zookeeper.session.timeout.ms": "20s" } } },
    'kafka:cluster.settings["zookeeper.session.timeout.ms"]: means something in zookeeper mode only',
  ],
  [
    "brokers beside voters that are not there",
    { cluster: { mode: "zookeeper", additionalBrokers: 1 } },
    "kafka:cluster.additionalBrokers: found 1; allowed: nothing, as without a quorum",
  ],
  [
    "brokers beside voters that have addresses outside",
    { cluster: { additionalBrokers: 1, external: { type: "LoadBalancer", tlsSecret: "tls" } } },
    "kafka:cluster.additionalBrokers: found 1; allowed: nothing beside kafka:cluster.external",
  ],
  ["a word for a yes or no", { adopt: "yes" }, 'kafka:adopt: found "yes"; allowed: true or false'],
  [
    "a KRaft setting in ZooKeeper mode",
    { cluster: { mode: "zookeeper", settings: { "broker.session.timeout.ms": "20s" } } },
    'kafka:cluster.settings["broker.session.timeout.ms"]: means something in kraft mode only',
  ],
  [
    "a default factor over the brokers",
    { cluster: { settings: { "default.replication.factor": 4 } } },
    'kafka:cluster.settings["default.replication.factor"]: found 4; allowed: at most 3',
  ],
  [
    "the offsets' factor over the brokers",
    { cluster: { settings: { "offsets.topic.replication.factor": 4 } } },
    'kafka:cluster.settings["offsets.topic.replication.factor"]: found 4',
  ],
  [
    "the transactions' factor over the brokers",
    { cluster: { settings: { "transaction.state.log.replication.factor": 4 } } },
    'kafka:cluster.settings["transaction.state.log.replication.factor"]: found 4',
  ],
  [
    "min.insync over the default factor",
    { topics: {}, cluster: { settings: { "min.insync.replicas": 4 } } },
    'kafka:cluster.settings["min.insync.replicas"]: found 4; allowed: at most 3',
  ],
  [
    "the transactions' min.isr over their factor",
    { cluster: { settings: { "transaction.state.log.min.isr": 4 } } },
    'kafka:cluster.settings["transaction.state.log.min.isr"]: found 4',
  ],
  [
    "session timeouts the wrong way round",
    { cluster: { settings: { "group.max.session.timeout.ms": "5s" } } },
    'kafka:cluster.settings["group.max.session.timeout.ms"]: found 5000; allowed: at least 6000',
  ],
  [
    "messages larger than a request",
    { cluster: { settings: { "message.max.bytes": "200MiB" } } },
    'kafka:cluster.settings["message.max.bytes"]: found 209715200; allowed: at most 104857600',
  ],
  [
    "messages larger than a segment",
    { cluster: { settings: { "log.segment.bytes": "1MiB" } } },
    'kafka:cluster.settings["log.segment.bytes"]: found 1048576; allowed: at least 10485760',
  ],
  [
    "a topic's factor over the brokers",
    { topics: { t: { partitions: 1, replicationFactor: 4 } } },
    "kafka:topics.t.replicationFactor: found 4; allowed: at most 3, the number of brokers",
  ],
  [
    "a topic's factor under min.insync",
    { topics: { t: { partitions: 1, replicationFactor: 1 } } },
    "kafka:topics.t.replicationFactor: found 1; allowed: at least 2, the brokers' min.insync.replicas",
  ],
  [
    "a placement with a hole",
    { topics: { t: { placement: { 0: [0, 1], 2: [1, 2] } } } },
    "kafka:topics.t.placement: has no partition 1; allowed: every partition from 0 on",
  ],
  [
    "a placement on one broker twice",
    { topics: { t: { placement: { 0: [0, 1], 1: [2, 2] } } } },
    "kafka:topics.t.placement.1: found node 2 twice; allowed: each broker once",
  ],
  [
    "a placement of uneven lists",
    { topics: { t: { placement: { 0: [0, 1], 1: [0, 1, 2] } } } },
    "kafka:topics.t.placement.1: found 3 replicas; allowed: 2, as many as the first partition has",
  ],
  [
    "partitions that are not the placement's",
    { topics: { t: { partitions: 3, placement: { 0: [0, 1] } } } },
    "kafka:topics.t.partitions: found 3; allowed: 1, as kafka:topics.t.placement says, or nothing",
  ],
  [
    "a placement on more brokers than there are",
    { topics: { t: { placement: { 0: [0, 1, 2, 3] } } } },
    "kafka:topics.t.placement: found 4; allowed: at most 3, the number of brokers",
  ],
  [
    "a placement that is no map of lists",
    { topics: { t: { placement: { 0: ["a"] } } } },
    'kafka:topics.t.placement.0[0]: found "a"; allowed: a node id',
  ],
  [
    "a throttle that nothing gets through",
    { reassignment: { throttle: "5B" } },
    'kafka:reassignment.throttle: found "5B"; allowed: bytes a second such as 50MiB, 1KiB or more, or none',
  ],
  [
    "throttled replicas by hand",
    { topics: { t: { config: { "leader.replication.throttled.replicas": "*" } } } },
    'kafka:topics.t.config["leader.replication.throttled.replicas"]: found *; allowed: nothing, since moves of replicas set it',
  ],
  [
    "a broker that replicas are to be on and not to be on",
    { reassignment: { brokers: { targets: [0, 1], excluded: [1] } } },
    "kafka:reassignment.brokers.excluded: found 1, which is among kafka:reassignment.brokers.targets too; allowed: one of the two",
  ],
  [
    "a placement on a broker that holds no replicas",
    { reassignment: { brokers: { excluded: [2] } }, topics: { t: { placement: { 0: [0, 1, 2] } } } },
    "kafka:topics.t.placement.0: found broker 2; allowed: brokers that may hold replicas (kafka:reassignment.brokers)",
  ],
  [
    "a broker that is excluded twice",
    { reassignment: { brokers: { excluded: [2, 2] } } },
    "kafka:reassignment.brokers.excluded: found",
  ],
  [
    "a time limit that is no duration",
    { reassignment: { timeLimit: "soon" } },
    'kafka:reassignment.timeLimit: found "soon"; allowed: a duration such as 30s',
  ],
  [
    "a topic's min.insync over its factor",
    { topics: { t: { partitions: 1, replicationFactor: 2, config: { "min.insync.replicas": 3 } } } },
    'kafka:topics.t.config["min.insync.replicas"]: found 3; allowed: at most 2',
  ],
  [
    "an unknown topic config",
    { topics: { t: { partitions: 1, replicationFactor: 3, config: { "retention.hours": 1 } } } },
    'kafka:topics.t.config["retention.hours"]: Kafka 3.6 knows no such topic config; the nearest is retention.',
  ],
  [
    "a topic config without sense",
    { topics: { t: { partitions: 1, replicationFactor: 3, config: { "retention.ms": "a week" } } } },
    'kafka:topics.t.config["retention.ms"]: found "a week"; allowed: a duration',
  ],
  [
    "a topic's messages larger than its segment",
    {
      topics: {
        t: { partitions: 1, replicationFactor: 3, config: { "segment.bytes": "1MiB", "max.message.bytes": "2MiB" } },
      },
    },
    'kafka:topics.t.config["max.message.bytes"]: found 2097152; allowed: at most 1048576',
  ],
  [
    "compaction lags the wrong way round",
    {
      topics: {
        t: {
          partitions: 1,
          replicationFactor: 3,
          config: { "min.compaction.lag.ms": "2d", "max.compaction.lag.ms": "1d" },
        },
      },
    },
    'kafka:topics.t.config["min.compaction.lag.ms"]: found 172800000',
  ],
  [
    "a topic name with a space",
    { topics: { "a b": { partitions: 1, replicationFactor: 3 } } },
    'kafka:topics["a b"]: the name has other characters',
  ],
  [
    "a topic name too long",
    { topics: { ["t".repeat(250)]: { partitions: 1, replicationFactor: 3 } } },
    `kafka:topics.${"t".repeat(250)}: the name has 250 characters`,
  ],
  [
    "a topic named .",
    { topics: { ".": { partitions: 1, replicationFactor: 3 } } },
    'kafka:topics["."]: the names . and .. mean folders',
  ],
  [
    "a topic named ..",
    { topics: { "..": { partitions: 1, replicationFactor: 3 } } },
    'kafka:topics[".."]: the names . and .. mean folders',
  ],
  [
    "a topic of Kafka's own",
    { topics: { __consumer_offsets: { partitions: 1, replicationFactor: 3 } } },
    "kafka:topics.__consumer_offsets: the name is kept for a topic of Kafka itself",
  ],
  [
    "topics that collide",
    { topics: { "a.b": { partitions: 1, replicationFactor: 3 }, a_b: { partitions: 1, replicationFactor: 3 } } },
    "kafka:topics.a_b: collides with the topic a.b",
  ],
  ["a user of this program itself", { users: { operator: {} } }, "kafka:users.operator: the name is kept"],
  ["its second name", { users: { "interbroker.b": {} } }, 'kafka:users["interbroker.b"]: the name is kept'],
  ["no turn of the passwords", { security: { rotation: 0 } }, "kafka:security.rotation: found 0; allowed: 1 or more"],
  [
    "a login that hardly holds",
    { security: { connectionsMaxReauth: "30s" } },
    "kafka:security.connectionsMaxReauth: found",
  ],
  ["an age of part of a day", { security: { passwordMaxAge: "36h" } }, "kafka:security.passwordMaxAge: found"],
  ["an age of nothing", { users: { u: { passwordMaxAge: "0d" } } }, "kafka:users.u.passwordMaxAge: found"],
  ["a user with a comma", { users: { "a,b": {} } }, 'kafka:users["a,b"]: the name is part of a Secret\'s name'],
  ["a user with =", { users: { "a=b": {} } }, 'kafka:users["a=b"]: '],
  ["a user with a space", { users: { "a b": {} } }, 'kafka:users["a b"]: '],
  [
    "a rule about a topic that the stack doesn't have",
    { users: { u: { produce: ["ai-task-queu"] } } },
    'kafka:users.u.produce[0]: the stack has no topic "ai-task-queu"; the nearest is ai-task-queue',
  ],
  [
    "a rule to read a topic that the stack doesn't have",
    { users: { u: { consume: { topics: ["model-events", "none"], group: "g" } } } },
    'kafka:users.u.consume.topics[1]: the stack has no topic "none"',
  ],
  [
    "a raw rule about a topic that the stack doesn't have",
    { users: { u: { acls: [{ resource: "topic", name: "none", operations: ["Read"] }] } } },
    'kafka:users.u.acls[0].name: the stack has no topic "none"',
  ],
  [
    "an operation that Kafka doesn't know",
    { users: { u: { acls: [{ resource: "topic", name: "model-events", operations: ["Peek"] }] } } },
    'kafka:users.u.acls[0].operations[0]: found "Peek"; allowed: ',
  ],
  [
    "a raw rule without a name",
    { users: { u: { acls: [{ resource: "group", operations: ["Read"] }] } } },
    "kafka:users.u.acls[0].name: found nothing; allowed: the name of a group",
  ],
  [
    "a cluster with a name",
    { users: { u: { acls: [{ resource: "cluster", name: "kafka", operations: ["Describe"] }] } } },
    'kafka:users.u.acls[0].name: found "kafka"; the cluster has no name',
  ],
  [
    "a star in the middle of a name",
    { users: { u: { produce: ["a*b"] } } },
    'kafka:users.u.produce[0]: found "a*b"; allowed: a name, the start of names',
  ],
  [
    "topics to read in no group",
    { users: { u: { consume: { topics: ["model-events"] } } } },
    "kafka:users.u.consume.group: found nothing; allowed: ",
  ],
  [
    "a host that is no address",
    { users: { u: { produce: ["model-events"], hosts: ["10.0.0.0/8"] } } },
    'kafka:users.u.hosts[0]: found "10.0.0.0/8"; allowed: an IP address',
  ],
  [
    "a quota without sense",
    { users: { u: { quotas: { producer_byte_rate: "fast" } } } },
    'kafka:users.u.quotas.producer_byte_rate: found "fast"; allowed: a number of bytes per second',
  ],
  [
    "the second login of another user",
    { users: { u: {}, "u.b": {} } },
    'kafka:users["u.b"]: is the second login of the user u',
  ],
  [
    "too few iterations",
    { security: { iterations: 4095 } },
    "kafka:security.iterations: found 4095; allowed: from 4096 to 16384",
  ],
  [
    "an authorizer of one's own",
    { cluster: { settings: { "super.users": "User:me" } } },
    'kafka:cluster.settings["super.users"]: not for the stack file; it is set by this program, from kafka:security',
  ],
  ["the operator", { users: { operator: {} } }, "kafka:users.operator: the name is kept"],
  ["the inter-broker user", { users: { interbroker: {} } }, "kafka:users.interbroker: the name is kept"],
  [
    "a client's own namespace",
    { users: { u: { namespaces: ["middleware"] } } },
    "kafka:users.u.namespaces[0]: middleware is the cluster's own",
  ],
  [
    "a namespace twice",
    { users: { u: { namespaces: ["a", "a"] } } },
    "kafka:users.u.namespaces[1]: a is in the list already",
  ],
  [
    "too few external hosts",
    { cluster: { external: { type: "LoadBalancer", tlsSecret: "tls", hosts: ["a"] } } },
    "kafka:cluster.external.hosts: found 1; allowed: 3, one per broker",
  ],
  [
    "too few node ports",
    { cluster: { external: { type: "NodePort", tlsSecret: "tls", hosts: ["a", "b", "c"], nodePorts: [30001] } } },
    "kafka:cluster.external.nodePorts: found 1; allowed: 3",
  ],
  [
    "no node ports",
    { cluster: { external: { type: "NodePort", tlsSecret: "tls", hosts: ["a", "b", "c"] } } },
    "kafka:cluster.external.nodePorts: found nothing",
  ],
  [
    "node ports of a load balancer",
    { cluster: { external: { type: "LoadBalancer", tlsSecret: "tls", nodePorts: [30001, 30002, 30003] } } },
    "kafka:cluster.external.nodePorts: is for",
  ],
  [
    "a host for two brokers",
    { cluster: { external: { type: "LoadBalancer", tlsSecret: "tls", hosts: ["a", "b", "a"] } } },
    "kafka:cluster.external.hosts[2]: found a again",
  ],
  [
    "TLS without a certificate",
    { security: { tls: {} } },
    "kafka:security.tls: says nothing of the certificate; allowed: kafka:security.tls.issuer or kafka:security.tls.secret",
  ],
  [
    "a certificate from two places",
    { security: { tls: { issuer: { name: "ca" }, secret: "tls" } } },
    'kafka:security.tls.secret: found "tls", but kafka:security.tls.issuer is set too; keep one of them',
  ],
  [
    "a certificate that is renewed before it is made",
    { security: { tls: { issuer: { name: "ca", duration: "30d", renewBefore: "30d" } } } },
    "kafka:security.tls.issuer.renewBefore: found 30d; allowed: less than kafka:security.tls.issuer.duration, 30d",
  ],
  [
    "an issuer's kind that is none",
    { security: { tls: { issuer: { name: "ca", kind: "cluster issuer" } } } },
    'kafka:security.tls.issuer.kind: found "cluster issuer"; allowed: a kind such as Issuer or ClusterIssuer',
  ],
  [
    "an external listener without a certificate",
    { cluster: { external: { type: "LoadBalancer" } } },
    "kafka:cluster.external: says nothing of the certificate; allowed: kafka:cluster.external.issuer or kafka:cluster.external.tlsSecret",
  ],
  [
    "an external issuer for addresses that nobody knows",
    { cluster: { external: { type: "LoadBalancer", issuer: { name: "ca" } } } },
    "kafka:cluster.external.hosts: found nothing; allowed: one per broker, as kafka:cluster.external.issuer needs names for the certificate",
  ],
  [
    "a bad source range",
    { cluster: { external: { type: "LoadBalancer", tlsSecret: "tls", sourceRanges: ["10.0.0.0"] } } },
    'kafka:cluster.external.sourceRanges[0]: found "10.0.0.0"; allowed: a CIDR range',
  ],
  [
    "few iterations",
    { security: { iterations: 1000 } },
    "kafka:security.iterations: found 1000; allowed: from 4096 to 16384",
  ],
  [
    "an alert that there is not",
    { monitoring: { alerts: { disabled: ["KafkaDisk"] } } },
    'kafka:monitoring.alerts.disabled[0]: found "KafkaDisk"; allowed: ',
  ],
  [
    "alerts without metrics",
    { monitoring: { metrics: false, alerts: { as: "configMap" } } },
    "kafka:monitoring.alerts.as: there is nothing to see without metrics",
  ],
  [
    "a scrape that may take longer than the interval",
    { monitoring: { serviceMonitor: { interval: "30s", scrapeTimeout: "1m" } } },
    "kafka:monitoring.serviceMonitor.scrapeTimeout: found 60s; allowed: at most 30s",
  ],
  [
    "a silent topic that there is not",
    { monitoring: { alerts: { silentTopics: { orders: "1h" } } } },
    "kafka:monitoring.alerts.silentTopics.orders: there is no topic orders in kafka:topics",
  ],
  [
    "a dashboard that is neither numbered nor a file",
    { monitoring: { dashboards: { list: [{ id: 7589 }] } } },
    "kafka:monitoring.dashboards.list[0]",
  ],
];

describe("settings that are wrong", () => {
  for (const [what, settings, line] of CASES) {
    it(`${what} is one error with its key path`, () => {
      const errors = errorsOf({ ...least, ...settings });
      assert.equal(errors.length, 1, errors.join("\n"));
      assert.ok(errors[0]?.startsWith(line), errors[0]);
      assert.doesNotMatch(errors[0] ?? "", /\n/);
    });
  }

  it("show all their errors at once, between values that are right too", () => {
    const errors = errorsOf({
      cluster: {
        brokrs: 3,
        heapMiB: 5000,
        settings: { nope: 1, "log.retention.hours": 1, "log.retention.minutes": 1 },
      },
      topics: {
        "a.b": { partitions: 0, replicationFactor: 9 },
        a_b: { partitions: 1, replicationFactor: 3, config: { "retention.ms": "x" } },
      },
      users: { operator: {} },
      access: 7,
    });
    const paths = errors.map((line) => line.split(": ")[0]);
    assert.deepEqual(
      paths.toSorted(),
      [
        "kafka:access",
        "kafka:cluster.brokrs",
        "kafka:cluster.heapMiB",
        "kafka:cluster.settings.nope",
        'kafka:cluster.settings["log.retention.hours"]',
        "kafka:kubernetes.context",
        'kafka:topics["a.b"].partitions',
        'kafka:topics["a.b"].replicationFactor',
        "kafka:topics.a_b",
        'kafka:topics.a_b.config["retention.ms"]',
        "kafka:users.operator",
      ].toSorted(),
    );
  });

  it("are not judged by values that are wrong themselves", () => {
    const errors = errorsOf({
      ...least,
      cluster: { brokers: "9" },
      topics: { t: { partitions: 1, replicationFactor: 9 } },
    });
    assert.deepEqual(errors, ['kafka:cluster.brokers: found "9"; allowed: a whole number']);
  });

  for (const raw of [undefined, null, 7, "x", [], [1]]) {
    it(`are refused where they are ${JSON.stringify(raw) ?? "nothing"}`, () => assert.equal(errorsOf(raw).length, 1));
  }

  it("of a stack's own yes or no take the text that the engine makes of it", () => {
    for (const [given, taken] of [
      ["true", true],
      [false, false],
      ["false", false],
    ] as const) {
      assert.equal(accepted({ ...least, adopt: given }).settings.adopt, taken);
    }
  });

  it("never show what may be a secret", () => {
    const secret = "hunter2hunter2";
    const errors = errorsOf({
      ...least,
      security: { password: secret },
      token: secret,
      cluster: {
        settings: {
          "sasl.jaas.config": secret,
          "ssl.keystore.password": secret,
          "delegation.token.secret.key": secret,
          "my.secret": secret,
        },
        external: {
          type: "LoadBalancer",
          tlsSecret: "tls",
          annotations: { password: [secret], token: { of: secret } },
        },
      },
      users: { u: { rotation: { password: secret }, password: secret } },
    });
    assert.ok(errors.length >= 9, errors.join("\n"));
    assert.doesNotMatch(errors.join("\n"), /hunter2/);
  });
});
