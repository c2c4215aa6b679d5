const SIGNAL = Symbol.for("kafka-on-kubernetes.cancellation");

/**
 * Whether the user has asked the engine to stop (a first Ctrl-C): `start/cancellation.cjs` tells, in the process behind the dynamic resources.
 * Anywhere else nobody does.
 */
export function isCancelled(): boolean {
  return (globalThis as { [SIGNAL]?: AbortSignal })[SIGNAL]?.aborted === true;
}
