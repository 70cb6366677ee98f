"""What powers and Gamma mean, for the proofs and at the points alike."""

import random
from fractions import Fraction

import pytest

from otverify.engines.budget import Budget, NotFound
from otverify.engines.prove import find_proof
from otverify.kernel.balls import Unclear
from otverify.kernel.context import Context
from otverify.kernel.errors import Rejected
from otverify.kernel.points import Point, ground, holds_at, require_defined_at, sign_at
from otverify.kernel.proofs import prove, substituted
from otverify.kernel.terms import ONE, Term, number, relation
from otverify.kernel.undefined import is_undefined
from otverify.kernel.written import poly_term, quotient_term
from otverify.report.plain import text
from otverify.vocabulary import (
    absolute,
    cases,
    exp,
    gamma,
    integers,
    integral,
    log,
    maximum,
    norm,
    reals,
    sqrt,
    vectors,
)

x, y, s, t = reals("x y s t")
n, m = integers("n m")
(w,) = vectors("w")

#: facts, what does not follow from them, and a point that shows it
FALSE = [
    ([s > -Fraction(1, 2), s < 0], gamma(s + 1) < 0, {s: -Fraction(1, 4)}),
    ([s >= 0, s <= 0], relation("==", gamma(s + 1), 0), {s: 0}),
    ([x**n > 0], relation("!=", x, 0), {x: 0, n: 0}),
    ([relation("==", x**n, 0)], relation("!=", x, 0), {x: 0, n: 1}),
    ([n >= 0, x**n * y > 0], relation("!=", x, 0), {x: 0, n: 0, y: 1}),
    ([x**s >= 0], x > 0, {x: 0, s: 1}),
    ([s >= 0, x**s > 0], x > 0, {x: 0, s: 0}),
    ([relation("!=", x**s, 0)], x > 0, {x: 0, s: 0}),
]


@pytest.mark.parametrize(("facts", "claim", "values"), FALSE, ids=range(len(FALSE)))
def test_what_is_false_at_a_point_does_not_follow(facts, claim, values):
    point = Point(symbols={symbol: number(Fraction(value)) for symbol, value in values.items()})
    assert all(holds_at(fact, point) for fact in facts)
    assert not holds_at(claim, point)
    context = Context(facts)
    with pytest.raises(Rejected):
        prove(claim, {"rule": "sign"}, context)
    with pytest.raises((NotFound, Rejected)):
        prove(claim, find_proof(claim, context, Budget(1)), context)


def test_a_real_power_of_a_negative_number_has_no_value_at_whole_exponents_either():
    point = Point(symbols={x: number(-1), s: number(2), n: number(2)})
    assert sign_at(ground(x**n, point)) == 1
    with pytest.raises(Rejected, match="undefined"):
        holds_at(x**s > 0, point)
    assert find_proof(x >= 0, Context((x**s >= 0,)), Budget(1))


def test_a_real_power_stays_real_when_its_exponent_is_replaced():
    """x^s at s = 2 is still defined for x >= 0 only; x^n at n = 2 is x²."""
    claim, inner = substituted(x**s >= 0, s, number(2), Context((relation("==", s, 2),)))
    with pytest.raises(Rejected):
        prove(claim, {"rule": "sign"}, inner)
    claim, inner = substituted(x**n >= 0, n, number(2), Context((relation("==", n, 2),)))
    prove(claim, {"rule": "sign"}, inner)


@pytest.mark.parametrize("bound", [0, -Fraction(1, 2)])
def test_gamma_is_taken_where_it_is_positive(bound):
    context = Context((s > bound,))
    assert context.sign_of_term(gamma(s + 1)) == {1}
    assert context.sign_of_term(gamma(s + 2) - (s + 1) * gamma(s + 1)) == {0}


def test_what_stands_in_a_fact_has_a_value():
    """R^s <= H says that R^s is defined, but not that R > 0: R may be 0 where s > 0."""
    context = Context((x**s <= y,))
    context.require_defined(x**s + 1)
    assert context.sign_of_term(x) == {0, 1}
    for other in (x ** (s + 1), 1 / x**s):
        with pytest.raises(Rejected):
            context.require_defined(other)


