"""Rates in ε from finitely many values: an exponent with an honest interval, and two-sided constants.

What is measured comes with an interval of its own (discretisation, rounding). No noise is assumed. The slopes
of log(quantity) over log(ε) along secants between samples at least ``span`` apart, each with the intervals at
its ends, say what the exponent looks like on the range. In the limit it may lie beyond: the slope still moves
from the coarse half of the range to the fine one. If quantity = C ε^e (1 + O(ε^s)), the deviation falls by a
known factor r < 1 from half to half, and e = s₂ + (s₂ - s₁) r/(1 - r) to first order, for the slopes s₁ and
s₂ of the halves. The interval is the hull of

    all secant slopes   and   s₂ ± θ |s₂ - s₁|, 0 <= θ <= 2 r/(1 - r),

twice as far as the first order and to both sides, as corrections of several orders compete. It holds the
limit if corrections decay like ε^s or faster and the range is in their regime: a statement on measurements,
not a proof. A wider range or a finer grid narrows it.
For a given exponent e the constants are the extremes of quantity · ε^-e: on the samples
constants[0] ε^e <= quantity <= constants[1] ε^e.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np

from otverify.errors import InvalidProblem

#: samples must be a factor of this apart for a secant
_SPAN: Final = 10.0
_LEAST_SAMPLES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A quantity at one ε, known to lie in [low, high], 0 < low <= high."""

    epsilon: float
    low: float
    high: float

    def __post_init__(self) -> None:
        if not (0 < self.epsilon < math.inf and 0 < self.low <= self.high < math.inf):
            raise InvalidProblem(
                "sample", expected="epsilon > 0 and 0 < low <= high", got=(self.epsilon, self.low, self.high)
            )

    @property
    def middle(self) -> float:
        """The geometric mean of the ends."""
        return math.sqrt(self.low * self.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """An exponent fitted to samples of decreasing ε.

    Attributes
    ----------
    exponent : slope of the least-squares line of log(middle) over log(ε)
    low, high : the interval described above, errors of the samples included
    secants : least and largest secant slope alone: the exponent on the range, not in the limit
    expected : the exponent that is claimed
    constants : extremes of quantity · ε^-expected over the samples, errors included
    """

    samples: tuple[Sample, ...]
    exponent: float
    low: float
    high: float
    secants: tuple[float, float]
    expected: Fraction
    constants: tuple[float, float]

    @property
    def is_consistent(self) -> bool:
        """Whether the claimed exponent lies in the interval."""
        return self.low <= self.expected <= self.high

    @property
    def decades(self) -> float:
        """The range of ε in powers of ten."""
        return math.log10(self.samples[0].epsilon / self.samples[-1].epsilon)

    def render(self) -> str:
        """One line."""
        return (
            f"{self.exponent:.4f} in [{self.low:.4f}, {self.high:.4f}], claimed {self.expected} = "
            f"{float(self.expected):.4f}; constants [{self.constants[0]:.4g}, {self.constants[1]:.4g}] "
            f"over {self.decades:.1f} decades"
        )


def fit_rate(
    samples: Iterable[Sample], *, expected: Fraction, correction: Fraction, span: float = _SPAN
) -> Rate:
    """The exponent of a quantity that is claimed to behave as ε^expected (1 + O(ε^correction)).

    Raises InvalidProblem with fewer than three samples, two at one ε, or no two that are ``span`` apart.

    >>> values = [(10.0**-k, 2 * 10.0 ** (-k / 3)) for k in range(4)]
    >>> exact = [Sample(epsilon=epsilon, low=value, high=value) for epsilon, value in values]
    >>> rate = fit_rate(exact, expected=Fraction(1, 3), correction=Fraction(1, 3))
    >>> round(rate.exponent, 12), [round(c, 12) for c in rate.constants]
    (0.333333333333, [2.0, 2.0])
    """
    ordered = tuple(sorted(samples, key=lambda sample: -sample.epsilon))
    if len(ordered) < _LEAST_SAMPLES or len({sample.epsilon for sample in ordered}) < len(ordered):
        raise InvalidProblem(
            "samples", expected=f"at least {_LEAST_SAMPLES} different ε", got=[s.epsilon for s in ordered]
        )
    if not correction > 0:
        raise InvalidProblem("correction", expected="an exponent > 0", got=correction)
    if not span > 1:
        raise InvalidProblem("span", expected="a factor > 1", got=span)
    far = [
        (one, two)
        for one, two in itertools.combinations(ordered, 2)
        if one.epsilon / two.epsilon >= span * (1 - 1e-9)
    ]
    if not far:
        raise InvalidProblem(
            "samples",
            expected=f"two values of ε a factor of {span:g} apart",
            got=f"ε from {ordered[-1].epsilon:g} to {ordered[0].epsilon:g}",
            hint="A finer grid resolves a larger range.",
        )
    logs = np.log([sample.epsilon for sample in ordered])
    slope = float(np.polyfit(logs, np.log([sample.middle for sample in ordered]), 1)[0])
    found = [_secant(one, two) for one, two in far]
    secants = min(low for low, _ in found), max(high for _, high in found)
    low, high = _continued(ordered, correction=float(correction))
    power = float(expected)
    return Rate(
        samples=ordered,
        exponent=slope,
        low=min(secants[0], low),
        high=max(secants[1], high),
        secants=secants,
        expected=expected,
        constants=(
            min(sample.low * sample.epsilon**-power for sample in ordered),
            max(sample.high * sample.epsilon**-power for sample in ordered),
        ),
    )


def _secant(one: Sample, two: Sample) -> tuple[float, float]:
    """The slopes that the intervals of two samples, of decreasing ε, allow."""
    width = math.log(one.epsilon / two.epsilon)
    return math.log(one.low / two.high) / width, math.log(one.high / two.low) / width


def _continued(ordered: Sequence[Sample], *, correction: float) -> tuple[float, float]:
    """s₂ ± θ |s₂ - s₁| for θ = 2 r/(1 - r)."""
    first, last = ordered[0], ordered[-1]
    middle = min(
        ordered[1:-1], key=lambda sample: abs(math.log(sample.epsilon**2 / (first.epsilon * last.epsilon)))
    )
    coarse, fine = _secant(first, middle), _secant(middle, last)
    # the deviation of a secant slope is proportional to the difference of ε^s over that of log ε
    deviations = [
        (one.epsilon**correction - two.epsilon**correction) / math.log(one.epsilon / two.epsilon)
        for one, two in ((first, middle), (middle, last))
    ]
    theta = 2 * deviations[1] / (deviations[0] - deviations[1])
    movement = max(fine[1] - coarse[0], coarse[1] - fine[0])
    return fine[0] - theta * movement, fine[1] + theta * movement


def two_resolutions(fine: Sequence[float], coarse: Sequence[float]) -> list[tuple[float, float]]:
    """Intervals from the same quantities on two grids with spacings h and 3h/2: fine ± 2 |fine - coarse|.

    If the error behaves as h^s, |fine - coarse| is (1.5^s - 1) times that of the fine grid, so the interval
    holds the limit for every s >= 1.
    """
    intervals = []
    for one, two in zip(fine, coarse, strict=True):
        error = 2 * abs(one - two) + 1e-13 * abs(one)
        intervals.append((one - error, one + error))
    return intervals


def section_exponent(dimension: int, p: Fraction) -> Fraction:
    """1/(d(p-1)+2), the exponent of radii and diameters; of values twice, of volumes d times that.

    González-Sanz, Gvalani and Koch, Theorem 3.1, (10) and the third relation of (5).
    """
    return 1 / (dimension * (p - 1) + 2)


def leading_excess(dimension: int, p: Fraction, *, densities: float) -> float:
    """lim max_y ξ(x, y) ε^(-2/(d(p-1)+2)) at an interior x, ``densities`` = λ(x) μ(T(x)).

    The equation (6) with ξ replaced by its Taylor polynomial at the maximum; on the torus it is 2C_ε (27).
    """
    q, half = float(p / (p - 1)), dimension / 2
    numerator = math.lgamma(half + q) + (q - 1) * math.log(q)
    denominator = half * math.log(2 * math.pi) + math.lgamma(q) + 0.5 * math.log(densities)
    return math.exp((numerator - denominator) / (q - 1 + half))
