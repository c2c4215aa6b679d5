import { PolicyPack } from "@pulumi/policy";
import { asPolicy } from "./asPolicy";
import { rules } from "./rules";

// Advisory: which stacks must keep to the rules is said in a file of the stack's own, such as prod.json.
new PolicyPack("kafka", { enforcementLevel: "advisory", policies: rules.map(asPolicy) });
