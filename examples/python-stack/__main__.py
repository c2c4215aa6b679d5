"""What an application in Python needs to know of the Kafka stack, as this stack's outputs."""

import pulumi

from kafka_platform import KafkaPlatform

config = pulumi.Config()
client = config.require("client")
kafka = KafkaPlatform(config.require("kafkaStack"))

pulumi.export("topic", kafka.topic("ai-task-queue"))
pulumi.export("secretName", kafka.secret_name(client))
# What kafka-python's clients take; plain, for none of it is secret.
pulumi.export(
    "connection",
    {
        "bootstrap_servers": kafka.bootstrap_servers,
        "security_protocol": kafka.security_protocol,
        "sasl_mechanism": kafka.mechanism,
    },
)
pulumi.export("login", kafka.credentials(client))
