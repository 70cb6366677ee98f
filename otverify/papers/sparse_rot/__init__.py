"""González-Sanz, Gvalani and Koch, Sharp local sparsity of regularized optimal transport (2026)."""

from otverify.papers.sparse_rot import section1, section5, section6
from otverify.papers.sparse_rot.notation import paper

__all__ = ["paper", "section1", "section5", "section6"]
