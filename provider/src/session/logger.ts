import type { Logger } from "kafkajs";

/**
 * kafkajs logs every failed attempt, and at its debug level whole answers. Here an error is either mended or reported once, with
 * its words, so kafkajs stays silent whatever its environment variables say.
 */
export function silentLogger(): Logger {
  const quiet = () => undefined;
  const logger: Logger = {
    info: quiet,
    error: quiet,
    warn: quiet,
    debug: quiet,
    setLogLevel: quiet,
    namespace: () => logger,
  };
  return logger;
}
