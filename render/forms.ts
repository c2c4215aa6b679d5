import type { Render } from "./form";

/** A form, loaded only where it is asked for. */
interface RegisteredForm {
  /** What it writes, for the help. */
  what: string;
  load: () => Promise<{ render: Render }>;
}

/** The forms by the name that `--form` takes. */
export const forms: Record<string, RegisteredForm> = {
  kubernetes: {
    what: "every object of the Pulumi program: Kubernetes', topics, users (the default)",
    load: () => import("./kubernetes"),
  },
};

/** The form without `--form`. */
export const DEFAULT_FORM = "kubernetes";
