"""Finite limb systems: the forest of Figure 4, plans planted on forests, the recursion (3.4) as printed."""

from __future__ import annotations

import random
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from otverify.claims_chains import LimbSystemOn, PlanOnLimbs
from otverify.strategies_chains import forests
from otverify.transport.chains import PairSet, pair_set
from otverify.transport.levels import levels
from otverify.transport.limbs import LimbSystem, level_limbs

Pairs = list[tuple[int, int]]
#: limbs of the system of Figure 4
LIMBS = 10
#: (S, masses per pair) of a plan that is planted on a forest
Planted = tuple[Pairs, list[int]]


def ten_limbs() -> tuple[PairSet, list[int], list[int]]:
    """A forest over five targets, ten generations high: points are numbered by their generation (Figure 4).

    The number of children of a point is pseudo-random and reproducible.
    """
    draw = random.Random(4)  # noqa: S311 - an example
    pairs: list[tuple[int, int]] = []
    numbers: tuple[list[int], list[int]] = ([], [0] * 5)
    generation = list(range(5))
    for number in range(1, LIMBS + 1):
        odd = number % 2 == 1
        own = numbers[0 if odd else 1]
        following = []
        for place, parent in enumerate(generation):
            for _ in range(max(draw.choice((0, 1, 1, 2)), int(place == 0))):
                following.append(len(own))
                pairs.append((len(own), parent) if odd else (parent, len(own)))
                own.append(number)
        generation = following
    return pair_set(pairs), numbers[0], numbers[1]


def cycle() -> PairSet:
    """All four pairs of two sources and two targets."""
    return pair_set([(0, 0), (0, 1), (1, 0), (1, 1)])


def is_forest(within: PairSet) -> bool:
    """Pairs that never close a cycle, by merging components."""
    root: dict[tuple[int, int], tuple[int, int]] = {}

    def find(node: tuple[int, int]) -> tuple[int, int]:
        while root.setdefault(node, node) != node:
            node = root[node]
        return node

    for i, j in within.pairs:
        one, two = find((0, i)), find((1, j))
        if one == two:
            return False
        root[one] = two
    return True


def forest_pairs(size: int) -> st.SearchStrategy[Pairs]:
    """Relations without cycle, of at most so many pairs."""
    return forests(max_pairs=size).map(lambda within: within.pairs)


def is_system(pairs: Pairs) -> Iterable[Any]:
    """S is a numbered limb system."""
    yield LimbSystemOn(pair_set(pairs))


def forest_or_not(pairs: Pairs) -> Iterable[Any]:
    """S is a numbered limb system exactly if it is a forest."""
    within = pair_set(pairs)
    yield LimbSystemOn(within, holds=is_forest(within))


# ---------------------------------------------------------------------------------------------------
# plans


def worked_example() -> tuple[PairSet, list[int], list[int], list[int]]:
    """A forest of eight pairs with masses 1, ..., 8 and its marginals."""
    within = pair_set([(0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (3, 2), (3, 3), (4, 0)])
    masses = list(range(1, 9))
    return within, *marginals(within, masses), masses


def swapped(target: list[int]) -> list[int]:
    """The same masses in the opposite order."""
    return target[::-1]


def marginals(within: PairSet, masses: list[int]) -> tuple[list[int], list[int]]:
    """Row and column sums."""
    sides = [0] * within.shape[0], [0] * within.shape[1]
    for (i, j), mass in zip(within.pairs, masses, strict=True):
        sides[0][i] += mass
        sides[1][j] += mass
    return sides


def recursion(system: LimbSystem, source: list[int], target: list[int]) -> list[Fraction]:
    """(3.4) as printed, from k = N down: η_k is what I_k keeps after limb k + 1, carried by the graph of f_k."""
    masses: dict[tuple[int, int], Fraction] = {}
    for k in range(system.highest, 0, -1):
        side, marginal = (0, source) if k % 2 else (1, target)
        above = {pair: mass for pair, mass in masses.items() if limb_of(system, pair) == k + 1}
        for point, image in system.limb(k).items():
            left = Fraction(marginal[point]) - sum(
                (m for pair, m in above.items() if pair[side] == point), Fraction(0)
            )
            masses[(point, image) if side == 0 else (image, point)] = left
    return [masses[pair] for pair in system.within.pairs]


def limb_of(system: LimbSystem, pair: tuple[int, int]) -> int:
    """The limb of a pair."""
    return int(system.limbs[system.within.pairs.index(pair)])


@st.composite
def planted_plans(draw: st.DrawFn) -> Planted:
    """A forest and a mass on each of its pairs; zero masses occur."""
    pairs = draw(forest_pairs(16))
    return pairs, draw(st.lists(st.integers(0, 9), min_size=len(pairs), max_size=len(pairs)))


def recursion_recovers(planted: Planted) -> Iterable[Any]:
    """The recursion on the limbs of Lemma 4.8 gives the plan that its marginals determine."""
    pairs, masses = planted
    within = pair_set(pairs)
    source, target = marginals(within, masses)
    found = recursion(level_limbs(levels(within)), source, target)
    yield PlanOnLimbs(within, source, target, found)
