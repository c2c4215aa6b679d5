import { messageOf, UserError } from "../errors";
import type { TopicInputs, TopicOutputs } from "./inputs";

/** A creation that reached the brokers and can't be called done: the topic may be there, and it is this program's. */
export class UnfinishedTopicError extends UserError {
  /** What the state is to keep, so that the next run takes the topic for its own. */
  readonly outputs: TopicOutputs;

  constructor(inputs: TopicInputs, cause: unknown) {
    super(`${subject(inputs.name, messageOf(cause))}. The next run finds out what became of it`, { cause });
    this.name = "UnfinishedTopicError";
    this.outputs = { ...inputs, unconfirmed: true };
  }
}

function subject(name: string, reason: string): string {
  return reason.startsWith(`topic "${name}"`) ? reason : `topic "${name}": ${reason}`;
}
