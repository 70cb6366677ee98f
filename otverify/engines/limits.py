"""Limits: the kernel finds leading terms itself; the engine supplies the point that shows a wrong value."""

from __future__ import annotations

from otverify.engines.budget import Budget, NotFound
from otverify.engines.points import Sampler
from otverify.kernel.errors import Rejected
from otverify.kernel.limits import check_limit
from otverify.kernel.statements import Limit, digest
from otverify.kernel.terms import Json, Term, free_symbols
from otverify.kernel.verify import verify


def decide(statement: Limit, budget: Budget) -> Json:
    """A certificate that the limit is as stated, or that it is another one."""
    plain = statement.unfolded
    head = {"schema": 1, "statement": digest(statement.to_json())}
    try:
        check_limit(plain)
        return {**head, "kind": "limit"}
    except Rejected as error:
        reason = str(error)
    parameters = tuple(fact for fact in plain.given if plain.variable not in free_symbols(fact))
    terms = tuple(t for t in (plain.of, plain.to, plain.equals) if isinstance(t, Term))
    sampler = Sampler((*terms, *_sides(plain)), parameters)
    sampler.symbols = [symbol for symbol in sampler.symbols if symbol != plain.variable]
    for point in sampler.points(budget, 60):
        certificate = {**head, "kind": "other limit", "point": point.to_json()}
        try:
            verify(statement, certificate)
        except Rejected:
            continue
        return certificate
    raise NotFound(reason)


def _sides(plain: Limit) -> tuple[Term, ...]:
    """Terms of the constraints that involve the variable: their parameters need values too."""
    return tuple(
        side for fact in plain.given if plain.variable in free_symbols(fact) for side in fact.args[1:]
    )
