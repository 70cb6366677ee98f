"""The words a claim is written in: symbols, vectors, functions, derivatives, integrals, domains.

Everything builds terms of :mod:`otverify.kernel.terms`; nothing is simplified. SymPy expressions are
accepted wherever a scalar is (they are translated node by node, see :mod:`otverify.sympy_bridge`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from otverify.errors import InvalidStatement
from otverify.kernel.errors import Malformed
from otverify.kernel.terms import (
    PI,
    E,
    Term,
    as_term,
    cases,
    contract,
    diff,
    free_symbols,
    integer,
    kind,
    number,
    real,
    relation,
)

D = diff


def term(value: Any) -> Term:
    """A scalar term from a term, an integer, a Fraction, or a SymPy expression."""
    if type(value).__module__.startswith("sympy"):
        from otverify.sympy_bridge import from_sympy

        return from_sympy(value)
    if isinstance(value, float):
        raise InvalidStatement(
            "a number in a claim",
            expected="an exact number",
            got=value,
            hint=f"Write Fraction({value!r}) or a ratio.",
        )
    try:
        return as_term(value)
    except TypeError:
        raise InvalidStatement(
            "an expression in a claim",
            expected="a term, an int, a Fraction or a SymPy expression",
            got=repr(value),
        ) from None


def reals(names: str) -> tuple[Term, ...]:
    """Real symbols: ``r, delta = reals("r delta")``."""
    return tuple(real(name) for name in names.split())


def integers(names: str) -> tuple[Term, ...]:
    """Integer symbols, such as a symbolic dimension: ``(d,) = integers("d")``."""
    return tuple(integer(name) for name in names.split())


def points(names: str) -> tuple[Term, ...]:
    """Points of an abstract set, the arguments of densities: ``x, y = points("x y")``."""
    return tuple(Term("sym", name, "point") for name in names.split())


def vectors(names: str) -> tuple[Term, ...]:
    """Vectors of R^d with symbolic d: ``x, y = vectors("x y")``."""
    return tuple(Term("vec", name) for name in names.split())


def indices(names: str) -> tuple[Term, ...]:
    """Indices 1..d of components: ``x[i]``."""
    return tuple(Term("idx", name) for name in names.split())


@dataclass(frozen=True, slots=True)
class Function:
    """A general function: ``h = Function("h")``, then ``h(r)``; ``D(h(r), r)`` is its derivative."""

    name: str

    def __call__(self, *arguments: Any) -> Term:
        """The value at the arguments."""
        return Term("apply", self.name, (0,) * len(arguments), *(term(value) for value in arguments))


@dataclass(frozen=True, slots=True)
class BorelSet:
    """An abstract set with a finite measure: ``X.mass`` and ``X.integral(f(x), x)``."""

    name: str

    def integral(self, integrand: Any, point: Term) -> Term:
        """The integral over the set in the variable ``point``."""
        return Term("over", term(integrand), point, self.name)

    @property
    def mass(self) -> Term:
        """The measure of the set."""
        return self.integral(1, Term("sym", "_", "point"))

    def contains(self, point: Term) -> Term:
        """The constraint that the point lies in the set."""
        return Term("in", point, self.name)

    def everywhere(self, point: Term, constraint: Term) -> Term:
        """The constraint "for all points of the set"."""
        return Term("all", constraint, point, self.name)


def norm(vector: Term) -> Term:
    """The Euclidean norm."""
    return Term("norm", vector)


def dot(left: Term, right: Term) -> Term:
    """The inner product."""
    return Term("dot", left, right)


def kron(i: Term, j: Term) -> Term:
    """Kronecker's δ_ij: the entries of the identity matrix."""
    return Term("kron", i, j)


def det(entry: Any, i: Term, j: Term) -> Term:
    """The determinant of the d x d matrix with the given entry in row i and column j."""
    return Term("det", term(entry), i, j)


def sqrt(value: Any) -> Term:
    """The square root."""
    return Term("pow", term(value), number(Fraction(1, 2)))


def exp(value: Any) -> Term:
    """The exponential."""
    return Term("pow", E, term(value))


def log(value: Any) -> Term:
    """The natural logarithm."""
    return Term("log", term(value))


def gamma(value: Any) -> Term:
    """Euler's Gamma function (positive arguments)."""
    return Term("gamma", term(value))


def beta(a: Any, b: Any) -> Term:
    """Euler's Beta function, written out as Γ(a)Γ(b)/Γ(a+b)."""
    return gamma(a) * gamma(b) / gamma(term(a) + term(b))


