"""Takes tasks from the queue, as one of a group, and commits each batch once it is done.

One line of JSON a task on standard output: {"task": TASK, "partition": N, "offset": N}. A message that is no task is reported on standard
error and passed over. A task may come twice, after a crash between its work and the commit: do its work so that twice does no harm.
"""

from __future__ import annotations

import argparse
import json
import sys
import time

from kafka import KafkaConsumer
from kafka.consumer.fetcher import ConsumerRecord
from kafka.errors import CommitFailedError, KafkaError

import stop
from connection import connection, fail, in_words, not_connected
from tasks import decode


def process(record: ConsumerRecord) -> bool:
    """The work of one message; here it is printed. Gives whether it was a task."""
    try:
        task = decode(record.value)
    except ValueError as error:
        place = f"{record.topic}-{record.partition} at offset {record.offset}"
        print(f"Error: passed over a message that is no task, in {place}: {error}", file=sys.stderr, flush=True)
        return False
    print(json.dumps({"task": task, "partition": record.partition, "offset": record.offset}), flush=True)
    return True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--topic", default="ai-task-queue")
    parser.add_argument("--group", default="ai-task-processor")
    parser.add_argument("--count", type=int, default=0, help="ends after so many tasks; 0: when stopped (default: 0)")
    parser.add_argument("--timeout", type=float, default=30, help="seconds to wait for brokers (default: 30)")
    parser.add_argument("--idle", type=float, help="fails where no task came for so many seconds (default: never)")
    options = parser.parse_args()

    stopped = stop.on_signal()
    try:
        consumer = KafkaConsumer(
            options.topic,
            **connection(),
            client_id="ai-task-processor",
            group_id=options.group,
            auto_offset_reset="earliest",
            enable_auto_commit=False,
            bootstrap_timeout_ms=int(options.timeout * 1000),
            allow_auto_create_topics=False,
        )
    except KafkaError as error:
        not_connected(error)
    done, last = 0, time.monotonic()
    try:
        while not stopped.is_set() and (options.count == 0 or done < options.count):
            batches = consumer.poll(timeout_ms=500)
            for records in batches.values():
                done += sum(process(record) for record in records)
            if batches:
                last = time.monotonic()
                commit(consumer)
            elif options.idle is not None and time.monotonic() - last > options.idle:
                fail(f"no task in {options.topic} for {options.idle:g} s")
    except KafkaError as error:
        fail(in_words(error))
    finally:
        # Leaves the group, so that the others need not wait for this one to be missed. What is done has been committed.
        consumer.close(autocommit=False)
    return 0


def commit(consumer: KafkaConsumer) -> None:
    try:
        consumer.commit()
    except CommitFailedError:
        # The group went on without this consumer, which took too long: another has the partitions and does these tasks again.
        print("Error: the batch took longer than the group waits; its tasks will come again", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
