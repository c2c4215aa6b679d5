"""How the examples reach Kafka: by the environment variables that a pod gets of its client's Secret."""

from __future__ import annotations

import os
import socket
import sys
from typing import NoReturn

from kafka.errors import (
    GroupAuthorizationFailedError,
    KafkaError,
    SaslAuthenticationFailedError,
    TopicAuthorizationFailedError,
)

# kafka-python's settings, and the variables that hold them.
VARIABLES = {
    "bootstrap_servers": "KAFKA_BOOTSTRAP_SERVERS",
    "security_protocol": "KAFKA_SECURITY_PROTOCOL",
    "sasl_mechanism": "KAFKA_SASL_MECHANISM",
    "sasl_plain_username": "KAFKA_SASL_USERNAME",
    "sasl_plain_password": "KAFKA_SASL_PASSWORD",
}

LOGIN = "are user name and password those of the Secret, after a rotation too?"

ADVICE: dict[type[KafkaError], str] = {
    SaslAuthenticationFailedError: LOGIN,
    TopicAuthorizationFailedError: "does the Kafka stack allow this user the topic (kafka:users)?",
    GroupAuthorizationFailedError: "does the Kafka stack allow this user the group (kafka:users)?",
}


def connection() -> dict[str, str]:
    """The settings that a producer and a consumer share. Ends the program where a variable is missing."""
    missing = [name for name in VARIABLES.values() if not os.environ.get(name)]
    if missing:
        fail(f"{' and '.join(missing)}: found nothing; set what the client's Secret says")
    settings = {setting: os.environ[name] for setting, name in VARIABLES.items()}
    ca_file = os.environ.get("KAFKA_SSL_CA_FILE")
    return {**settings, **({"ssl_cafile": ca_file} if ca_file else {})}


def fail(line: str) -> NoReturn:
    """Ends the program with one line."""
    print(f"Error: {line}", file=sys.stderr, flush=True)
    sys.exit(1)


def in_words(error: KafkaError) -> str:
    """What went wrong and what to do, in one line."""
    advice = next((text for kind, text in ADVICE.items() if isinstance(error, kind)), "")
    return f"{error}; {advice}" if advice else str(error)


def not_connected(error: KafkaError) -> NoReturn:
    """Ends the program after a connection that did not come about: the client itself says the same of a wrong address and a wrong password."""
    servers = os.environ[VARIABLES["bootstrap_servers"]]
    if any(answers(server) for server in servers.split(",")):
        protocol = os.environ[VARIABLES["security_protocol"]]
        questions = f"{LOGIN} Is {protocol} what the listener speaks, and for SASL_SSL does KAFKA_SSL_CA_FILE hold its authority?"
        fail(f"{servers} answers, but lets this user not in: {questions} ({error})")
    fail(f"{servers} does not answer: is the address right, and can it be reached from here? ({error})")


def answers(server: str) -> bool:
    """Whether something listens there."""
    host, _, port = server.strip().rpartition(":")
    try:
        socket.create_connection((host, int(port)), timeout=3).close()
        return True
    except (OSError, ValueError):
        return False
