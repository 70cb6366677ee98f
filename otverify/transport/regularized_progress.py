"""Progress of long runs: a line on a stream, only once a run takes long."""

from __future__ import annotations

import sys
import time
from typing import Final, TextIO

from otverify.transport.regularized_newton import Step

_AFTER: Final = 2.0
_EVERY: Final = 1.0


class Progress:
    """Give it as ``progress=Progress()``: silent for ``after`` seconds, then a line every ``every`` seconds.

    >>> import io
    >>> lines = io.StringIO()
    >>> tell = Progress(lines, after=0.0, every=0.0)
    >>> tell(Step(epsilon=0.01, step=3, residual=2.5e-7, active=41))
    >>> lines.getvalue()
    'ε = 0.01, step 3: residual 2.5e-07, 41 pairs active\\n'
    """

    def __init__(self, stream: TextIO | None = None, *, after: float = _AFTER, every: float = _EVERY) -> None:
        self._stream, self._every = stream, every
        self._next = time.monotonic() + after

    def __call__(self, step: Step) -> None:
        """Say where the iteration is, if it is time to."""
        self.say(
            f"ε = {step.epsilon:g}, step {step.step}: residual {step.residual:.1e}, "
            f"{step.active} pairs active"
        )

    def say(self, text: str) -> None:
        """Write a line, if it is time to."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + self._every
        stream = sys.stderr if self._stream is None else self._stream
        stream.write(text + "\n")
        stream.flush()
