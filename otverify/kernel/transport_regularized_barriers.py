"""Barriers for the potentials of L^p-regularised transport: a solution lies between them, for certain."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from flint import arb, ctx, fmpq

from otverify.kernel.errors import Rejected
from otverify.kernel.transport_regularized_data import (
    Json,
    Problem,
    fields,
    parse_integer,
    parse_integers,
    parse_problem,
)

MAX_BITS: Final = 1 << 13


@dataclass(frozen=True, slots=True, kw_only=True)
class RegularizedEnclosure:
    """A solution of (*) lies between the barriers; the value of the problem in [``lower``, ``upper``].

    ``active[i]`` lists the columns where the optimal plan is positive for certain, ``undecided`` the pairs
    where the barriers do not tell; on all other pairs it is zero.
    """

    lower: Fraction
    upper: Fraction
    active: tuple[tuple[int, ...], ...]
    undecided: tuple[tuple[int, int], ...]
    blocks: int


def check_enclosure(problem: Json, certificate: Json) -> RegularizedEnclosure:
    """Certificate ``{"kind": "regularized-enclosure", "bits", "blocks", "f", "g"}``: barriers for a solution.

    ``f`` and ``g`` are ``{"low": [...], "high": [...]}``, integers in units of 2^-bits; ``blocks`` labels
    rows and columns. The equations (*) are those of :mod:`otverify.kernel.transport_regularized`. Order
    unknowns as z = (f, -g). The excess, Σ_j b_j φ - 1 at a row and 1 - Σ_i a_i φ at a column, increases in
    its own unknown and decreases in the others; weighted by a and b it sums to 0 over a block whose masses
    balance. So if, within each block and leaving out its first row,

        the excess is > 0 at z_high = (f_high, -g_low)  and  < 0 at z_low = (f_low, -g_high),

    then every solution of the block's own equations that agrees at the first row lies between z_low and
    z_high (else sum the excess over the nodes where it does not: flow between them cancels, flow to the
    others has the wrong sign), and there is one (lower z_high, one unknown at a time). If
    f_high + g_high <= c between blocks, these solutions together solve (*).
    O(n m) integer comparisons, and one ball per pair that may be active.
    """
    data = fields(certificate, "certificate", required=("kind", "bits", "blocks", "f", "g"))
    stated = parse_problem(problem)
    n, m = len(stated.a), len(stated.b)
    bits = parse_integer(data["bits"], "bits", least=16, most=MAX_BITS)
    f_low, f_high = _barrier(data["f"], "f", length=n)
    g_low, g_high = _barrier(data["g"], "g", length=m)
    row_block, column_block, first = _blocks(data["blocks"], stated)
    for i in first:
        if f_low[i] != f_high[i]:
            raise Rejected(f"the barriers differ at row {i}, the first of its block")
    with ctx.workprec(bits + 64):
        tally = _Tally(stated, bits=bits)
        for i, row in enumerate(stated.rounded_rows(bits)):
            for j, cost in enumerate(row):
                # the true cost lies in [cost, cost + 2]
                if cost is None or f_high[i] + g_high[j] <= cost:
                    continue
                if row_block[i] != column_block[j]:
                    raise Rejected(f"the pair {(i, j)} between two blocks may be active")
                tally.high(i, j, f_high[i] + g_low[j] - cost)
                tally.low(i, j, f_low[i] + g_high[j] - cost)
                tally.classify(i, j, f_low[i] + g_low[j] - cost, f_high[i] + g_high[j] - cost)
        tally.check_signs(first)
        lower, upper = tally.value(f=(f_low, f_high), g=(g_low, g_high))
    return RegularizedEnclosure(
        lower=lower,
        upper=upper,
        active=tuple(map(tuple, tally.active)),
        undecided=tuple(tally.undecided),
        blocks=len(first),
    )


class _Tally:
    """Sums of b φ and a φ at both barriers, and of a b φ^p over the enclosed solutions."""

    def __init__(self, stated: Problem, *, bits: int) -> None:
        self.stated, self.bits = stated, bits
        self.scale = _ball(stated.epsilon * stated.q) * arb(2) ** bits
        self.exponent = 1 / (stated.p - 1)
        n, m = len(stated.a), len(stated.b)
        self.sums = {name: ([arb(0)] * n, [arb(0)] * m) for name in ("high", "low")}
        self.a = [_ball(Fraction(mass, stated.a_unit)) for mass in stated.a]
        self.b = [_ball(Fraction(mass, stated.b_unit)) for mass in stated.b]
        self.energy = arb(0)
        self.active: list[list[int]] = [[] for _ in range(n)]
        self.undecided: list[tuple[int, int]] = []

    def density(self, low: int, high: int) -> arb:
        """φ over [low, high], in units of 2^-bits."""
        if high <= 0:
            return arb(0)
        top = self._power(arb(high) / self.scale)
        return top.union(arb(0) if low <= 0 else self._power(arb(low) / self.scale))

    def _power(self, u: arb) -> arb:
        if self.exponent.denominator == 1:
            return u**self.exponent.numerator
        return u ** _ball(self.exponent)

    def high(self, i: int, j: int, excess: int) -> None:
        self._add("high", i, j, excess)

    def low(self, i: int, j: int, excess: int) -> None:
        self._add("low", i, j, excess)

    def _add(self, barrier: str, i: int, j: int, excess: int) -> None:
        if excess > 0:
            density = self.density(excess - 2, excess)
            rows, columns = self.sums[barrier]
            rows[i] += self.b[j] * density
            columns[j] += self.a[i] * density

    def classify(self, i: int, j: int, low: int, high: int) -> None:
        # here f_high + g_high > cost, so the pair may be active
        if low > 2:
            self.active[i].append(j)
        else:
            self.undecided.append((i, j))
        density = self.density(low - 2, high)
        u = (arb(high) / self.scale).union(arb(max(low - 2, 0)) / self.scale)
        self.energy += self.a[i] * self.b[j] * density * u

    def check_signs(self, first: list[int]) -> None:
        """Excess > 0 at the high barrier, < 0 at the low one, but for the first row of each block."""
        free = set(first)
        for barrier, sign in (("high", 1), ("low", -1)):
            rows, columns = self.sums[barrier]
            for i, total in enumerate(rows):
                if i not in free and not _has_sign(total - 1, sign):
                    raise Rejected(f"the {barrier} barrier does not hold at row {i}")
            for j, total in enumerate(columns):
                if not _has_sign(1 - total, sign):
                    raise Rejected(f"the {barrier} barrier does not hold at column {j}")

    def value(
        self, *, f: tuple[list[int], list[int]], g: tuple[list[int], list[int]]
    ) -> tuple[Fraction, Fraction]:
        """Σ a f + Σ b g - ε Σ a b φ^p, enclosed: the dual value of the solution, which is the minimum."""
        unit = Fraction(1, 1 << self.bits)
        stated = self.stated
        ends = []
        for left, right in zip(f, g, strict=True):
            total = Fraction(sum(map(int.__mul__, stated.a, left)), stated.a_unit)
            total += Fraction(sum(map(int.__mul__, stated.b, right)), stated.b_unit)
            ends.append(total * unit)
        penalty = _ball(stated.epsilon) * self.energy
        if not penalty.is_finite():
            raise Rejected("the value could not be enclosed")
        return ends[0] - _dyadic(penalty.upper()), ends[1] - _dyadic(penalty.lower())


def _has_sign(ball: arb, sign: int) -> bool:
    # a ball that is not finite would agree with everything
    return bool(ball.is_finite()) and bool(ball > 0 if sign > 0 else ball < 0)


def _barrier(data: Json, where: str, *, length: int) -> tuple[list[int], list[int]]:
    data = fields(data, where, required=("low", "high"))
    low = parse_integers(data["low"], f"{where}.low", length=length)
    high = parse_integers(data["high"], f"{where}.high", length=length)
    for k, (below, above) in enumerate(zip(low, high, strict=True)):
        if below > above:
            raise Rejected(f"{where}: the low barrier is above the high one at {k}")
    return low, high


def _blocks(data: Json, stated: Problem) -> tuple[list[int], list[int], list[int]]:
    """Labels of rows and columns, and the first row of each block; reject unless the masses balance."""
    data = fields(data, "blocks", required=("rows", "columns"))
    rows = parse_integers(data["rows"], "blocks.rows", length=len(stated.a))
    columns = parse_integers(data["columns"], "blocks.columns", length=len(stated.b))
    first: dict[int, int] = {}
    balance: dict[int, int] = {}
    for i, label in enumerate(rows):
        first.setdefault(label, i)
        balance[label] = balance.get(label, 0) + stated.a[i] * stated.b_unit
    for j, label in enumerate(columns):
        balance[label] = balance.get(label, 0) - stated.b[j] * stated.a_unit
    for label, left in balance.items():
        if left or label not in first:
            raise Rejected(f"the masses of block {label} do not balance")
    return rows, columns, list(first.values())


def _ball(value: Fraction) -> arb:
    return arb(fmpq(value.numerator, value.denominator))


def _dyadic(number: arb) -> Fraction:
    mantissa, exponent = number.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
