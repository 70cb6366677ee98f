"""Proofs of relations: the rules, one function each. A proof is JSON and says only which rule, with what.

    {"rule": "identity"}                                    both sides have the same normal form
    {"rule": "combination", "zeros": [[Z, F], ...]}         left - right = Σ Z F, where Z = 0 are facts
    {"rule": "evaluate"}                                    a statement without symbols, by arithmetic
    {"rule": "integrate", "proof": ...}                     ∫_X u <= ∫_X v from u <= v on X (or < if |X| > 0)
    {"rule": "sign"}                                        the facts settle the sign at once
    {"rule": "products", "terms": [...], ...}               a sum of products of non-negative facts
    {"rule": "cases", "branches": [{"when": R, "proof"}]}   one proof for each sign of a term
    {"rule": "substitute", "symbol", "value", "proof"}      s = value is a fact: replace s
    {"rule": "balls", "tree": ...}                          ball arithmetic on a subdivided box
    {"rule": "antiderivative", "F": ...}                    an integral in closed form
    {"rule": "change of variables", "by": ..., ...}         an integral into another

Each may carry ``"lemmas": [{"claim": R, "proof": ...}]``, proved first and then facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from otverify.kernel.axioms import STRICT, axiom
from otverify.kernel.context import Context
from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.polynomials import Poly, Quotient
from otverify.kernel.powers import kept_real
from otverify.kernel.signs import ALLOWED, ANY, NONNEGATIVE, POSITIVE
from otverify.kernel.terms import ONE, Json, Term, free_symbols, from_json, number, parse_rational, substitute
from otverify.kernel.written import constant, rational

MAX_PROOF_DEPTH: Final = 40
#: what a certificate may consist of: bounds on the work that a stranger can ask for
MAX_PARTS: Final = 100
MAX_FACTORS: Final = 24
MAX_SUMMANDS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Proved:
    """A relation was established; ``balls`` if ball arithmetic was used anywhere."""

    balls: bool = False


def prove(claim: Term, proof: Json, context: Context, depth: int = 0) -> Proved:
    """Check the proof of a relation under the facts of the context; raise ``Rejected`` if it fails."""
    if depth > MAX_PROOF_DEPTH:
        raise Malformed("a proof is nested too deeply")
    if not isinstance(proof, dict) or not isinstance(proof.get("rule"), str):
        raise Malformed("a proof is an object with a rule")
    fields = {key: value for key, value in proof.items() if key not in ("rule", "lemmas")}
    name = proof["rule"]
    if name not in RULES:
        raise Malformed(f"unknown rule {name[:40]!r}")
    keys, rule = RULES[name]
    if set(fields) != keys:
        raise Malformed(f"the rule {name!r} has the keys {sorted(keys)}, got {sorted(map(str, fields))}")
    balls = False
    lemmas = proof.get("lemmas", [])
    if _list(lemmas, MAX_PARTS):
        context = context.child(())
    for lemma in lemmas:
        if not isinstance(lemma, dict) or set(lemma) != {"claim", "proof"}:
            raise Malformed("a lemma has a claim and a proof")
        step = _relation(lemma["claim"])
        balls |= prove(step, lemma["proof"], context, depth + 1).balls
        learn(context, step)
    return Proved(rule(claim, fields, context, depth).balls or balls)


def learn(context: Context, relation: Term) -> None:
    """Add a proved relation; an equation ``c * ∫... = R`` also gives the integral its closed form."""
    op, left, right = relation.args
    if op == "==":
        value = context.normal(context.read(left)).cancelled()
        integrals = {atom for atom in value.atoms() if atom.key.startswith("int(")}
        if len(integrals) == 1:
            (atom,) = integrals
            if all(dict(monomial).get(atom) == 1 for monomial in value.num.terms):
                others = {
                    tuple(p for p in monomial if p[0] != atom): c for monomial, c in value.num.terms.items()
                }
                rest = Quotient(Poly(others), value.den)
                closed = context.normal(context.read(right)) * rest.inverse()
                # dividing by the coefficient needs that it does not vanish anywhere
                if atom not in closed.atoms() and 0 not in context.sign(rest.cancelled()):
                    context.learn_integral(atom.key, closed.cancelled())
    context.assume(relation)


def difference(claim: Term, context: Context) -> tuple[str, Quotient]:
    """``(op, left - right)`` in normal form, after checking that both sides are defined."""
    op, left, right = claim.args
    left, right = context.read(left), context.read(right)
    context.require_defined(left)
    context.require_defined(right)
    return op, context.normal(left) - context.normal(right)


# ---------------------------------------------------------------------------------------------------
# the rules


def by_identity(claim: Term, fields: dict[str, Json], context: Context, depth: int) -> Proved:
    """``left == right``: equal normal forms, for every pattern of equal and different free indices."""
    if claim.args[0] not in ("==", "<=", ">="):
        raise Rejected("equal normal forms show ==, <= or >=")
    indices = sorted((s for s in free_symbols(claim) if s.op == "idx"), key=lambda s: str(s.args[0]))
    for blocks in partitions(indices):
        chosen = {index: block[0] for block in blocks for index in block}
        _, gap = difference(substitute(claim, {a: b for a, b in chosen.items() if a != b}), context)
        gap = gap if not indices else without_kronecker(gap)
        if not gap.is_zero():
            raise Rejected("the two sides have different normal forms")
    return Proved()


def by_combination(claim: Term, fields: dict[str, Json], context: Context, depth: int) -> Proved:
    """``left - right = Σ zero_j * factor_j``."""
    _refuse_indices(claim)
    op, gap = difference(claim, context)
    if op not in ("==", "<=", ">="):
        raise Rejected("a combination of zeros shows ==, <= or >=")
    if not (gap - _zeros(fields["zeros"], context)).is_zero():
        raise Rejected("the combination of zeros is a different function")
    return Proved()


def _zeros(data: Json, context: Context) -> Quotient:
    total = constant(0)
    for part in _list(data, MAX_PARTS):
        if not isinstance(part, list) or len(part) != 2:
            raise Malformed("a zero is a pair [term, factor]")
        zero, factor = (_defined(item, context) for item in part)
        if context.sign(zero.cancelled()) != ALLOWED["=="]:
            raise Rejected("a term is not known to be zero")
        total = total + zero * factor
    return total


def by_evaluation(claim: Term, _: dict[str, Json], context: Context, depth: int) -> Proved:
    """A relation between numbers: rational arithmetic, balls at growing precision, or normal forms."""
    from otverify.kernel.points import Point, holds_at

    if not holds_at(claim, Point()):
        raise Rejected("the relation between numbers is false")
    return Proved()


def by_integration(claim: Term, fields: dict[str, Json], context: Context, depth: int) -> Proved:
    """``∫_X u op ∫_X v`` from ``u op v`` at every point of X, for a non-negative measure.

    X is an abstract set or an interval; a strict comparison needs that it is not a null set.
    """
    op, left, right = claim.args
    if op == "!=" or left.op not in ("over", "integral") or region(left) != region(right):
        raise Rejected("the claim must compare two integrals over the same set")
    if left.op == "integral":
        for side in (left, right):
            context.require_defined(context.read(side))
        mass = Term("add", left.args[3], Term("mul", number(-1), left.args[2]))
    else:
        mass = Term("over", ONE, left.args[1], left.args[2])
    if op in ("<", ">") and context.sign_of_term(mass) != POSITIVE:
        raise Rejected("a strict comparison of integrals needs a set of positive measure")
    pointwise, inside = integrands(claim, context)
    return prove(pointwise, fields["proof"], inside, depth + 1)


def region(term: Term) -> tuple[object, ...]:
    """What an integral runs over: an abstract set, or the ends of an interval."""
    return (term.op, *term.args[2:], term.args[1].args[1] if term.op in ("over", "integral") else None)


def integrands(claim: Term, context: Context) -> tuple[Term, Context]:
    """The comparison of the integrands at a new point of the set, and the context that knows the point."""
    op, left, right = claim.args
    used = {str(s.args[0]) for fact in context.constraints for s in free_symbols(fact)}
    name = next(name for k in range(1000) if (name := f"@x{k}") not in used)
    fresh = Term("sym", name, left.args[1].args[1])
    u, v = (substitute(side.args[0], {side.args[1]: fresh}) for side in (left, right))
    if left.op == "over":
        facts: tuple[Term, ...] = (Term("in", fresh, left.args[2]),)
    else:
        facts = (Term("rel", ">", fresh, left.args[2]), Term("rel", "<", fresh, left.args[3]))
    return Term("rel", op, u, v), context.child(facts)


def partitions(items: list[Term]) -> Iterator[list[list[Term]]]:
    """All ways in which indices can coincide."""
    if not items:
        yield []
        return
    first, *rest = items
    for blocks in partitions(rest):
        yield [[first], *blocks]
        for k, block in enumerate(blocks):
            yield [*blocks[:k], [first, *block], *blocks[k + 1 :]]


def without_kronecker(value: Quotient) -> Quotient:
    """Drop the terms with δ_ij of two indices that are different (equal ones were merged before)."""
    if any(atom.key.startswith("kron(") for atom in value.den.atoms()):
        raise Rejected("a Kronecker symbol occurs in a denominator")
    kept = {m: c for m, c in value.num.terms.items() if not any(a.key.startswith("kron(") for a, _ in m)}
    return Quotient(Poly(kept), value.den)


def by_sign(claim: Term, _: dict[str, Json], context: Context, depth: int) -> Proved:
    """The facts settle the claim at once."""
    _refuse_indices(claim)
    op, gap = difference(claim, context)
    if not context.sign(gap.cancelled()) <= ALLOWED[op]:
        raise Rejected("the sign does not follow at once from the facts")
    return Proved()


def by_products(claim: Term, fields: dict[str, Json], context: Context, depth: int) -> Proved:
    """``M * (left - right) = Σ c_k Π facts · Π squares + Σ zero_j * anything`` with M > 0, c_k > 0."""
    _refuse_indices(claim)
    op, gap = difference(claim, context)
    if op not in ("<", "<=", ">", ">="):
        raise Rejected("products show an inequality")
    if op in ("<", "<="):
        gap = -gap
    multiplier, strict = _product(fields["multiplier"], context)
    if not strict:
        raise Rejected("the multiplier is not shown to be positive")
    total, positive = constant(0), False
    for part in _list(fields["terms"], MAX_SUMMANDS):
        if not isinstance(part, dict) or not {"c", "factors"} <= set(part) <= {
            "c",
            "factors",
            "squares",
            "axioms",
        }:
            raise Malformed("a summand has the keys c, factors, squares, axioms")
        c = parse_rational(part["c"])
        if c <= 0:
            raise Rejected("a coefficient is not positive")
        value, strictly = _product(part["factors"], context)
        for square in _list(part.get("squares", []), MAX_FACTORS):
            root = _defined(square, context)
            value, strictly = value * root * root, False
        for cited in _list(part.get("axioms", []), MAX_FACTORS):
            name, *args = _list(cited, MAX_FACTORS)
            fact = axiom(name, tuple(from_json(arg) for arg in args), context)
            fact = context.read(fact)
            context.require_defined(fact)
            value, strictly = value * context.normal(fact), strictly and name in STRICT
        total, positive = total + value * constant(rational(c)), positive or strictly
    total = total + _zeros(fields["zeros"], context)
    if not (gap * multiplier - total).is_zero():
        raise Rejected("the sum of products is a different function")
    if op in ("<", ">") and not positive:
        raise Rejected("no summand is strictly positive")
    return Proved()


def _product(data: Json, context: Context) -> tuple[Quotient, bool]:
    value, strict = constant(1), True
    for item in _list(data, MAX_FACTORS):
        factor = _defined(item, context)
        signs = context.sign(factor.cancelled())
        if not signs <= NONNEGATIVE:
            raise Rejected(f"a factor is not known to be non-negative: {str(item)[:120]}")
        value, strict = value * factor, strict and signs == POSITIVE
    return value, strict


def by_cases(claim: Term, fields: dict[str, Json], context: Context, depth: int) -> Proved:
    """One proof under each of several relations that together cover all signs of one term."""
    branches = _list(fields["branches"], len(ALLOWED))
    covered: frozenset[int] = frozenset()
    sides: tuple[Term, Term] | None = None
    balls = False
    for branch in branches:
        if not isinstance(branch, dict) or set(branch) != {"when", "proof"}:
            raise Malformed("a branch has the keys when, proof")
        when = _relation(branch["when"])
        op, left, right = when.args
        if sides not in (None, (left, right)):
            raise Rejected("the branches do not compare the same two terms")
        sides = (left, right)
        for side in sides:
            context.require_defined(context.read(side))
        covered |= ALLOWED[op]
        inner = context.case(when)
        if contradictory(inner):
            continue
        balls |= prove(claim, branch["proof"], inner, depth + 1).balls
    if covered != ANY:
        raise Rejected("the branches do not cover all cases")
    return Proved(balls)


def contradictory(context: Context) -> bool:
    """True if some fact has no possible sign left: the case is empty."""
    if any(not signs for signs in context.signs.values()):
        return True
    return any(not context.sign_of_poly(poly) for poly in context.facts.values())


def by_substitution(claim: Term, fields: dict[str, Json], context: Context, depth: int) -> Proved:
    """``symbol == value`` is a fact: prove the claim with the value put in everywhere."""
    symbol, value = from_json(fields["symbol"]), from_json(fields["value"])
    if symbol.op != "sym" or symbol in free_symbols(value):
        raise Malformed("a substitution replaces a symbol by a term without it")
    if context.decide(Term("rel", "==", symbol, value)) is not True:
        raise Rejected("the equation used in a substitution is not a fact")
    context.require_defined(context.read(value))
    moved, fresh = substituted(claim, symbol, value, context)
    return prove(moved, fields["proof"], fresh, depth + 1)


def substituted(claim: Term, symbol: Term, value: Term, context: Context) -> tuple[Term, Context]:
    """The claim and the facts with the value put in; derivatives are taken before, at fixed s."""

    def moved(fact: Term) -> Term:
        if fact.op == "rel":
            op, left, right = fact.args
            fact = Term("rel", op, context.read(left), context.read(right))
        return kept_real(fact, {symbol: value})

    return moved(claim), Context(map(moved, context.constraints), lenient=True)


def by_balls(claim: Term, fields: dict[str, Json], context: Context, depth: int) -> Proved:
    """Ball arithmetic on every leaf of a subdivision of the box that the facts give."""
    from otverify.kernel.balls import check_tree

    _refuse_indices(claim)
    check_tree(claim, fields["tree"], fields["precision"], context)
    return Proved(balls=True)


def by_antiderivative(claim: Term, fields: dict[str, Json], context: Context, depth: int) -> Proved:
    """``∫_a^b f = value`` from F' = f on (a, b), F continuous on [a, b], F(b) - F(a) = value."""
    body, variable, low, high, right = _integral_claim(claim)
    primitive = from_json(fields["F"])
    if any(node in ("cases", "integral") for node in _operators(primitive)):
        raise Rejected("an antiderivative is given by one formula")
    # that the integral converges follows: its antiderivative is continuous up to the ends
    context.require_defined_inside(context.read(claim.args[1]))
    _refuse_shared(variable, context)
    inside = context.child((Term("rel", ">", variable, low), Term("rel", "<", variable, high)))
    for lemma in _list(fields["inside"], MAX_PARTS):
        step = (
            _relation(lemma["claim"])
            if isinstance(lemma, dict) and set(lemma) == {"claim", "proof"}
            else None
        )
        if step is None:
            raise Malformed("a lemma has a claim and a proof")
        prove(step, lemma["proof"], inside, depth + 1)
        learn(inside, step)
    slope = inside.read(Term("diff", primitive, variable))
    inside.require_defined(inside.read(primitive))
    inside.require_defined(slope)
    inside.require_defined(inside.read(body))
    if not (inside.normal(slope) - inside.normal(inside.read(body))).is_zero():
        raise Rejected("the antiderivative does not differentiate to the integrand")
    ends = constant(0)
    for sign, end in ((1, high), (-1, low)):
        # defined at the end means continuous there: the language has no other discontinuities
        value = context.read(substitute(context.read(primitive), {variable: end}))
        context.require_defined(value)
        ends = ends + context.normal(value) * constant(sign)
    target = context.read(right)
    context.require_defined(target)
    if not (ends - context.normal(target)).is_zero():
        raise Rejected("the values at the ends do not give the stated integral")
    return Proved()


