import * as pulumi from "@pulumi/pulumi";
import type { DynamicResources } from "./facade";
import { facade } from "./facade";

/**
 * A dynamic resource whose logic is the provider package.
 *
 * It registers what `pulumi.dynamic.Resource` registers, with one difference: the provider's text is given, not serialized
 * from a closure. The text is then the same on every machine and version, so that an upgrade of the logic is no diff, it is a
 * tenth of the size in the state, and a preview is spared the closure serializer.
 */
export abstract class DynamicResource extends pulumi.CustomResource {
  /**
   * @param area The part of the provider package that does the work.
   * @param type Type of the resource, such as `topics:KafkaTopic`; the token becomes `pulumi-nodejs:dynamic/kafka/<type>`.
   */
  protected constructor(
    area: DynamicResources,
    type: string,
    name: string,
    inputs: pulumi.Inputs,
    options?: pulumi.CustomResourceOptions,
  ) {
    super(`pulumi-nodejs:dynamic/kafka/${type}`, name, { ...inputs, __provider: facade(area) }, options);
  }
}
