"""A hard limit of time on code that does not look at the clock (SymPy, a large normal form)."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from otverify.engines.budget import TimedOut

#: callbacks of the garbage collector (of Hypothesis, of weak references): an exception in them is lost, so
#: that the alarm goes off a moment later
CALLBACKS = frozenset({"gc_callback", "remove"})


@contextmanager
def alarm(seconds: float) -> Iterator[object]:
    """Raise ``TimedOut`` inside the block after so many seconds of processor time.

    The block gets a token, the ``limit`` of the exception: limits may stand inside each other, and the one
    that ends first is raised. Signals reach only the main thread of a process; elsewhere, and on systems
    without SIGPROF, the block runs without this limit and the budget checks of the engines are the only ones.
    """
    token = object()
    if not hasattr(signal, "SIGPROF") or threading.current_thread() is not threading.main_thread():
        yield token
        return
    outer, _ = signal.getitimer(signal.ITIMER_PROF)
    if 0 < outer <= seconds:
        yield token
        return

    def fire(_: int, frame: FrameType | None) -> None:
        if frame is not None and frame.f_code.co_name in CALLBACKS:
            signal.setitimer(signal.ITIMER_PROF, 0.001)
            return
        raise TimedOut(f"{seconds:.3g} s were not enough", limit=token)

    started = time.process_time()
    previous = signal.signal(signal.SIGPROF, fire)
    signal.setitimer(signal.ITIMER_PROF, max(seconds, 0.01))
    try:
        yield token
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, previous)
        if outer:
            rest = outer - (time.process_time() - started)
            signal.setitimer(signal.ITIMER_PROF, max(rest, 0.001))
