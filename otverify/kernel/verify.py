"""The one entry: a statement and a certificate go in, a conclusion or ``Rejected`` comes out.

A certificate is an object ``{"schema": 1, "kind": ..., "statement": sha256, ...}``. The statement is never
taken from the certificate: the caller rebuilds it, and the digest only tells a mix-up apart from a failure.

    proof           a relation holds on its (non-empty) domain     -> proved, or certified if balls were used
    limit           the limit has the stated value                  -> proved
    words           a matrix identity follows from its relations    -> proved
    counterexample  a point of the domain where the relation fails  -> refuted
    undefined       a point of the domain where it has no meaning   -> refuted
    negation        the opposite relation holds on the whole domain -> refuted
    crossing        the two sides of a != are equal on a segment    -> refuted
    other limit     at a point of the parameters it is another one  -> refuted
    matrices        matrices that satisfy the relations only        -> refuted
    fact            a finite problem has, or has not, the property   -> certified or refuted
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from otverify.kernel.context import Context
from otverify.kernel.crossing import check_crossing
from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.limits import NotNear, at_parameters, check_limit, is_undefined_near, limit_of
from otverify.kernel.points import (
    Point,
    check_point,
    ground,
    holds_at,
    point_from_json,
    sign_at,
)
from otverify.kernel.proofs import prove
from otverify.kernel.statements import FINITE, Fact, Limit, Relation, Statement, Words, digest
from otverify.kernel.terms import Json, Term, free_symbols, number
from otverify.kernel.undefined import has_undefined_constant, is_undefined
from otverify.kernel.words import check_words, refute_words
from otverify.kernel.written import quotient_term

SCHEMA: Final = 1
OPPOSITE: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


class Conclusion(Enum):
    """What an accepted certificate establishes about its statement."""

    PROVED = "proved"
    CERTIFIED = "certified"
    REFUTED = "refuted"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The certificate was accepted."""

    conclusion: Conclusion


def verify(statement: Statement, certificate: Json) -> Accepted:
    """Check a certificate against a statement; every failure, also of arithmetic, is ``Rejected``."""
    try:
        return Accepted(_verify(statement, certificate))
    except Rejected:
        raise
    except RecursionError:
        raise Malformed("the statement or certificate is nested too deeply") from None
    except (
        ArithmeticError,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        MemoryError,
    ) as error:
        # fail closed: a checker that stumbles has not checked
        raise Rejected(f"the check broke off: {type(error).__name__}: {str(error)[:200]}") from error


def _verify(statement: Statement, certificate: Json) -> Conclusion:
    if (
        not isinstance(certificate, dict)
        or certificate.get("schema") != SCHEMA
        or type(certificate["schema"]) is not int
    ):
        raise Malformed(f"a certificate is an object of schema {SCHEMA}")
    kind = certificate.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise Malformed(f"unknown kind of certificate {str(kind)[:40]!r}")
    keys, wanted, check = KINDS[kind]
    if set(certificate) != {"schema", "kind", "statement", *keys}:
        raise Malformed(f"a certificate of kind {kind!r} has the keys {sorted(keys)}")
    if not isinstance(statement, wanted):
        raise Rejected(f"a certificate of kind {kind!r} is for another type of statement")
    if certificate["statement"] != digest(statement.to_json()):
        raise Rejected("the certificate belongs to another statement")
    return check(statement.unfolded, certificate)


def _check_proof(statement: Relation, certificate: Json) -> Conclusion:
    if any(s.op == "idx" for fact in statement.given for s in free_symbols(fact)):
        raise Rejected("the domain of a component identity does not mention the indices")
    _require_witness(statement, certificate["witness"])
    context = Context(statement.given)
    proved = prove(statement.claim, certificate["proof"], context)
    return Conclusion.CERTIFIED if proved.balls else Conclusion.PROVED


def _require_witness(statement: Relation | Limit, witness: Json) -> None:
    """A point of the domain: a statement about nothing is not proved."""
    if not statement.given:
        if witness is not None:
            raise Malformed("no witness is needed where the domain is everything")
        return
    point = _point(witness)
    for fact in statement.given:
        if not holds_at(fact, point):
            raise Rejected("the witness is not a point of the domain")


def _check_limit(statement: Limit, certificate: Json) -> Conclusion:
    check_limit(statement)
    return Conclusion.PROVED


