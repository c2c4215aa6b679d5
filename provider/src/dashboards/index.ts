import { UserError } from "../errors";
import type { ResourceFunctions } from "../resource";
import { hasUnknown } from "../unknown";
import type { DownloadLimits } from "./download";
import { downloadDashboard } from "./download";
import type { DashboardRequest } from "./request";
import type { VerifiedDashboard } from "./verify";
import { verifyDashboard } from "./verify";

/** Inputs of the resource that keeps a dashboard of the site. */
export interface DashboardInputs extends DashboardRequest {
  /** Where it comes from: the site, or a mirror that has its routes. */
  site: string;
  /** Whether the stack goes on without it. */
  optional: boolean;
}

/** What is kept in the state: the dashboard itself, so that an unchanged `up` needs no network. */
export interface DashboardOutputs extends DashboardInputs {
  /** The dashboard's JSON without white space; empty where it could not be had. */
  json: string;
  /** SHA-256 of the file as it came; empty where it could not be had. */
  checksum: string;
  /** Why it could not be had; empty where it was. */
  unavailable: string;
}

/** Whether what is kept is what is asked for: another site or a checksum that was put in later change nothing. */
export function isKept(olds: DashboardOutputs, { dashboardId, revision, sha256 }: DashboardInputs): boolean {
  const same = olds.dashboardId === dashboardId && olds.revision === revision;
  return same && olds.unavailable === "" && (sha256 === undefined || sha256 === olds.checksum);
}

/** The functions of the resource: downloads when it is made, or when another revision or content is asked for, and at no other time. */
export function dashboardFunctions(limits: DownloadLimits = {}): ResourceFunctions<DashboardInputs, DashboardOutputs> {
  const get = async (inputs: DashboardInputs): Promise<DashboardOutputs> => {
    try {
      const file = await downloadDashboard(inputs.site, inputs, limits);
      return { ...inputs, ...verifyDashboard(file, inputs, inputs.site), unavailable: "" };
    } catch (error) {
      if (!inputs.optional || !(error instanceof UserError)) throw error;
      return { ...inputs, ...NOTHING, unavailable: error.message };
    }
  };
  return {
    check: async (_olds, news) => ({ inputs: news as unknown as DashboardInputs }),
    diff: async (_id, olds, news) => ({
      changes:
        hasUnknown(news) ||
        !(["site", "dashboardId", "revision", "sha256", "optional"] as const).every((key) => olds[key] === news[key]),
    }),
    create: async (inputs) => ({ id: `${inputs.dashboardId}`, outs: await get(inputs) }),
    // What could not be had is tried again by a refresh, not by each `up`.
    read: async (id, props) => ({ id, props: props.unavailable === "" ? props : await get(inputsOf(props)) }),
    update: async (_id, olds, news) => {
      const { json, checksum } = olds;
      return { outs: isKept(olds, news) ? { ...news, json, checksum, unavailable: "" } : await get(news) };
    },
    delete: async () => undefined,
  };
}

const NOTHING: VerifiedDashboard = { json: "", checksum: "" };

function inputsOf({ site, dashboardId, revision, sha256, optional }: DashboardOutputs): DashboardInputs {
  return { site, dashboardId, revision, optional, ...(sha256 === undefined ? {} : { sha256 }) };
}
