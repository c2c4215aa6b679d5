import { brokerSettings } from "../../../config/kafka/effective";
import type { Settings } from "../../../config/schema";
import { authorizer } from "./authorizer";
import { certificateProperties } from "./certificates";
import { reauthentication } from "./reauthentication";

/** Every line that this program adds to what the chart writes into `server.properties`, by Kafka's own names. */
export function brokerProperties(settings: Settings): Record<string, string> {
  const listeners = ["client", ...(settings.cluster.external === undefined ? [] : ["external"])];
  return {
    ...brokerSettings(settings),
    ...authorizer(settings),
    ...reauthentication(settings, listeners),
    ...certificateProperties(settings),
  };
}
