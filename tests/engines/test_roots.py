"""Strict inequalities that fail where the two sides meet, and nowhere else."""

from fractions import Fraction

import pytest

from otverify.check import decide
from otverify.claims import Relation
from otverify.verdict import Status
from otverify.vocabulary import Domain, reals, sqrt

t, r = reals("t r")
GOLDEN = (3 - sqrt(5)) / 2


@pytest.mark.parametrize(
    ("obligation", "witness"),
    [
        (Relation((t**2 - 2) ** 2 > 0, over=t > 0), "at t = sqrt(2): left = 0, right = 0"),
        (Relation((t**2 - 2) ** 2, "!=", 0, over=t < 0), "at t = -sqrt(2): left = 0, right = 0"),
        (Relation((7 * t - 3) ** 2 > 0, over=t > 0), "at t = 3/7: left = 0, right = 0"),
        (Relation(t**2 - 3 * r * t + r**2 < 0, over=Domain(r > 0, t >= GOLDEN * r, t < r)), "right = 0"),
        (Relation(t * (t - 2) > 1, over=t >= 1 + sqrt(2)), "at t = 1 + sqrt(2): "),
    ],
)
def test_a_strict_inequality_is_refuted_at_a_root(obligation, witness):
    (evidence,) = decide(obligation)
    assert evidence.status is Status.REFUTED, evidence.reason
    assert witness in evidence.witness


def test_roots_outside_of_the_domain_refute_nothing():
    (evidence,) = decide(Relation((t**2 - 2) ** 2 > 0, over=t > Fraction(3, 2)))
    assert evidence.status is Status.PROVED, evidence.reason
