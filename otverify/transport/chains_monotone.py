"""c-cyclical monotonicity of finite sets of exact points, cost |x - y|²/2.

The set is monotone exactly when there are u and w with u_i + w_j >= <x_i, y_j>, and equality on the pairs. On
a connected part of the set they are forced up to one constant, so floating point only has to propose one
constant per part, with room to spare; where there is no room (ties) those comparisons are settled exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from otverify.errors import InvalidProblem
from otverify.kernel.transport_chains import check
from otverify.transport.chains import Pair, PairSet
from otverify.transport.chains_graph import split_graph
from otverify.transport.chains_validation import path_between
from otverify.transport.curves import inner, written

Floats = NDArray[np.float64]
#: relative margins that are tried for the constants, and below which a comparison counts as a tie
_MARGINS: Final = (2.0**-6, 2.0**-12, 2.0**-18, 2.0**-24, 2.0**-30)
_TIE: Final = 2.0**-34


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MonotonePoints:
    """The pairs are c-cyclically monotone: u_i + w_j >= <x_i, y_j>, equality on the pairs."""

    within: PairSet
    u: tuple[Fraction, ...]
    w: tuple[Fraction, ...]
    certificate: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ViolatedPoints:
    """Σ c(x_k, y_k) - c(x_{k+1}, y_k) = ``gain`` > 0 around the ``cycle`` of pairs."""

    within: PairSet
    cycle: tuple[Pair, ...]
    gain: Fraction
    certificate: dict[str, Any]


def monotone_points(within: PairSet) -> MonotonePoints | ViolatedPoints:
    """Decide whether a set of pairs of points is c-cyclically monotone for c = |x - y|²/2.

    Exact; accepted by the kernel. O(n m) floating point operations per sweep over K parts (Bellman and Ford,
    few sweeps), O(n m) rational operations to check; many exact ties between parts cost up to O(K³) more.
    """
    if within.sources is None or within.targets is None:
        raise InvalidProblem("within", expected="pairs of places", got="index pairs")
    search = _Parts(within)
    cycle = search.own_violation()
    if cycle is None:
        constants = search.constants()
        if isinstance(constants, list):
            return search.potentials(constants)
        cycle = constants.cycle
    positions = [search.known[pair] for pair in cycle]
    certificate = {"kind": "cycle", "positions": positions}
    gain = check(within.statement(), certificate)
    return ViolatedPoints(
        within=within,
        cycle=tuple(cycle),
        gain=Fraction(int(gain.p), int(gain.q)),
        certificate=certificate,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cycle:
    cycle: list[Pair]


class _Parts:
    """The connected parts of the set, with potentials on each."""

    def __init__(self, within: PairSet) -> None:
        self.within = within
        self.pairs = within.pairs
        self.known = {pair: k for k, pair in enumerate(self.pairs)}
        plain = PairSet(
            rows=within.rows,
            columns=within.columns,
            shape=within.shape,
            source_nodes=within.rows,
            target_nodes=within.columns,
        )
        graph = split_graph(plain)
        part = graph.component
        self.part_of_pair = part[graph.left]
        self.count = len(graph.cyclic)
        n, m = within.shape
        #: the part of each source and target; points without pairs come last and form parts of their own
        self.source_part = np.full(n, -1, dtype=np.int64)
        self.target_part = np.full(m, -1, dtype=np.int64)
        self.source_part[within.rows] = self.part_of_pair
        self.target_part[within.columns] = self.part_of_pair
        self.u: dict[int, Fraction] = {}
        self.w: dict[int, Fraction] = {}
        self.wrong: Pair | None = None
        #: the pairs along which the potentials were carried
        self.tree: list[Pair] = []
        self._propagate()

    def gain(self, i: int, j: int) -> Fraction:
        value = self.within.gain(i, j)
        return Fraction(0) if value is None else value

    def _propagate(self) -> None:
        meeting: tuple[dict[int, list[int]], dict[int, list[int]]] = ({}, {})
        for i, j in self.pairs:
            meeting[0].setdefault(i, []).append(j)
            meeting[1].setdefault(j, []).append(i)
        for start in meeting[0]:
            if start in self.u:
                continue
            self.u[start] = Fraction(0)
            waiting = [(0, start)]
            while waiting:
                side, k = waiting.pop()
                for other in meeting[side][k]:
                    i, j = (k, other) if side == 0 else (other, k)
                    values = self.w if side == 0 else self.u
                    level = self.gain(i, j) - (self.u[i] if side == 0 else self.w[j])
                    if other not in values:
                        values[other] = level
                        self.tree.append((i, j))
                        waiting.append((1 - side, other))
                    elif values[other] != level and self.wrong is None:
                        self.wrong = (i, j)

    def own_violation(self) -> list[Pair] | None:
        """A violating cycle inside one part."""
        if self.wrong is not None:
            return self._closed(self.wrong)
        self.rows = np.array(sorted(self.u), dtype=np.int64)
        self.columns = np.array(sorted(self.w), dtype=np.int64)
        self.slack, self.scale = self._float_slack()
        same = self.source_part[self.rows][:, None] == self.target_part[self.columns][None, :]
        for a, b in np.argwhere(same & (self.slack < _TIE * self.scale)).tolist():
            i, j = int(self.rows[a]), int(self.columns[b])
            if (i, j) not in self.known and self.u[i] + self.w[j] < self.gain(i, j):
                return path_between(self._of_part(int(self.source_part[i])), (i, j))[::2]
        return None

    def _closed(self, wrong: Pair) -> list[Pair]:
        """The cycle through a pair whose gain differs from what the potentials ask for."""
        path = path_between(self.tree, wrong)
        forced = sum((self.gain(*pair) * (-1) ** k for k, pair in enumerate(path)), Fraction(0))
        return path[::2] if self.gain(*wrong) > forced else [wrong, *path[-2::-2]]

    def _of_part(self, part: int) -> list[Pair]:
        return [self.pairs[k] for k in np.flatnonzero(self.part_of_pair == part).tolist()]

    def _float_slack(self) -> tuple[Floats, float]:
        sources, targets = self.within.sources or (), self.within.targets or ()
        x = np.array([[float(c) for c in sources[i].point] for i in self.rows.tolist()])
        y = np.array([[float(c) for c in targets[j].point] for j in self.columns.tolist()])
        u = np.array([float(self.u[i]) for i in self.rows.tolist()])
        w = np.array([float(self.w[j]) for j in self.columns.tolist()])
        products = x @ y.T
        scale = float(np.abs(u).max() + np.abs(w).max() + np.abs(products).max()) or 1.0
        return u[:, None] + w[None, :] - products, scale

    def constants(self) -> list[Fraction] | _Cycle:
        """One constant t per part with t_b - t_a <= u_i + w_j - <x_i, y_j> for i in a, j in b."""
        weights = np.full((self.count, self.count), np.inf)
        across = (self.source_part[self.rows][:, None], self.target_part[self.columns][None, :])
        np.minimum.at(weights, np.broadcast_arrays(*across), self.slack)
        np.fill_diagonal(weights, np.inf)
        for margin in _MARGINS:
            found = _shortest(weights - margin * self.scale)
            if not isinstance(found, list):
                return [*_rounded(found, margin * self.scale)]
            cycle = self._around(found)
            if self._excess(cycle) > 0:
                return _Cycle(cycle=cycle)
        return self._tied(weights)

    def _tied(self, weights: Floats) -> list[Fraction] | _Cycle:
        """Constants where some comparisons leave no room: those are settled in rational numbers."""
        found = _shortest(weights + _TIE * self.scale)
        if isinstance(found, list):
            cycle = self._around(found)
            return _Cycle(cycle=cycle) if self._excess(cycle) > 0 else self._settled([], room=np.inf)
        room = 2.0**12 * _TIE * self.scale
        return self._settled([*_rounded(found, room)], room=room)

    def _settled(self, start: list[Fraction], *, room: float) -> list[Fraction] | _Cycle:
        """Bellman and Ford in rational numbers from the given constants, over the arcs with less room."""
        level = start or [Fraction(0)] * self.count
        arcs = self._close_arcs(np.array([float(value) for value in level]), room)
        correction = [Fraction(0)] * self.count
        before = [-1] * self.count
        changed = 0
        for _ in range(self.count + 1):
            changed = -1
            for (a, b), value in arcs.items():
                if correction[a] + value + level[a] < correction[b] + level[b]:
                    correction[b] = correction[a] + value + level[a] - level[b]
                    before[b], changed = a, b
            if changed < 0:
                break
        if changed >= 0:
            for _ in range(self.count):
                changed = before[changed]
            return _Cycle(cycle=self._around(_loop(before, changed)))
        if max(map(abs, correction)) * 4 > room:
            return self._settled([], room=np.inf)
        return [value + step for value, step in zip(level, correction, strict=True)]

    def _close_arcs(self, level: Floats, room: float) -> dict[tuple[int, int], Fraction]:
        """Exact bounds on t_b - t_a for the pairs of parts where the constants leave less than ``room``."""
        a, b = self.source_part[self.rows], self.target_part[self.columns]
        left = self.slack + level[a][:, None] - level[b][None, :]
        arcs: dict[tuple[int, int], Fraction] = {}
        for r, c in np.argwhere((left < room) & (a[:, None] != b[None, :])).tolist():
            i, j = int(self.rows[r]), int(self.columns[c])
            value = self.u[i] + self.w[j] - self.gain(i, j)
            key = (int(a[r]), int(b[c]))
            if key not in arcs or value < arcs[key]:
                arcs[key] = value
        return arcs

    def _excess(self, cycle: list[Pair]) -> Fraction:
        """Σ <x_{k+1}, y_k> - <x_k, y_k>."""
        following = [*cycle[1:], *cycle[:1]]
        return sum(
            (
                self.gain(after[0], j) - self.gain(i, j)
                for (i, j), after in zip(cycle, following, strict=True)
            ),
            Fraction(0),
        )

    def _around(self, parts: list[int]) -> list[Pair]:
        """The cycle of pairs through parts, each the predecessor of the one before.

        The arc a -> b stands for moving mass to the pair (x in a, y in b) with the least slack: in b the
        cycle runs up to that y, and it goes on in a at that x.
        """
        moves = [
            self._tightest(after, before) for before, after in zip(parts, [*parts[1:], parts[0]], strict=True)
        ]
        cycle: list[Pair] = []
        for k, part in enumerate(parts):
            enters, leaves = moves[k - 1][0], moves[k][1]
            cycle += path_between(self._of_part(part), (enters, leaves))[::2]
        return cycle

    def _tightest(self, a: int, b: int) -> Pair:
        rows = np.flatnonzero(self.source_part[self.rows] == a)
        columns = np.flatnonzero(self.target_part[self.columns] == b)
        block = self.slack[np.ix_(rows, columns)]
        close = np.argwhere(block <= block.min() + _TIE * self.scale).tolist()
        pairs = [(int(self.rows[rows[r]]), int(self.columns[columns[c]])) for r, c in close]
        return min(pairs, key=lambda pair: self.u[pair[0]] + self.w[pair[1]] - self.gain(*pair))

    def potentials(self, constants: list[Fraction]) -> MonotonePoints:
        sources, targets = self.within.sources or (), self.within.targets or ()
        u = {i: value + constants[int(self.source_part[i])] for i, value in self.u.items()}
        w = {j: value - constants[int(self.target_part[j])] for j, value in self.w.items()}
        # points without pairs only need to be far enough
        for j in range(len(targets)):
            if j not in w:
                w[j] = max(inner(sources[i].point, targets[j].point) - value for i, value in u.items())
        for i in range(len(sources)):
            if i not in u:
                u[i] = max(inner(sources[i].point, targets[j].point) - value for j, value in w.items())
        left = tuple(u[i] for i in range(len(sources)))
        right = tuple(w[j] for j in range(len(targets)))
        certificate = {"kind": "potentials", "u": written(left), "w": written(right)}
        check(self.within.statement(), certificate)
        return MonotonePoints(within=self.within, u=left, w=right, certificate=certificate)


def _shortest(weights: Floats) -> Floats | list[int]:
    """Potentials t with t_b - t_a <= weights[a, b], or a cycle of parts, each the predecessor of the last."""
    size = len(weights)
    level = np.zeros(size)
    before = np.full(size, -1, dtype=np.int64)
    columns = np.arange(size)
    for sweep in range(2 * size + 2):
        longer = level[:, None] + weights
        via = longer.argmin(axis=0)
        best = longer[via, columns]
        better = best < level
        if not better.any():
            return level
        level = np.where(better, best, level)
        before = np.where(better, via, before)
        if sweep % 8 == 7 or sweep > size:
            loop = _any_loop(before.tolist())
            if loop:
                return loop
    raise RuntimeError("neither potentials nor a cycle were found")


def _any_loop(before: list[int]) -> list[int]:
    """A cycle of the map, [] if there is none (-1 is no image)."""
    colour = [0] * len(before)
    for start in range(len(before)):
        node = start
        while node >= 0 and not colour[node]:
            colour[node] = start + 1
            node = before[node]
        if node >= 0 and colour[node] == start + 1:
            return _loop(before, node)
    return []


def _loop(before: list[int], start: int) -> list[int]:
    loop = [start]
    while before[loop[-1]] != start:
        loop.append(before[loop[-1]])
    return loop


def _rounded(values: Floats, room: float) -> Iterator[Fraction]:
    """Multiples of a power of two, at most a 32nd of the room away."""
    unit = Fraction(2.0 ** np.floor(np.log2(room) - 4))
    for value in values.tolist():
        yield round(Fraction(value) / unit) * unit