def sin(value: Any) -> Term:
    """The sine."""
    return Term("sin", term(value))


def cos(value: Any) -> Term:
    """The cosine."""
    return Term("cos", term(value))


def absolute(value: Any) -> Term:
    """The absolute value."""
    return Term("abs", term(value))


def maximum(*values: Any) -> Term:
    """The largest of several values."""
    return Term("max", *(term(value) for value in values))


def minimum(*values: Any) -> Term:
    """The smallest of several values."""
    return Term("min", *(term(value) for value in values))


def positive_part(value: Any) -> Term:
    """max(value, 0)."""
    return maximum(value, 0)


def integral(integrand: Any, variable: Term, low: Any, high: Any) -> Term:
    """The integral over an interval."""
    return Term("integral", term(integrand), variable, term(low), term(high))


def ball_integral(integrand: Any, radius_variable: Term, radius: Any, dimension: Any) -> Term:
    """∫ f(|z|) dz over the ball of the given radius in R^dimension; the integrand is written in r = |z|."""
    return Term("ball", term(integrand), radius_variable, term(radius), term(dimension))


def equals(left: Any, right: Any) -> Term:
    """The equation ``left = right`` as a constraint."""
    return relation("==", term(left), term(right))


def differs(left: Any, right: Any) -> Term:
    """The constraint ``left != right``."""
    return relation("!=", term(left), term(right))


@dataclass(frozen=True, slots=True, init=False)
class Domain:
    """Where an obligation is stated: constraints, declared symbols, and definitions.

    ``Domain(p > 1, p <= 2, d >= 1, q=p / (p - 1))`` is the set of all (p, d) with the constraints, and q
    stands for p/(p-1). A symbol without a constraint is declared by naming it: ``Domain(delta > 0, t)``.
    """

    constraints: tuple[Term, ...]
    declared: frozenset[Term] = field(repr=False)
    definitions: tuple[tuple[Term, Term], ...]

    def __init__(self, *parts: Any, **definitions: Any) -> None:
        constraints: list[Term] = []
        declared: set[Term] = set()
        for part in parts:
            if isinstance(part, Domain):
                constraints += part.constraints
                declared |= part.declared
                definitions = {**{s.args[0]: v for s, v in part.definitions}, **definitions}
                continue
            if type(part).__module__.startswith("sympy"):
                from otverify.sympy_bridge import from_sympy_any

                part = from_sympy_any(part)
            if not isinstance(part, Term):
                raise InvalidStatement(
                    "over=",
                    expected="constraints such as delta > 0, or symbols",
                    got=repr(part),
                    hint=_chained(part),
                )
            if kind(part) in ("r", "q"):
                constraints.append(part)
            elif part.op in ("sym", "vec"):
                declared.add(part)
            else:
                raise InvalidStatement("over=", expected="constraints or symbols", got=f"a {part.op!r} term")
        object.__setattr__(self, "constraints", tuple(constraints))
        object.__setattr__(
            self, "definitions", tuple((real(name), term(v)) for name, v in definitions.items())
        )
        object.__setattr__(self, "declared", frozenset(declared) | self._mentioned())

    def _mentioned(self) -> frozenset[Term]:
        terms = [*self.constraints, *(t for pair in self.definitions for t in pair)]
        return frozenset(s for t in terms for s in free_symbols(t))

    def __and__(self, other: Domain) -> Domain:
        """Both sets of constraints."""
        return Domain(self, other)


def _chained(part: object) -> str:
    return (
        "Python reads 0 < r <= delta as two tests; write r > 0, r <= delta." if isinstance(part, bool) else ""
    )


def domain(over: Any) -> Domain | None:
    """The ``over=`` argument of an obligation: a domain, one constraint, several, or None."""
    if over is None or isinstance(over, Domain):
        return over
    if isinstance(over, (tuple, list, set, frozenset)):
        return Domain(*over)
    return Domain(over)


__all__ = [
    "PI",
    "BorelSet",
    "D",
    "Domain",
    "E",
    "Function",
    "Malformed",
    "absolute",
    "ball_integral",
    "beta",
    "cases",
    "contract",
    "cos",
    "det",
    "diff",
    "differs",
    "domain",
    "dot",
    "equals",
    "exp",
    "gamma",
    "indices",
    "integers",
    "integral",
    "kron",
    "log",
    "maximum",
    "minimum",
    "norm",
    "number",
    "points",
    "positive_part",
    "reals",
    "sin",
    "sqrt",
    "term",
    "vectors",
]
