/**
 * What of the Kubernetes client is used. The build bundles this file with the client: 800 modules are one file then, which is read in a quarter of
 * the time, and every run with a cluster waits for it.
 */
export {
  ApiException,
  AppsV1Api,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  KubernetesObjectApi,
  PatchStrategy,
  Watch,
} from "@kubernetes/client-node";
