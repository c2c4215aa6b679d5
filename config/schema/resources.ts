import { z } from "zod";
import { byteQuantity, cpuQuantity } from "../units";
import { dnsSubdomain } from "./names";

const amounts = (what: string) =>
  z.strictObject({ cpu: cpuQuantity.describe(`CPU ${what}.`), memory: byteQuantity.describe(`Memory ${what}.`) });

/** CPU and memory of one container. */
export const resources = z.strictObject({
  requests: amounts("that a pod is given for certain"),
  limits: amounts("that a pod may use at most"),
});

/** One pod's claim. */
export const storage = z.strictObject({
  size: byteQuantity.describe("Size of each pod's claim."),
  class: dnsSubdomain.optional().describe("StorageClass. Default: the Kubernetes cluster's own default class."),
});
