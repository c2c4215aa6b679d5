import { z } from "zod";
import { dnsLabel } from "./names";

const user = z.strictObject({
  rotation: z.int("a whole number").min(1, "1 or more").default(1).describe("Raise by one for a new password."),
  namespaces: z.array(dnsLabel(63)).default([]).describe("Further namespaces that get the client's Secret."),
});

/** All clients, by SCRAM user name. */
export const users = z.record(z.string(), user);
