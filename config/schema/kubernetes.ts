import { z } from "zod";
import { dnsLabel } from "./names";

/** Where the stack is deployed. */
export const kubernetes = z.strictObject({
  context: z
    .string()
    .min(1, "the name of a kube context")
    .optional()
    .describe(
      "The kube context this stack belongs to. `up` uses this one and no other, never the current one by accident. This or `server` must be given.",
    ),
  server: z
    .url({ protocol: /^https?$/, error: "the address of an API server, such as https://kafka.example.com:6443" })
    .optional()
    .describe("The API server this stack belongs to. `up` stops before touching another."),
  kubeconfig: z
    .string()
    .min(1, "the path of a file")
    .optional()
    .describe("Path of the kubeconfig file. Default: the `KUBECONFIG` variable, else the user's own."),
  namespace: dnsLabel(63).default("middleware").describe("The namespace that everything is deployed to."),
  createNamespace: z.boolean().default(true).describe("Create the namespace. Switch off where another stack owns it."),
});
