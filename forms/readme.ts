import type { StackSettings } from "../config/schema";
import { isExternal } from "../config/schema";
import type { FormNode } from "./brokers/nodes";
import { SECRETS } from "./brokers/secretNames";
import { leftSettings } from "./left";

/** What a form's README is made of. */
interface Readme {
  stack: string;
  settings: StackSettings;
  form: "compose" | "docker" | "host";
  nodes: readonly FormNode[];
  /** Commands that start it, in the folder of the render. */
  start: readonly string[];
}

/** `README.md` of a rendered form: how it is started, how topics and users come to it, what it can't honour. */
export function readme({ stack, settings, form, nodes, start }: Readme): string {
  const { cluster } = settings;
  const left = leftSettings(settings, form);
  const manager = isExternal(settings) ? stack : `${stack}-${form}`;
  return [
    `# ${cluster.name}: ${nodes.length === 1 ? "one broker" : `${nodes.length} brokers`}, form \`${form}\``,
    "",
    `Rendered from the stack \`${stack}\` by \`npm run render -- --stack ${stack} --form ${form}\`; a change here is lost at the next render. The`,
    "passwords were generated once and are kept in `.env`, which only you may read: keep it as you keep any password.",
    "",
    "## Start",
    "",
    "```",
    ...start,
    "```",
    "",
    "## Topics and users",
    "",
    ...(isExternal(settings)
      ? [`Once the brokers run, for the stack \`${stack}\`:`]
      : [
          `A stack of its own, such as \`${manager}\`, manages them on brokers that exist already. Its file says the same of topics and users, and of the cluster:`,
          "",
          "```yaml",
          "kafka:cluster:",
          "  type: external",
          `  bootstrapServers: [${nodes.map(({ host, port }) => `"${host}:${port}"`).join(", ")}]`,
          "  protocol: SASL_PLAINTEXT",
          `  brokers: ${nodes.length}`,
          ...(cluster.mode === "zookeeper" ? ["  mode: zookeeper"] : []),
          "```",
        ]),
    "",
    "```",
    ...(isExternal(settings) ? [] : [`pulumi stack init ${manager}`]),
    `sed -n 's/^${SECRETS.operator}=//p' .env | pulumi config set --secret kafka:administratorPassword --stack ${manager}`,
    `pulumi up --stack ${manager}`,
    "```",
    "",
    ...(left.length === 0
      ? []
      : [
          "## Settings that this form does not honour",
          "",
          ...left.map(({ keyPath, why }) => `- \`${keyPath}\`: ${why}.`),
          "",
        ]),
  ].join("\n");
}
