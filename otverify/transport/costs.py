"""Costs, each from one definition: the symbolic form, exact values, balls and floats follow from it.

A radial cost is c(x, y) = h(|x - y|), and h is data: pieces, each a sum of multiples of powers of r.
Nothing else is written down per cost, so the formula that is printed is the one that is evaluated.
Pairs of infinite cost (the diagonal of the Coulomb cost) are absent, never a big number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from otverify.errors import InvalidProblem
from otverify.transport.measures import Exact, Point, rational
from otverify.transport.radicals import RadicalSum, power, radical_sum

if TYPE_CHECKING:
    import flint
    import numpy as np
    from numpy.typing import NDArray

    from otverify.kernel.terms import Term


@runtime_checkable
class Cost(Protocol):
    """A cost function on pairs of rational points."""

    def value(self, x: Point, y: Point) -> RadicalSum | None:
        """The exact value; None where the cost is infinite, that is, the pair is forbidden."""

    def floats(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
        """Rounded values for all pairs of rows of ``x`` (n, d) and ``y`` (m, d); inf where forbidden."""

    def symbolic(self, x: Term, y: Term) -> Term:
        """The cost as a statement term in the vectors ``x`` and ``y``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """h(r) = Σ coefficient · r^exponent for r <= up_to (for all larger r if ``up_to`` is None).

    Coefficients and bounds are rational for a concrete cost and may be terms for a symbolic one.
    """

    terms: tuple[tuple[Any, Fraction], ...]
    up_to: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RadialCost:
    """c(x, y) = h(d(x, y)) with d Euclidean, or the flat distance on the torus (R / period Z)^d.

    Exact for rational points in every dimension: d² is rational, so values are sums of radicals.
    Build one with the functions of this module.
    """

    name: str
    pieces: tuple[Piece, ...]
    period: Fraction | None = None

    def squared_distance(self, x: Point, y: Point) -> Fraction:
        """d(x, y)², exactly."""
        if len(x) != len(y):
            raise InvalidProblem(self.name, expected="points of one dimension", got=(len(x), len(y)))
        total = Fraction(0)
        for a, b in zip(x, y, strict=True):
            gap = abs(a - b)
            if self.period is not None:
                gap %= self.period
                gap = min(gap, self.period - gap)
            total += gap * gap
        return total

    def value(self, x: Point, y: Point) -> RadicalSum | None:
        """The exact value h(d(x, y)); None where it is infinite."""
        return self.value_at(self.squared_distance(x, y))

    def value_at(self, squared: Fraction) -> RadicalSum | None:
        """h(√squared), exactly; None where it is infinite.

        >>> coulomb().value_at(Fraction(4)).rational
        Fraction(1, 2)
        """
        terms = self._piece(squared).terms
        if squared == 0:
            if any(exponent < 0 for _, exponent in terms):
                return None
            constant = sum((coefficient for coefficient, exponent in terms if exponent == 0), Fraction(0))
            return radical_sum(constant)
        total = radical_sum(Fraction(0))
        for coefficient, exponent in terms:
            total += power(squared, exponent / 2).scaled(coefficient)
        return total

    def enclosure(self, x: Point, y: Point, *, bits: int = 128) -> flint.arb | None:
        """A ball around the value, computed with ``bits`` bits; None where it is infinite."""
        value = self.value(x, y)
        return None if value is None else value.enclosure(bits)

    def floats(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
        """Rounded values for all pairs of rows of ``x`` (n, d) and ``y`` (m, d); inf where forbidden."""
        import numpy as np

        gaps = np.abs(np.asarray(x, float)[:, None, :] - np.asarray(y, float)[None, :, :])
        if self.period is not None:
            period = float(self.period)
            gaps %= period
            gaps = np.minimum(gaps, period - gaps)
        distance = np.sqrt((gaps * gaps).sum(axis=-1))
        result: NDArray[np.float64] = np.zeros_like(distance)
        done = np.zeros(distance.shape, dtype=bool)
        for piece in self.pieces:
            here = ~done if piece.up_to is None else ~done & (distance <= float(piece.up_to))
            done |= here
            r = distance[here]
            with np.errstate(divide="ignore"):
                result[here] = sum(float(q) * r ** float(exponent) for q, exponent in piece.terms)
        return result

    def profile(self, r: Term) -> Term:
        """h(r) as a statement term."""
        from otverify.kernel.terms import Term, cases

        formulas = []
        for piece in self.pieces:
            summands = [_monomial(coefficient, r, exponent) for coefficient, exponent in piece.terms]
            formulas.append(summands[0] if len(summands) == 1 else Term("add", *summands))
        if len(formulas) == 1:
            return formulas[0]
        conditions = [r <= piece.up_to if piece.up_to is not None else r >= 0 for piece in self.pieces]
        return cases(*zip(conditions, formulas, strict=True))

    def symbolic(self, x: Term, y: Term) -> Term:
        """h(|x - y|) as a statement term in the vectors ``x`` and ``y``.

        A periodic cost has no such form: use :meth:`profile` at the distance that fits the statement.
        """
        from otverify.kernel.terms import Term

        if self.period is not None:
            raise InvalidProblem(self.name, expected="a Euclidean cost", got=f"period {self.period}")
        return self.profile(Term("norm", x - y))

    def _piece(self, squared: Fraction) -> Piece:
        for piece in self.pieces:
            if piece.up_to is None or squared <= piece.up_to * piece.up_to:
                return piece
        raise InvalidProblem(self.name, expected="a last piece without bound", got=self.pieces)


def squared_euclidean(*, scale: Any = 1) -> RadialCost:
    """scale · |x - y|²."""
    return _radial("squared_euclidean", [Piece(terms=((_exact(scale), Fraction(2)),))])


def euclidean_power(exponent: Exact | str) -> RadialCost:
    """|x - y|^exponent for a rational exponent > 0."""
    p = rational(exponent, where="exponent")
    if p <= 0:
        raise InvalidProblem("exponent", expected="an exponent > 0", got=p, hint="See coulomb().")
    return _radial("euclidean_power", [Piece(terms=((Fraction(1), p),))])


def coulomb() -> RadialCost:
    """1 / |x - y|; pairs x = y are forbidden."""
    return _radial("coulomb", [Piece(terms=((Fraction(1), Fraction(-1)),))])


def capped_coulomb(delta: Any) -> RadialCost:
    """c_δ: r³/δ⁴ - 2r²/δ³ + 2/δ for r <= δ and 1/r beyond; bounded, C² and equal to 1/r where r >= δ.

    δ is a positive rational, or a term for the symbolic form.
    G. Friesecke, T. Ried, Partial regularity of optimal transport with Coulomb cost, Proposition 3.4.
    """
    d = _exact(delta)
    if isinstance(d, Fraction) and d <= 0:
        raise InvalidProblem("delta", expected="a number > 0", got=d)
    cap = Piece(
        up_to=d,
        terms=((1 / d**4, Fraction(3)), (-2 / d**3, Fraction(2)), (2 / d, Fraction(0))),
    )
    return _radial("capped_coulomb", [cap, Piece(terms=((Fraction(1), Fraction(-1)),))])


def periodic_squared(*, period: Exact | str = 1, scale: Exact | str = 1) -> RadialCost:
    """scale · inf over n in period·Z^d of |x - y - n|².

    Period 1, d = 1: J. Korman, R. J. McCann, Optimal transportation with capacity constraints, Example 1.3.
    """
    return _radial(
        "periodic_squared", [Piece(terms=((rational(scale, where="scale"), Fraction(2)),))], period
    )


def circle_geodesic(*, exponent: Exact | str = 2, circumference: Exact | str = 1) -> RadialCost:
    """d(x, y)^exponent for the arc length d on the circle R / circumference·Z.

    Points are arc-length parameters. On the circle of radius 1 take circumference 1 and multiply by
    (2π)^exponent: a positive factor changes no optimal plan.
    """
    p = rational(exponent, where="exponent")
    if p <= 0:
        raise InvalidProblem("exponent", expected="an exponent > 0", got=p)
    return _radial("circle_geodesic", [Piece(terms=((Fraction(1), p),))], circumference)


@dataclass(frozen=True, slots=True, kw_only=True)
class InnerProductCost:
    """scale · ⟨x, y⟩; with scale -1 it has the optimal plans of |x - y|² / 2."""

    scale: Fraction = Fraction(-1)
    name: str = "inner_product"

    def value(self, x: Point, y: Point) -> RadicalSum:
        """The exact value."""
        return radical_sum(self.scale * sum((a * b for a, b in zip(x, y, strict=True)), Fraction(0)))

    def floats(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
        """Rounded values for all pairs of rows of ``x`` (n, d) and ``y`` (m, d)."""
        values: NDArray[np.float64] = float(self.scale) * (x @ y.T)
        return values

    def symbolic(self, x: Term, y: Term) -> Term:
        """The cost as a statement term in the vectors ``x`` and ``y``."""
        from otverify.kernel.terms import Term

        return self.scale * Term("dot", x, y)


def _radial(name: str, pieces: Sequence[Piece], period: Exact | str | None = None) -> RadialCost:
    length = None if period is None else rational(period, where="period")
    if length is not None and length <= 0:
        raise InvalidProblem("period", expected="a number > 0", got=length)
    return RadialCost(name=name, pieces=tuple(pieces), period=length)


def _exact(value: Any) -> Any:
    # a term of the symbolic form passes through; anything numeric must be rational
    return value if type(value).__name__ == "Term" else rational(value, where="parameter")


def _monomial(coefficient: Any, r: Term, exponent: Fraction) -> Term:
    from otverify.kernel.terms import as_term

    if exponent == 0:
        return as_term(coefficient)
    factor = r if exponent == 1 else r**exponent
    return factor if coefficient == 1 else coefficient * factor
