import type { Settings } from "../../../config/schema";
import type { Values } from "./merge";

/** A claim per pod. An empty class is the Kubernetes cluster's own default. */
export function persistence(storage: Settings["cluster"]["storage"]): Values {
  return { enabled: true, size: storage.size, storageClass: storage.class ?? "" };
}
