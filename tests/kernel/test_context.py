"""Signs are sound: what the context says holds at every point where the facts hold."""

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otverify.kernel.context import Context
from otverify.kernel.errors import Rejected
from otverify.kernel.points import Point, holds_at, sign_at
from otverify.kernel.terms import number
from otverify.vocabulary import absolute, cases, maximum, minimum, reals, sqrt

x, y, z = reals("x y z")
POOL = [Fraction(n, m) for n in range(-6, 7) for m in (1, 2, 3)]
FACTS = [
    x > 0,
    x >= 1,
    x < 2,
    y > x,
    y <= 3 * x,
    x * y > 1,
    z < 0,
    z > -x,
    x + y >= 3,
    x**2 < 4,
    y - 2 * z >= 1,
    x / y >= 1,
    z <= y + 1 / x,
    x * y / z > -2,
    1 / (y * z) < x,
    sqrt(x / y) <= 2,
]
WHEN = [x > 0, y < 0, z > 0, x < y, y - z < 0]
TERMS = [
    x,
    y,
    z,
    x * y * z,
    x - y,
    x + y,
    y**2 - x**2,
    x**3 - 8,
    x * y - 1,
    3 - x,
    2 * x - y,
    x * z,
    z**2,
    x**2 - 2 * x + 1,
    (x - y) * (x + y) * z,
    4 - x**2,
    absolute(z),
    absolute(x - y),
    maximum(x, z),
    minimum(z, x),
    x * (3 - x) + y,
    9 * x**2 - y**2,
    cases((x > 0, x), (x <= 0, -x)),
]


@settings(max_examples=300, deadline=None)
@given(
    facts=st.lists(st.sampled_from(FACTS), max_size=5),
    when=st.lists(st.sampled_from(WHEN), max_size=2),
    value=st.sampled_from(TERMS),
    seed=st.integers(0, 10**6),
)
def test_possible_signs_contain_the_sign_at_every_admissible_point(facts, when, value, seed):
    context = Context(facts)
    for one in when:
        context = context.case(one)
    facts = [*facts, *when]
    try:
        possible = context.sign_of_term(context.read(value))
    except Exception as error:
        assert "branch" in str(error)  # noqa: PT017
        return
    pick = random.Random(seed)
    for _ in range(60):
        point = Point(symbols={s: number(pick.choice(POOL)) for s in (x, y, z)})
        if _admits(facts, point):
            from otverify.kernel.points import ground

            assert sign_at(ground(value, point)) in possible


def _admits(facts, point):
    try:
        return all(holds_at(fact, point) for fact in facts)
    except (Rejected, ArithmeticError):  # a fact without a meaning there
        return False


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        ((x > 0, y > 0), x + y),
        ((x > 0, y / x >= 2), y),
        ((x < 0, x / y > 0), -y),
        ((x > y, y > z, z > 0), x),
        ((x > 0, x < y), y**2 - x**2),
        ((x > 1,), x**2 - x),
        ((x >= 1, y > 1), x * (y - 1) + 2),
    ],
)
def test_what_follows_at_once_is_seen(facts, value):
    context = Context(facts)
    assert 0 not in context.sign_of_term(value)
    assert -1 not in context.sign_of_term(value)


def test_an_unknown_sign_is_unknown():
    context = Context((x > 0,))
    assert context.sign_of_term(x - 1) == {-1, 0, 1}
    assert context.decide(x > 1) is None
    assert context.decide(x > -1) is True
    assert context.decide(x < -1) is False


def test_in_a_case_what_was_unread_is_read_again():
    """z <= y + 1/x says nothing of z x before the sign of x is known."""
    context = Context((z <= y + 1 / x,))
    assert context.sign_of_term(z * x - y * x - 1) == {-1, 0, 1}
    assert context.child((x > 0,)).sign_of_term(z * x - y * x - 1) == {-1, 0, 1}
    assert context.case(x > 0).sign_of_term(z * x - y * x - 1) == {-1, 0}
    assert context.case(x < 0).sign_of_term(z * x - y * x - 1) == {0, 1}


def test_facts_of_a_child_do_not_reach_its_parent():
    context = Context((x > 0,))
    context.child((y > 0,))
    assert context.sign_of_term(y) == {-1, 0, 1}
