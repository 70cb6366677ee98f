"""Run a property over the instances of a Hypothesis strategy, every instance decided exactly.

A contradiction is shrunk by Hypothesis and returned with the instance; otherwise the number of admissible
instances is reported. A strategy that never meets the hypotheses is a failure, not a pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from otverify.engines.budget import Budget, NotFound
from otverify.instances import encode
from otverify.kernel.errors import Rejected
from otverify.kernel.terms import Json

KEPT = 5


@dataclass(slots=True)
class Sampled:
    """What a run over instances found."""

    admissible: int = 0
    drawn: int = 0
    kept: tuple[Json, ...] = ()
    failure: tuple[Any, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """An instance: does it meet the hypotheses, evidence against the property, certificates for it."""

    admissible: bool
    contradiction: Any = None
    certificates: tuple[Json, ...] = ()


class _Contradiction(Exception):
    pass


def sample(
    strategy: Any,
    decide: Callable[[Any], Decided],
    *,
    examples: int,
    budget: Budget,
) -> Sampled:
    """Draw instances and decide each; a few that hold are kept with their certificates."""
    from hypothesis import HealthCheck, Phase, assume, given, settings
    from hypothesis.errors import Flaky, Unsatisfiable

    result = Sampled()
    kept: list[Json] = []

    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        derandomize=True,
        print_blob=False,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def run(instance: Any) -> None:
        result.drawn += 1
        budget.check()
        decided = decide(instance)
        assume(decided.admissible)
        if decided.contradiction is not None:
            result.failure = (instance, decided.contradiction)
            raise _Contradiction
        result.admissible += 1
        if len(kept) < KEPT or (result.admissible % 37 == 0 and len(kept) < 3 * KEPT):
            kept.append({"instance": encode(instance), "certificates": list(decided.certificates)})

    try:
        run()
    except _Contradiction:
        pass
    except Unsatisfiable:
        raise NotFound("vacuous: no instance meets the hypotheses") from None
    except Flaky as error:
        raise NotFound(f"the property is not deterministic: {str(error)[:120]}") from None
    if result.failure is None and result.admissible == 0:
        raise NotFound("vacuous: no instance meets the hypotheses")
    result.kept = tuple(kept[:KEPT])
    return result


def obligations_of(answer: Iterable[Any] | None) -> list[Any]:
    """What a property said about an instance; nothing means: not admissible."""
    return [] if answer is None else list(answer)


__all__ = ["Rejected", "Sampled", "obligations_of", "sample"]
