import type { TopicInputs, TopicOutputs } from "./inputs";
import { observed } from "./plan";
import type { TopicRequests } from "./requests";

/**
 * Looks at a topic again. Every difference in what the program manages appears in the outputs, and in the inputs, so that the next
 * preview shows it; without a topic there is no id.
 */
export async function readTopic(
  requests: TopicRequests,
  props: TopicOutputs,
): Promise<{ id?: string; props?: TopicOutputs; inputs?: TopicInputs }> {
  const state = await requests.describe.add(props.name);
  if (state === undefined) return {};
  const found = observed(props, state);
  return { id: props.name, props: found, inputs: { ...found } };
}
