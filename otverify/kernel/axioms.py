"""Inequalities of real analysis that a certificate may cite. Each returns a term that is >= 0, or > 0.

They are the only facts that the kernel takes from outside algebra; ``tests/kernel/test_axioms.py``
attacks every one of them at random and extreme points.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from otverify.kernel.calculus import dot
from otverify.kernel.context import Context
from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.signs import NONNEGATIVE, POSITIVE
from otverify.kernel.terms import ONE, Term, number

Axiom = Callable[[Context, tuple[Term, ...]], Term]


def _need(context: Context, term: Term, signs: frozenset[int], why: str) -> None:
    if not context.sign_of_term(context.read(term)) <= signs:
        raise Rejected(f"an axiom needs {why}")


def absolute_above(_: Context, args: tuple[Term, ...]) -> Term:
    """|u| - u >= 0."""
    (u,) = args
    return Term("abs", u) - u


def absolute_below(_: Context, args: tuple[Term, ...]) -> Term:
    """|u| + u >= 0."""
    (u,) = args
    return Term("abs", u) + u


def triangle(_: Context, args: tuple[Term, ...]) -> Term:
    """|u| + |v| - |u + v| >= 0 for numbers."""
    u, v = args
    return Term("abs", u) + Term("abs", v) - Term("abs", u + v)


def vector_triangle(_: Context, args: tuple[Term, ...]) -> Term:
    """|u| + |v| - |u + v| >= 0 for vectors."""
    u, v = args
    return Term("norm", u) + Term("norm", v) - Term("norm", u + v)


def cauchy_schwarz(_: Context, args: tuple[Term, ...]) -> Term:
    """|u||v| - u·v >= 0."""
    u, v = args
    return Term("norm", u) * Term("norm", v) - Term("dot", u, v)


def gram(_: Context, args: tuple[Term, ...]) -> Term:
    """|u|²|v|² - (u·v)² >= 0."""
    u, v = args
    return dot(u, u) * dot(v, v) - dot(u, v) * dot(u, v)


def maximum(_: Context, args: tuple[Term, ...]) -> Term:
    """max(u, v, ...) - u >= 0 (the first argument is below the maximum of all)."""
    return Term("max", *args) - args[0]


def minimum(_: Context, args: tuple[Term, ...]) -> Term:
    """u - min(u, v, ...) >= 0."""
    return args[0] - Term("min", *args)


def power_monotone(context: Context, args: tuple[Term, ...]) -> Term:
    """v^s - u^s >= 0 for 0 <= u <= v and s >= 0, where u > 0 or s > 0 (so that u^s is defined)."""
    u, v, s = args
    positive = context.sign_of_term(context.read(u)) == POSITIVE
    _need(context, u, NONNEGATIVE, "u >= 0")
    _need(context, v - u, NONNEGATIVE, "u <= v")
    _need(context, s, NONNEGATIVE if positive else POSITIVE, "s >= 0, or s > 0 where u may be 0")
    return v**s - u**s


def power_increasing(context: Context, args: tuple[Term, ...]) -> Term:
    """v^s - u^s > 0 for 0 <= u < v and s > 0."""
    u, v, s = args
    _need(context, u, NONNEGATIVE, "u >= 0")
    _need(context, v - u, POSITIVE, "u < v")
    _need(context, s, POSITIVE, "s > 0")
    return v**s - u**s


def power_tangent(context: Context, args: tuple[Term, ...]) -> Term:
    """u^s - (v^s + s v^(s-1) (u - v)) >= 0 for u, v > 0 and s >= 1 or s <= 0 (t^s is convex)."""
    u, v, s = args
    _need(context, u, POSITIVE, "u > 0")
    _need(context, v, POSITIVE, "v > 0")
    _need(context, s * (s - 1), NONNEGATIVE, "s >= 1 or s <= 0")
    return u**s - v**s - s * v ** (s - 1) * (u - v)


def weighted_means(context: Context, args: tuple[Term, ...]) -> Term:
    """a u + (1-a) v - u^a v^(1-a) >= 0 for u, v > 0 and 0 <= a <= 1."""
    u, v, a = args
    _need(context, u, POSITIVE, "u > 0")
    _need(context, v, POSITIVE, "v > 0")
    _need(context, a, NONNEGATIVE, "a >= 0")
    _need(context, ONE - a, NONNEGATIVE, "a <= 1")
    return a * u + (1 - a) * v - u**a * v ** (1 - a)


def exponential(_: Context, args: tuple[Term, ...]) -> Term:
    """exp(u) - 1 - u >= 0."""
    (u,) = args
    return Term("pow", Term("e"), u) - 1 - u


def logarithm(context: Context, args: tuple[Term, ...]) -> Term:
    """u - 1 - log u >= 0 for u > 0."""
    (u,) = args
    _need(context, u, POSITIVE, "u > 0")
    return u - 1 - Term("log", u)


def sine(_: Context, args: tuple[Term, ...]) -> Term:
    """1 - sin u >= 0."""
    (u,) = args
    return number(1) - Term("sin", u)


def cosine(_: Context, args: tuple[Term, ...]) -> Term:
    """1 - cos u >= 0."""
    (u,) = args
    return number(1) - Term("cos", u)


AXIOMS: Final[dict[str, tuple[int, Axiom]]] = {
    "abs-above": (1, absolute_above),
    "abs-below": (1, absolute_below),
    "triangle": (2, triangle),
    "vector-triangle": (2, vector_triangle),
    "cauchy-schwarz": (2, cauchy_schwarz),
    "gram": (2, gram),
    "max": (-2, maximum),
    "min": (-2, minimum),
    "power-monotone": (3, power_monotone),
    "power-increasing": (3, power_increasing),
    "power-tangent": (3, power_tangent),
    "weighted-means": (3, weighted_means),
    "exp": (1, exponential),
    "log": (1, logarithm),
    "sin": (1, sine),
    "cos": (1, cosine),
}


#: axioms whose term is positive, not only non-negative
STRICT: Final = frozenset({"power-increasing"})


def axiom(name: str, args: tuple[Term, ...], context: Context) -> Term:
    """The non-negative term of the named axiom, its conditions checked in the context."""
    if name not in AXIOMS:
        raise Malformed(f"unknown axiom {str(name)[:40]!r}")
    arity, build = AXIOMS[name]
    if len(args) != arity if arity > 0 else not -arity <= len(args) <= 8:
        raise Malformed(f"the axiom {name!r} takes {abs(arity)} arguments")
    return build(context, args)
