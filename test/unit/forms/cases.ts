import { anySchema } from "../../../config/schema";
import type { StackSettings } from "../../../config/schema";
import { forms } from "../../../render/forms";
import type { RenderedFile } from "../../../render/form";

/** The settings of a stack file with nothing in it but what is given. */
export function settings(stackFile: object): StackSettings {
  return anySchema.parse(stackFile);
}

const one = {
  type: "external",
  protocol: "SASL_PLAINTEXT",
  bootstrapServers: ["localhost:9092"],
  brokers: 1,
  heapMiB: 512,
};
const three = {
  ...one,
  bootstrapServers: [1, 2, 3].map((n) => `kafka-${n}.example.com:9092`),
  brokers: 3,
};

/** One render of each kind, whose text is kept beside the tests. */
export const cases: Record<string, { form: string; settings: StackSettings }> = {
  "compose-one": { form: "compose", settings: settings({ cluster: one }) },
  "compose-three-zookeeper": {
    form: "compose",
    settings: settings({ kubernetes: { context: "x" }, cluster: { mode: "zookeeper", storage: { class: "fast" } } }),
  },
  "compose-tls": { form: "compose", settings: settings({ cluster: { ...one, protocol: "SASL_SSL" } }) },
  "docker-one": { form: "docker", settings: settings({ cluster: one }) },
  "docker-one-zookeeper": { form: "docker", settings: settings({ cluster: { ...one, mode: "zookeeper" } }) },
  "host-one": { form: "host", settings: settings({ cluster: one, monitoring: { metrics: false } }) },
  "host-three": { form: "host", settings: settings({ cluster: { ...three, protocol: "SASL_SSL" } }) },
  "host-three-zookeeper": { form: "host", settings: settings({ cluster: { ...three, mode: "zookeeper" } }) },
};

/** The files of a render. */
export async function rendered(form: string, of: StackSettings): Promise<RenderedFile[]> {
  const { render } = await forms[form]!.load();
  const files = await render({ stack: "test", settings: of, root: "/" });
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Files that are the project's own, the same in every render, or made elsewhere: their text is not kept twice. */
export const isOwn = ({ path }: RenderedFile): boolean =>
  /(install|preflight|prepare)\.sh$|log4j\.properties$|jmx\.yml$/.test(path);
