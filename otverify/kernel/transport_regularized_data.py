"""Strict parsing of regularised transport problems and of the numbers in their certificates.

A number is an int or a canonical string "p/q". Exact potentials may be too long for decimal strings (Python
refuses beyond 4300 digits): then ``{"hexadecimal": ["-1f", ...], "denominator": "3a"}``. Floats, booleans and
unknown keys are refused.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from flint import arb, ctx, fmpq

from otverify.kernel.errors import Malformed, Rejected

MAX_ATOMS: Final = 1 << 16
MAX_PAIRS: Final = 1 << 28
MAX_DIGITS: Final = 4000
MAX_HEXADECIMAL: Final = 1 << 17
MAX_TERMS: Final = 64

Json = Any
Row = list[int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class SquaredDistances:
    """c = scale · Σ_k gap_k²; gaps modulo ``period``, if any, in the units of the points."""

    x: list[list[int]]
    y: list[list[int]]
    scale: int
    period: int | None

    def row(self, i: int) -> Row:
        """Row i, in units of 1/denominator."""
        totals: list[int] = [0] * len(self.y)
        for axis, coordinate in enumerate(self.x[i]):
            gaps = [coordinate - point[axis] for point in self.y]
            if self.period is not None:
                period = self.period
                gaps = [min(gap % period, -gap % period) for gap in gaps]
            totals = [total + gap * gap for total, gap in zip(totals, gaps, strict=True)]
        return [total * self.scale for total in totals]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Masses a[i] / a_unit and b[j] / b_unit, all > 0, of equal total; costs by rows, None forbids a pair.

    Costs are in units of 1/denominator; if that is None they are sums of radicals, known by enclosure.
    """

    a: list[int]
    a_unit: int
    b: list[int]
    b_unit: int
    cost: SquaredDistances | list[Row] | list[list[Fraction | list[tuple[Fraction, int, int]] | None]]
    denominator: int | None
    epsilon: Fraction
    p: Fraction

    @property
    def q(self) -> Fraction:
        """The conjugate exponent p/(p-1)."""
        return self.p / (self.p - 1)

    def row(self, i: int) -> Row:
        """Row i of a rational cost, in units of 1/denominator."""
        if self.denominator is None:
            raise Rejected("the costs are not rational")
        return self.cost.row(i) if isinstance(self.cost, SquaredDistances) else self.cost[i]  # type: ignore[return-value]

    def rounded_rows(self, bits: int) -> Iterator[Row]:
        """Rows of integers k with the cost in [k, k + 2] · 2^-bits."""
        if self.denominator is None:
            known: dict[Any, int] = {}
            for forms in self.cost:  # type: ignore[union-attr]
                yield [None if form is None else _radical_floor(form, bits, known) for form in forms]
            return
        denominator = self.denominator
        for i in range(len(self.a)):
            yield [None if c is None else (c << bits) // denominator for c in self.row(i)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Potentials:
    """Exact values numerators[k] / denominator."""

    numerators: list[int]
    denominator: int

    def common(self, other: Potentials, unit: int) -> int:
        """A common denominator with another potential and with 1/unit."""
        return math.lcm(self.denominator, other.denominator, unit)

    def over(self, denominator: int) -> list[int]:
        """The numerators over a multiple of the denominator."""
        factor = denominator // self.denominator
        return [value * factor for value in self.numerators]

    def weighted(self, weights: list[int]) -> Fraction:
        """Σ weights · values."""
        return Fraction(sum(map(int.__mul__, weights, self.numerators)), self.denominator)


def fields(data: Json, where: str, *, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> Any:
    """``data`` as a dict with exactly the expected keys."""
    if type(data) is not dict or not all(type(key) is str for key in data):
        raise Malformed(f"{where}: expected an object, got {type(data).__name__}")
    if not set(required) <= set(data) <= {*required, *optional}:
        raise Malformed(f"{where}: expected the keys {sorted(required)}")
    return data


def parse_integer(value: Json, where: str, *, least: int, most: int) -> int:
    """A plain int (never a bool) within the given range."""
    if type(value) is not int or not least <= value <= most:
        raise Malformed(f"{where}: expected an integer from {least} to {most}")
    return value


def parse_integers(data: Json, where: str, *, length: int) -> list[int]:
    """A list of plain ints."""
    if type(data) is not list or len(data) != length or not set(map(type, data)) <= {int}:
        raise Malformed(f"{where}: expected a list of {length} integers")
    return data


def parse_rational(value: Json, where: str) -> Fraction:
    """An int, or a canonical string "p/q" (lowest terms, no sign but a leading minus)."""
    if type(value) is int:
        return Fraction(value)
    if type(value) is not str or len(value) > MAX_DIGITS:
        raise Malformed(f"{where}: expected an integer or 'p/q'")
    numerator, _, denominator = value.partition("/")
    digits = (numerator.removeprefix("-"), denominator or "1")
    if not all(part.isascii() and part.isdigit() for part in digits) or int(digits[1]) == 0:
        raise Malformed(f"{where}: expected an integer or 'p/q'")
    result = Fraction(int(numerator), int(digits[1]))
    if str(result) != value:
        raise Malformed(f"{where}: a fraction is not in lowest terms")
    return result


def parse_potentials(data: Json, where: str, *, length: int) -> Potentials:
    """A list of numbers, or an object of hexadecimal numerators over one denominator."""
    if type(data) is dict:
        data = fields(data, where, required=("hexadecimal", "denominator"))
        digits = data["hexadecimal"]
        if type(digits) is not list or len(digits) != length:
            raise Malformed(f"{where}: expected {length} entries")
        denominator = _hexadecimal(data["denominator"], where)
        if denominator < 1:
            raise Malformed(f"{where}: the denominator is not positive")
        return Potentials(numerators=[_hexadecimal(text, where) for text in digits], denominator=denominator)
    values = _rationals(data, where, length=length)
    unit = math.lcm(*(value.denominator for value in values))
    return Potentials(numerators=[int(value * unit) for value in values], denominator=unit)


def parse_problem(data: Json) -> Problem:
    """The problem ``{"source", "target", "cost", "epsilon", "p"}``.

    The cost is a matrix as nested lists of numbers, null (forbidden) or radicals [[q, N, b], ...] for
    Σ q·N^(1/b); or ``{"x", "y", "scale"}`` with points for scale·|x - y|², and ``"period"`` on a torus.
    """
    data = fields(data, "problem", required=("source", "target", "cost", "epsilon", "p"))
    a, a_unit = _masses(data["source"], "source")
    b, b_unit = _masses(data["target"], "target")
    if len(a) * len(b) > MAX_PAIRS:
        raise Malformed(f"problem: {len(a)} × {len(b)} pairs are too many")
    if sum(a) * b_unit != sum(b) * a_unit:
        raise Malformed("problem: the totals of the masses differ")
    epsilon, p = parse_rational(data["epsilon"], "epsilon"), parse_rational(data["p"], "p")
    if epsilon <= 0 or p <= 1:
        raise Malformed("problem: expected epsilon > 0 and p > 1")
    cost, denominator = _cost(data["cost"], shape=(len(a), len(b)))
    return Problem(
        a=a, a_unit=a_unit, b=b, b_unit=b_unit, cost=cost, denominator=denominator, epsilon=epsilon, p=p
    )


def _cost(data: Json, *, shape: tuple[int, int]) -> tuple[Any, int | None]:
    if type(data) is dict:
        return _squared_distances(data, shape=shape)
    if type(data) is not list or len(data) != shape[0]:
        raise Malformed(f"cost: expected {shape[0]} rows")
    rows: list[list[Any]] = []
    irrational = False
    for i, row in enumerate(data):
        if type(row) is not list or len(row) != shape[1]:
            raise Malformed(f"cost[{i}]: expected {shape[1]} entries")
        if set(map(type, row)) <= {int}:
            rows.append(row)
            continue
        irrational = irrational or any(type(entry) is list for entry in row)
        rows.append([_entry(entry, f"cost[{i}]") for entry in row])
    if irrational:
        return rows, None
    unit = math.lcm(*(v.denominator for row in rows for v in row if v is not None))
    return [[None if v is None else v.numerator * (unit // v.denominator) for v in row] for row in rows], unit


def _entry(entry: Json, where: str) -> Any:
    if entry is None:
        return None
    if type(entry) is not list:
        return parse_rational(entry, where)
    if not 0 < len(entry) <= MAX_TERMS:
        raise Malformed(f"{where}: no terms, or more than {MAX_TERMS}")
    terms = []
    for term in entry:
        if type(term) is not list or len(term) != 3:
            raise Malformed(f"{where}: expected [q, N, b]")
        base = parse_integer(term[1], where, least=1, most=1 << 256)
        terms.append((parse_rational(term[0], where), base, parse_integer(term[2], where, least=1, most=64)))
    return terms


def _radical_floor(form: Any, bits: int, known: dict[Any, int]) -> int:
    if type(form) is not list:
        form = Fraction(form)
        return int((form.numerator << bits) // form.denominator)
    key = tuple(form)
    if key not in known:
        with ctx.workprec(bits + 128):
            total = arb(0)
            for coefficient, base, index in form:
                total += arb(base).root(index) * fmpq(coefficient.numerator, coefficient.denominator)
            low, high = (total * arb(2) ** bits).floor().lower(), (total * arb(2) ** bits).upper()
            whole = low.floor().unique_fmpz()
            if not total.is_finite() or whole is None or not high <= int(whole) + 2:
                raise Rejected("a cost could not be enclosed")
        known[key] = int(whole)
    floor: int = known[key]
    return floor


def _squared_distances(data: Json, *, shape: tuple[int, int]) -> tuple[SquaredDistances, int]:
    data = fields(data, "cost", required=("x", "y", "scale"), optional=("period",))
    scale = parse_rational(data["scale"], "cost.scale")
    period = parse_rational(data["period"], "cost.period") if "period" in data else None
    if period is not None and period <= 0:
        raise Malformed("cost.period: expected a number > 0")
    points = [
        _points(data[name], f"cost.{name}", length=size) for name, size in zip("xy", shape, strict=True)
    ]
    if len({len(point) for side in points for point in side}) != 1:
        raise Malformed("cost: points of different dimensions")
    unit = math.lcm(
        1 if period is None else period.denominator, *(v.denominator for s in points for p in s for v in p)
    )
    x, y = ([[int(v * unit) for v in point] for point in side] for side in points)
    cost = SquaredDistances(
        x=x, y=y, scale=scale.numerator, period=None if period is None else int(period * unit)
    )
    return cost, scale.denominator * unit * unit


def _points(data: Json, where: str, *, length: int) -> list[list[Fraction]]:
    if type(data) is not list or len(data) != length:
        raise Malformed(f"{where}: expected {length} points")
    if not all(type(point) is list and point for point in data):
        raise Malformed(f"{where}: expected lists of coordinates")
    return [[parse_rational(value, where) for value in point] for point in data]


def _masses(data: Json, where: str) -> tuple[list[int], int]:
    if type(data) is not list or not 0 < len(data) <= MAX_ATOMS:
        raise Malformed(f"{where}: expected a list of 1 to {MAX_ATOMS} masses")
    values = _rationals(data, where, length=len(data))
    if min(values) <= 0:
        raise Malformed(f"{where}: a mass is not positive")
    unit = math.lcm(*(value.denominator for value in values))
    return [int(value * unit) for value in values], unit


def _rationals(data: Json, where: str, *, length: int) -> list[Fraction]:
    if type(data) is not list or len(data) != length:
        raise Malformed(f"{where}: expected a list of {length} numbers")
    return [parse_rational(value, where) for value in data]


def _hexadecimal(text: Json, where: str) -> int:
    if type(text) is not str or not 0 < len(text) <= MAX_HEXADECIMAL:
        raise Malformed(f"{where}: expected hexadecimal digits")
    digits = text.removeprefix("-")
    if not digits or digits.strip("0123456789abcdef") or (digits[0] == "0" and text != "0"):
        raise Malformed(f"{where}: expected hexadecimal digits")
    return int(text, 16)
