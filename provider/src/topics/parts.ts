import { defaultSessions, Sessions } from "../session/sessions";
import type { Progress } from "../progress";
import { consoleProgress } from "../progress";
import { FileJournal, TopicJournal } from "./journal";
import { Owners } from "../owners";
import { defaultLimits, TopicLimits } from "./requests";

/** What the topic resources work with, the same for single topics and groups, since topics move between them. */
export interface TopicParts {
  sessions: Sessions;
  /** Where creations and moves on their way are marked. */
  journal: TopicJournal;
  owners: Owners;
  /** Time limits. */
  limits: TopicLimits;
  /** Where is said what changes, topic by topic. */
  progress: Progress;
}

/** The parts of the real world, shared by all topic resources of this process. */
export const defaultTopicParts: TopicParts = {
  sessions: defaultSessions,
  journal: new FileJournal(),
  owners: new Owners(),
  limits: defaultLimits,
  progress: consoleProgress,
};
