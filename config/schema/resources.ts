import { z } from "zod";
import { byteQuantity, cpuQuantity } from "../units";
import { dnsSubdomain } from "./names";

/** CPU and memory, as Kubernetes quantities. */
interface Amounts {
  cpu: string;
  memory: string;
}

const amounts = (what: string, { cpu, memory }: Amounts) =>
  z
    .strictObject({
      cpu: cpuQuantity.default(cpu).describe(`CPU ${what}.`),
      memory: byteQuantity.default(memory).describe(`Memory ${what}.`),
    })
    .prefault({});

/** CPU and memory of one container, with the defaults of its kind. */
export const resources = (defaults: { requests: Amounts; limits: Amounts }) =>
  z
    .strictObject({
      requests: amounts("that a pod is given for certain", defaults.requests).describe(
        "What the scheduler keeps free.",
      ),
      limits: amounts("that a pod may use at most", defaults.limits).describe("What a pod may not go beyond."),
    })
    .prefault({});

/** One pod's claim, with the default size of its kind. */
export const storage = (size: string) =>
  z
    .strictObject({
      size: byteQuantity.default(size).describe("Size of each pod's claim."),
      class: dnsSubdomain.optional().describe("StorageClass. Default: the Kubernetes cluster's own default class."),
    })
    .prefault({});
