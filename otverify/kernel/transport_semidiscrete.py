"""Certificates for semi-discrete transport: finitely many points x_i, intervals and atoms y on the line.

The problem ``{"masses", "components", "rows"}``, optionally with ``curvature``:
masses μ_i; components [a, b, mass], uniform on [a, b] or an atom if a = b, in increasing order; and for
each i the knots [y, value] of a continuous piecewise linear function r_i on an interval that covers all
components. The cost is c(x_i, y) = r_i(y) + curvature · y²: squared costs on the line are of this form.

A plan is a list of pieces [i, a, b, mass], uniform on [a, b]. If r_i - f_i <= r_k - f_k for all k on every
piece of i, plan and potential are optimal: equality c = f ⊕ g holds on the plan for g = min_k c_k - f_k.
Every optimal f satisfies these inequalities on the closed pieces of every optimal plan, so
f_i - f_j <= min (r_i - r_j) over the closed pieces of j, and differences are shortest path problems.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction

from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.transport_data import Json, fields, parse_integer, parse_rational, shown
from otverify.kernel.transport_optimal import OptimalValue
from otverify.kernel.transport_widths import Width

MAX_ROWS = 512
MAX_ITEMS = 1 << 14

Piece = tuple[int, Fraction, Fraction, Fraction]
Knots = list[tuple[Fraction, Fraction]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SemiDiscrete:
    """The parsed problem."""

    masses: list[Fraction]
    components: list[tuple[Fraction, Fraction, Fraction]]
    rows: list[Knots]
    curvature: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class SemiDiscreteWidths:
    """highest[i][j] = max(f_i - f_j) over all optimal potentials; None at points without mass."""

    highest: tuple[tuple[Fraction | None, ...], ...]

    @property
    def dimension(self) -> int:
        """The dimension of the set of optimal potentials modulo constants, at points of positive mass.

        The set is {f: f_i - f_j <= highest[i][j]}, every bound attained. Differences are fixed within the
        classes of the relation highest[i][j] + highest[j][i] = 0, and one inequality between two classes is
        strict at some potential for each pair, hence all of them at an average: classes - 1.
        """
        classes: list[int] = []
        for i, row in enumerate(self.highest):
            if row[i] is not None and all(_gap(self.highest, i, k) != 0 for k in classes):
                classes.append(i)
        return len(classes) - 1


def check_semidiscrete(problem: Json, certificate: Json) -> OptimalValue:
    """Certificate ``{"kind": "semidiscrete", "pieces", "f"}``: the plan and the potential are optimal.

    O(pieces · rows · knots).
    """
    data = fields(certificate, "certificate", required=("kind", "pieces", "f"))
    stated = parse_semidiscrete(problem)
    pieces = _pieces(data["pieces"], stated)
    _check_marginals(stated, pieces)
    _check_potential(stated, pieces, f=_potential(data["f"], stated))
    total = Fraction(0)
    for i, a, b, mass in pieces:
        total += mass * _average(stated.rows[i], a, b)
    for a, b, mass in stated.components:
        total += stated.curvature * mass * (a * a + a * b + b * b) / 3
    return OptimalValue(value=total)


def check_semidiscrete_widths(problem: Json, certificate: Json) -> SemiDiscreteWidths:
    """Certificate ``{"kind": "semidiscrete-widths", "pieces", "f"}``, an optimal pair; widths derived here.

    Shortest distances for the weights min (r_i - r_j) over the pieces of j. O(rows³).
    """
    data = fields(certificate, "certificate", required=("kind", "pieces", "f"))
    check_semidiscrete(problem, {**data, "kind": "semidiscrete"})
    stated = parse_semidiscrete(problem)
    pieces = _pieces(data["pieces"], stated)
    n = len(stated.rows)
    distance: list[list[Fraction | None]] = [[None] * n for _ in range(n)]
    for j, a, b, _ in pieces:
        for i in range(n):
            if stated.masses[i]:
                least = min(
                    _value(stated.rows[i], y) - _value(stated.rows[j], y)
                    for y in _critical(stated.rows[i], stated.rows[j], a=a, b=b)
                )
                known = distance[i][j]
                distance[i][j] = least if known is None else min(known, least)
    for k in range(n):
        for i in range(n):
            first = distance[i][k]
            if first is None:
                continue
            for j in range(n):
                second, known = distance[k][j], distance[i][j]
                if second is not None and (known is None or first + second < known):
                    distance[i][j] = first + second
    return SemiDiscreteWidths(highest=tuple(tuple(row) for row in distance))


def check_semidiscrete_width(problem: Json, certificate: Json) -> Width:
    """Certificate ``{"kind": "semidiscrete-width", "between": [i, j], "pieces", "highest", "lowest"}``.

    ``highest`` holds an optimal ``f`` and a ``path`` {"rows": [i, .., j], "points"}: the k-th point lies
    in a closed piece of row k + 1, so f_a - f_b <= r_a(y) - r_b(y), and the sum is attained. ``lowest``
    the same from j to i.
    """
    data = fields(certificate, "certificate", required=("kind", "between", "pieces", "highest", "lowest"))
    stated = parse_semidiscrete(problem)
    pieces = _pieces(data["pieces"], stated)
    _check_marginals(stated, pieces)
    between = data["between"]
    if type(between) is not list or len(between) != 2:
        raise Malformed("between: expected [i, j]")
    i, j = (parse_integer(k, "between", least=0, most=len(stated.rows) - 1) for k in between)
    bounds = []
    for name, (start, end) in (("highest", (i, j)), ("lowest", (j, i))):
        side = fields(data[name], name, required=("f", "path"))
        f = _potential(side["f"], stated)
        _check_potential(stated, pieces, f=f)
        bound = _along(stated, pieces, path=side["path"], start=start, end=end)
        if f[start] - f[end] != bound:
            raise Rejected(f"{name}: the potential does not attain the bound {shown(bound)}")
        bounds.append(bound)
    return Width(highest=bounds[0], lowest=-bounds[1])


def parse_semidiscrete(data: Json) -> SemiDiscrete:
    """The semi-discrete problem stated by ``data``."""
    data = fields(data, "problem", required=("masses", "components", "rows"), optional=("curvature",))
    masses = [parse_rational(v, "masses") for v in _list(data["masses"], "masses", most=MAX_ROWS)]
    components: list[tuple[Fraction, Fraction, Fraction]] = []
    for item in _list(data["components"], "components", most=MAX_ITEMS):
        a, b, mass = (parse_rational(v, "components") for v in _list(item, "components", exactly=3))
        if b < a or mass <= 0 or (components and (a < components[-1][1] or (a, b) <= components[-1][:2])):
            raise Malformed("components: expected increasing [a, b, mass] with a <= b and mass > 0")
        components.append((a, b, mass))
    rows = [_knots(row) for row in _list(data["rows"], "rows", most=MAX_ROWS)]
    if len(rows) != len(masses) or min(masses) < 0:
        raise Malformed("problem: expected one mass >= 0 per row")
    if sum(masses) != sum(mass for _, _, mass in components):
        raise Malformed("problem: the total masses differ")
    if any(row[0][0] > components[0][0] or row[-1][0] < components[-1][1] for row in rows):
        raise Malformed("rows: the knots do not cover the components")
    curvature = parse_rational(data.get("curvature", 0), "curvature")
    return SemiDiscrete(masses=masses, components=components, rows=rows, curvature=curvature)


def _gap(highest: tuple[tuple[Fraction | None, ...], ...], i: int, k: int) -> Fraction | None:
    """The width of f_i - f_k; None if it has no bound."""
    up, down = highest[i][k], highest[k][i]
    return None if up is None or down is None else up + down


def _knots(data: Json) -> Knots:
    knots: Knots = []
    for item in _list(data, "rows", most=MAX_ITEMS):
        y, value = (parse_rational(v, "rows") for v in _list(item, "rows", exactly=2))
        if knots and y <= knots[-1][0]:
            raise Malformed("rows: expected increasing knots")
        knots.append((y, value))
    return knots


def _pieces(data: Json, stated: SemiDiscrete) -> list[Piece]:
    pieces = []
    for item in _list(data, "pieces", most=MAX_ITEMS):
        row, *numbers = _list(item, "pieces", exactly=4)
        i = parse_integer(row, "pieces", least=0, most=len(stated.rows) - 1)
        a, b, mass = (parse_rational(v, "pieces") for v in numbers)
        if b < a or mass <= 0:
            raise Malformed("pieces: expected [i, a, b, mass] with a <= b and mass > 0")
        pieces.append((i, a, b, mass))
    return pieces


def _potential(data: Json, stated: SemiDiscrete) -> list[Fraction]:
    values = [parse_rational(v, "f") for v in _list(data, "f", most=MAX_ROWS)]
    if len(values) != len(stated.rows):
        raise Malformed(f"f: expected {len(stated.rows)} values")
    return values


def _list(data: Json, where: str, *, most: int = MAX_ITEMS, exactly: int | None = None) -> list[Json]:
    if type(data) is not list or not 0 < len(data) <= most or (exactly is not None and len(data) != exactly):
        raise Malformed(f"{where}: expected a list of {exactly or f'at most {most}'} items")
    return data


def _check_marginals(stated: SemiDiscrete, pieces: list[Piece]) -> None:
    for i, wanted in enumerate(stated.masses):
        given = sum((mass for k, _, _, mass in pieces if k == i), Fraction(0))
        if given != wanted:
            raise Rejected(f"the pieces give point {i} the mass {shown(given)} instead of {shown(wanted)}")
    # density and atoms of the components minus those of the pieces, as jumps; both must vanish
    jumps: dict[Fraction, Fraction] = {}
    atoms: dict[Fraction, Fraction] = {}
    signed = [(a, b, mass) for a, b, mass in stated.components]
    signed += [(a, b, -mass) for _, a, b, mass in pieces]
    for a, b, mass in signed:
        if a == b:
            atoms[a] = atoms.get(a, Fraction(0)) + mass
        else:
            density = mass / (b - a)
            jumps[a] = jumps.get(a, Fraction(0)) + density
            jumps[b] = jumps.get(b, Fraction(0)) - density
    for name, table in (("density", jumps), ("atom", atoms)):
        wrong = [y for y, value in sorted(table.items()) if value]
        if wrong:
            raise Rejected(f"the pieces do not have the {name} of the components at {shown(wrong[0])}")


def _check_potential(stated: SemiDiscrete, pieces: list[Piece], *, f: list[Fraction]) -> None:
    """r_i - f_i <= r_k - f_k on every piece of i, for all k of positive mass."""
    for i, a, b, _ in pieces:
        for k, row in enumerate(stated.rows):
            if not stated.masses[k]:
                continue
            for y in _critical(stated.rows[i], row, a=a, b=b):
                if _value(stated.rows[i], y) - f[i] > _value(row, y) - f[k]:
                    raise Rejected(
                        f"the potential is not optimal: at {shown(y)} point {k} is cheaper than {i}"
                    )


def _along(stated: SemiDiscrete, pieces: list[Piece], *, path: Json, start: int, end: int) -> Fraction:
    data = fields(path, "path", required=("rows", "points"))
    rows = [parse_integer(k, "path", least=0, most=len(stated.rows) - 1) for k in _list(data["rows"], "path")]
    points = [parse_rational(y, "path") for y in _list(data["points"], "path")]
    if len(rows) != len(points) + 1 or rows[0] != start or rows[-1] != end:
        raise Malformed("path: expected a point between any two rows, from the one atom to the other")
    if not all(stated.masses[k] for k in rows):
        raise Rejected("the path visits a point without mass")
    bound = Fraction(0)
    for here, y, there in zip(rows, points, rows[1:], strict=False):
        if not any(k == there and a <= y <= b for k, a, b, _ in pieces):
            raise Rejected(f"the point {shown(y)} is not in a piece of row {there}")
        bound += _value(stated.rows[here], y) - _value(stated.rows[there], y)
    return bound


def _critical(left: Knots, right: Knots, *, a: Fraction, b: Fraction) -> list[Fraction]:
    """Points that decide the sign of a difference on [a, b]: its ends and the knots between them."""
    inner = {y for y, _ in (*left, *right) if a < y < b}
    return [a, *sorted(inner), b]


def _value(knots: Knots, y: Fraction) -> Fraction:
    k = bisect_right(knots, y, key=lambda knot: knot[0])
    if k == 0 or (k == len(knots) and y != knots[-1][0]):
        raise Rejected(f"the point {shown(y)} is outside of the knots")
    if k == len(knots):
        return knots[-1][1]
    (y0, v0), (y1, v1) = knots[k - 1], knots[k]
    return v0 + (v1 - v0) * (y - y0) / (y1 - y0)


def _average(knots: Knots, a: Fraction, b: Fraction) -> Fraction:
    """The mean of a piecewise linear function over [a, b]."""
    if a == b:
        return _value(knots, a)
    points = _critical(knots, knots, a=a, b=b)
    total = Fraction(0)
    for left, right in itertools.pairwise(points):
        total += (right - left) * (_value(knots, left) + _value(knots, right)) / 2
    return total / (b - a)
