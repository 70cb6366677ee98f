"""Exact chains on circles: nested, touching, disjoint. The targets are free points with the tangents that (1.5) demands.

Each was found by :func:`otverify.transport.chains_search.free_chain`; here are the coordinates only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from otverify.claims import Identity
from otverify.papers.dynamics.notation import path
from otverify.transport.chains import PairSet, placed_pairs
from otverify.transport.curves import Body, Place, ball, bouquet, minus, place, vector

CIRCLES = tuple(ball([0, 0], radius) for radius in (1, 2, 3))
#: stereographic parameters of nine rational points
PARAMETERS = (0, "1/3", "-1/3", "3/4", "-3/4", "3/2", "-3/2", 4, -4)

Points = Sequence[tuple[Any, Any]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExactChain:
    """A set of pairs of places, and the order in which the chain runs through them."""

    within: PairSet
    walk: list[tuple[int, int]]

    @property
    def sources(self) -> int:
        """The number of different sources."""
        return len({i for i, _ in self.walk})


def through(sources: Points, targets: Points, *, bodies: Sequence[Body], nested: bool = True) -> ExactChain:
    """The chain x_0, x_1, ... with targets y_0, y_1, ...: pairs (x_k, y_k), (x_k, y_{k+1}), each x_k on a body.

    Sources may repeat. N passes through y_k at a right angle to x_k - x_{k-1}; its direction at the ends is free.
    """
    route = [vector(point) for point in sources]
    distinct = list(dict.fromkeys(route))
    moves = [vector([1, 0]), *(minus(b, a) for a, b in pairwise(route)), vector([1, 0])]
    walk = [(distinct.index(x), k + side) for k, x in enumerate(route) for side in (0, 1)]
    within = placed_pairs(
        sorted(set(walk)),
        sources=[_on(bodies, x) for x in distinct],
        targets=[place(y, move) for y, move in zip(targets, moves, strict=True)],
        nested=tuple(bodies) if nested else (),
    )
    return ExactChain(within=within, walk=walk)


def concentric(layers: int) -> ExactChain:
    """A chain of length 4L with 2L sources on the circles of radius 1, ..., L around 0."""
    data: dict[int, tuple[Points, Points]] = {
        1: (((1, 0), (0, 1)), ((0, 0), (-1, 0), (-1, 1))),
        2: (
            ((0, 2), (0, 1), (1, 0), (2, 0)),
            ((0, 0), (0, "-1/2"), (0, "-3/2"), (1, "-3/2"), ("3/2", "-3/2")),
        ),
        3: (
            ((3, 0), (2, 0), (1, 0), (0, 1), (0, 2), ("-9/5", "12/5")),
            (
                (0, 0),
                ("-1/3", 0),
                ("-5/6", 0),
                ("-11/6", 0),
                ("-11/6", 1),
                ("-11/6", "3/2"),
                ("-61/30", "53/30"),
            ),
        ),
    }
    return through(*data[layers], bodies=CIRCLES[:layers])


def returning(layers: int) -> ExactChain:
    """A chain of length 4L with L + 1 sources on the same circles: it comes back layer by layer."""
    data: dict[int, tuple[Points, Points]] = {
        2: (
            ((0, -2), ("-4/5", "-3/5"), (0, -1), (0, -2)),
            ((0, 0), (0, "1/2"), (1, "5/4"), (1, 1), (1, "1/2")),
        ),
        3: (
            ((0, 3), (0, 2), ("-4/5", "3/5"), (0, 1), (0, 2), (0, 3)),
            (
                (0, 0),
                (0, "-1/3"),
                (0, "-7/12"),
                ("1/2", "-23/24"),
                ("1/2", "-5/6"),
                ("1/2", "-1/3"),
                ("1/2", 0),
            ),
        ),
    }
    return through(*data[layers], bodies=CIRCLES[:layers])


def touching() -> ExactChain:
    """A chain of length 8 on the circles of radius 1 and 2 through 0 with one tangent there (Figure 3)."""
    return through(
        ((2, -2), (1, -1), ("8/5", "-4/5"), ("16/5", "-8/5")),
        ((0, 0), (0, "1/2"), (0, "3/2"), ("3/8", 1), ("27/40", "3/5")),
        bodies=bouquet(2),
    )


def disjoint_circles() -> ExactChain:
    """A chain of length 10 on the unit circles around (0, 0) and (4, 0)."""
    return through(
        (("23/5", "-4/5"), ("16/5", "3/5"), ("3/5", "4/5"), ("3/5", "-4/5"), ("17/5", "-4/5")),
        ((0, 0), ("-3/5", "4/5"), ("-7/5", "7/5"), (-2, "3/5"), ("-7/5", "-1/5"), ("-5/4", 0)),
        bodies=(ball([0, 0], 1), ball([4, 0], 1)),
        nested=False,
    )


def longest() -> dict[str, ExactChain]:
    """Chains of length 4L."""
    named = {f"$L={layers}$": concentric(layers) for layers in (1, 2, 3)}
    return {**named, "$L=2$, touching": touching()}


def concentric_places(layers: int) -> list[Place]:
    """Nine rational points on each of the first circles."""
    return [body.place([t]) for body in CIRCLES[:layers] for t in PARAMETERS]


def _on(bodies: Sequence[Body], point: Any) -> Place:
    """The point as a point of the first body that has it on its boundary."""
    return next(body for body in bodies if body.level(point) == 1).place_at(point)


# ---------------------------------------------------------------------------------------------------
# bookkeeping


def patterns(size: int) -> Iterator[tuple[int, ...]]:
    """On which boundaries a point of nested bodies can lie: 1 for a run of consecutive bodies, 0 elsewhere."""
    for first in range(size):
        for last in range(first, size):
            yield tuple(int(first <= k <= last) for k in range(size))


def shares(pattern: Sequence[int]) -> int:
    """The number of U_i = ∂Ω_i minus ∂Ω_{i-1} that contain a point with this pattern."""
    return sum(own and not before for before, own in pairwise((0, *pattern)))


def printed_ends(layers: int) -> Iterator[Identity]:
    """The last pairs printed in (2.6) and (2.7) are those of the paths of length 4L + 5."""
    printed = {
        True: ((4 * layers + 5, 4 * layers + 4), (4 * layers + 5, 4 * layers + 6)),
        False: ((4 * layers + 4, 4 * layers + 5), (4 * layers + 6, 4 * layers + 5)),
    }
    for source_first, ends in printed.items():
        for pair, end in zip(path(4 * layers + 5, source_first=source_first)[-2:], ends, strict=True):
            for own, other in zip(pair, end, strict=True):
                yield Identity(own, other, instance=f"L = {layers}")