@pytest.mark.parametrize(
    ("facts", "claim"),
    [
        ([norm(w) > 0], norm(sqrt(s) * w) >= 0),
        ([norm(w) > 0, cases((s > 0, norm(sqrt(s) * w)), (s <= 0, 0)) >= 0], s >= 0),
    ],
)
def test_a_square_is_not_negative_where_it_is_defined(facts, claim):
    """|sqrt(s) w|² >= 0 does not say s >= 0."""
    with pytest.raises(Rejected):
        prove(claim, {"rule": "sign"}, Context(facts))
    prove(claim, {"rule": "sign"}, Context([s > 0, *facts]))


def test_a_negative_root_under_an_integral_has_no_meaning():
    """x - y is negative for x < y < 2x, and its power s has no value there, also for s = 1."""
    beyond = integral((x - y) ** s, y, 0, 2 * x)
    for power in (1, Fraction(1, 2)):
        point = Point(symbols={x: number(1), s: number(power)})
        assert is_undefined(ground(beyond, point))
    assert not is_undefined(ground(integral((x - y) ** n, y, 0, 2 * x), Point(symbols={x: ONE, n: ONE})))


# ---------------------------------------------------------------------------------------------------
# random facts and terms

POOL = [Fraction(a, b) for a in range(-4, 5) for b in (1, 1, 2, 3)]
EXPONENTS = [s, t, n, m, s + 1, n + 1, 2 * n, n - 1, s * t, s / 2, n / 2, -s, n + s, s - t]
SHIFTED = [s, s + 1, s + 2, t - 1, n, n + 1, s + Fraction(1, 2), s + t]


def a_term(pick, depth):
    if depth == 0 or pick.random() < 0.15:
        return pick.choice([x, y, s, t, n, number(pick.randint(-2, 3)), number(Fraction(1, 2))])
    a, b = a_term(pick, depth - 1), a_term(pick, depth - 1)
    power = pick.choice((2, 3, -1, -2, Fraction(1, 2), Fraction(-1, 2), Fraction(1, 3), Fraction(3, 2)))
    made = [a + b, a - b, a * b, a * b, a / b, a**power, a ** pick.choice(EXPONENTS), absolute(a), sqrt(a)]
    made += [gamma(pick.choice(SHIFTED)), maximum(a, b), exp(s), log(a), cases((a > 0, b), (a <= 0, a))]
    return pick.choice(made)


def a_fact(pick):
    v = pick.choice([x, y, s, t, n, m])
    simple = [v > 0, v >= 0, v < 0, v > -Fraction(1, 2), v < 2, relation("==", v, pick.choice((0, 1, 2, -1)))]
    if pick.random() < 0.5:
        return pick.choice(simple)
    return relation(pick.choice(["<", "<=", ">", ">=", "==", "!="]), a_term(pick, 2), pick.choice((0, 1, y)))


@pytest.mark.parametrize("seed", range(4))
def test_signs_and_normal_forms_agree_with_values(seed):
    """Facts imply what was read off them; signs contain, and normal forms have, the value at every point."""
    pick = random.Random(seed)
    compared = 0
    for _ in range(150):
        facts = [a_fact(pick) for _ in range(pick.randint(0, 3))]
        try:
            context = Context(facts)
        except Rejected:
            continue
        known = [(poly_term(context.facts[key]), context.signs[key]) for key in context.facts]
        terms = []
        for term in (a_term(pick, 3), a_term(pick, 2) - a_term(pick, 2)):
            try:
                read = context.read(term)
                context.require_defined(read)
                value = context.normal(read).cancelled()
                terms.append((term, context.sign(value), quotient_term(value)))
            except (Rejected, ZeroDivisionError):
                continue
        for _ in range(15):
            values = {v: number(pick.choice(POOL)) for v in (x, y, s, t)}
            point = Point(symbols=values | {v: number(pick.randint(-3, 3)) for v in (n, m)})
            where = [text(fact) for fact in facts], {text(k): text(v) for k, v in point.symbols.items()}
            if not _holds(facts, point):
                continue
            for term, signs in known:
                found = _sign(term, point)
                assert found is None or found in signs, (where, text(term))
            for term, signs, written in terms:
                try:
                    require_defined_at((ground(term, point),))
                except Unclear:
                    continue
                assert _sign(term, point) in {None, *signs}, (where, text(term))
                assert _sign(term - written, point) in (None, 0), (where, text(term), text(written))
                compared += 1
    assert compared > 500


def _holds(facts, point):
    try:
        return all(holds_at(fact, point) for fact in facts)
    except (Rejected, ArithmeticError):
        return False


def _sign(term: Term, point: Point):
    try:
        return sign_at(ground(term, point))
    except (Rejected, ArithmeticError, ValueError):
        return None
