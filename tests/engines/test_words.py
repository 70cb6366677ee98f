"""Matrices that contradict an identity are found although the relations tie them."""

import pytest

from otverify.check import decide
from otverify.claims import MatrixIdentity
from otverify.matrices import IDENTITY, Matrix
from otverify.verdict import Status

D, J = Matrix("D", invertible=True), Matrix("J")
g, h, u, v = (Matrix(name) for name in "g h u v".split())
INVERSE = [(-1 * D @ J, IDENTITY)]


@pytest.mark.parametrize(
    ("left", "right", "given"),
    [
        (J.T, -1 * D.inv, INVERSE),
        (J, D.inv, INVERSE),
        (g - h, u @ v, [(g, h), (h, u @ v)]),
        (g - h, v - u, [(g, u), (u, g), (h, v)]),
    ],
)
def test_refuting_matrices_meet_the_relations(left, right, given):
    (evidence,) = decide(MatrixIdentity(left, right, given=given))
    assert evidence.status is Status.REFUTED, evidence.reason


def test_true_identities_with_the_same_relations():
    for left, right, given in ((J, -1 * D.inv, INVERSE), (g - h, 0 * u, [(g, h), (h, u @ v)])):
        (evidence,) = decide(MatrixIdentity(left, right, given=given))
        assert evidence.status is Status.PROVED, evidence.reason
