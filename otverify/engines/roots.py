"""Where the two sides of a claim meet: roots of a polynomial in one symbol, square roots included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from flint import fmpq, fmpq_poly

from otverify.kernel.context import Context
from otverify.kernel.errors import Rejected
from otverify.kernel.points import Point, ground
from otverify.kernel.polynomials import Poly
from otverify.kernel.statements import Relation
from otverify.kernel.terms import Term, number

MAX_DEGREE = 12
HALF = Fraction(1, 2)


def meeting_points(plain: Relation, base: Point) -> Iterator[Point]:
    """The point with one real symbol moved to a rational or quadratic root of left - right.

    A strict inequality may fail at such points only. Whether they lie in the domain is for the caller to ask.
    """
    _, left, right = plain.claim.args
    for symbol in base.symbols:
        if symbol.args[1] != "real":
            continue
        along = replace(base, symbols={**base.symbols, symbol: symbol})
        try:
            context = Context()
            gap = context.normal(context.read(ground(left - right, along))).cancelled()
        except (Rejected, ArithmeticError, ValueError):
            continue
        polynomial = _in_one_symbol(gap.num, symbol)
        if polynomial is not None:
            for root in _roots(polynomial):
                yield replace(base, symbols={**base.symbols, symbol: root})


def _in_one_symbol(poly: Poly, symbol: Term) -> fmpq_poly | None:
    """The polynomial in the symbol, if nothing else occurs in it."""
    coefficients: dict[int, fmpq] = {}
    for monomial, c in poly.terms.items():
        degree = 0
        for atom, exponent in monomial:
            if atom.term != symbol or not isinstance(exponent, fmpq) or exponent.q != 1 or exponent < 0:
                return None
            degree += int(exponent.p)
        if degree > MAX_DEGREE:
            return None
        coefficients[degree] = c
    return fmpq_poly([coefficients.get(k, fmpq(0)) for k in range(max(coefficients, default=0) + 1)])


def _roots(polynomial: fmpq_poly) -> Iterator[Term]:
    """The rational roots, and those of irreducible quadratic factors, as terms."""
    _, factors = polynomial.factor()
    for factor, _ in factors:
        c, b, a = (_fraction(factor[k]) for k in range(3))
        if factor.degree() == 1:
            yield number(-c / b)
        elif factor.degree() == 2 and b * b > 4 * a * c:
            middle, square = -b / (2 * a), (b * b - 4 * a * c) / (4 * a * a)
            spread = Term("pow", number(square), number(HALF))
            for sign in (1, -1):
                yield number(middle) + sign * spread if middle else sign * spread


def _fraction(value: fmpq) -> Fraction:
    return Fraction(int(value.p), int(value.q))
