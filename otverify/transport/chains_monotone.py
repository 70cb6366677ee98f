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
from flint import fmpq, fmpq_mat
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
#: improvements in units of the worst failure that a round of refinement looks at, and the most rounds
_STEP: Final = 2.0**-16
_REFINEMENTS: Final = 1000


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
    few sweeps as a rule), O(n m) rational operations to check, and as many for every refinement where
    comparisons are tied, or closer than floating point can tell.
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
                return [*_rounded(found[0], margin * self.scale)]
            cycle = self._around(found)
            if self._excess(cycle) > 0:
                return _Cycle(cycle=cycle)
        return self._tied(weights)

    def _tied(self, weights: Floats) -> list[Fraction] | _Cycle:
        """Constants where some comparisons leave no room: those are settled in rational numbers."""
        found = _shortest(weights + _TIE * self.scale)
        if not isinstance(found, list):
            return self._refined([Fraction(value) for value in found[0].tolist()])
        cycle = self._around(found)
        return _Cycle(cycle=cycle) if self._excess(cycle) > 0 else self._refined([Fraction(0)] * self.count)

    def _refined(self, level: list[Fraction]) -> list[Fraction] | _Cycle:
        """Improve constants until no comparison fails.

        Slacks are exact, over one denominator. Those that may matter, in units of the worst failure, are
        rounded, shortest paths are found, and the corrections are summed up along their tree exactly again. A
        round settles everything, or leaves failures of a smaller order of magnitude.
        """
        parts = self.source_part[self.rows][:, None], self.target_part[self.columns][None, :]
        own = (parts[0] == parts[1]).ravel().tolist()
        keys = (parts[0] * self.count + parts[1]).ravel().tolist()
        products = self._products()
        for _ in range(_REFINEMENTS):
            slacks, denominator = self._slacks(products, level)
            worst = -min((s for s, same in zip(slacks, own, strict=True) if not same), default=0)
            if worst <= 0:
                return level
            cap = 2 * self.count * worst
            arcs: dict[int, int] = {}
            for value, same, key in zip(slacks, own, keys, strict=True):
                if value < cap and not same and value < arcs.get(key, cap):
                    arcs[key] = value
            weights = np.full(self.count * self.count, np.inf)
            weights[list(arcs)] = [value / worst for value in arcs.values()]
            found = _shortest(weights.reshape(self.count, self.count), step=_STEP)
            if isinstance(found, list):
                return _Cycle(cycle=self._around(found, exactly=True))
            steps = _along(found[1], arcs)
            level = [was + Fraction(step, denominator) for was, step in zip(level, steps, strict=True)]
        raise RuntimeError("constants did not settle")

    def _products(self) -> fmpq_mat:
        """-<x_i, y_j> for the points that occur."""
        sources, targets = self.within.sources or (), self.within.targets or ()
        x = [_fmpq(c) for i in self.rows.tolist() for c in sources[i].point]
        width = len(x) // len(self.rows)
        y = [-_fmpq(targets[j].point[k]) for k in range(width) for j in self.columns.tolist()]
        return fmpq_mat(len(self.rows), width, x) * fmpq_mat(width, len(self.columns), y)

    def _slacks(self, products: fmpq_mat, level: list[Fraction]) -> tuple[list[int], int]:
        """u_i + w_j - <x_i, y_j> with the constants, row by row, as numerators over one denominator."""
        one = fmpq(1)
        left = [self.u[i] + level[int(self.source_part[i])] for i in self.rows.tolist()]
        right = [self.w[j] - level[int(self.target_part[j])] for j in self.columns.tolist()]
        sums = fmpq_mat(len(left), 2, [part for u in left for part in (_fmpq(u), one)])
        sums *= fmpq_mat(2, len(right), [one] * len(right) + [_fmpq(w) for w in right])
        numerators, denominator = (sums + products).numer_denom()
        return list(map(int, numerators.entries())), int(denominator)

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

    def _around(self, parts: list[int], *, exactly: bool = False) -> list[Pair]:
        """The cycle of pairs through parts, each the predecessor of the one before.

        The arc a -> b stands for moving mass to the pair (x in a, y in b) with the least slack: in b the
        cycle runs up to that y, and it goes on in a at that x. Constants change no choice of that pair.
        """
        moves = [
            self._tightest(after, before, exactly=exactly)
            for before, after in zip(parts, [*parts[1:], parts[0]], strict=True)
        ]
        cycle: list[Pair] = []
        for k, part in enumerate(parts):
            enters, leaves = moves[k - 1][0], moves[k][1]
            cycle += path_between(self._of_part(part), (enters, leaves))[::2]
        return cycle

    def _tightest(self, a: int, b: int, *, exactly: bool) -> Pair:
        rows = np.flatnonzero(self.source_part[self.rows] == a)
        columns = np.flatnonzero(self.target_part[self.columns] == b)
        block = self.slack[np.ix_(rows, columns)]
        near = np.inf if exactly else block.min() + _TIE * self.scale
        close = np.argwhere(block <= near).tolist()
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


def _shortest(weights: Floats, *, step: float = 0.0) -> tuple[Floats, list[int]] | list[int]:
    """Potentials t with t_b - t_a <= weights[a, b] + step, and the predecessor of each part (-1 for none).

    Or a cycle of parts, each the predecessor of the last. Bellman and Ford, improvements of more than
    ``step`` only.
    """
    size = len(weights)
    level = np.zeros(size)
    before = np.full(size, -1, dtype=np.int64)
    columns = np.arange(size)
    for sweep in range(2 * size + 2):
        longer = level[:, None] + weights
        via = longer.argmin(axis=0)
        best = longer[via, columns]
        better = best < level - step
        if not better.any():
            return level, before.tolist()
        level = np.where(better, best, level)
        before = np.where(better, via, before)
        if sweep % 8 == 7 or sweep > size:
            loop = _any_loop(before.tolist())
            if loop:
                return loop
    raise RuntimeError("neither potentials nor a cycle were found")


def _along(before: list[int], arcs: dict[int, int]) -> list[int]:
    """Exact lengths of the paths in the forest of predecessors; the arc a -> b has the number a·size + b."""
    length: dict[int, int] = {}
    for start in range(len(before)):
        path = [start]
        while path[-1] not in length and before[path[-1]] >= 0:
            path.append(before[path[-1]])
        length.setdefault(path[-1], 0)
        for child, parent in zip(path[-2::-1], path[:0:-1], strict=True):
            length[child] = length[parent] + arcs[parent * len(before) + child]
    return [length[k] for k in range(len(before))]


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


def _fmpq(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)