def by_change_of_variables(claim: Term, fields: dict[str, Json], context: Context, depth: int) -> Proved:
    """``∫_a^b f(r) dr = ∫_α^β f(φ(s)) φ'(s) ds`` for increasing φ from [α, β] onto [a, b]."""
    body, variable, low, high, right = _integral_claim(claim)
    target = context.read(right)
    if target.op != "integral":
        raise Rejected("the right side must be an integral")
    new_body, new_variable, new_low, new_high = target.args
    by = from_json(fields["by"])
    if variable in free_symbols(by) or any(node in ("cases", "integral") for node in _operators(by)):
        raise Rejected("the substitution must be one formula in the new variable")
    # it converges because the other one does
    context.require_defined_inside(context.read(claim.args[1]))
    context.require_defined(target)
    for end, value in ((low, new_low), (high, new_high)):
        image = context.read(substitute(by, {new_variable: value}))
        context.require_defined(image)
        if not (context.normal(image) - context.normal(context.read(end))).is_zero():
            raise Rejected("the substitution does not map end to end")
    _refuse_shared(variable, context)
    _refuse_shared(new_variable, context)
    inside = context.child(
        (Term("rel", ">", new_variable, new_low), Term("rel", "<", new_variable, new_high))
    )
    slope = inside.read(Term("diff", by, new_variable))
    inside.require_defined(inside.read(by))
    inside.require_defined(slope)
    if inside.sign(inside.normal(slope).cancelled()) != POSITIVE:
        raise Rejected("the substitution is not shown to be increasing")
    image = substitute(context.read(body), {variable: by})
    # φ maps the open interval into the open interval, so what holds there holds for the image
    mapped = inside.child(
        (Term("rel", ">", by, low), Term("rel", "<", by, high)),
    )
    gap = mapped.normal(mapped.read(Term("mul", image, slope))) - mapped.normal(mapped.read(new_body))
    if not gap.is_zero():
        raise Rejected("the integrands do not correspond")
    return Proved()


