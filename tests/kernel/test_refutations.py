"""Refutations that are no single point: the opposite proved, a change of sign, no meaning at a point."""

import copy
from fractions import Fraction

import pytest

from otverify import (
    BorelSet,
    Domain,
    Function,
    Identity,
    Relation,
    absolute,
    cos,
    equals,
    exp,
    integral,
    log,
    norm,
    number,
    points,
    reals,
    sin,
    sqrt,
    vectors,
)
from otverify.check import decide
from otverify.kernel.balls import Unclear
from otverify.kernel.errors import Rejected
from otverify.kernel.points import Point, holds_at, sign_at
from otverify.kernel.statements import digest
from otverify.kernel.undefined import is_undefined
from otverify.kernel.verify import verify
from otverify.verdict import Status

x, y, q, r = reals("x y q r")
u, v = vectors("u v")
(s,) = points("s")
X, f, g = BorelSet("X"), Function("f"), Function("g")


def refuted(obligation, kind):
    (evidence,) = decide(obligation)
    assert evidence.status is Status.REFUTED, evidence.reason
    assert evidence.certificate["kind"] == kind
    ((_, statement),) = obligation.statements()
    return statement, evidence.certificate


@pytest.mark.parametrize(
    "obligation",
    [
        Relation(x**3, "!=", 2, over=x > 0),
        Relation(sin(x) - x / 2, "!=", 0, over=x > 0),
        Relation(exp(x), "!=", 2),
        Relation(x**3 * y, "!=", 3, over=Domain(x > 0, x < 2, equals(y, 1))),
        Relation(x - sqrt(2), "!=", 0, over=Domain(x > 1, x < 2)),
    ],
    ids=range(5),
)
def test_a_change_of_sign_refutes_not_equal(obligation):
    statement, certificate = refuted(obligation, "crossing")
    crossing = certificate["crossing"]
    for key, value in (("low", crossing["high"]), ("proofs", []), ("high", crossing["low"])):
        broken = copy.deepcopy(certificate)
        broken["crossing"][key] = value
        if broken != certificate:
            with pytest.raises(Rejected):
                verify(statement, broken)


def test_a_pole_is_no_zero():
    """1/x changes its sign on (-1, 1), but is not continuous there."""
    _, certificate = refuted(Relation(x**3, "!=", 2, over=x > 0), "crossing")
    pole = next(Relation(1 / x + 0 * y, "!=", 0, over=Domain(x < 1, x > -1, y)).statements())[1]
    moved = copy.deepcopy(certificate)
    moved["statement"] = digest(pole.to_json())
    moved["crossing"] |= {"low": "-1/2", "high": "1/2", "proofs": [{"rule": "sign"}] * 2}
    with pytest.raises(Rejected):
        verify(pole, moved)


def test_a_segment_has_to_stay_in_the_domain():
    """x² - 2 has its zeros outside of this domain, which surrounds them."""
    (evidence,) = decide(
        Relation(x**2, "!=", 2, over=Domain(x > 0, (x - Fraction(3, 2)) ** 2 > Fraction(1, 25)))
    )
    assert evidence.status is not Status.REFUTED


def test_the_opposite_proved_refutes():
    sides = integral(sin(x), x, 0, r), 1 - cos(r)
    obligation = Relation(sides[0], "!=", sides[1], over=r > 0)
    statement, certificate = refuted(obligation, "negation")
    with pytest.raises(Rejected):
        verify(statement, {**certificate, "witness": None})
    ((_, true),) = Identity(*sides, over=r > 0).statements()
    with pytest.raises(Rejected):
        verify(true, certificate)


UNDEFINED = {
    "divergent at 0": Identity(integral(1 / x, x, 0, 1), 1),
    "divergent at the far end": Identity(integral((1 - x) ** (-q), x, 0, 1), 1, over=q >= 2),
    "ends in the wrong order": Identity(integral(2 * x, x, 0, -1), 1),
    "divergent in between": Identity(integral((x - Fraction(1, 3)) ** -2, x, 0, 1), 1),
    "divergent where the other end matters": Identity(
        integral((2 - x**2 / 2) ** Fraction(-5, 2) * x, x, 0, 2), 1
    ),
    "divergent beside a constant": Identity(
        integral(x / (number(2) * (x - Fraction(1, 3)) ** 2), x, 0, 1), 1
    ),
    "divergent for every y": Identity(integral(integral((x - y) ** -2, x, 0, 1), y, 0, 1), 1),
    "divergent at an end that moves": Identity(integral(integral(1 / (y - x), x, 0, y), y, 0, 1), 1),
    "inside an integral": Relation(integral(integral(x * y, y, 0, -1), x, 0, 1), "<=", 1),
    "a constant in an integrand": Relation(integral(x / r, x, 0, 1), "<", 100, over=Domain(r >= 0, r <= 1)),
    "beside an undecided part": Identity(integral(exp(-(x**2)), x, 0, 1) / r, exp(r), over=r >= 0),
}


