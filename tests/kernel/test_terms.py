"""The statement tree: structure, substitution, JSON that fails closed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otverify.kernel.errors import Malformed
from otverify.kernel.terms import (
    Term,
    as_term,
    free_symbols,
    from_json,
    number,
    parse_rational,
    real,
    substitute,
    to_json,
)
from otverify.vocabulary import D, integral, norm, vectors

x, y = real("x"), real("y")

scalars = st.recursive(
    st.one_of(st.fractions().map(number), st.sampled_from([x, y, Term("pi"), Term("e")])),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda p: p[0] + p[1]),
        st.tuples(inner, inner).map(lambda p: p[0] * p[1]),
        st.tuples(inner, st.integers(-3, 3)).map(lambda p: p[0] ** p[1]),
        inner.map(lambda t: Term("log", t)),
        inner.map(lambda t: D(t, x)),
    ),
    max_leaves=12,
)


@given(scalars)
def test_json_round_trip_is_the_identity(term):
    assert from_json(to_json(term)) == term


def test_terms_have_no_truth_value():
    with pytest.raises(TypeError, match="truth value"):
        bool(x > 0)
    with pytest.raises(TypeError):
        assert 0 < x < 1


def test_floats_are_refused():
    with pytest.raises(TypeError):
        x + 0.5
    with pytest.raises(TypeError):
        as_term(True)


def test_terms_are_immutable():
    with pytest.raises(AttributeError):
        x.op = "pi"


def test_substitution_respects_bound_variables():
    whole = integral(x * y, x, 0, y)
    assert substitute(whole, {x: number(3)}) == whole
    assert substitute(whole, {y: number(3)}) == integral(x * 3, x, 0, 3)
    with pytest.raises(Malformed, match="capture"):
        substitute(whole, {y: x})


def test_free_symbols_exclude_bound_ones():
    assert free_symbols(integral(x * y, x, 0, 1)) == {y}
    (u,) = vectors("u")
    assert free_symbols(norm(u) * x) == {u, x}


@pytest.mark.parametrize(
    "data",
    [
        None,
        3,
        "x",
        [],
        [["add"]],
        ["nope", ["num", "1"]],
        ["num", 1],
        ["num", 0.5],
        ["num", "0.5"],
        ["num", "1e9"],
        ["num", "1/0"],
        ["num", "+1"],
        ["num", " 1"],
        ["num", "١"],
        ["num", "1/-2"],
        ["num", "nan"],
        ["num", True],
        ["sym", "x"],
        ["sym", "x", "complex"],
        ["sym", "x y", "real"],
        ["sym", "", "real"],
        ["sym", "__import__('os')", "real"],
        ["add"],
        ["add", ["vec", "u"], ["num", "1"]],
        ["pow", ["num", "1"]],
        ["diff", ["num", "1"], ["num", "1"]],
        ["apply", "f", [-1], ["num", "1"]],
        ["apply", "f", [0, 0], ["num", "1"]],
        ["rel", "=>", ["num", "1"], ["num", "1"]],
        ["gamma", ["rel", "<", ["num", "1"], ["num", "2"]]],
        {"op": "num"},
    ],
)
def test_malformed_json_is_refused(data):
    with pytest.raises(Malformed):
        from_json(data)


def test_depth_size_and_digits_are_bounded():
    deep = ["num", "1"]
    for _ in range(500):
        deep = ["gamma", deep]
    with pytest.raises(Malformed, match="deep"):
        from_json(deep)
    with pytest.raises(Malformed):
        from_json(["add", *([["num", "1"]] * 300_000)])
    with pytest.raises(Malformed):
        parse_rational("9" * 10_000)


def test_rationals_are_exact():
    assert parse_rational("-22/7") == Fraction(-22, 7)
