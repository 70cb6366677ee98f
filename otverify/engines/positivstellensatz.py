"""Linear programs over products of facts: with any multiplier, and for facts that contradict each other.

``Σ m_j S_j (left - right) = Σ c_k Π facts`` with positive S_j shows an inequality (Stengle 1974);
``Σ c_k Π facts = 0`` with a product that is known to be positive shows that the facts hold nowhere. The
latter is written as a lemma ``f <= 0`` for a factor f > 0 of that product, after which every case is empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations_with_replacement

from flint import fmpq

from otverify.engines import products
from otverify.engines.budget import Budget, NotFound
from otverify.engines.products import Column, Fact
from otverify.kernel.context import Context
from otverify.kernel.polynomials import Atom, Exponent, Monomial, Poly, Quotient, monomial_key, scale_exponent
from otverify.kernel.proofs import contradictory
from otverify.kernel.signs import NONNEGATIVE, POSITIVE
from otverify.kernel.terms import ONE, ZERO, Json, Term, to_json
from otverify.kernel.written import poly_term

#: the linear programs stay small
MAX_COLUMNS, MAX_FACTS = 1500, 24


def find_multiplied(gap: Quotient, context: Context, *, strict: bool, budget: Budget) -> Json:
    """A ``products`` proof that ``gap >= 0`` (or > 0 if strict), multiplied by something positive first."""
    gap = gap.cancelled()
    bottom = context.sign_of_poly(gap.den)
    if bottom != POSITIVE and bottom != frozenset((-1,)):
        raise NotFound("the sign of a denominator is open")
    target, den = (gap.num, gap.den) if bottom == POSITIVE else (-gap.num, -gap.den)
    common = _common(target, context)
    target = target * common
    facts, zeros = _facts(context, target), _zeros(context)
    factors = [fact for fact in facts if fact.strict and fact.axiom is None]
    for count in (1, 2):
        columns = list(_columns(facts, zeros, count, budget))
        if len(columns) > MAX_COLUMNS:
            break
        found = _multiplied(columns, factors, target, strict)
        if found is not None:
            multiplier, solution = found
            terms, used = products._written(solution)
            first = [to_json(poly_term(part)) for part in (den, common) if part.as_constant() != 1]
            return {
                "rule": "products",
                "multiplier": [*first, *(to_json(fact.term) for fact in multiplier)],
                "terms": terms,
                "zeros": used,
            }
    raise NotFound("no multiple of the inequality is a sum of products of the facts")


def _common(target: Poly, context: Context) -> Poly:
    """A positive monomial that takes away the powers all terms share: π^(d/2) from π^(d/2) x + π^d y."""
    first, *others = target.terms
    taken: dict[Atom, Exponent] = {}
    for atom, exponent in first:
        shared = all(atom in dict(monomial) for monomial in others)
        if shared and atom.prime is None and context.sign_of_atom(atom) == POSITIVE:
            taken[atom] = exponent
    result = Poly.constant(1)
    for atom, exponent in taken.items():
        result = result * Poly.of(atom, scale_exponent(exponent, fmpq(-1)))
    return result


def _multiplied(
    columns: list[Column], factors: list[Fact], target: Poly, strict: bool
) -> tuple[tuple[Fact, ...], list[tuple[Fraction, Column]]] | None:
    """One multiplier after the other, if what it makes of the target can be reached at all."""
    known = {monomial for column in columns for monomial in column.value.terms}
    for multiplier in ((), *((fact,) for fact in factors)):
        value = target
        for fact in multiplier:
            value = value * fact.poly
        if all(monomial in known for monomial in value.terms):
            solution = products._solve(columns, value, strict)
            if solution is not None:
                return multiplier, solution
    return None


def empty(context: Context, budget: Budget) -> Json:
    """A proof of anything whatever: the facts contradict each other."""
    if contradictory(context):
        return _no_case()
    facts, zeros = _facts(context), _zeros(context)
    for count in (1, 2, 3):
        columns = list(_columns(facts, zeros, count, budget))
        if len(columns) > MAX_COLUMNS:
            break
        found = _solution(columns)
        if found is not None:
            return _written(*found)
    raise NotFound("no contradiction among the facts was found")


def _written(pivot: Column, solution: list[tuple[Fraction, Column]]) -> Json:
    first, others = (pivot.factors[0].term, pivot.factors[1:]) if pivot.factors else (ONE, ())
    terms, zeros = products._written(solution)
    lemma = {
        "claim": to_json(Term("rel", "<=", first, ZERO)),
        "proof": {
            "rule": "products",
            "multiplier": [to_json(fact.term) for fact in others],
            "terms": terms,
            "zeros": zeros,
        },
    }
    return {**_no_case(), "lemmas": [lemma]}


def _no_case() -> Json:
    """Any distinction will do: all its cases are empty."""
    branches = [
        {"when": to_json(Term("rel", op, ONE, ZERO)), "proof": {"rule": "sign"}} for op in ("<", "==", ">")
    ]
    return {"rule": "cases", "branches": branches}


def _zeros(context: Context) -> list[Poly]:
    return [poly for key, poly in context.facts.items() if context.signs.get(key) == frozenset((0,))]


def _facts(context: Context, *more: Poly) -> list[Fact]:
    """The known non-negative polynomials, and the powers and products of atoms in them with a known sign."""
    polys = [*context.facts.values(), *more]
    whole = sum((poly * Poly.constant(k + 1) for k, poly in enumerate(polys)), Poly())
    cited = [f.poly for f in products.facts_for(whole, context) if f.axiom is not None and not _speciality(f)]
    about = products.facts_for(sum(cited, whole), context)
    # what is said and what occurs comes first, general inequalities between powers last
    found: dict[str, Fact] = {}
    for fact in about:
        if fact.poly.key in context.facts or (-fact.poly).key in context.facts or fact.axiom is not None:
            found.setdefault(fact.poly.key, fact)
    for monomial in sorted({m for poly in (*polys, *cited) for m in poly.terms}, key=monomial_key):
        for part in (monomial, *_symbolic(monomial)):
            poly = Poly({part: fmpq(1)})
            signs = context.sign_of_monomial(part)
            if part and signs <= NONNEGATIVE:
                found.setdefault(poly.key, Fact(poly, signs == POSITIVE, poly_term(poly)))
    for fact in about:
        found.setdefault(fact.poly.key, fact)
    return sorted(found.values(), key=_speciality)[:MAX_FACTS]


def _speciality(fact: Fact) -> int:
    name = fact.axiom[0] if fact.axiom is not None else ""
    return 2 if name == "power-tangent" else 1 if name.startswith("power") else 0


def _symbolic(monomial: Monomial) -> Iterator[Monomial]:
    """The symbolic powers in a monomial, and their inverses: 2^(-p) for 2^p."""
    powers = [(atom, exponent) for atom, exponent in monomial if isinstance(exponent, Quotient)]
    for atom, exponent in powers:
        yield ((atom, exponent),)
        yield ((atom, -exponent),)


def _columns(facts: list[Fact], zeros: list[Poly], count: int, budget: Budget) -> Iterator[Column]:
    """Products of at most so many facts, and multiples of known zeros by one fact fewer."""
    produced = 0
    for size in range(count + 1):
        for factors in combinations_with_replacement(facts, size):
            budget.check()
            value = Poly.constant(1)
            for fact in factors:
                value = value * fact.poly
            yield Column(value, factors)
            produced += 1
            if size < count and not any(fact.axiom is not None for fact in factors):
                for zero in zeros:
                    produced += 2
                    for sign in (1, -1):
                        yield Column((value * zero).scaled(sign), factors, zero, sign)
            if produced > MAX_COLUMNS:
                return


def _solution(columns: list[Column]) -> tuple[Column, list[tuple[Fraction, Column]]] | None:
    """A product known to be positive, and weights with which the others add up to minus that product."""
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix

    rows: dict[Monomial, int] = {}
    for column in columns:
        for monomial in column.value.terms:
            rows.setdefault(monomial, len(rows))
    pivots = np.array([column.strict and not _cites(column) for column in columns], dtype=float)
    if not pivots.any():
        return None
    entries = [
        (rows[m], k, float(c)) for k, column in enumerate(columns) for m, c in column.value.terms.items()
    ]
    entries += [(len(rows), k, 1.0) for k in range(len(columns)) if pivots[k]]
    matrix = csr_matrix(
        ([e[2] for e in entries], ([e[0] for e in entries], [e[1] for e in entries])),
        shape=(len(rows) + 1, len(columns)),
    )
    right = np.zeros(len(rows) + 1)
    right[len(rows)] = 1.0
    cost = np.array([1.0 + len(column.factors) for column in columns])
    result = linprog(cost, A_eq=matrix, b_eq=right, bounds=(0, None), method="highs-ds")
    if result.status != 0:
        return None
    chosen = [k for k, value in enumerate(result.x) if value > 1e-11]
    for k in sorted((k for k in chosen if pivots[k]), key=lambda k: -result.x[k]):
        rest = [columns[j] for j in chosen if j != k]
        exact = products._exactly(rest, -columns[k].value, rows)
        if exact is not None:
            return columns[k], exact
    return None


def _cites(column: Column) -> bool:
    return any(fact.axiom is not None for fact in column.factors)


__all__ = ["empty", "find_multiplied"]
