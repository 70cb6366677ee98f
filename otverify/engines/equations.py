"""An identity from known equations: the difference of the sides as a combination of what is 0."""

from __future__ import annotations

from flint import fmpq, fmpq_mat

from otverify.engines.budget import NotFound
from otverify.kernel.context import Context
from otverify.kernel.polynomials import Atom, Poly, Quotient, monomial_key
from otverify.kernel.signs import ALLOWED
from otverify.kernel.terms import Json, to_json
from otverify.kernel.written import quotient_term


def combination(gap: Quotient, context: Context) -> Json:
    """Eliminate an atom of each known equation from the difference, keeping the factors."""
    known = [poly for key, poly in context.facts.items() if context.signs.get(key) == ALLOWED["=="]]
    if not known:
        raise NotFound("no equation among the facts to use")
    zeros = _linear_combination(gap.cancelled(), known)
    if zeros is None:
        zeros = _elimination(gap.cancelled(), known)
    pairs = [[to_json(quotient_term(z)), to_json(quotient_term(f.cancelled()))] for z, f in zeros]
    return {"rule": "combination", "zeros": pairs}


def _linear_combination(gap: Quotient, equations: list[Poly]) -> list[tuple[Quotient, Quotient]] | None:
    """``gap = Σ λ_j Z_j m_j / den`` with rational λ_j and m_j = 1 or an atom, by exact linear algebra."""
    factors = [
        Poly.constant(1),
        *(Poly.of(a) for a in sorted(gap.atoms(), key=lambda a: a.key) if a.prime is None),
    ]
    columns = [(zero, factor, zero * factor) for zero in equations for factor in factors]
    rows = sorted({m for _, _, value in columns for m in value.terms} | set(gap.num.terms), key=monomial_key)
    table = [
        [value.terms.get(m, fmpq(0)) for _, _, value in columns] + [gap.num.terms.get(m, fmpq(0))]
        for m in rows
    ]
    reduced, rank = fmpq_mat(len(rows), len(columns) + 1, [entry for row in table for entry in row]).rref()
    found = []
    for r in range(rank):
        pivot = next(c for c in range(len(columns) + 1) if reduced[r, c] != 0)
        if pivot == len(columns):
            return None
        weight = reduced[r, len(columns)]
        if weight != 0:
            zero, factor, _ = columns[pivot]
            found.append((Quotient(zero), Quotient(factor.scaled(weight), gap.den)))
    return found


def _elimination(rest: Quotient, equations: list[Poly]) -> list[tuple[Quotient, Quotient]]:
    """Substitute the equations into the difference one after the other, keeping the factors."""
    zeros: list[tuple[Quotient, Quotient]] = []
    for _ in range(6):
        for poly in equations:
            step = _eliminate(rest, poly)
            if step is not None:
                factor, rest = step
                zeros.append((Quotient(poly), factor))
        if rest.is_zero():
            return zeros
    raise NotFound("the equations among the facts do not give the identity")


def _eliminate(value: Quotient, poly: Poly) -> tuple[Quotient, Quotient] | None:
    """Divide by an equation that is linear in an atom: ``value = poly * factor + rest`` without the atom."""
    for atom in sorted(poly.atoms(), key=lambda a: (not a.key.startswith(("over", "int")), a.key)):
        if atom.relation is not None or atom.prime is not None or atom not in value.num.atoms():
            continue
        parts = _powers(poly, atom)
        if parts is None or set(parts) - {0, 1}:
            continue
        slope = Quotient(parts[1])
        root = -Quotient(parts.get(0, Poly())) * slope.inverse()
        powers = _powers(value.num, atom)
        if powers is None or atom in value.den.atoms():
            continue
        # synthetic division by (atom - root), then by the slope
        degree = max(powers)
        carried = [Quotient(Poly())] * (degree + 1)
        for k in range(degree, -1, -1):
            above = carried[k + 1] * root if k < degree else Quotient(Poly())
            carried[k] = Quotient(powers.get(k, Poly())) + above
        factor = Quotient(Poly())
        for k in range(1, degree + 1):
            factor = factor + carried[k] * Quotient(Poly.of(atom, k - 1) if k > 1 else Poly.constant(1))
        down = Quotient(Poly.constant(1), value.den)
        return factor * slope.inverse() * down, (carried[0] * down).cancelled()
    return None


def _powers(poly: Poly, atom: Atom) -> dict[int, Poly] | None:
    """The polynomial by powers of an atom; None if a power is not natural."""
    result: dict[int, Poly] = {}
    for monomial, c in poly.terms.items():
        exponent = dict(monomial).get(atom, fmpq(0))
        if isinstance(exponent, Quotient) or exponent.q != 1 or exponent < 0:
            return None
        n = int(exponent.p)
        others = tuple(pair for pair in monomial if pair[0] != atom)
        result[n] = result.get(n, Poly()) + Poly({others: c})
    return result
