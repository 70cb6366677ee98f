"""Where counterexamples are looked for: each statement here fails at special places only."""

import pytest

from otverify.check import Settings, decide_statement
from otverify.claims import Identity, Relation
from otverify.verdict import Status
from otverify.vocabulary import (
    BorelSet,
    Domain,
    Function,
    dot,
    equals,
    maximum,
    norm,
    points,
    reals,
    vectors,
)

x, y, z, s, t = reals("x y z s t")
u, v = vectors("u v")
Y = BorelSet("Y")
f = Function("f")
(w,) = points("w")
UNIT = equals(Y.integral(f(w) ** 2, w), 1)
POSITIVE = Y.everywhere(w, f(w) >= 0)

SPECIAL = {
    "a set of mass more than 1": Relation(
        Y.integral((f(w) + x) ** 2, w) <= (1 + x) ** 2, over=Domain(POSITIVE, Y.mass > 0, x >= 0, UNIT)
    ),
    "a number that the vectors determine": Identity(
        dot(u, v) / norm(u), -x, over=Domain(equals(dot(u, v), -x), norm(u) > 0)
    ),
    "vanishing vectors": Relation(norm(u) / x <= y, over=Domain(y > 0, norm(u) <= y * x)),
    "a zero of a denominator": Identity(
        (x * s + (1 - x) * t) / (x * s + (1 - x) * t),
        1,
        over=Domain(x < 1, s > 0, s <= 1, t > 0, t <= 1),
    ),
    "an equation that is linear only in part": Identity(
        y, 0, over=Domain(x < 1, equals(maximum(y, 0), x * y))
    ),
    "equality, where two bounds meet": Relation(
        x / 2 - z * t**2 < y, over=Domain(x > 0, z > 0, t >= 0, s >= x, s <= y + x / 2 + z * t**2)
    ),
}


@pytest.mark.parametrize("name", SPECIAL)
def test_what_fails_at_special_places_is_refuted(name):
    ((_, statement),) = SPECIAL[name].statements()
    assert decide_statement(statement, Settings(seconds=5, points=40)).status is Status.REFUTED
