import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { dashboardJson, verifyDashboard } from "@kafka-on-kubernetes/provider/dist/dashboards/verify";
import { UserError } from "@kafka-on-kubernetes/provider/dist/errors";
import type { StackSettings } from "../../config/schema";
import { isExternal } from "../../config/schema";
import type { Listed, Numbered } from "./dashboards/request";
import { fileName, isSite, request } from "./dashboards/request";
import { SiteDashboard } from "./dashboards/SiteDashboard";
import { placeholder, prepared } from "./dashboards/prepared";
import type { Delivery } from "./KafkaDashboard";
import { KafkaDashboard } from "./KafkaDashboard";

/** Arguments of {@link KafkaDashboards}. */
export interface KafkaDashboardsArgs {
  /** The stack's settings. */
  settings: StackSettings;
  /** Labels of every object. */
  labels: Record<string, string>;
  /** How they reach Grafana. */
  delivery: Delivery;
}

/** A dashboard before it is made fit for this stack. */
interface Raw {
  slug: string;
  id?: number;
  json: pulumi.Output<string>;
  /** Whether somebody else made it, for other exporters perhaps. */
  foreign: boolean;
}

/** All dashboards of a stack: this program's own, those of the site, and those from files. */
export class KafkaDashboards extends pulumi.ComponentResource {
  public constructor(name: string, args: KafkaDashboardsArgs, options?: pulumi.ComponentResourceOptions) {
    super("kafka:monitoring:KafkaDashboards", name, {}, options);
    const { settings, labels, delivery } = args;
    const { dashboards } = settings.monitoring;
    const stack = stackName(settings);
    const all = [
      ...(dashboards.overview ? [overview(settings)] : []),
      ...dashboards.list.map((listed, index) => this.raw(listed, index, settings)),
    ];
    for (const { slug, id, json, foreign } of all) {
      const fit = json.apply((text) =>
        asRunError(() => prepared(text, { id, slug, stack, datasource: dashboards.datasource })),
      );
      if (foreign) this.warnOfGaps(slug, fit, settings);
      new KafkaDashboard(
        `${name}-${slug}`,
        {
          objectName: `${settings.cluster.name}-dashboard-${slug}`,
          namespace: settings.kubernetes.namespace,
          labels,
          json: fit,
          delivery,
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }

  /** Which panels of a dashboard will stay empty. Of brokers that exist already nobody knows what their exporters give. */
  private warnOfGaps(slug: string, json: pulumi.Output<string>, settings: StackSettings): void {
    if (isExternal(settings)) return;
    json.apply(async (text) => {
      const { coverageWarning } = await import("./coverage/warning");
      const warning = coverageWarning(slug, text, settings);
      if (warning !== undefined) await pulumi.log.warn(warning, this);
    });
  }

  private raw(listed: Listed, index: number, settings: StackSettings): Raw {
    const { site } = settings.monitoring.dashboards;
    const keyPath = `kafka:monitoring.dashboards.list[${index}]`;
    if ("file" in listed) {
      const slug = basename(listed.file, ".json")
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-");
      const text = readText(listed.file, `${keyPath}.file`).toString();
      const json = asRunError(() => dashboardJson(text, `${keyPath}.file: ${listed.file}`));
      return { slug, json: pulumi.output(json), foreign: true };
    }
    const slug = String(listed.id);
    if (!isSite(site)) {
      const json = asRunError(() => fromFolder(site, listed));
      return { slug, id: listed.id, json: pulumi.output(json), foreign: true };
    }
    const kept = new SiteDashboard(
      `kafka-dashboard-${slug}`,
      { site, ...request(listed), optional: listed.optional },
      { parent: this },
    );
    const json = pulumi
      .all([kept.json, kept.unavailable])
      .apply(([text, reason]) => this.orPlaceholder(slug, text, reason));
    return { slug, id: listed.id, json, foreign: true };
  }

  /** Where manifests are rendered without an engine, there is neither a dashboard nor a reason. */
  private orPlaceholder(slug: string, json: string | undefined, reason: string | undefined): string {
    if (json !== undefined && json !== "") return json;
    if (reason === undefined)
      return placeholder(
        `Dashboard ${slug}`,
        "Only `pulumi up` downloads it; a folder in kafka:monitoring.dashboards.site is read everywhere.",
      );
    void pulumi.log.warn(`${reason}. The stack goes on without it (optional); \`pulumi refresh\` tries again`, this);
    return placeholder(`Dashboard ${slug}`, reason);
  }
}

/** What tells the stack's dashboards from those of others in the same Grafana. */
function stackName({ environment, kubernetes, cluster }: StackSettings): string {
  const stack = environment ?? kubernetes.namespace;
  return cluster.name === "kafka" ? stack : `${stack} ${cluster.name}`;
}

function overview(settings: StackSettings): Raw {
  const { datasource } = settings.monitoring.dashboards;
  const built = import("./overview/build").then(({ buildOverview }) => buildOverview(settings, datasource));
  return { slug: "overview", json: pulumi.output(built), foreign: false };
}

/** A numbered dashboard out of a folder that stands in for the site. */
function fromFolder(folder: string, listed: Numbered): string {
  const file = join(folder, fileName(listed));
  try {
    return verifyDashboard(readText(file, "kafka:monitoring.dashboards.site"), request(listed), file).json;
  } catch (error) {
    if (!listed.optional || !(error instanceof Error)) throw error;
    void pulumi.log.warn(`${error.message}. The stack goes on without it (optional)`);
    return placeholder(`Dashboard ${listed.id}`, error.message);
  }
}

function readText(file: string, keyPath: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new pulumi.RunError(`${keyPath}: ${file} can't be read (${code})`);
  }
}

/** The engine shows an error of any other kind as a fault of the program, with its trace. */
function asRunError<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw error instanceof UserError ? new pulumi.RunError(error.message) : error;
  }
}
