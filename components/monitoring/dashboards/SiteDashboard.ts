import * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../../dynamic/DynamicResource";

/** Arguments of a {@link SiteDashboard}. */
export interface SiteDashboardArgs {
  /** Address of the site, or of a mirror that has its routes. */
  site: pulumi.Input<string>;
  /** Number of the dashboard on the site. */
  dashboardId: pulumi.Input<number>;
  /** Its revision. */
  revision: pulumi.Input<number>;
  /**
   * SHA-256 of the file as it is downloaded.
   * @default any content is taken
   */
  sha256?: pulumi.Input<string>;
  /** Whether the stack goes on without it. */
  optional: pulumi.Input<boolean>;
}

/**
 * A dashboard of the site, downloaded when it is made or its revision changes and kept in the state, so that an unchanged `up` makes no
 * network request.
 */
export class SiteDashboard extends DynamicResource {
  /** The dashboard's JSON; empty where it could not be had. */
  declare public readonly json: pulumi.Output<string>;
  /** Why it could not be had; empty where it was. */
  declare public readonly unavailable: pulumi.Output<string>;

  public constructor(name: string, args: SiteDashboardArgs, options?: pulumi.CustomResourceOptions) {
    const outputs = { json: undefined, checksum: undefined, unavailable: undefined };
    super("dashboards", "monitoring:SiteDashboard", name, { ...outputs, ...args }, options);
  }
}