def _check_words(statement: Words, certificate: Json) -> Conclusion:
    check_words(statement, certificate["steps"])
    return Conclusion.PROVED


def _check_counterexample(statement: Relation, certificate: Json) -> Conclusion:
    point = _inside(statement, certificate["point"])
    if holds_at(statement.claim, point):
        raise Rejected("the statement holds at the point")
    return Conclusion.REFUTED


def _check_undefined(statement: Relation, certificate: Json) -> Conclusion:
    point = _inside(statement, certificate["point"])
    _, left, right = statement.claim.args
    if not any(is_undefined(ground(side, point)) for side in (left, right)):
        raise Rejected("the statement is not shown to be undefined at the point")
    return Conclusion.REFUTED


def _check_negation(statement: Relation, certificate: Json) -> Conclusion:
    op, left, right = statement.claim.args
    negated = Term("rel", OPPOSITE[op], left, right)
    _check_proof(Relation(claim=negated, given=statement.given), certificate)
    return Conclusion.REFUTED


def _check_crossing(statement: Relation, certificate: Json) -> Conclusion:
    check_crossing(statement, certificate["crossing"])
    return Conclusion.REFUTED


def _check_other_limit(statement: Limit, certificate: Json) -> Conclusion:
    """At a point of the parameters the limit is another one or has no meaning, or none is near."""
    parameters = tuple(fact for fact in statement.given if statement.variable not in free_symbols(fact))
    point = _point(certificate["point"])
    for fact in parameters:
        if not holds_at(fact, point):
            raise Rejected("the point is not in the domain")
    there = at_parameters(statement, point)
    if has_undefined_constant(there.of, Context(there.given)) or is_undefined_near(there):
        return Conclusion.REFUTED
    try:
        found, _ = limit_of(there)
    except NotNear:
        return Conclusion.REFUTED
    if isinstance(found, str) or isinstance(statement.equals, str):
        same = found == statement.equals or (statement.equals == FINITE and not isinstance(found, str))
    else:
        value = quotient_term(found)
        same = sign_at(Term("add", value, Term("mul", number(-1), ground(statement.equals, point)))) == 0
    if same:
        raise Rejected("the limit is as stated at the point")
    return Conclusion.REFUTED


def _check_matrices(statement: Words, certificate: Json) -> Conclusion:
    refute_words(statement, certificate["matrices"])
    return Conclusion.REFUTED


def _check_fact(statement: Fact, certificate: Json) -> Conclusion:
    if statement.topic not in TOPICS:
        raise Malformed(f"unknown topic {statement.topic[:40]!r}")
    fact = statement.to_json()
    del fact["type"], fact["topic"]
    holds = TOPICS[statement.topic](fact, certificate["evidence"])
    return Conclusion.CERTIFIED if holds else Conclusion.REFUTED


def _transport_fact(fact: Json, evidence: Json) -> bool:
    # loaded when needed: the other statements do without NumPy
    from otverify.kernel.transport_facts import decide

    return decide(fact, evidence)


def _chains_fact(fact: Json, evidence: Json) -> bool:
    from otverify.kernel.transport_chains_facts import decide

    return decide(fact, evidence)


def _point(data: Json) -> Point:
    point = point_from_json(data)
    check_point(point)
    return point


def _inside(statement: Relation, data: Json) -> Point:
    point = _point(data)
    for fact in statement.given:
        if not holds_at(fact, point):
            raise Rejected("the point is not in the domain")
    return point


#: topic of a fact -> what decides it
TOPICS: Final[dict[str, Callable[[Json, Json], bool]]] = {
    "transport": _transport_fact,
    "chains": _chains_fact,
}
Check = Callable[..., Conclusion]
KINDS: Final[dict[str, tuple[set[str], type, Check]]] = {
    "proof": ({"proof", "witness"}, Relation, _check_proof),
    "limit": (set(), Limit, _check_limit),
    "words": ({"steps"}, Words, _check_words),
    "counterexample": ({"point"}, Relation, _check_counterexample),
    "undefined": ({"point"}, Relation, _check_undefined),
    "negation": ({"proof", "witness"}, Relation, _check_negation),
    "crossing": ({"crossing"}, Relation, _check_crossing),
    "other limit": ({"point"}, Limit, _check_other_limit),
    "matrices": ({"matrices"}, Words, _check_matrices),
    "fact": ({"evidence"}, Fact, _check_fact),
}
