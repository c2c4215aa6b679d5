import * as pulumi from "@pulumi/pulumi";
import type { Chart } from "@pulumi/kubernetes/helm/v4";
import { boundedDelete } from "./boundedDelete";

/**
 * The objects that a chart makes. The engine knows them, the program doesn't: depending on a chart means to come after its objects, but in a
 * destroy the objects may go before what depends on the chart. What must outlive them depends on these.
 */
export class ChartObjects {
  private readonly made: { type: string; name: string }[] = [];

  /**
   * @param first What each object waits for. The chart itself doesn't: it is rendered meanwhile.
   */
  public constructor(private readonly first: pulumi.Resource[]) {}

  /** To be among the chart's transforms, as the first. */
  public readonly transform: pulumi.ResourceTransform = ({ type, name, props, opts }) => {
    if (type.startsWith("kubernetes:helm.sh/")) return undefined;
    this.made.push({ type, name });
    return { props, opts: pulumi.mergeOptions(boundedDelete(type, opts), { dependsOn: this.first }) };
  };

  /** The chart and all of its objects, known once it is made. */
  public of(chart: Chart): pulumi.Output<pulumi.Resource[]> {
    return pulumi
      .all([chart.urn, chart.resources])
      .apply(([urn]) => pulumi.all(this.made.map(({ type, name }) => pulumi.createUrn(name, type, urn))))
      .apply((urns) => [chart, ...urns.map((urn) => new pulumi.DependencyResource(urn))]);
  }
}
