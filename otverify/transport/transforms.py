"""c-transforms, c-subdifferentials and Rüschendorf's formula on finite sets, exactly.

Conventions: f^c_j = min over i of c_ij - f_i, pairs of infinite cost left out, and f ⊕ g <= c. A potential
may be None at a point where it is -∞ (or where an infimum over nothing would be +∞, which is said below).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from otverify.errors import InvalidProblem
from otverify.transport.measures import Exact, rational
from otverify.transport.tables import INT64_BOUND, Integers, Table, exact_array

#: a value of a potential; None is -∞ for an argument and +∞ for a transform over no point
Value = Fraction | None


def c_transform(cost: Table, potential: Sequence[Exact | None]) -> tuple[Value, ...]:
    """f^c_j = min over i with f_i > -∞ and c_ij < ∞ of c_ij - f_i, for a potential f on the rows.

    None in the result is +∞: no pair is left. Transform a potential on the columns with
    ``cost.transposed()``. O(n m). T. Staudt, S. Hundrieser, A. Munk, On the Uniqueness of Kantorovich
    Potentials, eq. (3).

    >>> from otverify.transport.tables import table
    >>> c_transform(table([[0, 1], [1, 0]]), [0, 3])
    (Fraction(-2, 1), Fraction(-3, 1))
    """
    f = _values(potential, size=cost.shape[0])
    return tuple(
        min(
            (c - value for c, value in zip(column, f, strict=True) if c is not None and value is not None),
            default=None,
        )
        for column in zip(*cost.rows(), strict=True)
    )


def subdifferential(
    cost: Table, f: Sequence[Exact | None], *, g: Sequence[Exact | None]
) -> tuple[tuple[int, int], ...]:
    """The contact set {(i, j): f_i + g_j = c_ij}; with g = f^c it is the c-subdifferential of f. O(n m)."""
    left, right = _values(f, size=cost.shape[0]), _values(g, size=cost.shape[1])
    return tuple(
        (i, j)
        for i, row in enumerate(cost.rows())
        for j, c in enumerate(row)
        if c is not None and left[i] is not None and right[j] is not None and left[i] + right[j] == c  # type: ignore[operator]
    )


def is_c_concave(cost: Table, potential: Sequence[Exact | None]) -> bool:
    """Whether f = f^cc on the rows, so that f is a c-transform of something. O(n m)."""
    transform = c_transform(cost, potential)
    if None in transform:
        return False
    return c_transform(cost.transposed(), transform) == tuple(_values(potential, size=cost.shape[0]))


def rueschendorf(
    cost: Table, pairs: Sequence[tuple[int, int]], *, start: tuple[int, int] | None = None
) -> tuple[Value, ...]:
    """ψ_i = inf Σ_{k=0..N} c(x_{k+1}, y_k) - c(x_k, y_k) over chains of pairs ending at x_{N+1} = x_i.

    With ``start`` all chains begin at that pair (L. Rüschendorf, Statist. Probab. Lett. 27 (1996)); without,
    at any pair (G. Friesecke, T. Ried, Partial regularity of optimal transport with Coulomb cost, (4.4)).
    ψ is a potential whose contact set contains the pairs, provided these are c-cyclically monotone; None
    is +∞, no chain arrives.

    Raises InvalidProblem if the pairs are not c-cyclically monotone: then the infimum is -∞. O(k² (k + n))
    for k pairs, by shortest paths.
    """
    if not pairs or (start is not None and start not in pairs):
        raise InvalidProblem("pairs", expected="a non-empty set that contains the start", got=start)
    rows = cost.rows()
    own = []
    for i, j in pairs:
        value = rows[i][j]
        if value is None:
            raise InvalidProblem("pairs", expected="pairs of finite cost", got=(i, j))
        own.append(value)
    # best[k]: cheapest chain whose last pair is k, its own step not yet taken
    best: list[Value] = [Fraction(0) if start is None or pair == start else None for pair in pairs]
    for sweep in range(len(pairs) + 1):
        changed = False
        for k, (_, j) in enumerate(pairs):
            here = best[k]
            if here is None:
                continue
            for other, (i, _) in enumerate(pairs):
                step = rows[i][j]
                if step is None:
                    continue
                known = best[other]
                if known is None or here + step - own[k] < known:
                    best[other] = here + step - own[k]
                    changed = True
        if not changed:
            break
        if sweep == len(pairs):
            raise InvalidProblem("pairs", expected="a c-cyclically monotone set", got="a negative cycle")
    return tuple(
        min(
            (
                here + row[j] - value  # type: ignore[operator]
                for (_, j), here, value in zip(pairs, best, own, strict=True)
                if here is not None and row[j] is not None
            ),
            default=None,
        )
        for row in rows
    )


def lower_envelope(cost: Integers, potential: Integers, *, usable: NDArray[np.bool_]) -> Integers:
    """min over usable pairs of cost - potential, row by row, in integers; 0 where no pair is usable."""
    if not cost.size:
        return np.zeros(len(cost), dtype=np.int64)
    sizes = [max(int(array.max()), -int(array.min())) for array in (cost, potential)]
    machine = cost.dtype != object and potential.dtype != object and 4 * sum(sizes) + 4 < INT64_BOUND
    kind = np.int64 if machine else object
    beyond = 2 * sum(sizes) + 1
    reduced = np.where(usable, cost.astype(kind) - potential.astype(kind), beyond)
    lowest = reduced.min(axis=1)
    return exact_array(np.where(lowest == beyond, 0, lowest))


def _values(potential: Sequence[Exact | None], *, size: int) -> list[Value]:
    if len(potential) != size:
        raise InvalidProblem("potential", expected=f"{size} values", got=len(potential))
    return [None if v is None else rational(v, where=f"potential[{k}]") for k, v in enumerate(potential)]
