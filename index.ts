import { DestroyGuard } from "./components/platform/DestroyGuard";
import { KafkaPlatform } from "./components/platform/KafkaPlatform";
import { loadSettings } from "./config/load";
import { loadTarget } from "./config/target";

const settings = loadSettings();
const { name } = settings.cluster;
const platform = new KafkaPlatform(name, { settings, target: loadTarget(settings.kubernetes) });
new DestroyGuard(`${name}-destroy-guard`, { cluster: name, deletion: settings.deletion, guards: [platform] });

export const {
  outputsVersion,
  bootstrapServers,
  brokers,
  externalBootstrapServers,
  securityProtocol,
  saslMechanism,
  caSecret,
  caCertificates,
  namespace,
  topics,
  clients,
  clientSecretTemplate,
  clientCredentials,
} = platform;
