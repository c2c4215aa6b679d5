const { createKafka } = require("@kafka-on-kubernetes/provider");

/**
 * One topic a request, leaders awaited, over one connection: it stands for @pulumi/kafka, which can't be had from a registry and creates
 * topics so.
 */
let connected;

async function admin(connection) {
  connected ??= createKafka(connection).then(async (kafka) => {
    const client = kafka.admin();
    await client.connect();
    // The engine ends this process when the run is over.
    return client;
  });
  return connected;
}

module.exports = {
  create: async ({ connection, name, partitions, replicationFactor, config, ...rest }) => {
    const client = await admin(connection);
    const configEntries = Object.entries(config).map(([key, value]) => ({ name: key, value }));
    await client.createTopics({
      topics: [{ topic: name, numPartitions: partitions, replicationFactor, configEntries }],
    });
    return { id: name, outs: { connection, name, partitions, replicationFactor, config, ...rest } };
  },
};
