"""A stack of kafka-on-kubernetes as a stack in Python sees it: each output by itself, its version and its type looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

import pulumi

# The version of the outputs that this reads.
VERSION = 1

T = TypeVar("T")


class KafkaPlatform:
    """The Kafka stack of that name. Only `credentials` reads a secret."""

    def __init__(self, stack: str) -> None:
        self._stack = stack
        self._reference = pulumi.StackReference(stack)

    @property
    def bootstrap_servers(self) -> pulumi.Output[str]:
        """`host:port` for clients inside the Kubernetes cluster."""
        return self._read("bootstrapServers", _text)

    @property
    def security_protocol(self) -> pulumi.Output[str]:
        """SASL_PLAINTEXT or SASL_SSL."""
        return self._read("securityProtocol", _text)

    @property
    def mechanism(self) -> pulumi.Output[str]:
        """SCRAM-SHA-512 or SCRAM-SHA-256."""
        return self._read("saslMechanism", _text)

    @property
    def topics(self) -> pulumi.Output[list[str]]:
        """Names of the topics, sorted."""
        return self._read("topics", _texts)

    def topic(self, name: str) -> pulumi.Output[str]:
        """The name, once it is sure that the stack has this topic."""

        def known(topics: list[str]) -> str:
            if name not in topics:
                raise self._error(f'no topic "{name}"; it has {", ".join(topics) or "none"} (kafka:topics)')
            return name

        return self.topics.apply(known)

    def secret_name(self, client: str) -> pulumi.Output[str]:
        """Name of the client's Secret in Kubernetes."""
        return self._read("clients", _members).apply(lambda all: _text(_members(self._known(client, all))["name"]))

    def credentials(self, client: str) -> pulumi.Output[dict[str, str]]:
        """User name and password, secret."""
        read = self._read("clientCredentials", _members)
        login = read.apply(lambda all: {key: _text(value) for key, value in _members(self._known(client, all)).items()})
        return pulumi.Output.secret(login)

    def _known(self, client: str, clients: Mapping[str, Any]) -> Any:
        if not clients:
            # The engine gives an empty object for what it can't decrypt.
            raise self._error("it has no client (kafka:users), or you can't decrypt its secrets")
        if client not in clients:
            raise self._error(f'no client "{client}"; it has {", ".join(sorted(clients)) or "none"} (kafka:users)')
        return clients[client]

    def _read(self, name: str, shape: Callable[[Any], T]) -> pulumi.Output[T]:
        version = self._reference.get_output("outputsVersion")
        output = self._reference.get_output(name)

        def checked(found: list[Any]) -> T:
            if found[0] != VERSION:
                raise self._error(f"found outputs of version {_number(found[0])}; this program reads version {VERSION}")
            try:
                return shape(found[1])
            except TypeError as error:
                raise self._error(f"output {name}: {error}") from None

        return cast("pulumi.Output[T]", pulumi.Output.all(version, output).apply(checked))

    def _error(self, line: str) -> pulumi.RunError:
        return pulumi.RunError(f"stack {self._stack}: {line}")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"found {type(value).__name__}; needed: text")
    return value


def _texts(value: Any) -> list[str]:
    if not isinstance(value, (list, tuple)):
        raise TypeError(f"found {type(value).__name__}; needed: a list")
    return [_text(each) for each in value]


def _members(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise TypeError(f"found {type(value).__name__}; needed: an object")
    return value


def _number(value: Any) -> str:
    """Numbers come as floating-point ones."""
    return f"{value:g}" if isinstance(value, (int, float)) else "none"
