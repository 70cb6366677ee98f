"""Balls and spheres in symbolic dimension, against elementary values and against numerical integration."""

import math
from fractions import Fraction

import pytest

from otverify.check import decide
from otverify.claims import Identity
from otverify.symbolic.spheres import ball_volume, second_moment, sphere_area
from otverify.verdict import Status
from otverify.vocabulary import PI, D, Domain, ball_integral, integers, reals

(d,) = integers("d")
r, t = reals("r t")
REGION = Domain(t > 0, d >= 1)

RULES = {
    "volume is an integral": Identity(ball_integral(1, r, t, d), ball_volume(d, t), over=REGION),
    "area is its derivative": Identity(D(ball_volume(d, t), t), t ** (d - 1) * sphere_area(d), over=REGION),
    "second moment": Identity(
        ball_integral(r**2, r, t, d), d * t ** (d + 2) / (d + 2) * ball_volume(d), over=REGION
    ),
    "moments of the sphere add up": Identity(
        d * second_moment(d, t), t**2 * t ** (d - 1) * sphere_area(d), over=REGION
    ),
    "recursion": Identity(ball_volume(d + 2, t), 2 * PI * t**2 / (d + 2) * ball_volume(d, t), over=REGION),
}
ELEMENTARY = {1: 2, 2: PI, 3: Fraction(4, 3) * PI, 4: PI**2 / 2, 5: Fraction(8, 15) * PI**2, 6: PI**3 / 6}


@pytest.mark.parametrize("name", RULES)
def test_every_rule_is_proved_for_symbolic_dimension(name):
    (evidence,) = decide(RULES[name])
    assert evidence.status is Status.PROVED, evidence.reason


@pytest.mark.parametrize("size", ELEMENTARY)
def test_elementary_volumes(size):
    (evidence,) = decide(Identity(ball_volume(size), ELEMENTARY[size]))
    assert evidence.status is Status.PROVED, evidence.reason


@pytest.mark.parametrize("size", range(1, 7))
def test_areas_numerically(size):
    from flint import ctx

    from otverify.kernel.balls import enclose

    with ctx.workprec(60):
        area = float(enclose(sphere_area(size), {}))
    assert math.isclose(area, 2 * math.pi ** (size / 2) / math.gamma(size / 2), rel_tol=1e-12)
