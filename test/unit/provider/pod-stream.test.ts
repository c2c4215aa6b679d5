import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, IncomingMessage, Server } from "node:http";
import { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Duplex } from "node:stream";
import type { ISocketFactoryArgs } from "kafkajs";
import { after, afterEach, before, describe, it } from "mocha";
import { WebSocket, WebSocketServer } from "ws";
import { loadKubeConfig } from "../../../provider/src/kubernetes/kubeconfig";
import { sameServer } from "../../../provider/src/kubernetes/same-server";
import { podOfHost, podSocketFactory } from "../../../provider/src/kubernetes/pod-socket-factory";
import { PodStream } from "../../../provider/src/kubernetes/pod-stream";
import { readSecret } from "../../../provider/src/kubernetes/secret";

/** An API server as far as port-forward needs one: it speaks v4.channel.k8s.io, and each pod does what its name says. */
class FakeApiServer {
  readonly requests: string[] = [];
  readonly sockets: WebSocket[] = [];
  private readonly webSockets = new WebSocketServer({ noServer: true, autoPong: false });
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      const found = request.url === "/api/v1/namespaces/middleware/secrets/kafka-operator";
      response.writeHead(found ? 200 : 404, { "content-type": "application/json" });
      response.end(
        JSON.stringify(
          found
            ? { kind: "Secret", apiVersion: "v1", data: { username: "b3BlcmF0b3I=", password: "c2VjcmV0" } }
            : { kind: "Status", message: "not found", code: 404 },
        ),
      );
    });
    this.server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      this.requests.push(request.url ?? "");
      const pod = /\/pods\/([^/]+)\/portforward/.exec(request.url ?? "")?.[1] ?? "";
      if (pod === "silent") return;
      if (pod === "missing") {
        const body = JSON.stringify({ kind: "Status", message: 'pods "missing" not found', code: 404 });
        socket.end(`HTTP/1.1 404 Not Found\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
        return;
      }
      this.webSockets.handleUpgrade(request, socket, head, (webSocket) => this.forward(pod, webSocket));
    });
  }

  async listen(): Promise<string> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    for (const socket of this.sockets) socket.terminate();
    this.server.closeAllConnections();
    this.server.close();
  }

  private forward(pod: string, webSocket: WebSocket): void {
    this.sockets.push(webSocket);
    assert.equal(webSocket.protocol, "v4.channel.k8s.io");
    const port = Buffer.from([0x84, 0x23]);
    webSocket.send(Buffer.concat([Buffer.from([0]), port]));
    webSocket.send(Buffer.concat([Buffer.from([1]), port]));
    if (pod === "refused") {
      const words = "error forwarding port 9092 to pod refused: dial tcp4 127.0.0.1:9092: connect: connection refused";
      webSocket.send(Buffer.concat([Buffer.from([1]), Buffer.from(words)]));
    }
    if (pod !== "mute") webSocket.on("ping", (data) => webSocket.pong(data));
    webSocket.on("message", (message: Buffer) => {
      if (message.subarray(1).toString() === "bye") webSocket.close(1000);
      // The echo names the pod, so that a mix-up of streams would show.
      else webSocket.send(Buffer.concat([Buffer.from([0]), Buffer.from(`${pod}:`), message.subarray(1)]));
    });
  }
}

describe("streams to pods through the Kubernetes API", function () {
  // Loading the Kubernetes client takes long on a busy machine.
  this.timeout(60_000);
  const api = new FakeApiServer();
  const folder = mkdtempSync(join(tmpdir(), "kubeconfig-"));
  const kubeconfig = join(folder, "config");
  const streams: PodStream[] = [];
  let url = "";

  const target = { context: "tests", namespace: "middleware", kubeconfig };
  const open = (pod: string, limits: { openTimeout?: number; pingInterval?: number; missedPings?: number } = {}) => {
    const server = async () => ({ url, options: {} });
    const stream = new PodStream({ namespace: "middleware", pod, port: 9092, server, ...limits });
    streams.push(stream);
    return stream;
  };
  const read = async (stream: Duplex): Promise<string> => String((await once(stream, "data"))[0]);
  const failure = async (stream: Duplex): Promise<string> => ((await once(stream, "error")) as [Error])[0].message;

  before(async () => {
    url = await api.listen();
    writeFileSync(
      kubeconfig,
      JSON.stringify({
        "current-context": "another",
        clusters: [
          { name: "here", cluster: { server: url, "insecure-skip-tls-verify": true } },
          { name: "elsewhere", cluster: { server: "https://elsewhere.example:6443" } },
        ],
        users: [{ name: "user", user: { token: "token-of-the-tests" } }],
        contexts: [
          { name: "tests", context: { cluster: "here", user: "user" } },
          { name: "another", context: { cluster: "elsewhere", user: "user" } },
        ],
      }),
    );
  });

  afterEach(() => {
    for (const stream of streams.splice(0)) stream.destroy();
  });

  after(() => {
    api.close();
    rmSync(folder, { recursive: true });
  });

  it("carries bytes both ways, and several pods at once without mixing them", async () => {
    const pods = ["kafka-0", "kafka-1", "kafka-2"];
    const answers = await Promise.all(
      pods.map(async (pod) => {
        const stream = open(pod);
        stream.write(`hello ${pod}`);
        return read(stream);
      }),
    );
    assert.deepEqual(answers, ["kafka-0:hello kafka-0", "kafka-1:hello kafka-1", "kafka-2:hello kafka-2"]);
    assert.ok(api.requests.includes("/api/v1/namespaces/middleware/pods/kafka-1/portforward?ports=9092"));
  });

  it("has what kafkajs uses of a socket", () => {
    const stream = open("kafka-0");
    assert.equal(stream.setKeepAlive(), stream);
    assert.equal(stream.setNoDelay(), stream);
    assert.equal(stream.setTimeout(), stream);
    assert.equal(stream.unref(), stream);
    assert.equal(stream.ref(), stream);
  });

  it("passes large messages whole", async () => {
    const stream = open("kafka-0");
    const large = Buffer.alloc(3_000_000, "x");
    stream.write(large);
    let size = 0;
    for await (const chunk of stream) {
      size += (chunk as Buffer).length;
      if (size >= large.length + "kafka-0:".length) break;
    }
    assert.equal(size, large.length + "kafka-0:".length);
  });

  it("names the pod and the API server's words when the pod doesn't exist", async () => {
    assert.equal(
      await failure(open("missing")),
      'port-forward to pod middleware/missing, port 9092: the pod doesn\'t exist (pods "missing" not found)',
    );
  });

  it("names the pod and the kubelet's words when nothing listens there", async () => {
    assert.match(
      await failure(open("refused")),
      /^port-forward to pod middleware\/refused, port 9092: error forwarding .* connection refused$/,
    );
  });

  it("ends when the pod's end closes", async () => {
    const stream = open("kafka-0");
    stream.write("bye");
    stream.resume();
    await once(stream, "end");
  });

  it("ends when the API server drops the connection", async () => {
    const stream = open("kafka-0");
    stream.write("hello");
    await read(stream);
    api.sockets.at(-1)?.terminate();
    stream.resume();
    await once(stream, "end");
  });

  it("notices a peer that gives no sign of life", async () => {
    assert.match(
      await failure(open("mute", { pingInterval: 20, missedPings: 3 })),
      /pod middleware\/mute.*no sign of life/,
    );
  });

  it("keeps an idle stream whose peer answers pings", async () => {
    const stream = open("kafka-0", { pingInterval: 30, missedPings: 10 });
    stream.on("error", assert.fail);
    await new Promise((resolve) => setTimeout(resolve, 700));
    stream.write("still there");
    assert.equal(await read(stream), "kafka-0:still there");
  });

  it("gives up an API server that doesn't answer", async () => {
    assert.match(await failure(open("silent", { openTimeout: 50 })), /pod middleware\/silent.*handshake has timed out/);
  });

  it("closes the WebSocket when it is ended", async () => {
    const stream = open("kafka-0");
    stream.write("hello");
    await read(stream);
    const socket = api.sockets.at(-1);
    assert.ok(socket !== undefined);
    stream.end();
    await once(socket, "close");
  });

  it("reaches the pod that the advertised host names, anew for each socket", async () => {
    assert.equal(
      podOfHost("kafka-controller-2.kafka-controller-headless.middleware.svc.cluster.local"),
      "kafka-controller-2",
    );
    const factory = podSocketFactory(target);
    const connect = async () => {
      const connected = { count: 0 };
      const host = "kafka-controller-2.kafka-controller-headless.middleware.svc.cluster.local";
      const args = { host, port: 9092, onConnect: () => (connected.count += 1) };
      const socket = factory(args as unknown as ISocketFactoryArgs);
      streams.push(socket as unknown as PodStream);
      socket.write("hello");
      assert.equal(await read(socket), "kafka-controller-2:hello");
      assert.equal(connected.count, 1);
    };
    await connect();
    api.sockets.at(-1)?.terminate();
    await connect();
  });

  it("says in one line that a context is missing", async () => {
    await assert.rejects(loadKubeConfig({ ...target, context: "prod" }), {
      message: `kube context "prod" isn't in the kubeconfig ${kubeconfig}, which has: tests, another`,
    });
  });

  it("refuses a context of another API server, naming both, and never takes the current one", async () => {
    const config = await loadKubeConfig({ ...target, server: `${url}/` });
    assert.equal(config.getCurrentContext(), "tests");
    await assert.rejects(loadKubeConfig({ ...target, server: "https://prod.example:6443" }), {
      message: `kube context "tests" leads to the API server ${url}, but this stack belongs to https://prod.example:6443: nothing was touched`,
    });
  });

  it("compares API servers by origin and path", () => {
    assert.ok(sameServer("https://a.example", "https://a.example:443/"));
    assert.ok(sameServer("https://A.example:6443/k8s/clusters/c1/", "https://a.example:6443/k8s/clusters/c1"));
    assert.ok(!sameServer("https://a.example:6443", "https://a.example:6444"));
    assert.ok(!sameServer("https://a.example", "http://a.example"));
    assert.ok(!sameServer("https://a.example/c1", "https://a.example/c2"));
    assert.ok(!sameServer("https://a.example", undefined));
  });

  it("reads a Secret decoded, and says which one is missing", async () => {
    assert.deepEqual(await readSecret(target, { name: "kafka-operator", namespace: "middleware" }), {
      username: "operator",
      password: "secret",
    });
    await assert.rejects(readSecret(target, { name: "none", namespace: "middleware" }), {
      message: "Secret middleware/none can't be read (kube context \"tests\"): it doesn't exist",
    });
  });
});
