"""Exact points: ground terms are decided by arithmetic, balls or normal forms, and never by a guess."""

from fractions import Fraction

import pytest
from flint import arb, ctx
from hypothesis import given
from hypothesis import strategies as st

from otverify.kernel.balls import Unclear, ball, decides, enclose, settles
from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.points import Point, check_point, exact, ground, holds_at, point_from_json, sign_at
from otverify.kernel.terms import Term, number, relation
from otverify.vocabulary import (
    PI,
    BorelSet,
    D,
    Function,
    absolute,
    cases,
    contract,
    det,
    exp,
    gamma,
    indices,
    integers,
    integral,
    kron,
    log,
    norm,
    points,
    reals,
    sin,
    sqrt,
    term,
    vectors,
)

x, y = reals("x y")
(d,) = integers("d")
u, v = vectors("u v")
i, j, k = indices("i j k")
f, g = Function("f"), Function("g")
(s,) = points("s")
X = BorelSet("X")


def at(value, **numbers):
    return ground(term(value), Point(symbols={Term("sym", n, "real"): number(v) for n, v in numbers.items()}))


@pytest.mark.parametrize(
    ("value", "sign"),
    [
        (sqrt(2) - Fraction(141421356, 10**8), 1),
        (sqrt(2) ** 2 - 2, 0),
        (sqrt(2) * sqrt(3) - sqrt(6), 0),
        (exp(1) - Fraction(2718281828, 10**9), 1),
        (PI - Fraction(355, 113), -1),
        (gamma(Fraction(1, 2)) ** 2 - PI, 0),
        (log(8) - 3 * log(2), 0),
        (sin(1) - Fraction(84147, 10**5), 1),
        (absolute(sqrt(2) - 2) - 2 + sqrt(2), 0),
        (integral(x**2, x, 0, 1) - Fraction(1, 3), 0),
    ],
)
def test_signs_of_numbers(value, sign):
    assert sign_at(value) == sign


def test_equality_without_a_closed_form_is_unclear():
    """∫_0^1 e^x dx = e - 1 is true, but balls cannot say so and no antiderivative is given here."""
    with pytest.raises(Unclear):
        sign_at(integral(exp(x), x, 0, 1) - exp(1) + 1)


@given(st.fractions(max_denominator=50), st.fractions(max_denominator=50))
def test_rational_arithmetic_is_exact(a, b):
    value = at((x + y) ** 2 - x**2 - 2 * x * y - y**2, x=a, y=b)
    assert exact(value) == 0


def test_components_contractions_and_determinants_are_explicit():
    point = Point(
        vectors={u: tuple(map(number, (1, 2, 2))), v: tuple(map(number, (0, 1, 0)))}, indices={i: 2, j: 2}
    )
    assert exact(ground(norm(u), point)) == 3
    assert exact(ground(u[i] * v[j], point)) == 2
    assert exact(ground(contract(k, u[k] * v[k]), point)) == 2
    assert exact(ground(det(kron(i, j) + u[i] * u[j], i, j), point)) == 10
    assert exact(ground(term(d), point)) == 3
    assert exact(ground(D(norm(u) ** 2, u[i]), point)) == 4


def test_functions_and_sets_have_models():
    t = Term("sym", "t", "real")
    point = Point(symbols={x: number(2)}, functions={"f": ((t,), t**3)})
    assert exact(ground(D(f(x), x, 2), point)) == 12
    cells = Point(
        sets={"X": (Fraction(1, 2), Fraction(1, 4))},
        tables={("g", "X"): (Fraction(2), Fraction(-4))},
        places={s: ("X", 1)},
    )
    assert exact(ground(X.mass, cells)) == Fraction(3, 4)
    assert exact(ground(X.integral(g(s), s), cells)) == 0
    assert exact(ground(g(s), cells)) == -4
    assert holds_at(X.everywhere(s, absolute(g(s)) <= 4), cells)
    assert not holds_at(X.everywhere(s, g(s) > 0), cells)


def test_undefined_points_are_refused():
    for value in (1 / x, log(x), sqrt(x - 1), gamma(x)):
        with pytest.raises(Rejected):
            holds_at(relation(">", value, number(0)), Point(symbols={x: number(0)}))
    outside = cases((x > 1, 1), (x < 0, 2))
    with pytest.raises(Rejected):
        holds_at(relation(">", outside, number(0)), Point(symbols={x: number(Fraction(1, 2))}))


@pytest.mark.parametrize(
    "point",
    [
        Point(symbols={x: x}),
        Point(symbols={d: number(0)}),
        Point(symbols={d: number(Fraction(1, 2))}),
        Point(symbols={s: number(1)}, sets={"X": (Fraction(1),)}),
        Point(vectors={u: (number(1),)}, symbols={d: number(2)}),
        Point(indices={i: 1}),
        Point(indices={i: 3}, vectors={u: (number(1), number(1))}),
        Point(sets={"X": (Fraction(-1),)}),
        Point(tables={("g", "X"): (Fraction(1),)}),
        Point(sets={"X": (Fraction(1),)}, tables={("g", "X"): (Fraction(1), Fraction(2))}),
        Point(sets={"X": (Fraction(1),)}, places={s: ("X", 5)}),
        Point(functions={"f": ((x,), x + y)}),
    ],
    ids=range(12),
)
def test_ill_formed_points_are_malformed(point):
    with pytest.raises(Malformed):
        check_point(point)


def test_points_survive_json():
    point = Point(
        symbols={x: sqrt(2), d: number(2)},
        vectors={u: (number(1), number(2))},
        indices={i: 1},
        functions={"f": ((x,), x**2)},
        sets={"X": (Fraction(1),)},
        tables={("g", "X"): (Fraction(3),)},
        places={s: ("X", 0)},
    )
    assert point_from_json(point.to_json()) == point


# ---------------------------------------------------------------------------------------------------
# balls


def test_a_ball_that_is_not_finite_decides_nothing():
    nan = arb("nan")
    for op in ("==", "!=", "<", "<=", ">", ">="):
        with pytest.raises(Unclear):
            settles(op, nan)
    with pytest.raises(Unclear):
        enclose(1 / x, {x: arb(0)})
    with pytest.raises(Unclear):
        enclose(log(x), {x: arb(0)})


def test_overlapping_balls_are_unclear_not_equal():
    wide = arb(2).sqrt() ** 2 - 2
    assert not wide.is_zero()
    with pytest.raises(Unclear):
        settles("==", wide)
    with pytest.raises(Unclear):
        settles("!=", wide)


@given(st.fractions(min_value=0, max_value=5), st.fractions(min_value=0, max_value=5), st.floats(0, 1))
def test_enclosures_contain_the_values(a, b, where):
    """The value at a rational point of an interval lies in the ball of the interval."""
    low, high = min(a, b), max(a, b)
    middle = low + (high - low) * Fraction(where).limit_denominator(64)
    with ctx.workprec(64):
        for value in (x**2 - x, exp(x) - sin(x), sqrt(x + 1), absolute(x - 2), 1 / (x + 1)):
            wide, sharp = enclose(value, {x: ball(low, high)}), enclose(value, {x: ball(middle, middle)})
            assert wide.overlaps(sharp)


def test_piecewise_terms_need_a_decided_branch():
    value = cases((x > 1, x), (x <= 1, 1))
    assert decides(relation(">=", value, number(1)), {x: ball(Fraction(2), Fraction(3))})
    with pytest.raises(Unclear):
        enclose(value, {x: ball(Fraction(0), Fraction(3))})
