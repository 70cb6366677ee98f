"""What says nothing is reported as a failure, never as a pass."""

import pytest
from hypothesis import strategies as st

from otverify.check import check, decide
from otverify.claims import ForAll, Identity, Integral, Paper, Relation
from otverify.errors import InvalidStatement
from otverify.report.outcomes import exit_code
from otverify.verdict import Status
from otverify.vocabulary import BorelSet, Domain, equals, integral, points, reals

x, y, r, R = reals("x y r R")
(s,) = points("s")


def outcome_of(*obligations):
    paper = Paper("demo", title="A demonstration", authors="A. Author", year=2026)

    @paper.claim("claim", at="Lemma 1", printed="x")
    def claim():
        yield from obligations

    return check(claim)


VACUOUS = {
    "an empty domain": Relation(x > 100, over=Domain(x > 1, x < 0)),
    "an empty domain, strictly": Relation(x > 100, over=Domain(x > 1, x < 1)),
    "facts that exclude each other": Identity(x, 7, over=Domain(equals(x, 1), equals(x, 2))),
    "no instance meets the hypotheses": ForAll(
        st.integers(0, 9), lambda n: [Relation(n, "<", 0)] if n > 50 else []
    ),
    "the strategy filters everything": ForAll(
        st.integers(0, 9).filter(lambda n: n > 50), lambda n: [Relation(n, "<", 0)]
    ),
    "the strategy has nothing to draw": ForAll(st.nothing(), lambda n: [Relation(n, "<", 0)]),
    "a name reused: both sides are one term": Relation(x**2 + y, "<=", x**2 + y, over=Domain(x, y)),
    "the claim is one of its hypotheses": Relation(x**2 <= y, over=Domain(x**2 <= y, x)),
    "an identity of a term with itself": Identity(x**2 + y, x**2 + y),
}


@pytest.mark.parametrize("name", VACUOUS)
def test_vacuous_obligations_are_undecided_and_say_so(name):
    (evidence,) = decide(VACUOUS[name])
    assert evidence.status is Status.UNDECIDED
    assert "vacuous" in evidence.reason


@pytest.mark.parametrize("name", VACUOUS)
def test_one_of_them_spoils_its_claim_and_the_run(name):
    outcome = outcome_of(Relation(x**2 >= 0, over=Domain(x)), VACUOUS[name])
    assert outcome.status is Status.UNDECIDED
    assert exit_code([outcome]) == 2


def test_a_claim_without_obligations_is_undecided():
    assert outcome_of().status is Status.UNDECIDED


@pytest.mark.parametrize(
    "build",
    [
        lambda: Integral(r, (r, 0, R), equals=R**2 / 2, over=Domain(R > 0, r > 0)),
        lambda: Identity(integral(x, x, 0, 1) + x, x + 1 / (x - x + 2)),
        lambda: Relation(BorelSet("X").integral(s**2, s) >= 0, over=Domain(s > 0)),
    ],
    ids=["the domain speaks of another r", "x inside and outside", "a point of a set"],
)
def test_a_shadowed_variable_is_refused(build):
    with pytest.raises(InvalidStatement, match="shadows"):
        build()


def test_numbers_may_be_equal():
    """Data of an instance may give the same number twice."""
    (evidence,) = decide(Relation(4, "<=", 4))
    assert evidence.status is Status.PROVED
