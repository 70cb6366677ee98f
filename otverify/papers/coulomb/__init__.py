"""Friesecke and Ried, Partial regularity of optimal transport with Coulomb cost (2025)."""

from otverify.papers.coulomb import (  # isort: skip - in the order of the paper
    section1,
    section2,
    section3_support,
    section3_modification,
    section3_cost,
    section3_hessian,
    section4_potentials,
    section4_semiconcavity,
    section5_setup,
    section5_normalisations,
    section5_energy,
    section5_seminorms,
    section5_displacement,
    section5_inclusion,
    section5_minimality,
    appendix,
    appendix_inverse,
)
from otverify.papers.coulomb.notation import paper

__all__ = [
    "appendix",
    "appendix_inverse",
    "paper",
    "section1",
    "section2",
    "section3_cost",
    "section3_hessian",
    "section3_modification",
    "section3_support",
    "section4_potentials",
    "section4_semiconcavity",
    "section5_displacement",
    "section5_energy",
    "section5_inclusion",
    "section5_minimality",
    "section5_normalisations",
    "section5_seminorms",
    "section5_setup",
]
