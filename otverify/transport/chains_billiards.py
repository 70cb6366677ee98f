"""Chains between two given families of curves: from (x, y) the next target lies on the line y + Rn(x).

On a sphere the second intersection of a line with rational data is rational, so chains that stay on one
sphere for the sources and one for the targets are exact (:func:`billiard`). Between different curves the
intersections are roots of quadratic equations; :func:`search_billiards` follows them in floating point and
says how long the chains are that it meets. It is an experiment and proves nothing.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from otverify.errors import InvalidProblem
from otverify.transport.chains import Chain, placed_pairs
from otverify.transport.chains_validation import examine
from otverify.transport.curves import Body, Place

Planar = tuple[float, float]


def billiard(source: Place, target: Place, *, length: int) -> Chain | None:
    """The chain of the given length from (x, y) along second intersections, y first; None if it fails.

    x stays on the boundary of its body, y on that of its own. Exact; O(length²). The walk fails when a line
    is tangent, or when the pairs stop being c-cyclically monotone for |x - y|²/2.
    """
    if source.body is None or target.body is None or length < 1:
        raise InvalidProblem("places", expected="points on the boundaries of bodies", got=(source, target))
    sources, targets, pairs = [source], [target], [(0, 0)]
    while len(pairs) < length:
        x, y = sources[-1], targets[-1]
        moving, other, body = (y, x, target.body) if len(pairs) % 2 else (x, y, source.body)
        reached = body.place_at(body.leave(moving.point, other.normals[0]))
        kept = targets if len(pairs) % 2 else sources
        if reached in kept:
            return None
        kept.append(reached)
        pairs.append((len(sources) - 1, len(targets) - 1))
    found = examine(placed_pairs(pairs, sources=sources, targets=targets), pairs)
    return found if isinstance(found, Chain) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The longest chain met, in floating point: ``pairs`` of points of the plane."""

    length: int
    pairs: tuple[tuple[Planar, Planar], ...]
    starts: int


def search_billiards(
    sources: Sequence[Body],
    targets: Sequence[Body],
    *,
    starts: int = 1000,
    seed: int = 0,
    cap: int = 24,
    least_step: float = 0.02,
) -> Found:
    """Follow billiards between the boundaries of planar bodies from random pairs, and keep the longest chain.

    Steps shorter than ``least_step`` are discarded: nearly tangential lines give chains of any length that
    differ from one point by rounding only. Walks stop at ``cap`` pairs.
    """
    if any(body.dimension != 2 for body in (*sources, *targets)):
        raise InvalidProblem("bodies", expected="planar bodies", got="another dimension")
    draw = random.Random(seed)  # noqa: S311 - an experiment, not a secret
    families = tuple([_Curve(body) for body in side] for side in (sources, targets))
    best: list[tuple[Planar, Planar]] = []
    for _ in range(starts):
        x, y = (draw.choice(side) for side in families)
        first = (x, x.at(draw.uniform(0, math.tau))), (y, y.at(draw.uniform(0, math.tau)))
        for turn in (0, 1):
            walk = _longest(families, first, turn, cap, least_step)
            if len(walk) > len(best):
                best = walk
    return Found(length=len(best), pairs=tuple(best), starts=starts)


class _Curve:
    """An ellipse in floating point."""

    def __init__(self, body: Body) -> None:
        self.center = (float(body.center[0]), float(body.center[1]))
        self.axes = (float(body.semiaxes[0]), float(body.semiaxes[1]))

    def at(self, angle: float) -> Planar:
        return (
            self.center[0] + self.axes[0] * math.cos(angle),
            self.center[1] + self.axes[1] * math.sin(angle),
        )

    def normal(self, point: Planar) -> Planar:
        return (
            (point[0] - self.center[0]) / self.axes[0] ** 2,
            (point[1] - self.center[1]) / self.axes[1] ** 2,
        )

    def meets(self, point: Planar, direction: Planar) -> Iterator[Planar]:
        """Where the line through the point meets the ellipse."""
        u = [(point[k] - self.center[k]) / self.axes[k] for k in (0, 1)]
        v = [direction[k] / self.axes[k] for k in (0, 1)]
        a, b, c = v[0] ** 2 + v[1] ** 2, u[0] * v[0] + u[1] * v[1], u[0] ** 2 + u[1] ** 2 - 1
        root = b * b - a * c
        if root > 0:
            for sign in (-1, 1):
                step = (-b + sign * math.sqrt(root)) / a
                yield point[0] + step * direction[0], point[1] + step * direction[1]


Node = tuple[_Curve, Planar]


def _longest(
    families: Sequence[list[_Curve]], first: tuple[Node, Node], turn: int, cap: int, least_step: float
) -> list[tuple[Planar, Planar]]:
    """The longest monotone walk from a pair; ``turn`` 0 changes y first, 1 changes x first."""
    best: list[tuple[Planar, Planar]] = []
    start = ([(first[0][1], 0.0)], [(first[1][1], _dot(first[0][1], first[1][1]))])
    waiting = [(first, start, [(first[0][1], first[1][1])], turn)]
    while waiting:
        now, known, walk, changes_x = waiting.pop()
        if len(walk) > len(best):
            best = walk
        if len(walk) >= cap:
            continue
        # side 1 holds the targets with w, side 0 the sources with u: u + w >= <x, y>
        fixed, moving = (now[1], now[0]) if changes_x else (now[0], now[1])
        side = 0 if changes_x else 1
        level = known[1 - side][-1][1]
        for curve in families[side]:
            for point in curve.meets(moving[1], fixed[0].normal(fixed[1])):
                if math.dist(point, moving[1]) < least_step:
                    continue
                value = _dot(point, fixed[1]) - level
                if any(value + other < _dot(point, q) - 1e-12 for q, other in known[1 - side]):
                    continue
                reached: Node = (curve, point)
                step = (reached, now[1]) if changes_x else (now[0], reached)
                extended = [*known[side], (point, value)]
                both = (extended, known[1]) if side == 0 else (known[0], extended)
                waiting.append((step, both, [*walk, (step[0][1], step[1][1])], 1 - changes_x))
    return best


def _dot(u: Planar, v: Planar) -> float:
    return u[0] * v[0] + u[1] * v[1]
