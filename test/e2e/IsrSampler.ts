import type { Kafka } from "kafkajs";

/** The worst that was seen of the in-sync replicas. */
export interface IsrReport {
  /** How often all partitions were looked at. */
  samples: number;
  /** The smallest number of in-sync replicas of any partition, in any sample. */
  fewestInSync: number;
  /** Looks that no broker answered. */
  unanswered: number;
}

/** Looks at the in-sync replicas of every partition of some topics once a second, until stopped. */
export class IsrSampler {
  private readonly report: IsrReport = { samples: 0, fewestInSync: Infinity, unanswered: 0 };
  private readonly timer: NodeJS.Timeout;
  private readonly admin;
  private busy: Promise<void> = Promise.resolve();

  private constructor(
    kafka: Kafka,
    private readonly topics: string[],
  ) {
    this.admin = kafka.admin({ retry: { retries: 2 } });
    this.timer = setInterval(() => (this.busy = this.busy.then(() => this.sample())), 1_000);
  }

  public static start(kafka: Kafka, topics: string[]): IsrSampler {
    return new IsrSampler(kafka, topics);
  }

  public async stop(): Promise<IsrReport> {
    clearInterval(this.timer);
    await this.busy;
    await this.admin.disconnect();
    return this.report;
  }

  private async sample(): Promise<void> {
    try {
      const { topics } = await this.admin.fetchTopicMetadata({ topics: this.topics });
      const inSync = topics.flatMap(({ partitions }) => partitions.map(({ isr }) => isr.length));
      this.report.samples++;
      this.report.fewestInSync = Math.min(this.report.fewestInSync, ...inSync);
    } catch {
      this.report.unanswered++;
    }
  }
}
