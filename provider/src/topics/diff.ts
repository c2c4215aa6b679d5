import { canonical } from "../canonical";
import { hasUnknown } from "../unknown";
import type { TopicInputs, TopicOutputs } from "./inputs";
import { brokersFor } from "./reassign/brokers";

/** Inputs whose change is an update. `connection` is only the way to the topic, and `adopt` matters to a creation only. */
const updatable: (keyof TopicInputs)[] = ["config", "deletion"];
/** Inputs that say nothing when they are left out: the topic keeps what it has. */
const optional: (keyof TopicInputs)[] = ["partitions", "replicationFactor", "placement"];

/**
 * What a run changes; see ResourceFunctions.diff. What is refused is refused by `check`: a refresh asks for the difference too, and must
 * be able to show what it found.
 */
export function diffTopic(
  olds: TopicOutputs,
  news: TopicInputs,
): { changes: boolean; replaces: string[]; stables: string[]; deleteBeforeReplace: boolean } {
  const replaces = differs(olds.name, news.name) ? ["name"] : [];
  const changes = replaces.length > 0 || topicDiffers(olds, news);
  return {
    changes,
    replaces,
    stables: ["name"].filter((property) => !replaces.includes(property)),
    deleteBeforeReplace: false,
  };
}

/** Whether an update has something to do for a topic, its name aside. */
export function topicDiffers(olds: TopicOutputs, news: TopicInputs): boolean {
  const compared = [...updatable, ...optional.filter((property) => news[property] !== undefined)];
  const unfinished = olds.unconfirmed === true || olds.moving === true || olds.misplaced === true;
  const moved = canonical(brokersFor(olds)) !== canonical(brokersFor(news));
  return unfinished || moved || compared.some((property) => differs(olds[property], news[property]));
}

function differs(left: unknown, right: unknown): boolean {
  return hasUnknown(right) || canonical(left) !== canonical(right);
}
