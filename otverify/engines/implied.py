"""Signs that do not follow at once: of integrals over a set, and of bounds on the values of a function."""

from __future__ import annotations

from collections.abc import Iterator

from otverify.kernel.context import Context
from otverify.kernel.errors import Rejected
from otverify.kernel.proofs import integrands, learn, prove
from otverify.kernel.signs import ALLOWED, ANY, NONNEGATIVE, POSITIVE
from otverify.kernel.terms import ONE, ZERO, Json, Term, free_symbols, subterms, to_json

#: the sign of an integrand, and how its integral compares with 0
COMPARED = {
    POSITIVE: ("<", "<="),
    ALLOWED["<"]: (">", ">="),
    NONNEGATIVE: ("<=", "<="),
    ALLOWED["<="]: (">=", ">="),
}


def add_signs_of_integrals(claim: Term, lemmas: list[Json], context: Context) -> bool:
    """Add ``∫_X 0 < ∫_X f`` for integrals whose integrand has a known sign; True if there are any.

    If all values of a function on X are positive and at most M, then M > 0 on a set that is not null.
    """
    found = False
    for node in _integrals(claim, context):
        step = _comparison(node, context)
        if step is None:
            continue
        proof = {"rule": "integrate", "proof": {"rule": "sign"}}
        found |= _add(step, proof, lemmas, context)
    for side, mass in _bounds(context):
        whole = Term("over", side, *mass.args[1:])
        step = _comparison(whole, context)
        if step is None or step.args[0] not in ("<", ">"):
            continue
        proof = {"rule": "integrate", "proof": {"rule": "sign"}}
        if _add(step, proof, lemmas, context):
            factor = side if step.args[0] == "<" else -side
            product = {
                "rule": "products",
                "multiplier": [to_json(mass)],
                "terms": [{"c": "1", "factors": [to_json(mass * factor)]}],
                "zeros": [],
            }
            found |= _add(Term("rel", ">", factor, ZERO), product, lemmas, context)
    return found


def _add(step: Term, proof: Json, lemmas: list[Json], context: Context) -> bool:
    try:
        prove(step, proof, context)
    except (Rejected, ArithmeticError):
        return False
    lemmas.append({"claim": to_json(step), "proof": proof})
    learn(context, step)
    return True


def _integrals(claim: Term, context: Context) -> list[Term]:
    """The integrals over abstract sets in the claim and in what is known, with an open sign."""
    found: dict[Term, None] = {}
    for relation in (claim, *context.constraints):
        if relation.op != "rel":
            continue
        for side in relation.args[1:]:
            try:
                nodes = [node for node in subterms(context.read(side)) if node.op == "over"]
                found.update((node, None) for node in nodes if len(context.sign_of_term(node)) > 1)
            except Rejected:
                continue
    return [node for node in found if not any(str(s.args[0]).startswith("@") for s in free_symbols(node))]


def _bounds(context: Context) -> Iterator[tuple[Term, Term]]:
    """Terms with an open sign that all values of a function on a set of positive mass are compared with."""
    for owner, universals in context.universals.items():
        for universal in universals:
            body, variable, _ = universal.args
            mass = Term("over", ONE, variable, owner)
            if context.sign_of_term(mass) != POSITIVE:
                continue
            for side in body.args[1:] if body.op == "rel" else ():
                if variable not in free_symbols(side) and free_symbols(side):
                    try:
                        known = len(context.sign_of_term(context.read(side))) == 1
                    except Rejected:
                        continue
                    if not known:
                        yield side, mass


def _comparison(node: Term, context: Context) -> Term | None:
    """``∫ 0 op ∫ f`` with the strongest op that the sign of f at a point of the set gives."""
    _, variable, owner = node.args
    nothing = Term("over", ZERO, variable, owner)
    try:
        pointwise, inside = integrands(Term("rel", "<=", nothing, node), context)
        value = inside.read(pointwise.args[2])
        inside.require_defined(value)
        signs = inside.sign_of_term(value)
        strictly = context.sign_of_term(Term("over", ONE, variable, owner)) == POSITIVE
    except (Rejected, ArithmeticError):
        return None
    if signs == ANY or signs not in COMPARED:
        return None
    return Term("rel", COMPARED[signs][0 if strictly else 1], nothing, node)
