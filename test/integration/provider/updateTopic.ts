import { topicFunctions } from "../../../provider/src/topics/index";
import type { TopicInputs } from "../../../provider/src/topics/inputs";
import { testSessions } from "../brokers";

/** Updates one topic in a process of its own, which the tests kill in the middle. Arguments: its old inputs, its new inputs, as JSON. */
async function main([olds = "", news = ""]: string[]): Promise<void> {
  const inputs = JSON.parse(news) as TopicInputs;
  await topicFunctions({ sessions: testSessions() }).update(inputs.name, JSON.parse(olds) as TopicInputs, inputs);
}

void main(process.argv.slice(2));
