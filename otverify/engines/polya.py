"""Pólya's form on the orthant: ``(Σ x_i)^k p`` has no negative coefficient for large k (Pólya 1928).

The x_i are the atoms of the target that are known to be non-negative; 1 joins them if the target is not
homogeneous.
"""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq

from otverify.engines.budget import Budget, NotFound
from otverify.engines.positive import Positive
from otverify.kernel.context import Context
from otverify.kernel.polynomials import Monomial, Poly
from otverify.kernel.signs import NONNEGATIVE, POSITIVE
from otverify.kernel.terms import Json, to_json
from otverify.kernel.written import poly_term, power_term

#: by the number of variables: the products stay small
RAISED = {1: 60, 2: 60, 3: 14}
MAX_ATOMS = 3


def search(target: Poly, context: Context, strict: bool, budget: Budget) -> Positive:
    """Multiply by powers of the sum of the variables until all coefficients have one sign."""
    atoms = sorted((a for a in target.atoms() if a.prime is None), key=lambda a: a.key)
    if not 1 <= len(atoms) <= MAX_ATOMS:
        raise NotFound("too many variables for Pólya's form")
    if any(not context.sign_of_atom(atom) <= NONNEGATIVE for atom in atoms):
        raise NotFound("Pólya's form needs non-negative variables")
    if any(not isinstance(e, fmpq) or e < 0 for m in target.terms for _, e in m):
        raise NotFound("Pólya's form needs natural powers")
    total = sum((Poly.of(atom) for atom in atoms), Poly())
    homogeneous = len({sum((e for _, e in m), fmpq(0)) for m in target.terms}) == 1
    if not homogeneous or context.sign_of_poly(total) != POSITIVE:
        total = total + Poly.constant(1)
    value = target
    for raised in range(1, RAISED[len(atoms)] + 1):
        budget.check()
        value = value * total
        if all(c > 0 for c in value.terms.values()):
            terms = [_summand(monomial, c) for monomial, c in value.terms.items()]
            if strict and not any(context.sign_of_monomial(m) == POSITIVE for m in value.terms):
                break
            return Positive(terms=terms, multiplier=[to_json(poly_term(total))] * raised)
    raise NotFound("no Pólya form with positive coefficients")


def _summand(monomial: Monomial, c: fmpq) -> Json:
    factors = [to_json(power_term(atom, exponent)) for atom, exponent in monomial]
    return {"c": str(Fraction(int(c.p), int(c.q))), "factors": factors}
