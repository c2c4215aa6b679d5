export {};

/**
 * kafkajs 2.2.4 sets timers with a negative delay (its request queue, before the first throttling), which Node 24 counts as 1 ms and warns
 * about. It is of no consequence, but would stand among the messages of every `up`.
 */
const emitWarning = process.emitWarning.bind(process);

process.emitWarning = ((warning: string | Error, type?: string | object, ...rest: []) => {
  if (type !== "TimeoutNegativeWarning") Reflect.apply(emitWarning, process, [warning, type, ...rest]);
}) as typeof process.emitWarning;
