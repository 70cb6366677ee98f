"""The paper, and the notation its sections share."""

from __future__ import annotations

from otverify.claims import Paper

paper = Paper(
    "dynamics",
    title="The intrinsic dynamics of optimal transport",
    authors="R. McCann and L. Rifford",
    year=2015,
)
