"""Measured against proven exponents, d = 1 and 2, p = 2, 9/5, 3/2, 4/3: a claim that runs with --deep.

The marginals are those of the families of
:mod:`otverify.transport.regularized_families`, whose transport map is known; how an interval for an exponent is
obtained from finitely many ε on two grids is described in :mod:`otverify.transport.rates`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from otverify.claims import ForAll, Obligation, Relation
from otverify.papers.sparse_rot.notation import paper

if TYPE_CHECKING:
    from otverify.transport.rates_studies import Study

Obligations = Iterator[Obligation]

EXPONENTS: Final = tuple(Fraction(p) for p in ("2", "9/5", "3/2", "4/3"))
#: points per axis
SIZES: Final = {1: 400, 2: 48}
POINTS: Final = {
    1: tuple((Fraction(k, 10),) for k in (3, 4, 5, 6, 7)),
    2: (
        (Fraction(2, 5), Fraction(2, 5)),
        (Fraction(1, 2), Fraction(1, 2)),
        (Fraction(3, 5), Fraction(9, 20)),
    ),
}
#: ε at which sections are resolved by the grid and keep away from the boundary; others are left out by the study
LEVELS: Final = tuple(Fraction(1, base * 10**k) for k in (2, 3, 4) for base in (3, 10))


@lru_cache(maxsize=8)
def study(dimension: int, p: Fraction) -> Study:
    """Diameters, radii and volumes of S_x at interior points, and ROT_ε - OT, over a range of ε."""
    # loaded when needed: a paper costs nothing to import
    from otverify.transport.rates_studies import study_rates
    from otverify.transport.regularized_families import cosine_line, cosine_square

    family = {1: cosine_line, 2: cosine_square}[dimension]
    points = [[float(value) for value in point] for point in POINTS[dimension]]
    return study_rates(family, size=SIZES[dimension], p=p, epsilons=LEVELS, points=points)


def slopes_are_near(case: tuple[int, Fraction]) -> Obligations:
    """The measured exponent of every quantity is within 1/50 of the proven one (times 2 or d where that is)."""
    from otverify.transport.rates import section_exponent

    dimension, p = case
    unit = section_exponent(dimension, p)
    for name, rate in study(dimension, p).rates.items():
        slope = Fraction(rate.exponent).limit_denominator(10**6)
        yield Relation(abs(slope - rate.expected), "<=", rate.expected / unit / 50, label=name)


@paper.claim(
    "measured-rates",
    at="Theorem 3.1, (5), (10); measured",
    printed=r"\operatorname{diam}\mathcal S_x\approx\varepsilon^{\frac1{d(p-1)+2}},\quad|\mathcal S_x|\approx\varepsilon^{\frac d{d(p-1)+2}},"
    r"\quad\mathrm{ROT}_\varepsilon-\mathrm{OT}\approx\varepsilon^{\frac2{d(p-1)+2}}",
    depends=("thm-3-1-outer", "thm-3-1-inner", "section-volume", "ineq-5-c"),
    deep=True,
)
def measured_rates() -> Obligations:
    """Eight families, five quantities each: slopes of measurements in floats; evidence, never a proof."""
    for dimension in SIZES:
        cases = st.sampled_from([(dimension, p) for p in EXPONENTS])
        yield ForAll(cases, slopes_are_near, examples=40, label=f"$d={dimension}$")
