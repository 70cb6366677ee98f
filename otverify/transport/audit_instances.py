"""Certified instances on which float solvers are known to fail, or might: the corpus of the solver audit."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import numpy as np

from otverify.transport.costs import coulomb, squared_euclidean
from otverify.transport.measures import measure, uniform
from otverify.transport.problems import TransportProblem, problem
from otverify.transport.tables import exact_floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Instance:
    """A problem as a solver is given it: forbidden pairs appear as the cost ``forbidden_as``."""

    name: str
    why: str
    problem: TransportProblem
    forbidden_as: float = float("inf")


def corpus(*, seed: int = 0) -> tuple[Instance, ...]:
    """The standard instances: integers, ties, empty atoms, huge costs, forbidden pairs, no plan at all."""
    draw = random.Random(seed)  # noqa: S311  (reproducible test data, nothing secret)
    return (
        Instance(
            name="grid", why="integer masses, squared distances", problem=_planar(draw, size=20, zeros=0)
        ),
        Instance(
            name="zero-mass",
            why="atoms without mass, where duals are often wrong",
            problem=_planar(draw, size=12, zeros=4),
        ),
        Instance(name="assignment", why="uniform masses, every basis degenerate", problem=_assignment(draw)),
        Instance(
            name="ties",
            why="costs 0 and 1 only, many optimal plans",
            problem=problem(
                [2] * 8, [2] * 8, cost=[[draw.randint(0, 1) for _ in range(8)] for _ in range(8)]
            ),
        ),
        Instance(name="one-row", why="a single source", problem=problem([6], [1, 2, 3], cost=[[5, -1, 2]])),
        Instance(name="scales", why="costs between 1e-6 and 1e6 in one matrix", problem=_scales(draw)),
        Instance(
            name="huge-costs",
            why="POT issue #229: entries 1e32 that no good plan uses",
            problem=_huge_costs(),
        ),
        *(
            Instance(
                name=f"coulomb-{label}",
                why=f"Coulomb cost on 6 points, diagonal forbidden as {label}",
                problem=problem(uniform(range(6)), uniform(range(6)), cost=coulomb()),
                forbidden_as=value,
            )
            for label, value in (("1e9", 1e9), ("1e16", 1e16), ("inf", float("inf")))
        ),
        Instance(
            name="no-plan",
            why="two sources share one allowed target: no plan exists",
            problem=problem([1, 1, 1], [1, 1, 1], cost=[[None, None, 1], [None, None, 2], [1, 1, 1]]),
        ),
    )


def _planar(draw: random.Random, *, size: int, zeros: int) -> TransportProblem:
    def side() -> Any:
        weights = [0] * zeros + [draw.randint(1, 9) for _ in range(size - zeros)]
        draw.shuffle(weights)
        return weights, [(draw.randint(0, 30), draw.randint(0, 30)) for _ in range(size)]

    (left, x), (right, y) = side(), side()
    gap = sum(left) - sum(right)
    light = right if gap > 0 else left
    light[light.index(max(light))] += abs(gap)
    return problem(measure(left, x), measure(right, y), cost=squared_euclidean())


def _assignment(draw: random.Random) -> TransportProblem:
    points = [(draw.randint(0, 6), draw.randint(0, 6)) for _ in range(24)]
    return problem(uniform(points[:12]), uniform(points[12:]), cost=squared_euclidean())


def _scales(draw: random.Random) -> TransportProblem:
    costs = [[10.0 ** draw.randint(-6, 6) * draw.randint(1, 9) for _ in range(6)] for _ in range(6)]
    return problem([1, 2, 3, 4, 5, 6], [6, 5, 4, 3, 2, 1], cost=exact_floats(costs))


def _huge_costs() -> TransportProblem:
    huge = 1e32
    costs = [
        [2.50275352e02, 3.74653218e02, 2.41352736e03, huge, 1.51751540e-03],
        [2.13082030e02, 3.28812836e02, 2.29487946e03, huge, 1.37109800e-01],
        [1.97333083e02, 3.09175848e02, 2.24250550e03, huge, 2.46506283e00],
        [huge, huge, huge, 5.26223432e00, 2.5e31],
        [3.84690152e01, 8.09465684e01, 3.33064175e02, 2.5e31, 0.0],
    ]
    masses = ["1/8", "1/8", "1/8", "1/8", "1/2"]
    return problem(masses, masses, cost=exact_floats(np.array(costs)))