def _integral_claim(claim: Term) -> tuple[Term, Term, Term, Term, Term]:
    op, left, right = claim.args
    if op != "==" or left.op != "integral":
        raise Rejected("the claim must read integral == value")
    return (*left.args, right)


def _refuse_shared(variable: Term, context: Context) -> None:
    if any(variable in free_symbols(fact) for fact in context.constraints):
        raise Rejected(f"the bound variable {variable.args[0]!r} also occurs in the domain; rename it")


def _operators(term: Term) -> Iterator[str]:
    from otverify.kernel.terms import subterms

    return (node.op for node in subterms(term))


# ---------------------------------------------------------------------------------------------------


def _relation(data: Json) -> Term:
    term = from_json(data)
    if term.op != "rel":
        raise Malformed("expected a relation")
    return term


def _list(data: Json, most: int) -> list[Json]:
    if not isinstance(data, list) or len(data) > most:
        raise Malformed(f"expected a list of at most {most} parts")
    return data


def _defined(data: Json, context: Context) -> Quotient:
    term = context.read(from_json(data))
    context.require_defined(term)
    return context.normal(term)


def _refuse_indices(claim: Term) -> None:
    if any(symbol.op == "idx" for symbol in free_symbols(claim)):
        raise Rejected("an inequality between components needs its indices fixed")


Rule = Callable[[Term, dict[str, Json], Context, int], Proved]
RULES: Final[dict[str, tuple[set[str], Rule]]] = {
    "identity": (set(), by_identity),
    "combination": ({"zeros"}, by_combination),
    "evaluate": (set(), by_evaluation),
    "integrate": ({"proof"}, by_integration),
    "sign": (set(), by_sign),
    "products": ({"multiplier", "terms", "zeros"}, by_products),
    "cases": ({"branches"}, by_cases),
    "substitute": ({"symbol", "value", "proof"}, by_substitution),
    "balls": ({"tree", "precision"}, by_balls),
    "antiderivative": ({"F", "inside"}, by_antiderivative),
    "change of variables": ({"by"}, by_change_of_variables),
}
