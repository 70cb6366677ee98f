"""Friesecke and Ried, Partial regularity of optimal transport with Coulomb cost (2025)."""

from otverify.papers.coulomb import section1, section2, section3
from otverify.papers.coulomb.notation import paper

__all__ = ["paper", "section1", "section2", "section3"]
