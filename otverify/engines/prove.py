"""Find a proof of a relation: normal forms, signs, products, cases, closed integrals, balls.

The search runs the kernel's own rules in a context of facts, turns what is missing (a base that must be
positive, a branch that must be known) into lemmas or cases, and returns the proof as JSON.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.engines import equations, implied, integrals, positivstellensatz, products, subdivide
from otverify.engines.budget import Budget, NotFound, TimedOut
from otverify.kernel.context import Context
from otverify.kernel.definedness import NotIntegrable, Undefined
from otverify.kernel.errors import Rejected
from otverify.kernel.polynomials import Atom, Quotient
from otverify.kernel.proofs import (
    contradictory,
    difference,
    integrands,
    learn,
    prove,
    region,
    substituted,
)
from otverify.kernel.signs import ANY, NONNEGATIVE
from otverify.kernel.terms import ZERO, Json, Term, free_symbols, number, relation, subterms, to_json
from otverify.kernel.written import constant

MAX_DEPTH = 7
HALF = number(Fraction(1, 2))
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


def find_proof(
    claim: Term, context: Context, budget: Budget, *, by: tuple[Term, ...] = (), depth: int = 0
) -> Json:
    """A proof of the claim under the facts, the relations ``by`` proved first, or ``NotFound``."""
    budget.check()
    if depth > MAX_DEPTH:
        raise NotFound("the search is nested too deeply")
    lemmas: list[Json] = []
    context = context.child(())
    for step in by:
        _add_lemma(step, find_proof(step, context, budget, depth=depth + 1), lemmas, context)
    for node in _double_integrals(claim, context):
        _add_closed_form(node, lemmas, context, budget)
    derived = depth > 0
    for _ in range(12):
        budget.check()
        try:
            proof = _attempt(claim, context, budget, depth)
        except NotIntegrable as missing:
            if _add_closed_form(missing.integral, lemmas, context, budget):
                continue
            proof = _by_zero_or(missing, claim, context, budget, depth)
        except Undefined as missing:
            try:
                _add_definedness(missing, lemmas, context, budget, depth)
                continue
            except NotFound as error:
                if isinstance(error, TimedOut):
                    raise
                if not derived:
                    derived = True
                    if _add_signs(claim, lemmas, context, budget):
                        continue
                if any(map(_is_bound, free_symbols(missing.part))):
                    proof = _by_zero_or(missing, claim, context, budget, depth)
                else:
                    proof = _from_nothing(error, context, budget, depth)
        except _NeedsIntegral as missing:
            _add_lemma(missing.claim, missing.proof, lemmas, context)
            continue
        except TimedOut:
            raise
        except NotFound as error:
            if not derived:
                derived = True
                if _add_signs(claim, lemmas, context, budget):
                    continue
            proof = _from_nothing(error, context, budget, depth)
        return {**proof, "lemmas": [*lemmas, *proof.get("lemmas", [])]} if lemmas else proof
    raise NotFound("too many lemmas are needed")


def _from_nothing(reason: NotFound, context: Context, budget: Budget, depth: int) -> Json:
    """A proof from facts that hold nowhere; the reason why there is no other if they may hold."""
    if depth:
        raise reason
    try:
        return positivstellensatz.empty(context, budget)
    except TimedOut:
        raise
    except NotFound:
        raise reason from None


def _double_integrals(claim: Term, context: Context) -> list[Term]:
    """Integrals of integrals, to be done from the inside before they are expanded."""
    found: list[Term] = []

    def collect(term: Term) -> None:
        if term.op == "integral":
            if any(node.op == "integral" for node in subterms(term.args[0])):
                found.append(term)
            return
        for arg in term.args:
            if isinstance(arg, Term):
                collect(arg)

    try:
        for side in claim.args[1:]:
            collect(context.read(side))
    except Rejected:
        return []
    return list(dict.fromkeys(found))


def _add_closed_form(integral: Term, lemmas: list[Json], context: Context, budget: Budget) -> bool:
    """Add a closed form, or a simpler one, of an integral as a lemma; False if none is found."""
    try:
        step, proof = integrals.closed_form(integral, context, budget)
        prove(step, proof, context)  # a candidate of SymPy's may be wrong
    except (NotFound, Rejected) as error:
        if isinstance(error, TimedOut):
            raise
        return False
    _add_lemma(step, proof, lemmas, context)
    if proof["rule"] == "integrate":
        _add_closed_form(step.args[2], lemmas, context, budget)
    return True


def _add_definedness(
    missing: Undefined, lemmas: list[Json], context: Context, budget: Budget, depth: int
) -> None:
    """Prove that a part is defined; of "not zero" the sign is shown, which says more."""
    reasons = []
    for sign in (">", "<", "!=") if missing.need == "!=" else (missing.need,):
        step = Term("rel", sign, missing.part, ZERO)
        try:
            proof = find_proof(step, context, budget, depth=depth + 1)
        except TimedOut:
            raise
        except (NotFound, Rejected) as refused:
            reasons.append(str(refused))
            continue
        _add_lemma(step, proof, lemmas, context)
        return
    raise NotFound(f"{missing}; as a lemma: {reasons[0]}")


def _add_signs(claim: Term, lemmas: list[Json], context: Context, budget: Budget) -> bool:
    """Add the signs of integrals and symbols that only several facts imply; True if there are any."""
    found = implied.add_signs_of_integrals(claim, lemmas, context)
    for symbol in sorted((s for s in free_symbols(claim) if s.op == "sym"), key=repr):
        if len(context.sign_of_term(symbol)) == 1:
            continue
        about = [fact for fact in context.constraints if fact.op == "rel" and symbol in free_symbols(fact)]
        if len(about) < 2:
            continue
        for op in (">", "<"):
            step = Term("rel", op, symbol, ZERO)
            try:
                proof = _products(step, op, difference(step, context)[1], context, budget, MAX_DEPTH)
                prove(step, proof, context)
            except TimedOut:
                raise
            except (NotFound, Rejected):
                continue
            _add_lemma(step, proof, lemmas, context)
            found = True
            break
    return found


def _add_lemma(step: Term, proof: Json, lemmas: list[Json], context: Context) -> None:
    # not checked here: the kernel checks the whole proof at the end
    lemmas.append({"claim": to_json(step), "proof": proof})
    learn(context, step)


class _NeedsIntegral(Exception):
    def __init__(self, claim: Term, proof: Json) -> None:
        super().__init__("a closed form of an integral")
        self.claim, self.proof = claim, proof


def _attempt(claim: Term, context: Context, budget: Budget, depth: int) -> Json:
    """One pass over the rules."""
    op = claim.args[0]
    reasons: list[str] = []
    for rule in ("identity", "sign") if op in ("==", "<=", ">=") else ("sign",):
        try:
            prove(claim, {"rule": rule}, context)
            return {"rule": rule}
        except Undefined:
            raise
        except Rejected as error:
            reasons.append(str(error))
    if not free_symbols(claim):
        try:
            prove(claim, {"rule": "evaluate"}, context)
            return {"rule": "evaluate"}
        except Rejected as error:
            reasons.append(str(error))
    for split in (_by_integration, _by_cases, _by_zero):
        try:
            return split(claim, context, budget, depth)
        except NotFound as error:
            reasons.append(str(error))
    try:
        op, gap = difference(claim, context)
    except Rejected as error:
        raise NotFound(str(error)) from None
    if any(symbol.op == "idx" for symbol in free_symbols(claim)):
        raise NotFound(reasons[0])
    _close_integrals(gap, context, budget)
    inequality = (_combination, _products, *(() if depth else (_multiplied,)), _balls)
    searches = {"==": (_combination,), "!=": (_not_equal,)}.get(op, inequality)
    for search in searches:
        try:
            proof = search(claim, op, gap, context, budget, depth)
            prove(claim, proof, context)
            return proof
        except (NotFound, Rejected) as error:
            if isinstance(error, (TimedOut, Undefined)):
                raise
            reasons.append(str(error))
    raise NotFound("; ".join(dict.fromkeys(reasons))[:300])


# ---------------------------------------------------------------------------------------------------


def _by_integration(claim: Term, context: Context, budget: Budget, depth: int) -> Json:
    """Compare the integrands of two integrals over the same set."""
    _, left, right = claim.args
    if left.op not in ("over", "integral") or region(left) != region(right):
        raise NotFound("not a comparison of two integrals over one set")
    pointwise, inside = integrands(claim, context)
    proof = {"rule": "integrate", "proof": find_proof(pointwise, inside, budget, depth=depth + 1)}
    try:
        prove(claim, proof, context)  # a strict comparison asks for a set that is no null set
    except Rejected as error:
        raise NotFound(str(error)) from None
    return proof


def _by_cases(claim: Term, context: Context, budget: Budget, depth: int) -> Json:
    """Split on the first condition, modulus or maximum that the facts leave open."""
    for question in _open_questions(claim, context):
        return by_question(claim, question, context, budget, depth=depth)
    raise NotFound("no case distinction to make")


def by_question(
    claim: Term,
    question: Term,
    context: Context,
    budget: Budget,
    *,
    by: tuple[Term, ...] = (),
    depth: int = -1,
) -> Json:
    """One proof where a relation holds, and one where it does not, after the relations ``by`` in each."""
    op, left, right = question.args
    branches = []
    for sign in (">", "==", "<") if op in (">", "<") else (op, OPPOSITE[op]):
        when = Term("rel", sign, left, right)
        inner = context.case(when)
        if contradictory(inner):
            branches.append({"when": to_json(when), "proof": {"rule": "sign"}})
            continue
        proof: Json = None
        if depth < 0 and sign != op:
            # where the relation does not hold there may be nothing
            try:
                proof = positivstellensatz.empty(inner, budget)
            except TimedOut:
                raise
            except NotFound:
                pass
        proof = proof or _in_branch(claim, when, inner, budget, depth, by)
        branches.append({"when": to_json(when), "proof": proof})
    return {"rule": "cases", "branches": branches}


def _in_branch(
    claim: Term, when: Term, inner: Context, budget: Budget, depth: int, by: tuple[Term, ...] = ()
) -> Json:
    op, left, right = when.args
    if op == "==" and not by:
        for symbol, value in ((left, right), (right, left)):
            if symbol.op == "sym" and symbol not in free_symbols(value):
                try:
                    moved, facts = substituted(claim, symbol, value, inner)
                    rest = find_proof(moved, facts, budget, depth=depth + 1)
                except ArithmeticError:
                    # something is not defined there: either way the facts have to say so
                    break
                return {
                    "rule": "substitute",
                    "symbol": to_json(symbol),
                    "value": to_json(value),
                    "proof": rest,
                }
    return find_proof(claim, inner, budget, by=by, depth=depth + 1)


def _by_zero(claim: Term, context: Context, budget: Budget, depth: int) -> Json:
    """A symbol that may be 0 and stands under a fractional power or at an end: the case 0 on its own."""
    for symbol in sorted((s for s in free_symbols(claim) if s.op == "sym"), key=repr):
        if (
            not (_under_a_power(symbol, claim) or _at_an_end(symbol, claim))
            or context.sign_of_term(symbol) != NONNEGATIVE
        ):
            continue
        branches = []
        for op in (">", "==", "<"):
            when = Term("rel", op, symbol, ZERO)
            inner = context.case(when)
            proof = (
                {"rule": "sign"} if contradictory(inner) else _in_branch(claim, when, inner, budget, depth)
            )
            branches.append({"when": to_json(when), "proof": proof})
        return {"rule": "cases", "branches": branches}
    raise NotFound("no symbol under a power or at an end that may be 0")


def _is_bound(symbol: Term) -> bool:
    return str(symbol.args[0]).startswith("@")


def _by_zero_or(missing: Undefined, claim: Term, context: Context, budget: Budget, depth: int) -> Json:
    """What is open inside an integral may be clear once a symbol is not 0."""
    try:
        return _by_zero(claim, context, budget, depth)
    except TimedOut:
        raise
    except NotFound:
        raise NotFound(str(missing)) from None


def _under_a_power(symbol: Term, claim: Term) -> bool:
    return any(
        node.op == "pow"
        and symbol in free_symbols(node.args[0])
        and not (node.args[1].op == "num" and node.args[1].args[0].denominator == 1)
        for node in subterms(claim)
    )


def _at_an_end(symbol: Term, claim: Term) -> bool:
    return any(
        node.op == "integral" and any(symbol in free_symbols(end) for end in node.args[2:])
        for node in subterms(claim)
    )


def _open_questions(claim: Term, context: Context) -> Iterator[Term]:
    """Conditions of piecewise terms, then signs of moduli and differences of maxima in the normal form."""
    read = [context.read(side) for side in claim.args[1:]]
    nodes = [node for side in read for node in subterms(side)]
    bound = {node.args[1] for node in nodes if node.op in ("integral", "over", "ball")}
    questions = [case.args[0] for node in nodes if node.op == "cases" for case in node.args]
    known = [node for fact in context.constraints if fact.op == "rel" for node in subterms(fact)]
    try:
        _, gap = difference(claim, context)
        for atom in sorted(gap.atoms(), key=lambda a: a.key):
            if atom.key.startswith("abs("):
                questions.append(relation(">=", atom.term.args[0], ZERO))
            elif atom.term.op in ("max", "min"):
                questions.append(relation(">=", *atom.term.args[:2]))
    except Rejected:
        pass
    questions += [relation(">=", node.args[0], ZERO) for node in known if node.op == "abs"]
    for question in questions:
        if bound & free_symbols(question) or any(map(_is_bound, free_symbols(question))):
            continue
        try:
            for side in question.args[1:]:
                context.require_defined(context.read(side))
            if context.decide(question) is None:
                yield question
        except Rejected:
            continue


def _close_integrals(gap: Quotient, context: Context, budget: Budget) -> None:
    """Raise ``_NeedsIntegral`` with a closed form for the first integral that is still open."""
    for atom in sorted(gap.atoms(), key=lambda a: a.key):
        if atom.key.startswith("int("):
            try:
                claim, proof = integrals.closed_form(atom.term, context, budget)
                prove(claim, proof, context)  # a candidate of SymPy's may be wrong
            except (NotFound, Rejected) as error:
                if isinstance(error, TimedOut):
                    raise
                continue
            raise _NeedsIntegral(claim, proof)


def _combination(claim: Term, op: str, gap: Quotient, context: Context, budget: Budget, depth: int) -> Json:
    return equations.combination(gap, context)


def _products(claim: Term, op: str, gap: Quotient, context: Context, budget: Budget, depth: int) -> Json:
    signed = gap if op in (">", ">=") else -gap
    strict = op in ("<", ">")
    rooted = bool(_roots(signed))
    try:
        return products.find_products(signed, context, strict=strict, budget=budget, brief=rooted)
    except NotFound:
        if not rooted:
            raise
    try:
        return _by_squares(claim, context, budget, depth)
    except TimedOut:
        raise
    except NotFound:
        return products.find_products(signed, context, strict=strict, budget=budget)


def _multiplied(claim: Term, op: str, gap: Quotient, context: Context, budget: Budget, depth: int) -> Json:
    signed = gap if op in (">", ">=") else -gap
    return positivstellensatz.find_multiplied(signed, context, strict=op in ("<", ">"), budget=budget)


def _roots(value: Quotient) -> set[Atom]:
    """The atoms under a root."""
    return {
        a
        for m in value.num.terms
        for a, e in m
        if not isinstance(e, Quotient) and e.q != 1 and a.prime is None
    }


def _by_squares(claim: Term, context: Context, budget: Budget, depth: int) -> Json:
    """``a >= b`` between non-negative numbers from ``a² >= b²``, shown first."""
    op, left, right = claim.args
    large, small = (left, right) if op in (">", ">=") else (right, left)
    for side in (large, small):
        if not context.sign_of_term(context.read(side)) <= {0, 1}:
            raise NotFound("a side of a comparison of roots may be negative")
    squares = large * large, small * small
    before, after = (
        set().union(*(_roots(context.normal(context.read(side)).cancelled()) for side in sides))
        for sides in ((large, small), squares)
    )
    if len(after) >= len(before):
        raise NotFound("squaring does not remove roots")
    step = Term("rel", ">" if op in ("<", ">") else ">=", *squares)
    proof = find_proof(step, context, budget, depth=depth + 1)
    name = "power-increasing" if op in ("<", ">") else "power-monotone"
    cited = [name, to_json(squares[1]), to_json(squares[0]), to_json(HALF)]
    return {
        "rule": "products",
        "multiplier": [],
        "terms": [{"c": "1", "factors": [], "axioms": [cited]}],
        "zeros": [],
        "lemmas": [{"claim": to_json(step), "proof": proof}],
    }


def _balls(claim: Term, op: str, gap: Quotient, context: Context, budget: Budget, depth: int) -> Json:
    return subdivide.find_tree(claim, context, budget)


def _not_equal(claim: Term, op: str, gap: Quotient, context: Context, budget: Budget, depth: int) -> Json:
    """``a != b`` from ``a < b`` or ``a > b``, shown as a lemma: then the sign is known at once."""
    _, left, right = claim.args
    for sign in ("<", ">"):
        stronger = Term("rel", sign, left, right)
        try:
            proof = find_proof(stronger, context, budget, depth=depth + 1)
        except NotFound:
            continue
        return {"rule": "sign", "lemmas": [{"claim": to_json(stronger), "proof": proof}]}
    raise NotFound("neither < nor > was shown")


__all__ = ["ANY", "constant", "find_proof"]
