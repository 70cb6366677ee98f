"""Positivity certificates: a sum of products of known facts, found by linear programming.

``M (left - right) = Σ c_k Π facts`` with c_k >= 0 is Handelman's form (Krivine 1964, Handelman 1988); the
linear program is solved in floating point and its vertex recomputed exactly. Quadratic forms are also
tried as ``Σ d_k l_k²`` by the LDLᵀ decomposition over the rational functions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement, permutations

from flint import fmpq, fmpq_mat

from otverify.engines import bernstein, polya
from otverify.engines.budget import Budget, NotFound
from otverify.engines.positive import Positive
from otverify.kernel.axioms import axiom
from otverify.kernel.context import Context
from otverify.kernel.errors import Rejected
from otverify.kernel.polynomials import Atom, Exponent, Monomial, Poly, Quotient, as_quotient, exponent_key
from otverify.kernel.signs import NONNEGATIVE, POSITIVE
from otverify.kernel.terms import ONE, Json, Term, to_json
from otverify.kernel.written import constant, poly_term, quotient_term

MAX_PRODUCTS = 3000
#: numbers above 1 that are no rational numbers
CONSTANTS = ("pi", "e")
#: degrees above the natural one are tried only while the linear program stays small
MAX_RAISED = 700


@dataclass(frozen=True, slots=True)
class Fact:
    """A non-negative polynomial; ``axiom`` if it has to be cited by name."""

    poly: Poly
    strict: bool
    term: Term
    axiom: tuple[str, tuple[Term, ...]] | None = None


def find_products(
    gap: Quotient, context: Context, *, strict: bool, budget: Budget, brief: bool = False
) -> Json:
    """A ``products`` proof that ``gap >= 0`` (or > 0 if strict) under the facts.

    A ``brief`` search leaves out the forms of high degree.
    """
    gap = gap.cancelled()
    bottom = context.sign_of_poly(gap.den)
    if bottom != POSITIVE and bottom != frozenset((-1,)):
        raise NotFound("the sign of a denominator is open")
    target = gap.num if bottom == POSITIVE else -gap.num
    multiplier = quotient_term(Quotient(gap.den if bottom == POSITIVE else -gap.den))
    # clear negative and fractional common powers of positive atoms
    content = _clearing(target, context)
    target, extra = target * content, poly_term(content)
    for search in (
        (_handelman, _quadratic) if brief else (_handelman, _quadratic, bernstein.search, polya.search)
    ):
        try:
            found = search(target, context, strict, budget)
        except NotFound:
            continue
        return {
            "rule": "products",
            "multiplier": [to_json(multiplier), to_json(extra), *found.multiplier],
            "terms": found.terms,
            "zeros": found.zeros,
        }
    raise NotFound("no sum of products of the facts was found")


def _clearing(target: Poly, context: Context) -> Poly:
    """A positive monomial that makes all integer powers natural."""
    least: dict[Atom, fmpq] = {}
    for monomial in target.terms:
        for atom, exponent in monomial:
            if isinstance(exponent, fmpq) and context.sign_of_atom(atom) == POSITIVE and atom.prime is None:
                least[atom] = min(least.get(atom, fmpq(0)), exponent)
    result = Poly.constant(1)
    for atom, exponent in least.items():
        if exponent < 0:
            result = result * Poly.of(atom, -exponent)
    return result


# ---------------------------------------------------------------------------------------------------
# Handelman


def facts_for(target: Poly, context: Context) -> list[Fact]:
    """The known non-negative polynomials that share atoms with the target."""
    atoms = target.atoms()
    found: dict[str, Fact] = {}
    for key, poly in context.facts.items():
        signs = context.signs.get(key, frozenset((-1, 0, 1)))
        if signs <= {0, -1} and signs:
            poly, signs = -poly, frozenset(-s for s in signs)
        if not signs or not signs <= NONNEGATIVE or signs == {0}:
            continue
        poly = poly * _clearing(poly, context)
        if poly.as_constant() is None:
            found[poly.key] = Fact(poly, signs == POSITIVE, poly_term(poly))
    for fact in list(found.values()):
        atoms |= fact.poly.atoms()
    for atom in sorted(atoms, key=lambda a: a.key):
        single = Poly.of(atom)
        signs = context.sign_of_atom(atom)
        if atom.prime is None and signs <= NONNEGATIVE and single.key not in found:
            found[single.key] = Fact(single, signs == POSITIVE, atom.term)
        if atom.key in CONSTANTS:
            more = single - Poly.constant(1)
            found[more.key] = Fact(more, True, poly_term(more))
        if atom.key.startswith("abs("):
            inner = atom.term.args[0]
            for name, sign in (("abs-above", -1), ("abs-below", 1)):
                value = context.normal(inner) * constant(sign)
                found[f"{name}{atom.key}"] = Fact(
                    (Quotient(single) + value).num, False, atom.term, (name, (inner,))
                )
    for fact in [
        *_cauchy_schwarz(target, context),
        *_powers([target, *(f.poly for f in found.values())], context),
        *_exponentials(target, context),
    ]:
        found.setdefault(fact.poly.key, fact)
    return [fact for fact in found.values() if _natural_polynomial(fact.poly)]


def _cited(name: str, args: tuple[Term, ...], context: Context, *, strict: bool = False) -> Fact | None:
    """An axiom as a fact, if its conditions hold and it is a polynomial in the atoms."""
    try:
        value = context.normal(context.read(axiom(name, args, context))).cancelled()
    except Rejected:
        return None
    if not value.num or value.den.as_constant() != 1:
        return None
    return Fact(value.num, strict, args[0], (name, args))


def _cauchy_schwarz(target: Poly, context: Context) -> Iterator[Fact]:
    """|u||v| -+ u·v for the inner products in the target."""
    for atom in sorted(target.atoms(), key=lambda a: a.key):
        if atom.term.op == "dot" and atom.term.args[0] != atom.term.args[1]:
            u, v = atom.term.args
            for left in (u, Term("vmul", Term("num", Fraction(-1)), u)):
                fact = _cited("cauchy-schwarz", (left, v), context)
                if fact is not None:
                    yield fact


def _exponentials(target: Poly, context: Context) -> Iterator[Fact]:
    """e^u >= 1 + u and log u <= u - 1 for the exponents and logarithms in the target."""
    cited: dict[str, tuple[str, Term]] = {}
    for monomial in target.terms:
        for atom, exponent in monomial:
            if atom.key == "e" and isinstance(exponent, Quotient):
                cited[exponent_key(exponent)] = ("exp", quotient_term(exponent))
            elif atom.term.op == "log":
                cited[atom.key] = ("log", atom.term.args[0])
    for name, argument in cited.values():
        fact = _cited(name, (argument,), context)
        if fact is not None:
            yield fact


def _powers(polys: list[Poly], context: Context) -> Iterator[Fact]:
    """Positive powers as factors; monotonicity and convexity of t^s for the powers that occur."""
    powers: dict[str, Exponent] = {}
    atoms: set[Atom] = set()
    for poly in polys:
        atoms |= poly.atoms()
        for monomial in poly.terms:
            for _, exponent in monomial:
                if isinstance(exponent, Quotient) or exponent.q != 1:
                    powers.setdefault(exponent_key(exponent), exponent)
    known = [
        a
        for a in sorted(atoms, key=lambda a: a.key)
        if a.prime is None and context.sign_of_atom(a) <= NONNEGATIVE
    ]
    bases = [a for a in known if context.sign_of_atom(a) == POSITIVE]
    pairs = [(u.term, v.term) for u, v in permutations(bases, 2)]
    pairs += [(ONE, a.term) for a in sorted(atoms, key=lambda a: a.key) if a.key in CONSTANTS]
    for atom in bases:
        # x < U with a monomial U is as good as a comparison of two symbols
        pairs += [(atom.term, poly_term(edge)) for edge, _ in context.ceilings.get(atom.key, ())]
        pairs += [(poly_term(edge), atom.term) for edge, _ in context.floors.get(atom.key, ())]
    for exponent in list(powers.values())[:4]:
        s = quotient_term(as_quotient(exponent))
        for atom in known:
            if atom in bases or (isinstance(exponent, fmpq) and exponent > 0):
                single = Poly.of(atom, exponent)
                yield Fact(single, atom in bases, poly_term(single))
        for u, v in dict.fromkeys(pairs):
            for name in ("power-increasing", "power-monotone"):
                fact = _cited(name, (u, v, s), context, strict=name == "power-increasing")
                if fact is not None:
                    yield fact
                    break
            fact = _cited("power-tangent", (u, v, s), context)
            if fact is not None:
                yield fact


def _natural_polynomial(poly: Poly) -> bool:
    return all(not isinstance(e, fmpq) or (e > 0) for m in poly.terms for _, e in m)


def _degree(poly: Poly) -> int:
    return max((sum(_size(e) for _, e in m) for m in poly.terms), default=0)


def _size(exponent: object) -> int:
    return max(1, -(-int(exponent.p) // int(exponent.q))) if isinstance(exponent, fmpq) else 1


@dataclass(frozen=True, slots=True)
class Column:
    """A product of facts, or a known zero times such a product, of either sign."""

    value: Poly
    factors: tuple[Fact, ...]
    zero: Poly | None = None
    sign: int = 1

    @property
    def strict(self) -> bool:
        """True if it is known to be positive."""
        return self.zero is None and all(fact.strict for fact in self.factors)


def _handelman(target: Poly, context: Context, strict: bool, budget: Budget) -> Positive:
    facts = facts_for(target, context)
    zeros = [poly for key, poly in context.facts.items() if context.signs.get(key) == frozenset((0,))]
    base = _degree(target)
    known: dict[tuple[int, ...], Poly] = {(): Poly.constant(1)}
    for degree in (base, base + 1, base + 2, base + 4):
        columns = list(_columns(facts, zeros, degree, budget, known))
        budget.check()
        if degree > base + 1 and len(columns) > MAX_RAISED:
            break
        solution = _solve(columns, target, strict)
        if solution is not None:
            terms, zeros = _written(solution)
            return Positive(terms=terms, zeros=zeros)
    raise NotFound("the linear program has no solution")


def _columns(
    facts: list[Fact],
    zeros: list[Poly],
    degree: int,
    budget: Budget,
    known: dict[tuple[int, ...], Poly],
) -> Iterator[Column]:
    """Products of facts up to a degree (the empty product included), and multiples of known zeros.

    ``known``: products that were computed before, by the numbers of their factors.
    """
    produced = 0
    degrees = [_degree(fact.poly) for fact in facts]
    for count in range(degree + 1):
        for chosen in combinations_with_replacement(range(len(facts)), count):
            size = sum(degrees[k] for k in chosen)
            if size > degree:
                continue
            budget.check()
            value = known.get(chosen)
            if value is None:
                # what a factor is left out of has a lower degree
                value = known[chosen] = known[chosen[:-1]] * facts[chosen[-1]].poly
            combination = tuple(facts[k] for k in chosen)
            produced += 1
            if produced > MAX_PRODUCTS:
                return
            yield Column(value, combination)
            if any(fact.axiom is not None for fact in combination):
                continue
            for zero in zeros:
                if size + _degree(zero) <= degree + 1:
                    produced += 2
                    for sign in (1, -1):
                        yield Column((value * zero).scaled(sign), combination, zero, sign)


def _solve(columns: list[Column], target: Poly, strict: bool) -> list[tuple[Fraction, Column]] | None:
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix

    rows: dict[Monomial, int] = {}
    for column in columns:
        for monomial in column.value.terms:
            rows.setdefault(monomial, len(rows))
    if any(monomial not in rows for monomial in target.terms):
        return None
    entries = [
        (rows[m], k, float(c)) for k, column in enumerate(columns) for m, c in column.value.terms.items()
    ]
    matrix = csr_matrix(
        ([e[2] for e in entries], ([e[0] for e in entries], [e[1] for e in entries])),
        shape=(len(rows), len(columns)),
    )
    right = np.zeros(len(rows))
    for monomial, c in target.terms.items():
        right[rows[monomial]] = float(c)
    strictly = np.array([column.strict for column in columns], dtype=float)
    # few factors are easier to read; a strictly positive summand is needed for a strict inequality
    cost = np.array([1.0 + len(column.factors) for column in columns])
    for attempt in range(2 if strict else 1):
        extra = {}
        if strict and attempt == 0:
            extra = {"A_ub": csr_matrix(-strictly), "b_ub": [-1e-6]}
        result = linprog(cost, A_eq=matrix, b_eq=right, bounds=(0, None), method="highs-ds", **extra)
        if result.status == 0:
            chosen = [columns[k] for k, value in enumerate(result.x) if value > 1e-11]
            exact = _exactly(chosen, target, rows)
            if exact is not None and (not strict or any(column.strict for _, column in exact)):
                return exact
    return None


def _exactly(
    chosen: list[Column], target: Poly, rows: dict[Monomial, int]
) -> list[tuple[Fraction, Column]] | None:
    """Solve for the coefficients on the support of the vertex in rational arithmetic."""
    used = sorted(
        {m for column in chosen for m in column.value.terms} | set(target.terms), key=lambda m: rows[m]
    )
    table = [
        [column.value.terms.get(m, fmpq(0)) for column in chosen] + [target.terms.get(m, fmpq(0))]
        for m in used
    ]
    if not chosen:
        return None
    reduced, rank = fmpq_mat(len(table), len(chosen) + 1, [entry for row in table for entry in row]).rref()
    values = [fmpq(0)] * len(chosen)
    for r in range(rank):
        pivot = next(c for c in range(len(chosen) + 1) if reduced[r, c] != 0)
        if pivot == len(chosen):
            return None
        values[pivot] = reduced[r, len(chosen)]
    if any(value < 0 for value in values):
        return None
    return [
        (Fraction(int(v.p), int(v.q)), column) for v, column in zip(values, chosen, strict=True) if v != 0
    ]


def _written(solution: list[tuple[Fraction, Column]]) -> tuple[list[Json], list[Json]]:
    terms: list[Json] = []
    zeros: list[Json] = []
    for c, column in solution:
        plain = [fact.term for fact in column.factors if fact.axiom is None]
        if column.zero is not None:
            factor = (
                Term("mul", Term("num", c * column.sign), *plain) if plain else Term("num", c * column.sign)
            )
            zeros.append([to_json(poly_term(column.zero)), to_json(factor)])
            continue
        cited = [
            [fact.axiom[0], *map(to_json, fact.axiom[1])] for fact in column.factors if fact.axiom is not None
        ]
        terms.append({"c": str(c), "factors": [*map(to_json, plain)], **({"axioms": cited} if cited else {})})
    return terms, zeros


# ---------------------------------------------------------------------------------------------------
# quadratic forms


def _quadratic(target: Poly, context: Context, strict: bool, budget: Budget) -> Positive:
    """``Σ d_k l_k²`` in the atoms of unknown sign, with d_k known to be non-negative."""
    variables = sorted(
        (a for a in target.atoms() if a.prime is None and not context.sign_of_atom(a) <= NONNEGATIVE),
        key=lambda a: a.key,
    )
    if not 1 <= len(variables) <= 6:
        # everything is non-negative: differences such as (a - b)^2 hide among positive atoms too
        variables = sorted((a for a in target.atoms() if a.prime is None), key=lambda a: a.key)
    for subset in _subsets(variables):
        budget.check()
        form = _form(target, subset)
        if form is None:
            continue
        terms = _ldl(form, subset, context)
        if terms is not None and (not strict or any(not t["squares"] for t in terms)):
            return Positive(terms=terms)
    raise NotFound("not a sum of squares with known weights")


def _subsets(variables: list[Atom]) -> Iterator[list[Atom]]:
    from itertools import combinations

    yield variables
    for size in range(len(variables) - 1, 0, -1):
        if len(variables) <= 5:
            yield from (list(c) for c in combinations(variables, size))


def _form(target: Poly, variables: list[Atom]) -> list[list[Quotient]] | None:
    """The symmetric matrix of a polynomial of degree <= 2 in the variables (last index: the constant)."""
    n = len(variables)
    place = {atom: k for k, atom in enumerate(variables)}
    matrix = [[constant(0) for _ in range(n + 1)] for _ in range(n + 1)]
    for monomial, c in target.terms.items():
        at: list[int] = []
        others = []
        for atom, e in monomial:
            if atom in place:
                if not (isinstance(e, fmpq) and e in (1, 2)):
                    return None
                at += [place[atom]] * int(e.p)
            else:
                others.append((atom, e))
        if len(at) > 2:
            return None
        i, j = [*at, n, n][:2]
        value = Quotient(Poly({tuple(others): c}))
        if i == j:
            matrix[i][j] = matrix[i][j] + value
        else:
            half = value * constant(fmpq(1, 2))
            matrix[i][j], matrix[j][i] = matrix[i][j] + half, matrix[j][i] + half
    return matrix


def _ldl(matrix: list[list[Quotient]], variables: list[Atom], context: Context) -> list[Json] | None:
    n = len(matrix)
    names = [atom.term for atom in variables]
    rest = [row[:] for row in matrix]
    terms: list[Json] = []
    for k in range(n):
        pivot = rest[k][k].cancelled()
        if pivot.is_zero():
            if any(not rest[k][j].is_zero() for j in range(k + 1, n)):
                return None
            continue
        if not context.sign(pivot) <= NONNEGATIVE:
            return None
        if k == n - 1:
            terms.append({"c": "1", "factors": [to_json(quotient_term(pivot))], "squares": []})
            continue
        if context.sign(pivot) != POSITIVE:
            return None
        line: Term = names[k]
        ratios = [rest[k][j] * pivot.inverse() for j in range(n)]
        for j in range(k + 1, n):
            ratio = ratios[j].cancelled()
            if not ratio.is_zero():
                line = line + quotient_term(ratio) * (names[j] if j < n - 1 else 1)
        terms.append({"c": "1", "factors": [to_json(quotient_term(pivot))], "squares": [to_json(line)]})
        for i in range(k + 1, n):
            for j in range(k + 1, n):
                rest[i][j] = rest[i][j] - ratios[i] * rest[k][j]
    return terms


__all__ = ["find_products"]
