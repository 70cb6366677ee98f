"""How long a search may take, and how it says that it found nothing."""

from __future__ import annotations

import time
from dataclasses import dataclass, field


class NotFound(Exception):
    """The search ended without a certificate; the text says why. Never a verdict on the statement."""


class TimedOut(NotFound):
    """The budget of the search ran out. ``limit`` names the alarm that rang, if one did."""

    def __init__(self, reason: str, *, limit: object = None) -> None:
        super().__init__(reason)
        self.limit = limit


@dataclass(slots=True)
class Budget:
    """A deadline in seconds of processor time, checked by the engines between steps.

    Processor time, so that a verdict does not depend on what else the machine does.
    """

    seconds: float
    started: float = field(default_factory=time.process_time)
    #: not before this time of the (cheap) wall clock can the deadline be reached
    _quiet_until: float = 0.0

    @property
    def left(self) -> float:
        """Seconds until the deadline."""
        return self.started + self.seconds - time.process_time()

    def check(self) -> None:
        """Raise ``TimedOut`` after the deadline."""
        now = time.monotonic()
        if now < self._quiet_until:
            return
        left = self.left
        if left <= 0:
            raise TimedOut(f"timeout after {self.seconds:g} s")
        # one thread uses no more processor time than passes on the wall; several stop this much later
        self._quiet_until = now + left / 2
