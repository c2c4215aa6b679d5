"""Sends tasks to the queue, and reports of each whether the brokers have it.

One line of JSON a task on standard output: {"delivered": ID, "partition": N, "offset": N}. Exits with 1 where one was not delivered.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading

from kafka import KafkaProducer
from kafka.errors import KafkaError, KafkaTimeoutError
from kafka.producer.future import RecordMetadata

import stop
from connection import connection, fail, in_words, not_connected
from tasks import Task, encode, new_task


class Deliveries:
    """Counts what became of the tasks. The reports come from the producer's own thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.failed = 0

    def succeeded(self, task: Task, at: RecordMetadata) -> None:
        report = {"delivered": task["id"], "partition": at.partition, "offset": at.offset}
        with self._lock:
            print(json.dumps(report), flush=True)

    def failed_with(self, task: Task, error: KafkaError) -> None:
        with self._lock:
            self.failed += 1
            print(f"Error: task {task['id']} was not delivered: {in_words(error)}", file=sys.stderr, flush=True)


def send(producer: KafkaProducer, topic: str, task: Task, deliveries: Deliveries) -> None:
    """Hands a task to the producer, which sends it in the background. One key means one partition, and so an order."""
    try:
        future = producer.send(topic, key=str(task["id"]).encode(), value=encode(task))
    except KafkaError as error:  # what is known at once: no such topic, no right to it, too large
        deliveries.failed_with(task, error)
        return
    future.add_callback(lambda at: deliveries.succeeded(task, at))
    future.add_errback(lambda error: deliveries.failed_with(task, error))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--topic", default="ai-task-queue")
    parser.add_argument("--count", type=int, default=10, help="tasks to send; 0: until stopped (default: 10)")
    parser.add_argument("--interval", type=float, default=0, help="seconds between two tasks (default: 0)")
    parser.add_argument("--timeout", type=float, default=30, help="seconds that a delivery may take (default: 30)")
    options = parser.parse_args()

    stopped = stop.on_signal()
    limit = int(options.timeout * 1000)
    try:
        producer = KafkaProducer(
            **connection(),
            client_id="ai-task-producer",
            acks="all",
            delivery_timeout_ms=limit,
            request_timeout_ms=min(limit, 10_000),
            max_block_ms=limit,
            bootstrap_timeout_ms=limit,
            allow_auto_create_topics=False,
        )
    except KafkaError as error:
        not_connected(error)
    try:
        producer.partitions_for(options.topic)
    except KafkaTimeoutError:
        fail(f"topic {options.topic} is not there")
    except KafkaError as error:
        fail(in_words(error))
    deliveries = Deliveries()
    sent = 0
    while not stopped.is_set() and (options.count == 0 or sent < options.count):
        sent += 1
        send(producer, options.topic, new_task(sent), deliveries)
        stopped.wait(options.interval)
    # Sends what is still waiting; each task is reported by then, one way or the other.
    producer.close(timeout=options.timeout)
    return 1 if deliveries.failed else 0


if __name__ == "__main__":
    sys.exit(main())
