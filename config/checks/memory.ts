import { formatSize, quantityToBytes, quantityToMillicores } from "../units";
import type { StackSettings } from "../schema";
import type { Path, Problem } from "../problem";
import { keyPath } from "../problem";
import type { Check } from "./check";

/** One kind of pod with a Java heap. */
interface HeapPod {
  path: Path;
  heapBytes: number;
  resources: StackSettings["cluster"]["resources"];
}

const MIB = 1024 ** 2;

function heapPods({ cluster }: StackSettings): HeapPod[] {
  const pod = (
    path: Path,
    { heapMiB, resources }: Pick<StackSettings["cluster"], "heapMiB" | "resources">,
  ): HeapPod => ({
    path,
    heapBytes: heapMiB * MIB,
    resources,
  });
  const brokers = pod(["cluster"], cluster);
  return cluster.mode === "zookeeper" ? [brokers, pod(["cluster", "zookeeper"], cluster.zookeeper)] : [brokers];
}

/** The heap is below the memory limit, and requests are within the limits. */
export const memoryErrors: Check = (settings) =>
  heapPods(settings).flatMap((pod) => [...heapErrors(pod), ...requestErrors(pod)]);

function heapErrors({ path, heapBytes, resources }: HeapPod): Problem[] {
  const limit: Path = [...path, "resources", "limits", "memory"];
  return heapBytes < quantityToBytes(resources.limits.memory)
    ? []
    : [
        {
          path: [...path, "heapMiB"],
          text: `found ${heapBytes / MIB}; allowed: less than the memory limit, ${resources.limits.memory} (${keyPath(limit)})`,
          restsOn: [limit, ["cluster", "mode"]],
        },
      ];
}

const AMOUNTS = { cpu: quantityToMillicores, memory: quantityToBytes } as const;

function requestErrors({ path, resources: { requests, limits } }: HeapPod): Problem[] {
  return (["cpu", "memory"] as const)
    .filter((kind) => AMOUNTS[kind](requests[kind]) > AMOUNTS[kind](limits[kind]))
    .map((kind) => ({
      path: [...path, "resources", "requests", kind],
      text: `found ${requests[kind]}; allowed: at most the limit, ${limits[kind]}`,
      restsOn: [
        [...path, "resources", "limits", kind],
        ["cluster", "mode"],
      ],
    }));
}

/** Brokers read and write through the page cache: what the heap leaves of the memory. */
export const cacheDoubts: Check = ({ cluster }) => {
  const heap = cluster.heapMiB * MIB;
  const cache = quantityToBytes(cluster.resources.limits.memory) - heap;
  return cache >= heap
    ? []
    : [
        {
          path: ["cluster", "heapMiB"],
          text: `the heap of ${formatSize(BigInt(heap))} leaves ${formatSize(BigInt(Math.max(0, Math.floor(cache))))} for the page cache that brokers read and write through; give the heap half of the memory limit at most`,
        },
      ];
};
