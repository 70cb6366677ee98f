"""Limits: exact leading terms, refused where an order of magnitude or a sign is open."""

from fractions import Fraction

import pytest

from otverify.claims import Limit, finite, minus_oo, oo
from otverify.kernel.errors import Rejected
from otverify.kernel.limits import check_limit, limit_of
from otverify.kernel.written import quotient_term
from otverify.report.plain import text
from otverify.vocabulary import PI, Domain, absolute, exp, gamma, integers, reals, sqrt

x, a, s = reals("x a s")
(d,) = integers("d")

TRUE = [
    Limit((x**2 - 1) / (x - 1), x, to=1, equals=2),
    Limit((x**2 - a**2) / (x - a), x, to=a, equals=2 * a, over=Domain(a > 0, x > a)),
    Limit(1 / x, x, to=oo, equals=0, over=x > 0),
    Limit((3 * x**2 + x) / (x**2 + 1), x, to=oo, equals=3, over=x > 0),
    Limit(x**2, x, to=minus_oo, equals=oo),
    Limit(1 / x, x, to=0, equals=oo),
    Limit(1 / x, x, to=0, side="-", equals=minus_oo, over=x < 0),
    Limit(x**s, x, to=0, equals=0, over=Domain(s > 0, x > 0)),
    Limit((x ** (s + 1) + x**s) / x**s, x, to=0, equals=1, over=Domain(s > 0, x > 0)),
    Limit(sqrt(1 + x), x, to=0, equals=1, over=x > 0),
    Limit((sqrt(x) + x) / sqrt(x), x, to=0, equals=1, over=x > 0),
    Limit(absolute(x - a) / (a - x), x, to=a, side="-", equals=1, over=Domain(a > 0, x < a)),
    Limit(x**2 + a, x, to=1, equals=finite, over=Domain(a, x > 1)),
    # positive only near the limit
    Limit((a - x) ** s, x, to=0, equals=a**s, over=Domain(a > 0, s, x > 0)),
    Limit(x / (sqrt(a - x) * (a - 2 * x)), x, to=0, equals=0, over=Domain(a > 0, x > 0)),
    Limit(sqrt(a - x), x, to=a, side="-", equals=0, over=Domain(a > 0, x)),
]


@pytest.mark.parametrize("limit", TRUE, ids=range(len(TRUE)))
def test_true_limits(limit):
    ((_, statement),) = limit.statements()
    check_limit(statement.unfolded)


FALSE = [
    (Limit((x**2 - 1) / (x - 1), x, to=1, equals=1), "2"),
    (Limit(1 / x, x, to=0, equals=finite), "oo"),
    (Limit(x**s, x, to=0, equals=1, over=Domain(s > 0, x > 0)), "0"),
    (Limit(1 / x, x, to=0, equals=minus_oo), "oo"),
]


@pytest.mark.parametrize(("limit", "true"), FALSE, ids=range(len(FALSE)))
def test_wrong_limits_are_rejected(limit, true):
    ((_, statement),) = limit.statements()
    with pytest.raises(Rejected):
        check_limit(statement.unfolded)
    found, _ = limit_of(statement.unfolded)
    assert (found if isinstance(found, str) else text(quotient_term(found))) == true


OPEN = [
    Limit(x**s, x, to=0, equals=0, over=Domain(s, x > 0)),
    Limit(a / x, x, to=0, equals=oo, over=Domain(a, x > 0)),
    Limit(x**a + x, x, to=0, equals=0, over=Domain(a > 0, x > 0)),
    Limit(1 / x, x, to=0, equals=oo, over=Domain(x >= 1)),
    Limit(1 / (x - a), x, to=a, equals=oo, over=Domain(a, x < a)),
    Limit(exp(1 / x), x, to=0, equals=oo, over=x > 0),
    Limit(gamma(x), x, to=0, equals=oo, over=x > 0),
    Limit(sqrt(a - x), x, to=0, equals=sqrt(a), over=Domain(a >= 0, x > 0)),
    Limit(sqrt(x - a), x, to=0, equals=0, over=Domain(a > 0, x > 0)),
    Limit(x * sqrt(sqrt(a - x) - s), x, to=0, equals=0, over=Domain(a > 0, s > 0, x > 0)),
]


@pytest.mark.parametrize("limit", OPEN, ids=range(len(OPEN)))
def test_what_is_not_decided_is_refused(limit):
    ((_, statement),) = limit.statements()
    with pytest.raises(Rejected):
        check_limit(statement.unfolded)


def test_the_domain_must_contain_the_points_near_the_limit():
    """1/x -> oo as x -> 0 says nothing on {x >= 1}: it is refused, not vacuously true."""
    ((_, statement),) = OPEN[3].statements()
    with pytest.raises(Rejected, match="near the limit"):
        check_limit(statement.unfolded)


def test_constants_in_limits():
    ((_, statement),) = Limit(PI * x / (x + 1), x, to=oo, equals=PI, over=x > 0).statements()
    check_limit(statement.unfolded)


def test_a_limit_of_something_undefined_is_refuted():
    """1/(p-2) has no value at p = 2, and the root of a negative number none at all."""
    from otverify.check import decide
    from otverify.claims import Limit
    from otverify.verdict import Status
    from otverify.vocabulary import Domain, integral, reals, sqrt

    t, p, u = reals("t p u")
    for of, over in (
        (t / (p - 2), Domain(t > 0, p > 1)),
        (t * sqrt(p), Domain(t > 0, p)),
        (integral(u * sqrt(p), u, -t, t), Domain(t > 0, p <= 1)),
    ):
        (evidence,) = decide(Limit(of, t, to=0, equals=0, over=over))
        assert evidence.status is Status.REFUTED, evidence.reason
        assert "undefined" in evidence.witness
    (evidence,) = decide(Limit(t / (p - 2), t, to=0, equals=0, over=Domain(t > 0, p > 2)))
    assert evidence.status is Status.PROVED


def test_a_root_of_what_is_negative_near_the_limit_refutes():
    from otverify.check import decide
    from otverify.claims import Limit
    from otverify.verdict import Status
    from otverify.vocabulary import Domain, log, reals, sqrt

    t, r = reals("t r")
    positive = Domain(t > 0, r > 0)
    for of in (t * sqrt(t - r), t / (t - r) ** Fraction(3, 2), t * log(t - r), t * sqrt(-(t**2))):
        (evidence,) = decide(Limit(of, t, to=0, equals=0, over=positive))
        assert evidence.status is Status.REFUTED, evidence.reason
        assert "undefined" in evidence.witness
    for of in (t * sqrt(t + r), t * sqrt(r - t), t * sqrt(t**2), t / (t - r)):
        (evidence,) = decide(Limit(of, t, to=0, equals=0, over=positive))
        assert evidence.status is not Status.REFUTED, evidence.witness
