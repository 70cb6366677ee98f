"""Certificates for transport problems whose costs are sums of radicals Σ q·N^(1/b), with Arb balls.

A cost entry is an int, "p/q", null (forbidden), or a list of [q, N, b] for q·N^(1/b), N > 0. Signs of
reduced costs are decided by balls that do not contain 0, or by all terms cancelling exactly; a sign that
neither decides is a rejection.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import flint
import numpy as np

from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.transport_arrays import Array, exact
from otverify.kernel.transport_data import (
    Json,
    Plan,
    Problem,
    Scaled,
    check_plan,
    fields,
    indices,
    parse_integer,
    parse_plan,
    parse_problem,
    parse_rational,
    rationals,
)
from otverify.kernel.transport_optimal import ValueBounds, dual_value, parse_potentials

#: (N, b) -> q; the number Σ q·N^(1/b)
Form = dict[tuple[int, int], Fraction]
ONE: Final = (1, 1)
MAX_BITS: Final = 1 << 14
MAX_TERMS: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class SeparatedOptimum:
    """The minimum is exactly Σ q·N^(1/b) over ``value`` = ((q, N, b), ...), and lies in [lower, upper]."""

    value: tuple[tuple[Fraction, int, int], ...]
    lower: Fraction
    upper: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class RealProblem:
    """``rest`` is the problem with cost 0; the cost (i, j) is forms[codes[i][j]], code -1 forbids it."""

    rest: Problem
    forms: list[Form]
    codes: list[list[int]]


def check_separated(problem: Json, certificate: Json) -> SeparatedOptimum:
    """Certificate ``{"kind": "separated", "plan", "tight": {"rows", "columns"}, "offsets", "bits"}``.

    The tight pairs form a forest on rows and columns. In each component the potential of the first node
    (rows before columns) is the next of the ``offsets``, and f_i + g_j = c_ij on the tight pairs gives
    the others, exactly. Then c - f - g >= 0 on pairs below capacity and <= 0 on pairs with mass proves
    that the plan is optimal. O(n m) ball operations.
    """
    data = fields(certificate, "certificate", required=("kind", "plan", "tight", "offsets", "bits"))
    stated = parse_real_problem(problem)
    n, m = stated.rest.shape
    plan = parse_plan(data["plan"], "plan", shape=(n, m))
    check_plan(stated.rest, plan)
    bits = parse_integer(data["bits"], "bits", least=32, most=MAX_BITS)
    tight = fields(data["tight"], "tight", required=("rows", "columns"))
    rows = indices(tight["rows"], "tight.rows", below=n).tolist()
    columns = indices(tight["columns"], "tight.columns", below=m, length=len(rows)).tolist()
    offsets = rationals(data["offsets"], "offsets")
    potentials = _potentials(stated, list(zip(rows, columns, strict=True)), offsets=offsets)
    _check_signs(stated, plan, potentials=potentials, bits=bits)
    value: Form = {}
    for i, j, mass in zip(plan.rows.tolist(), plan.columns.tolist(), plan.masses.tolist(), strict=True):
        _add(value, stated.forms[stated.codes[i][j]], Fraction(mass, plan.denominator))
    lower, upper = _range(value, bits)
    return SeparatedOptimum(
        value=tuple((q, *radical) for radical, q in sorted(value.items())), lower=lower, upper=upper
    )


def check_ball_bounds(problem: Json, certificate: Json) -> ValueBounds:
    """Certificate ``{"kind": "ball-bounds", "plan", "f", "g", "bits"}``: a plan and a dual, rounded safely.

    The plan is charged costs rounded up to multiples of 2^-bits, the dual works with costs rounded down.
    """
    data = fields(certificate, "certificate", required=("kind", "plan", "f", "g", "bits"))
    stated = parse_real_problem(problem)
    bits = parse_integer(data["bits"], "bits", least=1, most=MAX_BITS)
    plan = parse_plan(data["plan"], "plan", shape=stated.rest.shape)
    ranges = [_range(form, bits + 32) for form in stated.forms]
    scale = 1 << bits
    floors = _with_cost(stated, [_floor(low * scale) for low, _ in ranges], denominator=scale)
    ceilings = _with_cost(stated, [-_floor(-high * scale) for _, high in ranges], denominator=scale)
    return ValueBounds(
        lower=dual_value(floors, *parse_potentials(data, stated.rest.shape)), upper=check_plan(ceilings, plan)
    )


def parse_real_problem(data: Json) -> RealProblem:
    """A transport problem with sums of radicals in its cost matrix, given as nested lists."""
    data = fields(data, "problem", required=("source", "target", "cost"), optional=("capacity",))
    if type(data["cost"]) is not list or not all(type(row) is list for row in data["cost"]):
        raise Malformed("cost: expected nested lists")
    known: dict[tuple[tuple[tuple[int, int], Fraction], ...], int] = {}
    codes = []
    for i, row in enumerate(data["cost"]):
        codes.append([_code(entry, f"cost[{i}]", known=known) for entry in row])
    blank = [[None if code < 0 else 0 for code in row] for row in codes]
    rest = parse_problem({**data, "cost": blank})
    return RealProblem(rest=rest, forms=[dict(key) for key in known], codes=codes)


def sum_of_forms(parts: list[tuple[Form, int]]) -> Form:
    """Σ sign · form."""
    total: Form = {}
    for form, sign in parts:
        _add(total, form, Fraction(sign))
    return total


def form_sign(form: Form) -> int:
    """-1, 0 or 1; 0 only if all terms cancel. Reject if the balls of the largest precision do not tell."""
    if not form:
        return 0
    bits = 64
    while bits <= MAX_BITS:
        ball = _ball(form, bits)
        if ball > 0:
            return 1
        if ball < 0:
            return -1
        bits *= 2
    raise Rejected("the sign of a sum of radicals is not decided")


def _code(entry: Json, where: str, *, known: dict[Any, int]) -> int:
    if entry is None:
        return -1
    form: Form = {}
    if type(entry) is not list:
        _add(form, {ONE: parse_rational(entry, where)}, Fraction(1))
    else:
        if not 0 < len(entry) <= MAX_TERMS:
            raise Malformed(f"{where}: no terms, or more than {MAX_TERMS}")
        for term in entry:
            if type(term) is not list or len(term) != 3:
                raise Malformed(f"{where}: expected [q, N, b]")
            radical = (
                parse_integer(term[1], where, least=1),
                parse_integer(term[2], where, least=1, most=64),
            )
            _add(form, {radical: parse_rational(term[0], where)}, Fraction(1))
    return known.setdefault(tuple(sorted(form.items())), len(known))


def _potentials(
    stated: RealProblem, tight: list[tuple[int, int]], *, offsets: Scaled
) -> tuple[list[Form], list[Form]]:
    """f and g as exact forms, from the forest of tight pairs."""
    n, m = stated.rest.shape
    neighbours: list[list[int]] = [[] for _ in range(n + m)]
    for i, j in tight:
        if stated.codes[i][j] < 0:
            raise Rejected(f"the tight pair {(i, j)} is forbidden")
        neighbours[i].append(n + j)
        neighbours[n + j].append(i)
    values: list[Form | None] = [None] * (n + m)
    starts = [Fraction(value, offsets.denominator) for value in offsets.numerators.tolist()]
    reached = 0
    for first in range(n + m):
        if values[first] is not None:
            continue
        if not starts:
            raise Malformed("offsets: fewer than components")
        root: Form = {}
        _add(root, {ONE: starts.pop(0)}, Fraction(1))
        values[first] = root
        stack = [first]
        while stack:
            node = stack.pop()
            for other in neighbours[node]:
                if values[other] is None:
                    i, j = (node, other - n) if node < n else (other, node - n)
                    form = dict(stated.forms[stated.codes[i][j]])
                    _add(form, values[node] or {}, Fraction(-1))
                    values[other] = form
                    stack.append(other)
                    reached += 1
    if starts:
        raise Malformed("offsets: more than components")
    if reached != len(tight):
        raise Rejected("the tight pairs contain a cycle")
    forms = [value or {} for value in values]
    return forms[:n], forms[n:]


def _check_signs(
    stated: RealProblem, plan: Plan, *, potentials: tuple[list[Form], list[Form]], bits: int
) -> None:
    takes, gives = _room(stated.rest, plan)
    f_forms, g_forms = potentials
    costs = [_ball(form, bits) for form in stated.forms]
    f, g = [_ball(form, bits) for form in f_forms], [_ball(form, bits) for form in g_forms]
    with flint.ctx.workprec(bits):
        for i, row in enumerate(stated.codes):
            for j, code in enumerate(row):
                if not takes[i][j] and not gives[i][j]:
                    continue
                if not gives[i][j] or not takes[i][j]:
                    reduced = costs[code] - f[i] - g[j]
                    if (reduced > 0) if takes[i][j] else (reduced < 0):
                        continue
                form = dict(stated.forms[code])
                _add(form, f_forms[i], Fraction(-1))
                _add(form, g_forms[j], Fraction(-1))
                if form:
                    raise Rejected(f"the sign of c - f - g at the pair {(i, j)} is wrong or not decided")


def _room(problem: Problem, plan: Plan) -> tuple[list[list[bool]], list[list[bool]]]:
    """Masks: pairs below capacity, pairs with mass."""
    gives = np.zeros(problem.shape, dtype=bool)
    gives[plan.rows, plan.columns] = True
    takes = np.ones(problem.shape, dtype=bool) if problem.forbidden is None else ~problem.forbidden
    if problem.capacity is not None:
        takes &= problem.capacity != 0
        for i, j, mass in zip(plan.rows.tolist(), plan.columns.tolist(), plan.masses.tolist(), strict=True):
            bound = int(problem.capacity[i, j])
            full = Fraction(mass, plan.denominator) >= Fraction(bound, problem.mass_denominator)
            takes[i, j] = bound < 0 or not full
    return takes.tolist(), gives.tolist()


def _with_cost(stated: RealProblem, values: list[int], *, denominator: int) -> Problem:
    rest = stated.rest
    cost: Array = exact([[0 if code < 0 else values[code] for code in row] for row in stated.codes])
    return Problem(
        supply=rest.supply,
        demand=rest.demand,
        mass_denominator=rest.mass_denominator,
        cost=cost,
        cost_denominator=denominator,
        forbidden=rest.forbidden,
        capacity=rest.capacity,
    )


def _add(total: Form, form: Form, factor: Fraction) -> None:
    """total += factor · form, without zero terms."""
    for radical, coefficient in form.items():
        value = total.get(radical, Fraction(0)) + factor * coefficient
        if value:
            total[radical] = value
        else:
            total.pop(radical, None)


def _ball(form: Form, bits: int) -> flint.arb:
    with flint.ctx.workprec(bits):
        total = flint.arb(0)
        for (base, index), coefficient in form.items():
            radical = flint.arb(base).root(index)
            total += radical * flint.fmpq(coefficient.numerator, coefficient.denominator)
    # a ball that is not finite would agree with everything
    if not total.is_finite():
        raise Rejected("a cost could not be enclosed")
    return total


def _range(form: Form, bits: int) -> tuple[Fraction, Fraction]:
    """Rational numbers below and above the number."""
    with flint.ctx.workprec(bits):
        ball = _ball(form, bits)
        return _dyadic(ball.lower()), _dyadic(ball.upper())


def _dyadic(number: flint.arb) -> Fraction:
    mantissa, exponent = number.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def _floor(value: Fraction) -> int:
    return value.numerator // value.denominator
