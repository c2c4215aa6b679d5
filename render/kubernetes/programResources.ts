import type * as pulumi from "@pulumi/pulumi";
import { RunError } from "@pulumi/pulumi/errors";
import { Failure } from "../../commands/failure";
import { KafkaPlatform } from "../../components/platform/KafkaPlatform";
import { chartTransforms } from "../../components/cluster/chartTransforms";
import type { RenderRequest } from "../form";
import type { ChartInputs } from "./chart";
import { chartObjects } from "./chart";
import type { KubernetesObject } from "./objects";
import { generatedValues, isKubernetesObject, registeredObject, transformed } from "./objects";
import type { Registered } from "./registered";
import { registeredResources, revealed } from "./registered";

const CHART = "kubernetes:helm.sh/v4:Chart";

/** All that the program would register. */
export interface ProgramResources {
  /** Kubernetes objects; `own` where the program makes them itself, not a chart. */
  objects: { object: KubernetesObject; own: boolean }[];
  /** What is no Kubernetes object, components left out. */
  others: Registered[];
}

/** Runs the real components without an engine, and renders their charts with Helm. */
export async function programResources({ stack, settings, root, chart }: RenderRequest): Promise<ProgramResources> {
  const registered = await registeredResources({ stack, run: () => platform(settings), generated: generatedValues });
  const charts = await Promise.all(
    registered
      .filter(({ type }) => type === CHART)
      .map(({ name, inputs }) => {
        const own = revealed(inputs) as ChartInputs;
        return chartObjects(name, chart === undefined ? own : { ...own, chart, version: undefined }, root);
      }),
  );
  const transforms = chartTransforms(settings);
  const ofCharts = await Promise.all(charts.flat().map((object) => transformed(object, transforms)));
  return {
    objects: [
      ...ofCharts.map((object) => ({ object, own: false })),
      ...registered.filter(isKubernetesObject).map((resource) => ({ object: registeredObject(resource), own: true })),
    ],
    others: registered.filter((resource) => resource.custom && !isKubernetesObject(resource)),
  };
}

/**
 * The program itself.
 *
 * @throws Failure of one line where it refuses its settings.
 */
export function platform(
  settings: RenderRequest["settings"],
  options?: pulumi.ComponentResourceOptions,
): KafkaPlatform {
  const { context, server } = settings.kubernetes;
  const named = context !== undefined || server !== undefined;
  // Whether that context exists is for `up` to find out.
  const target = { context: context ?? "(the context of kafka:kubernetes.server)", server: server ?? "" };
  try {
    return new KafkaPlatform(settings.cluster.name, { settings, ...(named ? { target } : {}) }, options);
  } catch (error) {
    // What the program tells its user as one line.
    throw error instanceof Error && RunError.isInstance(error) ? new Failure(error.message) : error;
  }
}
