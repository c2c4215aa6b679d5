import type { ISocketFactory } from "kafkajs";
import { podSocketFactory } from "../kubernetes/pod-socket-factory";
import type { KubernetesTarget } from "../connection";
import type { ZooKeeperView } from "./observation";

/** The client port, and the time limit of one question in milliseconds. */
const port = 2181;
const timeLimit = 3_000;

/**
 * Asks a ZooKeeper server for its part by the word `srvr`, which the chart allows (`fourlwCommandsWhitelist` of ZooKeeper's chart
 * 12.10.1). A server that can't be asked is `unknown`: being Ready has to do then.
 */
export async function askZooKeeper(
  target: KubernetesTarget,
  pod: string,
  sockets: ISocketFactory = podSocketFactory(target),
): Promise<ZooKeeperView> {
  return { pod, mode: modeOf(await answerOf(pod, sockets).catch(() => "")) };
}

const modes: readonly [words: RegExp, mode: ZooKeeperView["mode"]][] = [
  [/^Mode: leader$/m, "leader"],
  [/^Mode: follower$/m, "follower"],
  [/^Mode: standalone$/m, "standalone"],
  [/not currently serving requests/, "notServing"],
];

/** Reads the answer to `srvr`. */
export function modeOf(answer: string): ZooKeeperView["mode"] {
  return modes.find(([words]) => words.test(answer))?.[1] ?? "unknown";
}

function answerOf(pod: string, sockets: ISocketFactory): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = sockets({ host: pod, port, ssl: {}, onConnect: () => socket.write("srvr\n") });
    const timer = setTimeout(() => socket.destroy(new Error(`no answer within ${timeLimit} ms`)), timeLimit);
    let answer = "";
    socket.on("data", (data: Buffer) => (answer += data.toString("utf8")));
    socket.on("error", reject);
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(answer);
    });
  });
}
