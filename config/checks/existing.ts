import { found, valueAt } from "../found";
import type { Path, Problem } from "../problem";
import type { ExternalCheck } from "./check";

const ADMINISTRATOR: Path = ["cluster", "administrator"];

/** Where Kubernetes is, if the stack uses it at all. */
const KUBERNETES: readonly Path[] = [
  ["kubernetes", "context"],
  ["kubernetes", "server"],
];

/** The administrator's password comes from one place. */
const onePassword: ExternalCheck = ({ administratorPassword, cluster: { administrator } }) =>
  administratorPassword !== undefined && administrator.secret !== undefined
    ? [
        {
          path: [...ADMINISTRATOR, "secret"],
          text: `found "${administrator.secret}", but kafka:administratorPassword is set too; keep one of them`,
        },
      ]
    : [];

/** Secrets need a Kubernetes cluster. */
const secretsNeedKubernetes: ExternalCheck = ({ kubernetes, cluster: { administrator }, users, userGroups }) => {
  if (kubernetes.context !== undefined || kubernetes.server !== undefined) return [];
  const lists = Object.entries({ users, userGroups }).flatMap(([key, all]) =>
    Object.entries(all)
      .filter(([, { namespaces }]) => namespaces.length > 0)
      .map(([name]) => [key, name, "namespaces"]),
  );
  const paths: Path[] = [...(administrator.secret === undefined ? [] : [[...ADMINISTRATOR, "secret"]]), ...lists];
  return paths.map((path) => ({
    path,
    text: "is about Secrets, and the stack names no Kubernetes cluster: name it in kafka:kubernetes.context, or take this out",
    restsOn: KUBERNETES,
  }));
};

/** Who finds what this program puts into Kubernetes, wherever the brokers are. */
const READERS = { dashboards: "Grafana", alerts: "Prometheus" } as const;

/** Dashboards and rules are objects of Kubernetes. */
const objectsNeedKubernetes: ExternalCheck = ({ kubernetes, monitoring }) =>
  kubernetes.context !== undefined || kubernetes.server !== undefined
    ? []
    : (["dashboards", "alerts"] as const)
        .filter((key) => monitoring[key].as !== "none")
        .map((key) => ({
          path: ["monitoring", key, "as"],
          text: `found ${monitoring[key].as}, and the stack names no Kubernetes cluster that ${READERS[key]} finds it in: name it in kafka:kubernetes.context, or set none`,
          restsOn: KUBERNETES,
        }));

/** The alerts on brokers of others are on the Kafka exporter's metrics. */
const alertsNeedTheExporter: ExternalCheck = ({ monitoring: { alerts, kafkaExporter } }) =>
  alerts.as === "none" || kafkaExporter
    ? []
    : [
        {
          path: ["monitoring", "alerts", "as"],
          text: `found ${alerts.as}; allowed: none without the Kafka exporter, as kafka:cluster.type is external: set kafka:monitoring.kafkaExporter to true where one watches these brokers`,
          restsOn: [["monitoring", "kafkaExporter"]],
        },
      ];

/** What watches pods is for pods. */
const nothingToScrape: ExternalCheck = ({ monitoring: { serviceMonitor } }) =>
  serviceMonitor.enabled
    ? [
        {
          path: ["monitoring", "serviceMonitor", "enabled"],
          text: "found true; allowed: false, as kafka:cluster.type is external: these brokers' exporters are not this program's",
          restsOn: [["cluster", "type"]],
        },
      ]
    : [];

/** A certificate means nothing without TLS. */
const caNeedsTls: ExternalCheck = ({ cluster: { caFile, protocol } }) =>
  caFile !== undefined && protocol === "SASL_PLAINTEXT"
    ? [
        {
          path: ["cluster", "caFile"],
          text: "has no effect while kafka:cluster.protocol is SASL_PLAINTEXT; take it out, or set SASL_SSL",
          restsOn: [["cluster", "protocol"]],
        },
      ]
    : [];

/** The brokers' own certificates are theirs. */
const noListener: ExternalCheck = ({ security: { tls } }) =>
  tls === undefined
    ? []
    : [
        {
          path: ["security", "tls"],
          text: "is for brokers that this program deploys; take it out, and say how these are reached in kafka:cluster.protocol and kafka:cluster.caFile",
          restsOn: [["cluster", "type"]],
        },
      ];

/** Brokers that this program didn't deploy are reached by their own addresses. */
const noPods: ExternalCheck = (_, { raw }): Problem[] =>
  valueAt(raw, ["access"]) === "portForward"
    ? [
        {
          path: ["access"],
          text: `found ${found(raw, ["access"])}; allowed: direct, as kafka:cluster.type is external: there are no pods to forward to`,
          restsOn: [["cluster", "type"]],
        },
      ]
    : [];

/** The internal users of brokers that this program didn't deploy are not its own. */
const noInternalUsers: ExternalCheck = ({ security: { rotation } }) =>
  rotation === 1
    ? []
    : [
        {
          path: ["security", "rotation"],
          text: `found ${rotation}; allowed: 1, as kafka:cluster.type is external: this program didn't make the administrator and the brokers' user`,
          restsOn: [["cluster", "type"]],
        },
      ];

/** What must hold in a stack whose brokers exist already. */
export const existingErrors: readonly ExternalCheck[] = [
  ...[onePassword, secretsNeedKubernetes, objectsNeedKubernetes, nothingToScrape, alertsNeedTheExporter],
  ...[caNeedsTls, noListener, noPods, noInternalUsers],
];
