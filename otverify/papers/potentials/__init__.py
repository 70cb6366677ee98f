"""Staudt, Hundrieser and Munk, On the uniqueness of Kantorovich potentials (2022)."""

from otverify.papers.potentials import section1, section2, section2_regularity  # isort: split

from otverify.papers.potentials import section2_restrictions, section3  # isort: split

from otverify.papers.potentials import section3_connected, section3_disconnected  # isort: split

from otverify.papers.potentials import section3_semiconcave, section4, section4_regions  # isort: split

# the appendix comes last in the paper
from otverify.papers.potentials import section4_geodesic, section5  # isort: split

from otverify.papers.potentials import appendix, appendix_remark4, necessity
from otverify.papers.potentials.notation import paper

__all__ = [
    "appendix",
    "appendix_remark4",
    "necessity",
    "paper",
    "section1",
    "section2",
    "section2_regularity",
    "section2_restrictions",
    "section3",
    "section3_connected",
    "section3_disconnected",
    "section3_semiconcave",
    "section4",
    "section4_geodesic",
    "section4_regions",
    "section5",
]
