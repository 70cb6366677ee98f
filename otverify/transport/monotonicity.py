"""c-cyclical monotonicity of a finite set of pairs: potentials if it holds, a shortest cycle if not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from otverify.errors import InvalidProblem
from otverify.kernel.errors import Rejected
from otverify.kernel.transport import check
from otverify.transport.candidates import Candidate
from otverify.transport.exact import certified
from otverify.transport.irrational import approximated, separating_potentials
from otverify.transport.outcomes import written_numbers
from otverify.transport.problems import TransportProblem, problem, to_integers, written_matrix
from otverify.transport.residual import NegativeCycle, SparseFlow, residual_potentials
from otverify.transport.tables import INT64_BOUND, Integers, RadicalTable, Table

#: how finely radicals are approximated: refined once before giving up
_PRECISIONS: Final = (64, 512)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Monotone:
    """The pairs are c-cyclically monotone; accepted by the kernel.

    ``f`` and ``g`` are potentials on the ``rows`` and ``columns`` that occur, f ⊕ g <= c with equality on
    the pairs; None for irrational costs, where the certificate defines them.
    """

    pairs: tuple[tuple[int, int], ...]
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    f: tuple[Fraction, ...] | None
    g: tuple[Fraction, ...] | None
    certificate: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Violated:
    """The pairs of ``cycle`` violate monotonicity, and no fewer do if ``shortest``; accepted by the kernel.

    Moving mass from (x_k, y_k) to (x_{k+1}, y_k) around the cycle lowers the cost by ``gain`` per unit
    (None for irrational costs).
    """

    pairs: tuple[tuple[int, int], ...]
    cycle: tuple[tuple[int, int], ...]
    gain: Fraction | None
    shortest: bool
    certificate: dict[str, Any]


def cyclical_monotonicity(
    cost: Table | RadicalTable, pairs: Sequence[tuple[int, int]]
) -> Monotone | Violated:
    """Decide whether Σ c(x_{k+1}, y_k) - c(x_k, y_k) >= 0 around all cycles of the pairs.

    Infinite costs are allowed off the pairs. O(n m) per sweep of Bellman-Ford when it holds, which takes
    few; O(k³ L) for k pairs and a shortest cycle of L pairs when it does not. The cycle is certified to be
    shortest for rational costs.
    """
    chosen = _checked(cost, pairs)
    if isinstance(cost, Table):
        return _decided(cost, chosen, exact=cost, bits=0)
    for bits in _PRECISIONS:
        try:
            return _decided(cost, chosen, exact=approximated(cost, bits), bits=bits)
        except Rejected as error:
            reason = str(error)
    raise InvalidProblem("cost", expected=f"sums that {_PRECISIONS[-1]} bits tell apart", got=reason)


def _decided(
    cost: Table | RadicalTable, pairs: tuple[tuple[int, int], ...], *, exact: Table, bits: int
) -> Monotone | Violated:
    """The answer for ``exact``, a rational cost with the relations of ``cost``, checked for ``cost``."""
    rows, columns = sorted({i for i, _ in pairs}), sorted({j for _, j in pairs})
    statement = {"cost": written_matrix(cost), "pairs": [list(pair) for pair in pairs]}
    own, flow = _own_problem(exact, pairs, rows=rows, columns=columns)
    data = to_integers(own)
    found = residual_potentials(data.cost, flow, blocked=data.infinite)
    is_rational = isinstance(cost, Table)
    if isinstance(found, NegativeCycle):
        cycle = _shortest_cycle(exact, pairs)
        certificate: dict[str, Any] = {"kind": "violating-cycle", "cycle": cycle, "shortest": is_rational}
        violation = check(statement, certificate)
        return Violated(
            pairs=pairs,
            cycle=tuple(pairs[k] for k in cycle),
            gain=violation.gain,
            shortest=violation.shortest,
            certificate=certificate,
        )
    optimum = certified(own, data, found=Candidate(flow=flow, f=found[0], g=found[1]))
    if is_rational:
        certificate = {
            "kind": "monotone",
            "f": written_numbers(found[0], data.cost_unit),
            "g": written_numbers(found[1], data.cost_unit),
        }
    else:
        certificate = {"kind": "monotone"} | separating_potentials(optimum, bits=bits)
    check(statement, certificate)
    potentials = optimum.potentials if is_rational else None
    return Monotone(
        pairs=pairs,
        rows=tuple(rows),
        columns=tuple(columns),
        f=potentials.f if potentials else None,
        g=potentials.g if potentials else None,
        certificate=certificate,
    )


def _checked(cost: Table | RadicalTable, pairs: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    chosen = tuple(sorted({(int(i), int(j)) for i, j in pairs}))
    if not chosen:
        raise InvalidProblem("pairs", expected="at least one pair", got="none")
    for i, j in chosen:
        if not (0 <= i < cost.shape[0] and 0 <= j < cost.shape[1]) or cost.entry(i, j) is None:
            raise InvalidProblem("pairs", expected="pairs of finite cost in the table", got=(i, j))
    return chosen


def _own_problem(
    cost: Table, pairs: tuple[tuple[int, int], ...], *, rows: list[int], columns: list[int]
) -> tuple[TransportProblem, SparseFlow]:
    """The problem whose plan has mass 1 on each pair: the pairs are monotone iff that plan is optimal."""
    i = np.searchsorted(rows, [pair[0] for pair in pairs])
    j = np.searchsorted(columns, [pair[1] for pair in pairs])
    own = problem(np.bincount(i).tolist(), np.bincount(j).tolist(), cost=cost.restricted(rows, columns))
    return own, SparseFlow(rows=i, columns=j, masses=np.ones(len(pairs), dtype=np.int64))


def _shortest_cycle(cost: Table, pairs: tuple[tuple[int, int], ...]) -> list[int]:
    """Positions of a cycle of fewest pairs with a negative sum, by min-plus powers."""
    step = _steps(cost, pairs)
    walk = step
    choices: list[NDArray[np.int64]] = []
    for _ in pairs:
        closed = walk.diagonal()
        if int(closed.min()) < 0:
            return _traced(int(closed.argmin()), choices)
        walk, chosen = _extended(walk, step)
        choices.append(chosen)
    raise RuntimeError("a negative cycle was announced but not found")


def _steps(cost: Table, pairs: tuple[tuple[int, int], ...]) -> Integers:
    """step[a, b] = c(x_b, y_a) - c(x_a, y_a), far above all sums where it is infinite."""
    rows, columns = np.array([i for i, _ in pairs]), np.array([j for _, j in pairs])
    values = cost.numerators
    largest = max(int(values.max()), -int(values.min())) + 1
    far = 8 * largest * (len(pairs) + 1)
    if values.dtype != object and 8 * far >= INT64_BOUND:
        values = values.astype(object)
    step: Integers = values[np.ix_(rows, columns)].T - values[rows, columns][:, None]
    if cost.infinite is not None:
        step[cost.infinite[np.ix_(rows, columns)].T] = far
    return step


def _extended(walk: Integers, step: Integers) -> tuple[Integers, NDArray[np.int64]]:
    """walk ⊗ step, and the last but one node of each best walk."""
    best = walk[:, 0, None] + step[0]
    via = np.zeros(walk.shape, dtype=np.int64)
    for k in range(1, len(walk)):
        longer = walk[:, k, None] + step[k]
        better = longer < best
        best[better] = longer[better]
        via[better] = k
    return best, via


def _traced(node: int, choices: list[NDArray[np.int64]]) -> list[int]:
    """The closed walk at ``node``, from the last step back."""
    cycle = [node]
    here = node
    for via in reversed(choices):
        here = int(via[node, here])
        cycle.append(here)
    return [cycle[0], *cycle[:0:-1]]
