"""The vocabulary: a statement is type-checked when it is loaded, and errors say what to do."""

from fractions import Fraction

import pytest
import sympy

from otverify import Domain, Exists, Identity, Limit, Paper, Relation, reals, vectors
from otverify.check import check, load
from otverify.errors import InvalidInput, InvalidStatement
from otverify.kernel.terms import real
from otverify.verdict import Status
from otverify.vocabulary import equals, norm

x, y, delta = reals("x y delta")


def test_undeclared_symbols_are_refused():
    with pytest.raises(InvalidStatement, match="undeclared y"):
        Identity(x + y, y + x, over=x > 0)
    Identity(x + y, y + x, over=Domain(x > 0, y))


def test_without_a_domain_symbols_are_real():
    obligation = Identity(x + y, y + x)
    assert obligation.over.declared == {x, y}


def test_chained_comparisons_are_explained():
    with pytest.raises(TypeError, match="truth value"):
        Domain(0 < x < delta)
    with pytest.raises(InvalidStatement, match="two tests"):
        Domain(True)


def test_a_relation_is_not_a_boolean():
    with pytest.raises(InvalidStatement, match="Python evaluated it"):
        Relation(x == y)
    with pytest.raises(InvalidStatement, match="a relation such as"):
        Relation(x + y)
    with pytest.raises(InvalidStatement, match="one of"):
        Relation(x, "=", y)


def test_floats_are_refused_with_a_hint():
    with pytest.raises(InvalidStatement, match="Fraction"):
        Identity(x, 0.5)
    with pytest.raises(InvalidStatement, match="exact numbers"):
        Identity(sympy.Symbol("x") + 0.5, 1)


def test_one_name_is_one_thing():
    (vector,) = vectors("x")
    with pytest.raises(InvalidStatement, match="two different things"):
        list(Relation(norm(vector) > x, over=Domain(vector, x)).statements())


def test_sympy_expressions_bring_their_assumptions():
    n, t = sympy.Symbol("n", integer=True), sympy.Symbol("t", positive=True)
    obligation = Relation(t**n, ">", 0)
    assert obligation.over.constraints == (real("t") > 0,)
    ((_, statement),) = obligation.statements()
    assert "integer" in str(statement.to_json())


def test_sympy_relations_and_refusals():
    t = sympy.Symbol("t", positive=True)
    assert Relation(t + 1 / t >= 2).op == ">="
    with pytest.raises(InvalidStatement, match="SymPy evaluated it"):
        Relation(t > 0)
    with pytest.raises(InvalidStatement, match="expected an expression"):
        Identity(sympy.zeta(t), 1)


def test_exists_inserts_the_witness():
    obligation = Exists({y: x + 1}, y > x, equals(y - x, 1), over=Domain(x))
    assert len(list(obligation.statements())) == 2


def test_the_dimension_is_at_least_one():
    from otverify import integers

    (d,) = integers("d")
    ((_, statement),) = Identity(2 * 2**d, 2 ** (d + 1), over=Domain(x > 0, d)).statements()
    assert any("d" in str(fact) for fact in statement.given)


def test_limits_are_well_formed():
    with pytest.raises(InvalidInput):
        Limit(x, x, to=0.0, equals=0)


def paper():
    return Paper("demo", title="T", authors="A", year=2026)


def test_ids_are_never_reused():
    demo = paper()
    demo.not_attempted("one", at="", printed="")
    with pytest.raises(InvalidInput, match="never reused"):
        demo.not_attempted("one", at="", printed="")
    with pytest.raises(InvalidInput):
        Paper("Not A Slug", title="", authors="", year=0)


def test_claims_cost_nothing_until_they_are_loaded():
    demo = paper()

    @demo.claim("boom", at="", printed="")
    def boom():
        raise ZeroDivisionError("only when built")
        yield

    outcome = check(boom)
    assert outcome.status is Status.UNDECIDED
    assert "ZeroDivisionError" in outcome.printed.reason
    assert "test_claims.py" in outcome.printed.reason


def test_a_typo_gives_one_readable_error():
    demo = paper()

    @demo.claim("typo", at="", printed="")
    def typo():
        yield Identity(dleta, 1)  # noqa: F821

    with pytest.raises(InvalidStatement, match=r"test_claims.py:\d+ in claim demo/typo: .*dleta"):
        load(typo, next(typo.forms()))


def test_claims_without_obligations_are_not_a_pass():
    demo = paper()

    @demo.claim("nothing", at="", printed="")
    def nothing():
        return iter(())

    @demo.claim("bare", at="", printed="")
    def bare():
        yield x > 0

    assert check(nothing).status is Status.UNDECIDED
    assert check(bare).status is Status.UNDECIDED
    assert "obligations such as" in check(bare).printed.reason
    assert check(demo.not_attempted("later", at="", printed="")).status is Status.NOT_ATTEMPTED


def test_a_claim_is_as_strong_as_its_weakest_obligation():
    demo = paper()

    @demo.claim("mixed", at="", printed="")
    def mixed():
        yield Identity(x + x, 2 * x)
        yield Identity(Fraction(1, 2) + Fraction(1, 3), Fraction(5, 6), instance="one instance")

    assert check(mixed).status is Status.CERTIFIED

    @mixed.reading("other", printed="")
    def other():
        yield Identity(x, 2 * x)

    @mixed.corrected("x")
    def corrected():
        yield Identity(x + x - x, x)

    outcome = check(mixed)
    assert dict(outcome.readings)["other"].status is Status.REFUTED
    assert outcome.corrected.status is Status.PROVED


def test_not_computable_keeps_its_reason_and_its_analogue():
    demo = paper()

    @demo.not_computable("deep", at="", printed="", why="measure theory", analogue="finite sums")
    def deep():
        yield Identity(x + x - x, x)

    outcome = check(demo.claims["deep"])
    assert outcome.status is Status.NOT_COMPUTABLE
    assert outcome.printed.reason == "measure theory"
    assert dict(outcome.readings)["finite analogue"].status is Status.PROVED
