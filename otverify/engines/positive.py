"""What the searches for positivity return."""

from __future__ import annotations

from dataclasses import dataclass, field

from otverify.kernel.terms import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Positive:
    """``Π multiplier * target = Σ terms + Σ zeros`` in the JSON of the kernel's rule "products"."""

    terms: list[Json]
    zeros: list[Json] = field(default_factory=list)
    multiplier: list[Json] = field(default_factory=list)
