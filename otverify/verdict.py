"""What the checker says: verdicts, the evidence behind them, and the certificates that carry them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

Json = Any


class Status(Enum):
    """The possible verdicts. The order of strength is defined by :func:`weakest`."""

    PROVED = "PROVED"
    CERTIFIED = "CERTIFIED"
    SUPPORTED = "SUPPORTED"
    REFUTED = "REFUTED"
    UNDECIDED = "UNDECIDED"
    NOT_COMPUTABLE = "NOT_COMPUTABLE"
    NOT_ATTEMPTED = "NOT_ATTEMPTED"

    @property
    def holds(self) -> bool:
        """True for the three verdicts that speak for the claim."""
        return self in (Status.PROVED, Status.CERTIFIED, Status.SUPPORTED)


#: a refuted obligation refutes the claim; then whatever is open; then the weaker kind of support
_WEAKEST_FIRST = (
    Status.REFUTED,
    Status.UNDECIDED,
    Status.NOT_ATTEMPTED,
    Status.NOT_COMPUTABLE,
    Status.SUPPORTED,
    Status.CERTIFIED,
    Status.PROVED,
)


def weakest(statuses: Iterable[Status]) -> Status:
    """A claim is as strong as its weakest obligation; without obligations it is not attempted."""
    found = set(statuses)
    return next((status for status in _WEAKEST_FIRST if status in found), Status.NOT_ATTEMPTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How an obligation was decided.

    ``statement`` is its canonical JSON, ``certificate`` what the kernel accepted (or the record of a
    sampling run), ``instances`` the number of admissible instances tried, ``seconds`` the time it took.
    """

    label: str
    status: Status
    method: str
    reason: str = ""
    statement: Json = None
    certificate: Json = None
    instances: int = 0
    witness: str = ""
    seconds: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The verdict on one form of a claim (as printed, one reading, or corrected)."""

    status: Status
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""

    @property
    def witness(self) -> str:
        """The counterexample, if the claim is refuted."""
        return next((e.witness for e in self.evidence if e.status is Status.REFUTED), "")

    @property
    def instances(self) -> int:
        """The smallest number of admissible instances over the sampled obligations."""
        counts = [e.instances for e in self.evidence if e.status is Status.SUPPORTED]
        return min(counts, default=0)

    def __str__(self) -> str:
        if self.status is Status.SUPPORTED:
            return f"SUPPORTED({self.instances})"
        return f"{self.status.value}({self.reason})" if self.reason else self.status.value


def combine(evidence: Iterable[Evidence], reason: str = "") -> Verdict:
    """The verdict of a list of decided obligations."""
    items = tuple(evidence)
    status = weakest(e.status for e in items)
    if status is Status.UNDECIDED and not reason:
        reason = next(e.reason for e in items if e.status is Status.UNDECIDED)
    return Verdict(status=status, evidence=items, reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Everything about one claim: the printed form, its readings, and the corrected form."""

    claim: str
    paper: str
    at: str
    printed: Verdict
    readings: tuple[tuple[str, Verdict], ...] = ()
    corrected: Verdict | None = None
    corrected_statement: str = ""
    seconds: float = field(default=0.0, compare=False)

    @property
    def status(self) -> Status:
        """The verdict on the claim as printed."""
        return self.printed.status
