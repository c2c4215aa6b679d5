import type { Settings } from "../../../config/schema";
import type { Values } from "./merge";

type Image = Settings["images"]["kafka"];

/**
 * Every image that the chart can start. None is left at the chart's default: its repositories were emptied in August 2025,
 * and a default that is only reached by `cluster.values` would fail at run time.
 */
export function images({ images: all, chart }: Settings): Values {
  const of = (image: Image): Values => ({ ...place(image), pullPolicy: all.pullPolicy });
  const place = ({ repository, tag, digest }: Image): Values => ({
    registry: all.registry,
    repository,
    tag,
    digest: digest ?? "",
  });
  const osShell: Values = { registry: all.registry, repository: OS_SHELL, pullPolicy: all.pullPolicy };
  return {
    global: {
      imagePullSecrets: all.pullSecrets,
      ...(knowsImages(chart.version) ? { security: { allowInsecureImages: true } } : {}),
    },
    image: of(all.kafka),
    metrics: { jmx: { image: of(all.jmxExporter) }, kafka: { image: of(all.kafkaExporter) } },
    externalAccess: { autoDiscovery: { image: of(all.kubectl) } },
    zookeeper: { image: of(all.zookeeper), volumePermissions: { enabled: false, image: osShell } },
    // Needs root; the claims' group (fsGroup) does the same without.
    volumePermissions: { enabled: false, image: osShell },
  };
}

/** From 31.1.0 on the chart refuses images of other repositories than its own, which were emptied, unless it is told to take them. */
function knowsImages(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 31 || (major === 31 && minor >= 1);
}

const OS_SHELL = "bitnamilegacy/os-shell";
