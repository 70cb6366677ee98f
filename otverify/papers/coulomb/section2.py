"""Section 2: the problem and the optimal map."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import Identity, Obligation
from otverify.papers.coulomb.notation import APART, c0, i, k, paper, x, y
from otverify.vocabulary import D, contract


@paper.claim(
    "prop-2-1-map-formula",
    at="Prop. 2.1, (2.2)",
    printed=r"T(x)=c_0\text{-}\exp_x(-\nabla\psi(x))=x+\frac{\nabla\psi(x)}{|\nabla\psi(x)|^{3/2}}",
    hypotheses=(r"\nabla\psi(x)=\nabla_xc_0(x,y)", r"x\ne y"),
)
def prop_2_1_map_formula() -> Iterator[Obligation]:
    """The gradient of the potential at x determines the image y, in every dimension."""
    slope = D(c0, x[k])
    length_squared = contract(k, slope**2)
    yield Identity(length_squared, c0**4, over=APART, label=r"$|\nabla_xc_0|=|x-y|^{-2}$")
    yield Identity(x[i] + D(c0, x[i]) / length_squared ** Fraction(3, 4), y[i], over=APART)
