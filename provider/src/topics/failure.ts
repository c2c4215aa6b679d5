import { UserError } from "../errors";
import { describeError, errorCode } from "../protocol/errors";

/** What to do about errors whose text alone doesn't say it. */
const advice: Record<number, string> = {
  29: "Let the connection's user do this to the topic",
  73: "Set delete.topic.enable=true on the brokers",
};

/** An error about one topic, in the broker's own words. */
export function topicError(name: string, attempt: string, code: number, text: string | null): UserError {
  const further = advice[code] === undefined ? "" : `. ${advice[code]}`;
  return new UserError(`topic "${name}" ${attempt}: ${describeError(code, text)}${further}`);
}

/** Throws the error of a topic's result, if it is one. */
export function throwIfRefused(
  name: string,
  attempt: string,
  result: { errorCode: number; errorMessage: string | null },
): void {
  if (result.errorCode !== errorCode.none) throw topicError(name, attempt, result.errorCode, result.errorMessage);
}
