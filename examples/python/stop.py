"""Ending on SIGTERM (Kubernetes) and SIGINT (Ctrl-C), after the work at hand."""

from __future__ import annotations

import signal
import threading


def on_signal() -> threading.Event:
    """An event that is set by the first signal; the second ends the program at once, as it would without this."""
    stop = threading.Event()

    def handle(number: int, _frame: object) -> None:
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, handle)
    return stop
