"""The cited inequalities hold at random and extreme points and are refused outside their conditions."""

import math
import random
from fractions import Fraction

import pytest

from otverify.kernel.axioms import AXIOMS, STRICT, axiom
from otverify.kernel.balls import Unclear
from otverify.kernel.context import Context
from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.points import Point, ground, sign_at
from otverify.kernel.terms import number
from otverify.vocabulary import reals, vectors

u, v, s, a = reals("u v s a")
p, q = vectors("p q")

CASES = {
    "abs-above": ((u,), ()),
    "abs-below": ((u,), ()),
    "triangle": ((u, v), ()),
    "vector-triangle": ((p, q), ()),
    "cauchy-schwarz": ((p, q), ()),
    "gram": ((p, q), ()),
    "max": ((u, v), ()),
    "min": ((u, v), ()),
    "power-monotone": ((u, v, s), (u > 0, v >= u, s >= 0)),
    "power-increasing": ((u, v, s), (u >= 0, v > u, s > 0)),
    "power-tangent": ((u, v, s), (u > 0, v > 0, s >= 1)),
    "weighted-means": ((u, v, a), (u > 0, v > 0, a >= 0, a <= 1)),
    "exp": ((u,), ()),
    "log": ((u,), (u > 0,)),
    "sin": ((u,), ()),
    "cos": ((u,), ()),
}
VALUES = [Fraction(x) for x in ("0", "1", "-1", "1/2", "2", "-3/2", "1/100", "10", "7/3", "-1/100", "3")]


def test_every_axiom_is_attacked():
    assert set(CASES) == set(AXIOMS)


@pytest.mark.parametrize("name", sorted(AXIOMS))
def test_the_term_is_never_negative_where_the_conditions_hold(name):
    args, facts = CASES[name]
    fact = axiom(name, args, Context(facts))
    pick = random.Random(7)
    tried = 0
    for _ in range(400):
        point = Point(
            symbols={x: number(pick.choice(VALUES)) for x in (u, v, s, a)},
            vectors={w: tuple(number(pick.choice(VALUES)) for _ in range(2)) for w in (p, q)},
        )
        from otverify.kernel.points import holds_at

        if not all(holds_at(condition, point) for condition in facts):
            continue
        try:
            sign = sign_at(ground(fact, point))
        except Unclear:
            continue  # equality between irrational numbers
        tried += 1
        assert sign >= (1 if name in STRICT else 0)
    assert tried > 20


@pytest.mark.parametrize(
    "name", ["power-monotone", "power-increasing", "power-tangent", "weighted-means", "log"]
)
def test_conditions_are_enforced(name):
    args, facts = CASES[name]
    for dropped in range(len(facts)):
        with pytest.raises(Rejected):
            axiom(name, args, Context(facts[:dropped] + facts[dropped + 1 :]))


def test_the_tangent_inequality_is_false_between_zero_and_one():
    """The condition on s is needed: t^(1/2) is concave."""
    value = 4**0.5 - (1 + 0.5 * 1 * (4 - 1))
    assert value < 0
    assert math.isclose(value, -0.5)


def test_unknown_axioms_and_wrong_arities_are_malformed():
    with pytest.raises(Malformed):
        axiom("triangle", (u,), Context())
    with pytest.raises(Malformed):
        axiom("wishful thinking", (u,), Context())
