/** How replicas are moved. None of it is compared with the brokers: a change of it alone changes nothing. */
export interface ReassignmentSettings {
  /**
   * Bytes a second that each broker may send, and receive, for replicas that move; `null` for no limit. It must be more than what is
   * produced to the partitions meanwhile, or they never catch up. @default 52428800 (50 MiB/s, half of a 1 Gbit/s link)
   */
  throttle?: number | null;
  /** Partitions that are moved at the same time. @default 50 */
  partitionsAtOnce?: number;
  /** Seconds that a run waits for its moves. They go on in the brokers after that, and the next run waits on. @default 21600 (6 h) */
  timeLimit?: number;
  /** Seconds that a run waits for moves of the same topic that someone else started. @default 600 */
  waitForOthers?: number;
  /**
   * Brokers that may hold the replicas of topics without a placement, by node id. A change of it moves replicas.
   * @default all
   */
  brokers?: ReplicaBrokers;
}

/** Where replicas may be, by the brokers' node ids. */
export interface ReplicaBrokers {
  /** The only brokers that hold replicas. @default all */
  targets?: readonly number[];
  /** Brokers that hold none, such as those that are taken away. @default none */
  excluded?: readonly number[];
}

/** The settings that apply unless others are given. */
export const defaultReassignment: Required<Omit<ReassignmentSettings, "brokers">> = {
  throttle: 50 * 1024 ** 2,
  partitionsAtOnce: 50,
  timeLimit: 6 * 3600,
  waitForOthers: 600,
};
