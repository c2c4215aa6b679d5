export type { PodOptions } from "./ClientSecret";
export { ClientSecret } from "./ClientSecret";
export type { CopySecretArgs, Login } from "./KafkaClient";
export { KafkaClient } from "./KafkaClient";
export type { InsideOutside, Mechanism, SecretReference, SecurityProtocol } from "./KafkaPlatform";
export { KafkaPlatform } from "./KafkaPlatform";
