"""Korman and McCann, Optimal transportation with capacity constraints (2012)."""

# the modules register their claims in the order of the paper
# isort: off
from otverify.papers.capacity import section1
from otverify.papers.capacity import section1_examples
from otverify.papers.capacity import section1_tiles
from otverify.papers.capacity import section1_periodic
from otverify.papers.capacity import section2
from otverify.papers.capacity import section3
from otverify.papers.capacity import section4
from otverify.papers.capacity import section4_good_sets
from otverify.papers.capacity import section5
from otverify.papers.capacity import section5_optimality
from otverify.papers.capacity import section6
from otverify.papers.capacity import section7
from otverify.papers.capacity import section7_constants
from otverify.papers.capacity import section7_theorem
from otverify.papers.capacity import section7_step1
from otverify.papers.capacity import section7_step2
from otverify.papers.capacity import section7_steps34
from otverify.papers.capacity import section8
from otverify.papers.capacity import appendix_dual
from otverify.papers.capacity import appendix

# isort: on
from otverify.papers.capacity.notation import paper

__all__ = [
    "appendix",
    "appendix_dual",
    "paper",
    "section1",
    "section1_examples",
    "section1_periodic",
    "section1_tiles",
    "section2",
    "section3",
    "section4",
    "section4_good_sets",
    "section5",
    "section5_optimality",
    "section6",
    "section7",
    "section7_constants",
    "section7_step1",
    "section7_step2",
    "section7_steps34",
    "section7_theorem",
    "section8",
]
