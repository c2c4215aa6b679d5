"""The tasks that go through the queue: JSON objects with an `id`."""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timezone
from typing import Any

Task = dict[str, Any]


def new_task(number: int) -> Task:
    return {
        "id": str(uuid.uuid4()),
        "type": "example",
        "number": number,
        "createdAt": datetime.now(timezone.utc).isoformat(timespec="milliseconds"),
    }


def encode(task: Task) -> bytes:
    return json.dumps(task, separators=(",", ":")).encode()


def decode(message: bytes | None) -> Task:
    """A message's task. Raises ValueError for a message that is none."""
    task = json.loads(message or b"")
    if not isinstance(task, dict) or not isinstance(task.get("id"), str):
        raise ValueError("no JSON object with an id")
    return task
