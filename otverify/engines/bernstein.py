"""Bernstein's form on an interval: ``(U-L)^n p(x) = Σ b_i C(n,i) (x-L)^i (U-x)^(n-i)`` with b_i >= 0.

The ends are constants or monomials that the facts compare x with; the coefficients b_i may depend on the
other variables, their sign is asked of the facts. For n large enough the form exists (Bernstein 1915).
"""

from __future__ import annotations

from collections.abc import Iterator
from math import comb

from flint import fmpq

from otverify.engines.budget import Budget, NotFound
from otverify.engines.positive import Positive
from otverify.kernel.context import Context
from otverify.kernel.polynomials import Atom, Monomial, Poly, Quotient
from otverify.kernel.signs import NONNEGATIVE, POSITIVE
from otverify.kernel.terms import Json, Term, to_json
from otverify.kernel.written import poly_term

RAISED = 12


def search(target: Poly, context: Context, strict: bool, budget: Budget) -> Positive:
    """Positivity of the target in one bounded variable after the other."""
    for atom in sorted(target.atoms(), key=lambda a: a.key):
        coefficients = in_powers_of(target, atom)
        if coefficients is None or len(coefficients) < 2:
            continue
        for low, high in intervals(atom, context):
            for raised in range(RAISED + 1):
                budget.check()
                found = _form(coefficients, atom, low, high, raised, context, strict)
                if found is not None:
                    return found
    raise NotFound("no Bernstein form with non-negative coefficients")


def in_powers_of(poly: Poly, atom: Atom) -> list[Poly] | None:
    """The coefficients of 1, x, x², ...; None if x has other powers or hides in another atom."""
    name = next(iter(atom.free), None)
    parts: dict[int, dict[Monomial, fmpq]] = {}
    for monomial, c in poly.terms.items():
        exponent = dict(monomial).get(atom, fmpq(0))
        others = tuple(pair for pair in monomial if pair[0] != atom)
        if not isinstance(exponent, fmpq) or exponent.q != 1 or exponent < 0:
            return None
        if any(name in a.free for a, _ in others):
            return None
        parts.setdefault(int(exponent.p), {})[others] = c
    return [Poly(parts.get(k, {})) for k in range(max(parts, default=0) + 1)]


def intervals(atom: Atom, context: Context) -> Iterator[tuple[Poly, Poly]]:
    """(L, U) with L <= x <= U by the facts and U - L known to be positive."""
    place = context.bounds.get(atom.key, {})
    lows = [Poly.constant(place[1][0])] if 1 in place else []
    highs = [Poly.constant(place[-1][0])] if -1 in place else []
    lows += [edge for edge, _ in context.floors.get(atom.key, ())]
    highs += [edge for edge, _ in context.ceilings.get(atom.key, ())]
    if context.sign_of_atom(atom) <= NONNEGATIVE:
        lows.append(Poly())
    for low in dict.fromkeys(lows):
        for high in dict.fromkeys(highs):
            if context.sign_of_poly(high - low) == POSITIVE:
                yield low, high


def _form(
    coefficients: list[Poly], atom: Atom, low: Poly, high: Poly, raised: int, context: Context, strict: bool
) -> Positive | None:
    degree = len(coefficients) - 1 + raised
    width = high - low
    moved = _at_low(coefficients, low)
    powers = [Poly.constant(1)]
    for _ in range(degree):
        powers.append(powers[-1] * width)
    terms: list[Json] = []
    positive = False
    for i in range(degree + 1):
        # b_i = Σ_k a_k W^k C(i,k)/C(n,k), times W^(n-k): homogeneous in W
        value = Poly()
        for k in range(min(i, len(moved) - 1) + 1):
            value = value + (moved[k] * powers[k]).scaled(fmpq(comb(i, k), comb(degree, k)))
        if not value:
            continue
        signs = context.sign(Quotient(value))
        if not signs <= NONNEGATIVE:
            return None
        above = Term("add", atom.term, Term("mul", _minus(), poly_term(low)))
        below = Term("add", poly_term(high), Term("mul", _minus(), atom.term))
        factors = [poly_term(value), *([above] * i), *([below] * (degree - i))]
        ends = all(context.sign_of_term(context.read(factor)) == POSITIVE for factor in (above, below))
        positive |= signs == POSITIVE and ends
        terms.append({"c": str(comb(degree, i)), "factors": [to_json(factor) for factor in factors]})
    if strict and not positive:
        return None
    return Positive(terms=terms, multiplier=[to_json(poly_term(width))] * degree)


def _at_low(coefficients: list[Poly], low: Poly) -> list[Poly]:
    """Coefficients in powers of x - L (Horner's scheme)."""
    rest = list(coefficients)
    moved = []
    while rest:
        for k in range(len(rest) - 2, -1, -1):
            rest[k] = rest[k] + rest[k + 1] * low
        moved.append(rest.pop(0))
    return moved


def _minus() -> Term:
    from otverify.kernel.terms import number

    return number(-1)
