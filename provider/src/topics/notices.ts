import { hasUnknown } from "../unknown";
import type { TopicInputs, TopicOutputs } from "./inputs";
import { layoutOf } from "./layout";

/** What a reader of a preview should know of a topic's changes, beside the changes themselves. */
export function noticesOf(olds: TopicOutputs, news: TopicInputs): string[] {
  if (hasUnknown(news)) return [];
  if (olds.name !== news.name) return [`warning: ${renamed(olds, news)}`];
  return morePartitions(olds, news).map((text) => `warning: topic "${news.name}" gets more partitions: ${text}`);
}

/** What more partitions mean to messages with a key; nothing where there are no more. */
export function morePartitions(olds: TopicOutputs, news: TopicInputs): string[] {
  const [had, wanted] = [layoutOf(olds).partitions, layoutOf(news).partitions];
  if (had === undefined || wanted === undefined || wanted <= had) return [];
  const compacted = (news.config["cleanup.policy"] ?? "").includes("compact");
  return [
    "from then on messages with a key may go to another partition than those with the same key before",
    ...(compacted
      ? ["it is compacted: the last value of a key before may stay for ever, beside a newer one in another partition"]
      : []),
  ];
}

function renamed(olds: TopicOutputs, news: TopicInputs): string {
  const fate = olds.deletion === "delete" ? "deleted with its messages" : "kept on the brokers, and no longer managed";
  return `Kafka can't rename a topic: "${news.name}" is created empty in place of "${olds.name}", which is ${fate}`;
}
