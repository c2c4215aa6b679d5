import type { LeftOf, Render, SecretsOf } from "./form";

/** A form, loaded only where it is asked for. */
interface RegisteredForm {
  /** What it writes, for the help. */
  what: string;
  load: () => Promise<{ render: Render; secrets?: SecretsOf; left?: LeftOf }>;
}

/** The forms by the name that `--form` takes. */
export const forms: Record<string, RegisteredForm> = {
  kubernetes: {
    what: "every object of the Pulumi program: Kubernetes', topics, users (the default)",
    load: () => import("./kubernetes"),
  },
  compose: {
    what: "Docker Compose, one broker or several on one machine, with a console",
    load: () => import("../forms/compose"),
  },
  docker: {
    what: "docker run lines for one broker",
    load: () => import("../forms/docker"),
  },
  host: {
    what: "a bundle per node for Ubuntu 22.04 with systemd",
    load: () => import("../forms/host"),
  },
};

/** The form without `--form`. */
export const DEFAULT_FORM = "kubernetes";
