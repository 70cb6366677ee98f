"""General functions at a point: a stock of formulas, and polynomials through prescribed values.

A statement speaks about a general function h only through finitely many values ``h(a), h'(b), ...``. They are
drawn like numbers, subject to the constraints, and a polynomial with these values and derivatives at these
arguments (Hermite) is the function of the counterexample.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace
from fractions import Fraction
from math import factorial
from typing import Final

from flint import fmpq, fmpq_mat

from otverify.kernel.calculus import lower
from otverify.kernel.errors import Rejected
from otverify.kernel.points import Point, exact, ground
from otverify.kernel.terms import Term, number, real, rebuild, subterms

T = real("t")
FORMULAS: Final = [
    T,
    T**2,
    T**3,
    1 / (1 + T**2),
    T**3 - 2 * T**2 + 2,
    -T,
    number(1) + 0 * T,
    Term("pow", Term("e"), T),
]


def formula(arity: int, pick: random.Random) -> tuple[tuple[Term, ...], Term]:
    """A simple function of so many variables."""
    if arity == 1:
        return (T,), pick.choice(FORMULAS)
    names = tuple(real(f"t{k}") for k in range(arity))
    parts = []
    for _ in range(3):
        used = sorted(pick.sample(range(arity), pick.randint(1, arity)))
        powers = [names[k] if pick.random() < 0.5 else names[k] ** 2 for k in used]
        parts.append(math.prod(powers[1:], start=number(pick.choice((1, 2, -1, 3))) * powers[0]))
    return names, parts[0] + parts[1] + parts[2]


@dataclass(frozen=True, slots=True)
class Flattened:
    """A statement with every value of a general function replaced by a symbol of its own."""

    terms: tuple[Term, ...]
    given: tuple[Term, ...]
    #: symbol -> (function, order of the derivative, argument)
    values: dict[Term, tuple[str, int, Term]]

    def interpolated(self, point: Point) -> Point | None:
        """The point with functions through the values that its symbols have; None if they contradict."""
        wanted: dict[str, dict[Fraction, dict[int, Fraction]]] = {}
        for symbol, (name, order, argument) in self.values.items():
            place = self._place(argument, point)
            value = exact(point.symbols[symbol])
            if place is None or value is None:
                return None
            orders = wanted.setdefault(name, {}).setdefault(place, {})
            if orders.setdefault(order, value) != value:
                return None
        functions = {name: ((T,), hermite(nodes)) for name, nodes in wanted.items()}
        kept = {s: v for s, v in point.symbols.items() if s not in self.values}
        return replace(point, symbols=kept, functions={**point.functions, **functions})

    def _place(self, argument: Term, point: Point) -> Fraction | None:
        try:
            return exact(ground(argument, point))
        except (Rejected, ArithmeticError):
            return None


def flatten(terms: tuple[Term, ...], given: tuple[Term, ...]) -> Flattened | None:
    """Flatten functions of one variable; None if there are others, or one is nested in another."""
    values: dict[Term, tuple[str, int, Term]] = {}
    symbols: dict[Term, Term] = {}

    def flat(term: Term) -> Term:
        if term.op == "apply":
            name, orders, *inputs = term.args
            if len(inputs) != 1 or any(node.op == "apply" for node in subterms(inputs[0])):
                raise Rejected("not a plain function of one variable")
            if inputs[0].op == "sym" and inputs[0].args[1] == "point":
                return term
            if term not in symbols:
                symbols[term] = real(f"{name}__{len(symbols)}")
                values[symbols[term]] = (name, orders[0], inputs[0])
            return symbols[term]
        return rebuild(term, (flat(arg) if isinstance(arg, Term) else arg for arg in term.args))

    try:
        flattened = tuple(flat(lower(term)) for term in terms)
        constraints = tuple(flat(lower(constraint)) for constraint in given)
    except Rejected:
        return None
    return Flattened(flattened, constraints, values) if values else None


def hermite(nodes: dict[Fraction, dict[int, Fraction]]) -> Term:
    """The polynomial with the prescribed derivatives; an order left open below a given one is 0."""
    rows: list[tuple[Fraction, int, Fraction]] = []
    for place, orders in sorted(nodes.items()):
        rows += [(place, k, orders.get(k, Fraction(0))) for k in range(max(orders) + 1)]
    size = len(rows)
    entries = []
    for place, order, _ in rows:
        for power in range(size):
            if power < order:
                entries.append(fmpq(0))
            else:
                c = Fraction(factorial(power), factorial(power - order)) * place ** (power - order)
                entries.append(fmpq(c.numerator, c.denominator))
    right = fmpq_mat(size, 1, [fmpq(v.numerator, v.denominator) for _, _, v in rows])
    solution = fmpq_mat(size, size, entries).solve(right)
    body: Term = number(0)
    for power in range(size):
        weight = solution[power, 0]
        if weight != 0:
            body = body + number(Fraction(int(weight.p), int(weight.q))) * T**power
    return body
