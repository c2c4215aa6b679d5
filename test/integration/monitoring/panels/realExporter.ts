import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { BrokerCluster } from "../../brokers";
import { operator } from "../../brokers";
import { freePorts } from "../../../../local/cluster/ports";
import { eventually } from "./eventually";

/**
 * Path of a Kafka exporter 1.7.0, the chart's version. No package registry has it; built from its public source it takes the place of the
 * recording.
 */
export const EXPORTER = process.env["KAFKA_EXPORTER"];

/** Which exporter the tests run on, in words. */
export const exporterInWords =
  EXPORTER === undefined ? "the recorded output of the Kafka exporter" : "the real Kafka exporter";

/** The real Kafka exporter on real brokers, started as the chart starts it. */
export class RealExporter {
  private constructor(
    private readonly child: ChildProcess,
    /** `host:port` of its answers. */
    readonly address: string,
  ) {}

  /** Resolves when it answers. */
  static async start(program: string, brokers: BrokerCluster): Promise<RealExporter> {
    const [port = 0] = await freePorts(1);
    const address = `127.0.0.1:${port}`;
    const login = [`--sasl.username=${operator.username}`, `--sasl.password=${operator.password}`];
    const child = spawn(
      program,
      [
        ...brokers.bootstrap.map((broker) => `--kafka.server=${broker}`),
        ...["--sasl.enabled", ...login, "--sasl.mechanism=scram-sha512", `--web.listen-address=${address}`],
      ],
      { stdio: "ignore" },
    );
    const exporter = new RealExporter(child, address);
    await eventually(
      () => `the exporter to answer at ${address}`,
      async () => {
        if (child.exitCode !== null) throw new Error(`${program} ended with code ${child.exitCode}`);
        const answer = await fetch(`http://${address}/metrics`, { signal: AbortSignal.timeout(10_000) }).catch(
          () => undefined,
        );
        return answer?.ok === true ? true : undefined;
      },
    );
    return exporter;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || !this.child.kill()) return;
    await once(this.child, "exit");
  }
}
