import type { Values } from "./merge";

/** User and group of the images' processes, and of the files on the claims. */
export const USER = 1001;

/** The pod's part of the restricted Pod Security Standard. Ownership of a claim is changed only where it is wrong. */
export const podSecurityContext: Values = {
  enabled: true,
  fsGroup: USER,
  fsGroupChangePolicy: "OnRootMismatch",
  seccompProfile: { type: "RuntimeDefault" },
};

/** The container's part of the restricted Pod Security Standard, and a root file system that nobody can change. */
export const containerSecurityContext: Values = {
  enabled: true,
  runAsUser: USER,
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};