@pytest.mark.parametrize("name", UNDEFINED)
def test_what_has_no_meaning_is_refuted(name):
    refuted(UNDEFINED[name], "undefined")


@pytest.mark.parametrize(
    "integrand",
    [
        integral(1 / sqrt(y - x), x, 0, y),
        integral((x + y + 1) ** -2, x, 0, 1),
        integral(1 / sqrt(absolute(x - y)), x, 0, 1),
        integral(integral(1 / x, y, 0, 1), x, 1, 2),
        integral(1 / y, y, y, 2),
    ],
    ids=range(5),
)
def test_integrals_that_may_converge_are_not_called_undefined(integrand):
    assert not is_undefined(integral(integrand, y, 0, 1))


@pytest.mark.parametrize(
    "obligation",
    [
        Identity(integral(1 / sqrt(x), x, 0, 1), 2),
        Identity(integral((1 - x) ** (-q), x, 0, 1), 1 / (1 - q), over=Domain(q > 0, q < 1)),
        Relation((x - y) ** 2 / 2 - x**2 / 2, ">", 0, over=x * y < 0),
        Identity((r * x) ** q, r**q * x**q, over=Domain(q > 1, r >= 0, x >= 0)),
        Relation(norm(u - v), "<", 1, over=Domain(norm(u) < Fraction(1, 2), norm(v) < Fraction(1, 2))),
    ],
    ids=range(5),
)
def test_what_has_a_meaning_is_shown(obligation):
    (evidence,) = decide(obligation)
    assert evidence.status is Status.PROVED, evidence.reason


@pytest.mark.parametrize(
    ("op", "mass", "status"),
    [
        ("<", X.mass > 0, Status.PROVED),
        ("<", X.mass >= 0, Status.REFUTED),
        ("<=", X.mass >= 0, Status.PROVED),
        (">", X.mass > 0, Status.REFUTED),
    ],
    ids=range(4),
)
def test_integrals_compare_strictly_over_sets_of_positive_measure(op, mass, status):
    """f < g on X gives ∫ f < ∫ g, unless X is a null set: then both are 0."""
    bound = X.everywhere(s, f(s) < g(s))
    (evidence,) = decide(Relation(X.integral(f(s), s), op, X.integral(g(s), s), over=Domain(mass, bound)))
    assert evidence.status is status, evidence.reason


def test_a_null_set_may_have_points():
    """f(s) is not determined by ∫_X f where X is a null set with a point in it."""
    claim = Relation(f(s), "<=", 0, over=Domain(equals(X.mass, 0), X.integral(f(s), s) <= 0, X.contains(s)))
    (evidence,) = decide(claim)
    assert evidence.status is Status.REFUTED


@pytest.mark.parametrize(
    ("low", "high", "claimed", "wrong"),
    [(2, 3, Fraction(1, 2), True), (2, 3, Fraction(1, 10), True), (1, 3, Fraction(1, 2), False)],
)
def test_integrals_of_integrals_are_enclosed(low, high, claimed, wrong):
    """∫∫ (x - y)^-2 over [0, 1] × [2, 3] is log(4/3) = 0.2877; over [0, 1] × [1, 3] it diverges."""
    double = integral(integral((x - y) ** -2, x, 0, 1), y, low, high)
    (evidence,) = decide(Identity(double, claimed))
    assert (evidence.status is Status.REFUTED) == wrong, evidence.reason
    with pytest.raises(Unclear):
        sign_at(integral(integral(integral(exp(x * y * r), x, 0, 1), y, 0, 1), r, 0, 1) - 7)


@pytest.mark.parametrize(
    "integrand",
    [
        sqrt(x - 2),
        log(x - 2),
        (x - 2) ** Fraction(-1, 2),
        (x - 2) ** Fraction(5, 3),
        x * sqrt(-1 - x**2),
        sqrt(x - 1),
    ],
    ids=range(6),
)
def test_roots_of_negative_numbers_under_an_integral_have_no_value(integrand):
    """Arb integrates the complex root, whose real part is 0."""
    constraint = r >= integral(integrand, x, 0, 1)
    with pytest.raises(Rejected):
        holds_at(constraint, Point(symbols={r: number(Fraction(3, 10))}))
    (evidence,) = decide(Relation(r > 1, over=Domain(constraint, r >= Fraction(1, 10))))
    assert evidence.status is Status.UNDECIDED


def test_powers_of_what_may_vanish_are_enclosed():
    """0 is in the ball of the base, and the power is finite all the same."""
    nearly = integral(exp(x) * x, x, 0, 1) - 1
    assert sign_at(1 + nearly**2) == 1
    assert sign_at(1 + nearly**3) == 1
    with pytest.raises(Unclear):
        sign_at(1 / nearly)
