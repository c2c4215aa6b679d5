import { KafkaPlatform } from "./components/platform/KafkaPlatform";
import { loadSettings } from "./config/load";
import { loadTarget } from "./config/target";

const settings = loadSettings();
const platform = new KafkaPlatform(settings.cluster.name, { settings, target: loadTarget(settings.kubernetes) });

export const {
  outputsVersion,
  bootstrapServers,
  brokers,
  externalBootstrapServers,
  securityProtocol,
  saslMechanism,
  caSecret,
  namespace,
  topics,
  clients,
  clientCredentials,
} = platform;
