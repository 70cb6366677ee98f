"""González-Sanz, Gvalani and Koch, Sharp local sparsity of regularized optimal transport (2026)."""

from otverify.papers.sparse_rot import (  # noqa: I001 - the order of the paper
    section1,
    section1_results,
    section2,
    section3,
    section3_maps,
    section4,
    section4_convexity,
    section4_hessians,
    section4_conjugates,
    section5_upper,
    section5_lower,
    section5_convexity,
    section6,
    section6_spheres,
    appendix,
    appendix_proof,
    measured,
)
from otverify.papers.sparse_rot.notation import paper

__all__ = [
    "appendix",
    "appendix_proof",
    "measured",
    "paper",
    "section1",
    "section1_results",
    "section2",
    "section3",
    "section3_maps",
    "section4",
    "section4_conjugates",
    "section4_convexity",
    "section4_hessians",
    "section5_convexity",
    "section5_lower",
    "section5_upper",
    "section6",
    "section6_spheres",
]
