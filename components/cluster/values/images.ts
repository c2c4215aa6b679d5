import type { Settings } from "../../../config/schema";
import type { Values } from "./merge";

type Image = Settings["images"]["kafka"];

/**
 * Every image that the chart can start. None is left at the chart's default: its repositories were emptied in August 2025,
 * and a default that is only reached by `cluster.values` would fail at run time.
 */
export function images({ images: all }: Settings): Values {
  const of = (image: Image): Values => ({ ...place(image), pullPolicy: all.pullPolicy });
  const place = ({ repository, tag, digest }: Image): Values => ({
    registry: all.registry,
    repository,
    tag,
    digest: digest ?? "",
  });
  const osShell: Values = { registry: all.registry, repository: OS_SHELL, pullPolicy: all.pullPolicy };
  return {
    global: { imagePullSecrets: all.pullSecrets },
    image: of(all.kafka),
    metrics: { jmx: { image: of(all.jmxExporter) }, kafka: { image: of(all.kafkaExporter) } },
    externalAccess: { autoDiscovery: { image: of(all.kubectl) } },
    zookeeper: { image: of(all.zookeeper), volumePermissions: { enabled: false, image: osShell } },
    // Needs root; the claims' group (fsGroup) does the same without.
    volumePermissions: { enabled: false, image: osShell },
  };
}

const OS_SHELL = "bitnamilegacy/os-shell";
