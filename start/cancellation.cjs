// Loaded in the process behind the dynamic resources. At the first Ctrl-C the engine calls Cancel on every plugin, and waits for what is under
// way; the SDK answers and tells the resources nothing. Here it aborts a signal that they can look at: provider/src/cancellation.ts.
const sdk = require.resolve("@pulumi/pulumi/package.json");
const { Server } = require(require.resolve("@grpc/grpc-js", { paths: [sdk] }));

const controller = new AbortController();
globalThis[Symbol.for("kafka-on-kubernetes.cancellation")] = controller.signal;

const { addService } = Server.prototype;
Server.prototype.addService = function (service, implementation) {
  const answer = implementation.cancel;
  if (answer !== undefined) {
    implementation.cancel = function (...call) {
      controller.abort();
      return answer.apply(this, call);
    };
  }
  return addService.call(this, service, implementation);
};
