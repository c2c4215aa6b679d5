import type { RequestOptions } from "node:https";
import type { ISocketFactory } from "kafkajs";
import type { KubernetesTarget } from "../connection";
import { UserError } from "../errors";
import { loadKubeConfig } from "./kubeconfig";
import { PodStream, PodStreamOptions } from "./pod-stream";

/**
 * The pod behind an advertised address: the first label of its host, as a StatefulSet's headless Service names its pods
 * (`kafka-controller-0.kafka-controller-headless.middleware.svc.cluster.local` is the pod `kafka-controller-0`).
 */
export function podOfHost(host: string): string {
  return host.split(".", 1)[0] ?? host;
}

/**
 * A kafkajs `socketFactory` whose sockets are streams to pods through the Kubernetes API, to as many pods at once as there are
 * brokers. Each new socket is a new stream, so a pod that was restarted is reached again.
 * @param limits time limits of the streams, see PodStream
 */
export function podSocketFactory(
  target: KubernetesTarget,
  limits: Pick<PodStreamOptions, "openTimeout" | "pingInterval" | "missedPings"> = {},
): ISocketFactory {
  const open = ({ host, port, onConnect }: { host: string; port: number; onConnect: () => void }) => {
    const stream = new PodStream({
      ...limits,
      namespace: target.namespace,
      pod: podOfHost(host),
      port,
      server: () => apiServer(target),
    });
    // A throw here would leave kafkajs without a socket to watch, so every failure comes as the stream's `error`.
    return stream.once("connect", onConnect);
  };
  // kafkajs asks for a net.Socket and uses what PodStream has of it.
  return open as unknown as ISocketFactory;
}

async function apiServer(target: KubernetesTarget): Promise<{ url: string; options: RequestOptions }> {
  const config = await loadKubeConfig(target);
  const server = config.getCurrentCluster()?.server;
  if (server === undefined) throw new UserError(`kube context "${target.context}" names no API server`);
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  return { url: server, options };
}
