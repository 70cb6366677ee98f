"""A hard limit of time on code that does not look at the clock (SymPy, a large normal form)."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from otverify.engines.budget import TimedOut


@contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """Raise ``TimedOut`` inside the block after so many seconds of processor time.

    Signals reach only the main thread of a process; elsewhere, and on systems without SIGPROF, the block
    runs without this limit and the budget checks of the engines are the only ones.
    """
    if not hasattr(signal, "SIGPROF") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def fire(*_: object) -> None:
        raise TimedOut(f"{seconds:.3g} s were not enough")

    previous = signal.signal(signal.SIGPROF, fire)
    outer, _ = signal.setitimer(signal.ITIMER_PROF, max(seconds, 0.01))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, outer)
        signal.signal(signal.SIGPROF, previous)
