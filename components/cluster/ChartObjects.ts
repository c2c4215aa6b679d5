import * as pulumi from "@pulumi/pulumi";
import type { Chart } from "@pulumi/kubernetes/helm/v4";
import { boundedDelete } from "./boundedDelete";

/**
 * The objects that a chart makes. The engine knows them, the program doesn't: depending on a chart means to come after its objects, but in a
 * destroy the objects may go before what depends on the chart. What must be gone before them depends on these.
 *
 * What a transform makes an object wait for is waited for, but the engine (3.259) keeps it in the state for an object's own transforms alone and
 * not for its parent's. So it stands among what {@link of} gives.
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

  /** The chart, all of its objects and what they waited for, known once it is made. */
  public of(chart: Chart): pulumi.Output<pulumi.Resource[]> {
    return pulumi
      .all([chart.urn, chart.resources])
      .apply(([urn]) => pulumi.all(this.made.map(({ type, name }) => pulumi.createUrn(name, type, urn))))
      .apply((urns) => [chart, ...this.first, ...urns.map((urn) => new pulumi.DependencyResource(urn))]);
  }
}
