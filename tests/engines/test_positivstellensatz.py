"""Linear programs over products of facts: multipliers, and facts that hold nowhere."""

import pytest

from otverify.check import Settings, decide_statement
from otverify.claims import Relation
from otverify.engines.budget import Budget, NotFound
from otverify.engines.positivstellensatz import empty, find_multiplied
from otverify.kernel.context import Context
from otverify.kernel.proofs import difference, prove
from otverify.kernel.terms import ZERO, Term
from otverify.kernel.verify import verify
from otverify.verdict import Status
from otverify.vocabulary import BorelSet, Domain, Function, absolute, norm, points, reals, vectors

x, y, z, s, t = reals("x y z s t")
u, v = vectors("u v")
Y = BorelSet("Y")
f = Function("f")
(w,) = points("w")
pi = Term("pi")


def rel(op, left, right=ZERO):
    return Term("rel", op, left, right)


NOWHERE = [
    (x > 1, y > 0, x + y <= 1),
    (x > z * y, x < -z * y, z > 0, y > 0),
    (x > z - s * t, x < z + s * t, s > 0, t < 0),
    (norm(u) <= 0, x > 0, x <= Term("dot", u, v)),
    (absolute(x) <= y, y < 0),
]


@pytest.mark.parametrize("facts", NOWHERE, ids=range(len(NOWHERE)))
def test_facts_that_hold_nowhere_prove_anything(facts):
    context = Context(facts)
    prove(rel("==", x, x + 1), empty(context, Budget(5)), context)


SOMEWHERE = [
    (x > 1, y > 0, x + y <= 2),
    (x > z * y, x < -z * y, z > 0, y < 0),
    (norm(u) <= 1, x > 0, x <= Term("dot", u, v)),
    (x >= 0, x <= 0),
]


@pytest.mark.parametrize("facts", SOMEWHERE, ids=range(len(SOMEWHERE)))
def test_facts_that_hold_somewhere_prove_nothing_new(facts):
    with pytest.raises(NotFound):
        empty(Context(facts), Budget(5))


MULTIPLIED = [
    # y (x - z) >= 0 with y > 0
    (x >= z, (y > 0, y * x >= y * z)),
    (x <= z, (y > 1, absolute(x) * (y - 1) <= z * (y - 1))),
    (pi**s * x >= y, (s > 0, y > 0, x >= y)),
]


@pytest.mark.parametrize(("claim", "facts"), MULTIPLIED, ids=range(len(MULTIPLIED)))
def test_a_positive_multiple_shows_the_inequality(claim, facts):
    context = Context(facts)
    op, gap = difference(claim, context)
    proof = find_multiplied(gap if op == ">=" else -gap, context, strict=False, budget=Budget(5))
    prove(claim, proof, context)


def test_what_is_false_has_no_multiple():
    context = Context((y > 0, y * x >= y * z - 1))
    _, gap = difference(x >= z, context)
    with pytest.raises(NotFound):
        find_multiplied(gap, context, strict=False, budget=Budget(5))


def decided(obligation, split=None):
    ((_, statement),) = obligation.statements()
    evidence = decide_statement(statement, Settings(seconds=5), split=split)
    if evidence.certificate is not None:
        verify(statement, evidence.certificate)
    return evidence


def test_a_hypothesis_that_the_others_imply_is_not_needed():
    # 2 (1 - s) t > 0 from the other two, so that t > 0
    region = Domain(s > 0, s < 1, y > x - (1 - s) * t, y < x + (1 - s) * t)
    assert decided(Relation(t > 0, over=region)).status is Status.PROVED
    far = Domain(region, x >= t)
    assert decided(Relation(y > s * t, over=far), split=t > 0).status is Status.PROVED


def test_signs_of_integrals_and_of_bounds_are_derived():
    positive = Y.everywhere(w, f(w) > 0)
    mass = Y.integral(f(w), w)
    assert decided(Relation(x > 0, over=Domain(positive, Y.mass > 0, mass <= x))).status is Status.PROVED
    bounded = Domain(positive, Y.everywhere(w, f(w) <= x), Y.mass > 0)
    assert decided(Relation(1 / x > 0, over=bounded)).status is Status.PROVED


def test_a_null_set_gives_no_sign():
    positive = Y.everywhere(w, f(w) > 0)
    assert decided(Relation(x > 0, over=Domain(positive, Y.integral(f(w), w) <= x))).status is Status.REFUTED
