"""Korman and McCann, Optimal transportation with capacity constraints (2012)."""

from otverify.papers.capacity import section1, section1_examples, section7  # isort: split

# the appendix comes last in the paper
from otverify.papers.capacity import appendix
from otverify.papers.capacity.notation import paper

__all__ = ["appendix", "paper", "section1", "section1_examples", "section7"]
