"""Certificates about the range of f_i - f_j over all optimal potentials.

See :mod:`otverify.kernel.transport_pairs` for the description of the dual optimal face.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.transport_arrays import LIMIT, Array, max_abs
from otverify.kernel.transport_data import Json, fields, indices, parse_problem, shown
from otverify.kernel.transport_pairs import OptimalPair, components, full_labels, optimal_pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Width:
    """{f_i - f_j} over all optimal potentials is exactly [lowest, highest]; None is no bound."""

    lowest: Fraction | None
    highest: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Widths:
    """max(f_i - f_j) = base[i] - base[j] + distance[k(i)][k(j)] over all optimal potentials.

    ``component`` is k, -1 for atoms without mass; ``distance`` has numerators over ``denominator`` and a
    negative entry where there is no bound.
    """

    component: tuple[int, ...]
    base: tuple[Fraction, ...]
    distance: Array
    denominator: int

    def highest(self, i: int, j: int) -> Fraction | None:
        """max(f_i - f_j); None if unbounded."""
        k, l = self.component[i], self.component[j]  # noqa: E741
        if k < 0 or l < 0:
            raise IndexError("an atom without mass")
        step = int(self.distance[k, l])
        return None if step < 0 else self.base[i] - self.base[j] + Fraction(step, self.denominator)

    def lowest(self, i: int, j: int) -> Fraction | None:
        """min(f_i - f_j); None if unbounded."""
        highest = self.highest(j, i)
        return None if highest is None else -highest


def check_widths(problem: Json, certificate: Json) -> Widths:
    """Certificate ``{"kind": "widths", "plan", "f", "g"}``, an optimal pair; all widths are derived here.

    They are shortest distances between the components, by the algorithm of Floyd and Warshall:
    O(n m + K³) for K components.
    """
    pair = optimal_pair(problem, certificate)
    rows, columns, count = components(pair.free)
    distance = _distances(_weights(pair, rows, columns=columns, count=count))
    stated = parse_problem(problem)
    return Widths(
        component=full_labels(rows, at=pair.rows, size=stated.shape[0]),
        base=tuple(Fraction(value, pair.f.denominator) for value in pair.f.numerators.tolist()),
        distance=distance,
        denominator=pair.denominator,
    )


def check_width(problem: Json, certificate: Json) -> Width:
    """Certificate ``{"kind": "width", "between": [i, j], "plan", "highest", "lowest"}``.

    ``highest`` holds optimal potentials ``f``, ``g`` and a ``path`` {"rows": [i, .., j], "columns"} on
    which f_a - f_b <= c_ay - c_by telescopes to their difference f_i - f_j; ``lowest`` the same from j to
    i. In place of the path, an ``escape`` {"rows", "columns"} is a set of atoms that may be shifted up
    for ever: no bound.
    """
    data = fields(certificate, "certificate", required=("kind", "between", "plan", "highest", "lowest"))
    between = indices(data["between"], "between", below=len(parse_problem(problem).supply), length=2).tolist()
    sides: list[Fraction | None] = []
    for name, (start, end) in (("highest", between), ("lowest", between[::-1])):
        side = fields(data[name], name, required=("f", "g"), optional=("path", "escape"))
        pair = optimal_pair(
            problem,
            {"kind": "width", "plan": data["plan"], "f": side["f"], "g": side["g"]},
        )
        if not {start, end} <= set(pair.rows.tolist()):
            raise Malformed("between: an atom without mass")
        if ("path" in side) == ("escape" in side):
            raise Malformed(f"{name}: expected either a path or an escape")
        if "path" in side:
            sides.append(_along_path(pair, side["path"], problem=problem, start=start, end=end))
        else:
            _check_escape(pair, side["escape"], start=start, end=end)
            sides.append(None)
    highest, negative_lowest = sides
    return Width(lowest=None if negative_lowest is None else -negative_lowest, highest=highest)


def _weights(pair: OptimalPair, rows: Array, *, columns: Array, count: int) -> Array:
    """The tightest bound of A_k - A_l by one pair; -1 where there is none. All bounds are >= 0."""
    big = max_abs(pair.reduced) + 1
    weights = np.full((count, count), big, dtype=pair.reduced.dtype)
    _lower(weights, np.where(pair.takes, pair.reduced, big), left=rows, right=columns)
    _lower(weights, np.where(pair.gives, -pair.reduced, big).T, left=columns, right=rows)
    np.fill_diagonal(weights, 0)
    weights[weights == big] = -1
    return weights


def _lower(weights: Array, values: Array, *, left: Array, right: Array) -> None:
    """weights[left[i], right[j]] = min with values[i, j]."""
    by_row, by_column = np.argsort(left, kind="stable"), np.argsort(right, kind="stable")
    top, side = left[by_row], right[by_column]
    starts = (np.flatnonzero(np.diff(top, prepend=-1)), np.flatnonzero(np.diff(side, prepend=-1)))
    blocks = np.minimum.reduceat(values[np.ix_(by_row, by_column)], starts[0], axis=0)
    blocks = np.minimum.reduceat(blocks, starts[1], axis=1)
    index = np.ix_(top[starts[0]], side[starts[1]])
    weights[index] = np.minimum(weights[index], blocks)


def _distances(weights: Array) -> Array:
    """Shortest distances for weights >= 0; -1 marks an absent arc and an infinite distance."""
    count = len(weights)
    longest = max_abs(weights) * count + 1
    machine = weights.dtype != object and 2 * longest < LIMIT
    distance = weights.astype(np.int64 if machine else object)
    distance[weights < 0] = longest
    for k in range(count):
        np.minimum(distance, distance[:, k, None] + distance[k], out=distance)
    return np.where(distance >= longest, -1, distance)


def _along_path(pair: OptimalPair, data: Json, *, problem: Json, start: int, end: int) -> Fraction:
    """The bound of f_start - f_end that a path proves, if the potentials attain it."""
    stated = parse_problem(problem)
    path = fields(data, "path", required=("rows", "columns"))
    columns = indices(path["columns"], "path.columns", below=stated.shape[1]).tolist()
    rows = indices(path["rows"], "path.rows", below=stated.shape[0], length=len(columns) + 1).tolist()
    if rows[0] != start or rows[-1] != end:
        raise Rejected("the path does not join the two atoms")
    inner_rows = {row: k for k, row in enumerate(pair.rows.tolist())}
    inner_columns = {column: k for k, column in enumerate(pair.columns.tolist())}
    if not set(rows) <= set(inner_rows) or not set(columns) <= set(inner_columns):
        raise Rejected("the path visits an atom without mass")
    bound = 0
    for a, y, b in zip(rows, columns, rows[1:], strict=False):
        if not pair.takes[inner_rows[a], inner_columns[y]] or not pair.gives[inner_rows[b], inner_columns[y]]:
            raise Rejected(f"the path may not go from {a} to {b} through {y}")
        bound += int(stated.cost[a, y]) - int(stated.cost[b, y])
    highest = Fraction(bound, stated.cost_denominator)
    f = pair.f.numerators
    if Fraction(int(f[start]) - int(f[end]), pair.f.denominator) != highest:
        raise Rejected(f"the potentials do not attain the bound {shown(highest)}")
    return highest


def _check_escape(pair: OptimalPair, data: Json, *, start: int, end: int) -> None:
    escape = fields(data, "escape", required=("rows", "columns"))
    rows = np.isin(pair.rows, indices(escape["rows"], "escape.rows", below=int(pair.rows.max()) + 1))
    columns = np.isin(
        pair.columns, indices(escape["columns"], "escape.columns", below=int(pair.columns.max()) + 1)
    )
    if not bool(rows[np.searchsorted(pair.rows, start)]) or bool(rows[np.searchsorted(pair.rows, end)]):
        raise Rejected("the escape does not separate the two atoms")
    if bool(pair.takes[np.ix_(rows, ~columns)].any()) or bool(pair.gives[np.ix_(~rows, columns)].any()):
        raise Rejected("the escape is held back by a pair")
