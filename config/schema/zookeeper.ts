import { z } from "zod";
import { resources, storage } from "./resources";

/** The ZooKeeper ensemble: the guide's three nodes of 20Gi. */
export const zookeeper = z.strictObject({
  replicas: z.int("a whole number").min(1, "1 or more").default(3).describe("Number of nodes, odd."),
  heapMiB: z.int("a whole number of MiB").min(64, "64 or more").default(512).describe("JVM heap in MiB."),
  storage: storage("20Gi").describe("Each node's claim."),
  resources: resources({
    requests: { cpu: "250m", memory: "512Mi" },
    limits: { cpu: "1000m", memory: "1Gi" },
  }).describe("CPU and memory of a node."),
});
