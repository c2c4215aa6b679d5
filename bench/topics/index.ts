import { createProgress } from "../../commands/progress";
import { versions } from "../../tools/versions";
import type { BrokerCluster } from "../../test/integration/brokers";
import { startKraft } from "../../test/integration/brokers";
import { BOTH_COMPILERS } from "../bothCompilers";
import type { Figure, Measured } from "../figures";
import { groupFigures, singleFigures, withEngine } from "./engine";
import { providerFigures } from "./provider";
import { warm } from "./warm";

const onWhat =
  "One broker (KRaft, 1 GiB of heap and both of the JVM's compilers as in prod, its data in memory, since a disk takes several milliseconds to fsync each new partition; warmed up by 14,000 topics that were created and deleted, as one that has run for a while) on this machine; topics with one partition and one config. Whole runs are `pulumi up --skip-preview` and `pulumi refresh --skip-preview` on a file backend, with 64 resources at once (`PULUMI_PARALLEL`, which the npm scripts and the workflows set), the process behind the resources started as the main program's is; a provider that does nothing is compared in Pulumi's own way of starting it, and in that one; the brokers reached by plain sockets and the password read from a real API server. State is counted without the indentation of the file backend.";

/** Groups, and the provider's own part in both grains, beside bare requests and a provider that does nothing. */
export function topicsBench(): Promise<Measured> {
  const method = `${onWhat} "Leaders awaited" means the same for all: every partition has a leader in the metadata, and the leader answers ListOffsets for it; the raw requests ask for that every 20 ms. Medians of three rounds, in which raw and provider, or the group and the provider that does nothing, take turns, after one round that is not counted; what is no ratio to raw or to nothing, the growth and the memory are one run each.`;
  return onOneBroker(method, async (cluster) => [
    ...(await providerFigures(cluster, say)),
    ...(await withEngine(cluster, createProgress(), say, groupFigures)),
  ]);
}

/** A resource a topic, a thousand of them: minutes a run, since the engine writes its whole state anew for each. */
export function singleTopicsBench(): Promise<Measured> {
  const method = `${onWhat} One run of each, and the median of three refreshes. "One topic a request" is kafkajs's own createTopics with its wait for leaders, called by the engine for one resource a topic: it stands for @pulumi/kafka, which can't be had from a package registry.`;
  return onOneBroker(method, (cluster) => withEngine(cluster, createProgress(), say, singleFigures));
}

async function onOneBroker(method: string, measure: (cluster: BrokerCluster) => Promise<Figure[]>): Promise<Measured> {
  const cluster = await startKraft({ heap: 1024, jvm: BOTH_COMPILERS });
  try {
    await warm(cluster);
    const figures = await measure(cluster);
    return {
      figures,
      method,
      versions: {
        node: process.versions.node,
        pulumi: versions.tools.pulumi.version,
        kafka: "3.6.1",
      },
    };
  } finally {
    await cluster.stop();
  }
}

function say(line: string): void {
  process.stderr.write(`  ${line}\n`);
}
