import * as pulumi from "@pulumi/pulumi";
import { KafkaPlatform } from "@kafka-on-kubernetes/consumer";

const config = new pulumi.Config();
const kafka = KafkaPlatform.fromStack(config.require("kafkaStack"));
const user = config.get("login");

export const bootstrapServers = kafka.bootstrapServers.inside;
export const topics = kafka.topics;
export const login = user === undefined ? "not asked for" : kafka.client(user).credentials;
