"""McCann and Rifford, The intrinsic dynamics of optimal transport (2015)."""

# in the order of the paper
# isort: off
from otverify.papers.dynamics import (
    section1,
    section2_convex,
    section2_lake,
    section2_nested,
    section2_simplex,
    section2_bouquet,
    section3,
    section4,
    section4_levels,
    section4_limbs,
    section5,
    section5_density,
    section6,
    appendix,
)
# isort: on

from otverify.papers.dynamics.notation import paper

__all__ = [
    "appendix",
    "paper",
    "section1",
    "section2_bouquet",
    "section2_convex",
    "section2_lake",
    "section2_nested",
    "section2_simplex",
    "section3",
    "section4",
    "section4_levels",
    "section4_limbs",
    "section5",
    "section5_density",
    "section6",
]
