import type { Change } from "../change";
import { inOrder, kindOf } from "../change";
import type { Finding } from "../finding";
import { brokerFindings, concernsBrokers } from "./brokers";
import type { Context } from "./context";
import { concernsLogins, loginFindings } from "./logins";
import { objectFindings } from "./objects";
import { topicFindings } from "./topics";
import { userFindings } from "./users";

/** Who can tell what a change means. */
interface Reader {
  reads: (change: Change) => boolean;
  findings: (changes: readonly Change[], context: Context) => Finding[];
}

/** The first that reads a change gets it. The last one reads all. */
const READERS: readonly Reader[] = [
  { reads: (change) => /^KafkaTopic(Set)?$/.test(kindOf(change)), findings: topicFindings },
  { reads: (change) => /^Kafka(User(Set)?|Revocation)$/.test(kindOf(change)), findings: userFindings },
  { reads: concernsLogins, findings: loginFindings },
  { reads: concernsBrokers, findings: brokerFindings },
  { reads: () => true, findings: objectFindings },
];

/** What the changes of a preview mean, in words: none for what changes nothing. */
export function findings(changes: readonly Change[], context: Context): Finding[] {
  const readerOf = (change: Change): Reader => READERS.find(({ reads }) => reads(change))!;
  return READERS.flatMap((reader) =>
    reader.findings(
      inOrder(changes).filter((change) => readerOf(change) === reader),
      context,
    ),
  );
}
