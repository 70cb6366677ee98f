"""Chains through given points with free targets: how long they can be at most, and how long they can be made.

For c = |x - y|²/2 and x, x', x'' in a row, y' - y = αn' with α ≠ 0 and monotone pairs force α<x'' - x', n'>
and α<x' - x, n'> to be >= 0 (Lemma 2.1 of McCann and Rifford). This *turning rule* bounds the number of
points whatever the targets are. Conversely, given points in an order that obeys it, steps α and potentials
are unknowns of linear inequalities; a linear program finds them, rounding makes them rational, and the
validator decides.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np
from flint import fmpq, fmpq_mat
from numpy.typing import NDArray

from otverify.errors import InvalidProblem
from otverify.kernel.transport_chains import check
from otverify.transport.chains import Chain, placed_pairs
from otverify.transport.chains_program import Program
from otverify.transport.chains_validation import examine
from otverify.transport.curves import Body, Place, Vector, inner, minus, plus, residual, written

Floats = NDArray[np.float64]
#: denominators tried when a solution of the linear program is rounded
_ROUNDINGS: Final = (8, 64, 1 << 10, 1 << 16, 1 << 24)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Turns:
    """No chain between the sources and any targets visits more than ``points`` sources in a row.

    ``levels[i, j]`` is the largest number of points of an admissible sequence that ends with i, j, and
    ``sequence`` is a longest one. Chains have at most ``longest`` = 2·points pairs.
    """

    places: tuple[Place, ...]
    points: int
    sequence: tuple[int, ...]
    levels: NDArray[np.int64]
    certificate: dict[str, Any]

    @property
    def longest(self) -> int:
        """A source belongs to two pairs in a row at most."""
        return 2 * self.points

    def statement(self) -> dict[str, Any]:
        """What the certificate is about, as the kernel reads it."""
        return turning_statement(self.places)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EndlessTurns:
    """The turning rule alone admits endless sequences, such as the repetition of ``cycle``."""

    places: tuple[Place, ...]
    cycle: tuple[int, ...]


def turns(places: Sequence[Place]) -> Turns | EndlessTurns:
    """The longest sequence of the places that the turning rule admits.

    Exact; accepted by the kernel. O(n² d) rational operations for the signs, O(n²) per round over as many
    rounds as the sequence has points. Every place needs one normal.
    """
    chosen = tuple(places)
    if not chosen or any(len(where.normals) != 1 for where in chosen):
        raise InvalidProblem("places", expected="points of hypersurfaces, one normal each", got="others")
    signs = _signs(chosen)
    levels = np.where(np.eye(len(chosen), dtype=bool), 0, min(2, len(chosen)))
    for _ in range(len(chosen) ** 2 + 1):
        grown = _grown(levels, signs)
        if np.array_equal(grown, levels):
            break
        levels = grown
        if int(levels.max()) > len(chosen) + 1:
            # a point occurs twice: either the sequence closes, or it may still stop
            cycle = _closed(_traced(levels, signs))
            if cycle:
                return EndlessTurns(places=chosen, cycle=cycle)
    certificate = {"kind": "turns", "levels": levels.tolist()}
    found = check(turning_statement(chosen), certificate)
    sequence = _traced(levels, signs)
    return Turns(
        places=chosen, points=found.points, sequence=sequence, levels=levels, certificate=certificate
    )


def free_chain(
    route: Sequence[Place], *, nested: Sequence[Body] = (), meeting: Sequence[tuple[int, int]] = ()
) -> Chain | None:
    """A chain of length 2k that visits the k places of the route in this order; None if none is found.

    The targets y_0, ..., y_k are free points, each with the one tangent plane that (1.5) demands of a
    hypersurface through it. Places may repeat, as long as no two in a row are the same. ``meeting`` lists
    pairs (a, b) with y_a = y_b; where that demands several normals, the manifold through the target is
    thinner. Linear program in k unknowns, O(k²) rows; the answer is exact and accepted by the kernel.
    """
    places = tuple(route)
    if len(places) < 1 or any(a == b for a, b in itertools.pairwise(places)):
        raise InvalidProblem(
            "route", expected="places, no two in a row the same", got=f"{len(places)} places"
        )
    if any(not 0 <= a < b <= len(places) for a, b in meeting):
        raise InvalidProblem(
            "meeting", expected=f"pairs a < b of targets 0..{len(places)}", got=tuple(meeting)
        )
    return _solved(Program(places, tuple(meeting)), nested, periodic=False)


def closed_chain(route: Sequence[Place], *, nested: Sequence[Body] = ()) -> Chain | None:
    """A chain of length 2k that repeats for ever, through the k places of the route; None if none is found.

    The last target is the first one, with the tangent plane that the step from the last place to the first
    demands there.
    """
    places = tuple(route)
    if len(places) < 2 or any(a == b for a, b in itertools.pairwise((*places, *places[:1]))):
        raise InvalidProblem(
            "route", expected="places, no two in a row the same", got=f"{len(places)} places"
        )
    return _solved(Program(places, ((0, len(places)),)), nested, periodic=True)


def _solved(program: Program, nested: Sequence[Body], *, periodic: bool) -> Chain | None:
    if any(len(where.normals) != 1 for where in program.places):
        raise InvalidProblem("route", expected="points of hypersurfaces, one normal each", got="others")
    steps = program.solve()
    if steps is None:
        return None
    for denominator in _ROUNDINGS:
        exact = program.rounded(steps, denominator)
        chain = None if exact is None else _assembled(program, exact, nested, periodic=periodic)
        if chain is not None:
            return chain
    return None


def routes(found: Turns) -> Iterator[tuple[int, ...]]:
    """All admissible sequences of the greatest number of points, by depth-first search. There may be many."""
    signs = _signs(found.places)
    size = len(found.places)
    starts = [(i, j) for i in range(size) for j in range(size) if found.levels[i, j] == found.points]
    waiting: list[tuple[tuple[int, int], tuple[int, ...]]] = [((i, j), (i, j)) for i, j in starts]
    while waiting:
        (i, j), tail = waiting.pop()
        if len(tail) == found.points:
            yield tail
            continue
        for h in range(size):
            admissible = h != i and signs[i, h] * signs[i, j] <= 0
            if admissible and found.levels[h, i] == found.levels[i, j] - 1:
                waiting.append(((h, i), (h, *tail)))


def longest_free_chain(
    places: Sequence[Place], *, tries: int = 200, nested: Sequence[Body] = ()
) -> tuple[Chain | None, Turns | EndlessTurns]:
    """The longest chain found through some of the places with free targets, and the bound by turns.

    Routes of the greatest length come first; after ``tries`` routes the best chain is returned. Where the
    turning rule gives no bound, :func:`lengthened_chain` searches.
    """
    found = turns(places)
    if isinstance(found, EndlessTurns):
        return lengthened_chain(places, nested=nested, tries=10 * tries), found
    best: Chain | None = None
    for number, route in enumerate(routes(found)):
        if number >= tries:
            break
        for length in range(len(route), 0, -1):
            if best is not None and 2 * length <= len(best):
                break
            chain = free_chain([found.places[k] for k in route[:length]], nested=nested)
            if chain is not None:
                best = chain
                break
        if best is not None and len(best) == found.longest:
            break
    return best, found


def lengthened_chain(
    places: Sequence[Place],
    *,
    nested: Sequence[Body] = (),
    tries: int = 2000,
    cap: int = 24,
    seed: int = 0,
) -> Chain | None:
    """The longest chain that a search finds by adding places to a route, one linear program each.

    Depth first from random starts, places in random order; gives up after ``tries`` programs or at ``cap``
    pairs. For sets where the turning rule gives no bound.
    """
    draw = random.Random(seed)  # noqa: S311 - a search, not a secret
    best: Chain | None = None
    starts = list(range(len(places)))
    draw.shuffle(starts)
    waiting: list[tuple[int, ...]] = [(k,) for k in starts]
    for _ in range(tries):
        if not waiting or (best is not None and len(best) >= cap):
            break
        route = waiting.pop()
        chain = free_chain([places[k] for k in route], nested=nested)
        if chain is None:
            continue
        if best is None or len(chain) > len(best):
            best = chain
        order = [k for k in range(len(places)) if places[k] != places[route[-1]]]
        draw.shuffle(order)
        waiting += [(*route, k) for k in order]
    return best


def disjoint_spheres(targets: Sequence[Place]) -> tuple[tuple[Vector, Fraction], ...]:
    """Disjoint spheres (center, squared radius) through the targets with their tangent planes.

    Their union is a smooth closed hypersurface N. Halves a common factor until
    |c - c'|² > 2 (r² + r'²) >= (r + r')² for all of them.
    """
    if any(len(where.normals) != 1 for where in targets):
        raise InvalidProblem("targets", expected="one normal each", got="others")
    factor = Fraction(1)
    while True:
        spheres = tuple(
            (
                plus(where.point, where.normals[0], factor),
                factor**2 * inner(where.normals[0], where.normals[0]),
            )
            for where in targets
        )
        if all(
            inner(minus(c, e), minus(c, e)) > 2 * (r + s)
            for k, (c, r) in enumerate(spheres)
            for e, s in spheres[:k]
        ):
            return spheres
        factor /= 2


# ---------------------------------------------------------------------------------------------------
# turns


def turning_statement(places: Sequence[Place]) -> dict[str, Any]:
    """What a certificate by turns is about, as the kernel reads it."""
    return {"points": [{"point": written(p.point), "normal": written(p.normals[0])} for p in places]}


def _signs(places: Sequence[Place]) -> NDArray[np.int64]:
    """signs[j, k] = sign of <x_k - x_j, n_j>."""
    width, size = len(places[0].point), len(places)
    normals = fmpq_mat(size, width, [_fmpq(c) for where in places for c in where.normals[0]])
    points = fmpq_mat(width, size, [_fmpq(where.point[a]) for a in range(width) for where in places])
    rows = (normals * points).table()
    return np.array(
        [[(value > row[j]) - (value < row[j]) for value in row] for j, row in enumerate(rows)], dtype=np.int64
    )


def _grown(levels: NDArray[np.int64], signs: NDArray[np.int64]) -> NDArray[np.int64]:
    """One round of longest paths: what ends with i, j goes on with j, k where the turn is admissible."""
    result = levels.copy()
    others = ~np.eye(len(levels), dtype=bool)
    for j in range(len(levels)):
        for sign in (-1, 0, 1):
            before = others[j] & (signs[j] * sign <= 0)
            after = others[j] & (signs[j] == sign)
            if before.any():
                result[j, after] = np.maximum(result[j, after], levels[before, j].max() + 1)
    return result


def _traced(levels: NDArray[np.int64], signs: NDArray[np.int64]) -> tuple[int, ...]:
    """A sequence of the greatest level, from its last step back."""
    if len(levels) == 1:
        return (0,)
    i, j = (int(k) for k in np.unravel_index(int(levels.argmax()), levels.shape))
    sequence = [j, i]
    while levels[i, j] > 2:
        admissible = (signs[i] * signs[i, j] <= 0) & (np.arange(len(levels)) != i)
        before = np.where(admissible, levels[:, i], 0)
        i, j = int(before.argmax()), i
        sequence.append(i)
        if len(sequence) > 4 * len(levels) + 8:
            break
    return tuple(reversed(sequence))


def _closed(sequence: tuple[int, ...]) -> tuple[int, ...]:
    """A stretch between two equal steps: it can be repeated for ever."""
    seen: dict[tuple[int, int], int] = {}
    for k, step in enumerate(itertools.pairwise(sequence)):
        if step in seen:
            return sequence[seen[step] : k]
        seen[step] = k
    return ()


def _assembled(
    program: Program, steps: list[Fraction], nested: Sequence[Body], *, periodic: bool
) -> Chain | None:
    """The chain with these steps, if it is one."""
    if not all(steps):
        return None
    places = program.places
    sources = list(dict.fromkeys(places))
    points = [tuple(Fraction(0) for _ in places[0].point)]
    for where, step in zip(places, steps, strict=True):
        points.append(plus(points[-1], where.normals[0], step))
    kept = sorted(set(program.first))
    if len({points[k] for k in kept}) != len(kept) or any(
        points[k] != points[a] for k, a in enumerate(program.first)
    ):
        return None
    targets = []
    for k in kept:
        # between two sources (1.5) asks for their difference as normal, at both ends any normal will do
        asked: list[Vector] = []
        for b in range(0 if periodic else 1, len(places)):
            move = minus(places[b].point, places[b - 1].point)
            if program.first[b] == k and any(residual(move, asked)):
                asked.append(move)
        targets.append(
            Place(point=points[k], normals=tuple(asked) or places[min(k, len(places) - 1)].normals)
        )
    pairs = []
    for k, where in enumerate(places):
        index = sources.index(where)
        pairs += [(index, kept.index(program.first[a])) for a in (k, k + 1)]
    within = placed_pairs(set(pairs), sources=sources, targets=targets, nested=nested)
    found = examine(within, pairs, periodic=periodic)
    return found if isinstance(found, Chain) else None


def _fmpq(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)
