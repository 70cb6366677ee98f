"""No chain is longer than this: levels, enumeration, turning rule.

A chain is a walk in the bipartite graph whose
nodes are the pairs (x, ∂c/∂x) and (y, ∂c/∂y) and whose edges are the pairs of S, never back along the edge it
came by. So numbers on the edges that grow along such walks bound the length of all chains.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from flint import fmpq, fmpq_mat

from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.transport_arrays import Array
from otverify.kernel.transport_chains_statements import Statement, parse_statement, vector
from otverify.kernel.transport_data import Json, fields, indices, parse_integer

#: chains listed before an enumeration is given up
MAX_CHAINS: Final = 1 << 20
MAX_SOURCES: Final = 2048
MAX_LAYERS: Final = 32
#: stands for a level that is infinite
ENDLESS: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainBound:
    """No chain in S is longer than ``longest``; ``exact``: one is as long."""

    longest: int
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """The stated lengths are right: ``longest`` is None if some pair has infinite level."""

    longest: int | None
    endless: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TurningBound:
    """No chain between the sources and any targets visits more than ``points`` sources in a row."""

    points: int

    @property
    def longest(self) -> int:
        """Each source belongs to at most two pairs in a row."""
        return 2 * self.points


def check_chain_bound(statement: Json, certificate: Json) -> ChainBound:
    """Certificate ``{"kind": "chain-bound", "horizontal", "vertical"}``: one number >= 1 per pair, each.

    ``horizontal[k]`` bounds the length of walks that end with pair k after a step that keeps y. It has to
    exceed ``vertical`` of all other pairs at the same node of y, and the other way round. O(|S|).
    """
    data = fields(certificate, "certificate", required=("kind", "horizontal", "vertical"))
    stated = parse_statement(statement)
    bounds = _levels(data, stated, least=1)
    for reached, before, nodes in _both(stated, *bounds):
        wrong = reached <= _largest_other(before, nodes)
        if bool(wrong.any()):
            raise Rejected(f"the bound at pair {int(np.argmax(wrong))} does not grow along a step")
    return ChainBound(longest=int(max(bounds[0].max(), bounds[1].max())), exact=False)


def check_levels(statement: Json, certificate: Json) -> Levels:
    """Certificate ``{"kind": "levels", "horizontal", "vertical"}``: the exact lengths.

    ``horizontal[k]`` is the length of the longest walk that ends with pair k after a step that keeps y, 0 if
    there is none of two pairs, -1 if there are arbitrarily long ones. O(|S|).
    """
    data = fields(certificate, "certificate", required=("kind", "horizontal", "vertical"))
    stated = parse_statement(statement)
    levels = _levels(data, stated, least=ENDLESS)
    for reached, before, nodes in _both(stated, *levels):
        # a walk that starts at the other pair has length 1
        endless = before == ENDLESS
        longest = _largest_other(np.where(endless, 0, np.maximum(before, 1)), nodes)
        forced = np.where(longest > 0, longest + 1, 0)
        after_endless = _largest_other(endless.astype(np.int64), nodes) > 0
        wrong = reached != np.where(after_endless, ENDLESS, forced)
        if bool(wrong.any()):
            raise Rejected(f"the level of pair {int(np.argmax(wrong))} does not follow from its neighbours")
    endless = (levels[0] == ENDLESS) | (levels[1] == ENDLESS)
    # every endless walk continues backwards for ever, and every finite level descends to a first pair
    longest = None if bool(endless.any()) else max(1, int(levels[0].max()), int(levels[1].max()))
    return Levels(longest=longest, endless=int(endless.sum()))


def _levels(data: dict[str, Any], stated: Statement, *, least: int) -> tuple[Array, Array]:
    arrays = []
    for key in ("horizontal", "vertical"):
        values = data[key]
        if type(values) is list:
            if not set(map(type, values)) <= {int} or any(abs(v) >= 1 << 40 for v in values):
                raise Malformed(f"{key}: expected small integers")
            values = np.array(values, dtype=np.int64)
        if (
            not isinstance(values, np.ndarray)
            or values.dtype != np.int64
            or values.shape != stated.rows.shape
        ):
            raise Malformed(f"{key}: expected one integer per pair")
        if int(values.min()) < least or int(values.max()) >= 1 << 40:
            raise Malformed(f"{key}: a length is out of range")
        arrays.append(values)
    return arrays[0], arrays[1]


def _both(stated: Statement, horizontal: Array, vertical: Array) -> Iterator[tuple[Array, Array, Array]]:
    """(lengths after a step, lengths before it, the nodes at which the step turns)."""
    yield horizontal, vertical, stated.target_nodes
    yield vertical, horizontal, stated.source_nodes


def _largest_other(values: Array, nodes: Array) -> Array:
    """For each pair the maximum of ``values`` >= 0 over the other pairs at its node; 0 if there is none."""
    best = np.zeros(int(nodes.max()) + 1, dtype=np.int64)
    np.maximum.at(best, nodes, values)
    holder = np.full(len(best), -1, dtype=np.int64)
    places = np.flatnonzero(values == best[nodes])
    holder[nodes[places]] = places
    others = values.copy()
    others[holder[holder >= 0]] = 0
    second = np.zeros_like(best)
    np.maximum.at(second, nodes, others)
    mine = holder[nodes] == np.arange(len(nodes))
    return np.where(mine, second[nodes], best[nodes])


# ---------------------------------------------------------------------------------------------------
# enumeration


def check_enumeration(statement: Json, certificate: Json) -> ChainBound:
    """Certificate ``{"kind": "enumeration", "longest": L}``: all chains are listed here, pruned as they fail.

    A part of a chain is a chain, so a walk whose set is not c-cyclically monotone is not continued. Gives up
    beyond 2^20 chains. A walk that closes shows chains of every length and is rejected.
    """
    data = fields(certificate, "certificate", required=("kind", "longest"))
    claimed = parse_integer(data["longest"], "longest", least=1)
    stated = parse_statement(statement)
    if stated.gain is None:
        raise Malformed("cost: none is stated, use levels")
    longest = _Enumeration(stated).run()
    if longest != claimed:
        raise Rejected(f"the longest chain has length {longest}")
    return ChainBound(longest=longest, exact=True)


class _Enumeration:
    """Depth-first search over walks, with the potentials that each walk forces."""

    def __init__(self, stated: Statement) -> None:
        self.pairs = list(zip(stated.rows.tolist(), stated.columns.tolist(), strict=True))
        self.nodes = (stated.source_nodes.tolist(), stated.target_nodes.tolist())
        self.at: tuple[dict[int, list[int]], dict[int, list[int]]] = ({}, {})
        for side in (0, 1):
            for k, node in enumerate(self.nodes[side]):
                self.at[side].setdefault(node, []).append(k)
        self.known: dict[tuple[int, int], Any] = {}
        gain = stated.gain
        if gain is None:
            raise Malformed("cost: none is stated")
        self.compute: Callable[[int, int], Any] = gain
        self.count = 0

    def gain(self, i: int, j: int) -> Any:
        key = (i, j)
        if key not in self.known:
            self.known[key] = self.compute(i, j)
        return self.known[key]

    def run(self) -> int:
        longest = 1
        for start, (i, j) in enumerate(self.pairs):
            p, q = {i: fmpq(0)}, {j: self.gain(i, j)}
            for side in (0, 1):
                # one stack entry per chain: (pair, node kept by the next step, p, q, nodes seen, length)
                stack = [
                    (start, side, p, q, frozenset([(0, self.nodes[0][start]), (1, self.nodes[1][start])]), 1)
                ]
                while stack:
                    pair, keeps, p_now, q_now, seen, length = stack.pop()
                    longest = max(longest, length)
                    for other in self.at[keeps][self.nodes[keeps][pair]]:
                        if other == pair:
                            continue
                        grown = self._grown(other, p_now, q_now)
                        if grown is None:
                            continue
                        self.count += 1
                        if self.count > MAX_CHAINS:
                            raise Malformed(f"enumeration: more than {MAX_CHAINS} chains")
                        new = (1 - keeps, self.nodes[1 - keeps][other])
                        if new in seen:
                            raise Rejected("a chain closes: there are chains of every length")
                        stack.append((other, 1 - keeps, *grown, seen | {new}, length + 1))
        return longest

    def _grown(
        self, pair: int, p: dict[int, Any], q: dict[int, Any]
    ) -> tuple[dict[int, Any], dict[int, Any]] | None:
        """The potentials with one more pair, None if the set is not c-cyclically monotone any more."""
        i, j = self.pairs[pair]
        value = self.gain(i, j)
        if i in p and j in q:
            return (p, q) if p[i] + q[j] == value else None
        if i in p:
            level = value - p[i]
            if any(_exceeds(self.gain(k, j), p_k + level) for k, p_k in p.items()):
                return None
            return p, {**q, j: level}
        level = value - q[j]
        if any(_exceeds(self.gain(i, k), level + q_k) for k, q_k in q.items()):
            return None
        return {**p, i: level}, q


def _exceeds(gain: Any, bound: Any) -> bool:
    return gain is not None and bool(gain > bound)


# ---------------------------------------------------------------------------------------------------
# any targets


def check_turns(statement: Json, certificate: Json) -> TurningBound:
    """Certificate ``{"kind": "turns", "levels": n × n}`` for ``{"points": [{"point", "normal"}, ...]}``.

    If x, x', x'' follow each other in a chain then y' - y = αn' with α ≠ 0, and pairs are monotone, so that
    α<x'' - x', n'> and α<x' - x, n'> are not negative (Lemma 2.1): the points turn across the tangent plane
    at x' or along it. ``levels[i][j]`` bounds the number of points of such a sequence that ends with
    i, j; it has to grow along every admissible turn. Nothing is asked of the targets. O(n²) after the signs.
    """
    data = fields(certificate, "certificate", required=("kind", "levels"))
    signs = _turning_signs(fields(statement, "statement", required=("points",))["points"])
    size = len(signs)
    rows = data["levels"]
    if type(rows) is not list or len(rows) != size:
        raise Malformed(f"levels: expected {size} rows")
    levels = np.array([indices(row, "levels", below=1 << 20, length=size) for row in rows])
    off = ~np.eye(size, dtype=bool)
    if size > 1 and int(levels[off].min()) < 2:
        raise Rejected("two points make a sequence of two")
    for j in range(size):
        for sign in (-1, 0, 1):
            before = off[j] & (signs[j] * sign <= 0)
            after = off[j] & (signs[j] == sign)
            if before.any() and after.any() and levels[j, after].min() <= levels[before, j].max():
                raise Rejected(f"the bound does not grow along a turn at point {j}")
    return TurningBound(points=int(levels[off].max()) if size > 1 else 1)


def layer_bound(statement: Json) -> TurningBound:
    """``{"layers": L}``: sources on the boundaries of any L nested strictly convex bodies, any targets.

    Give each source the number of a body that it bounds. If x, x', x'' follow each other and the numbers of x
    and x'' do not exceed that of x', both lie in its body, where x' is exposed; then α = 0 in y' - y = αn'
    (Lemma 2.1), which no chain allows. So no number is >= both its neighbours; the longest such sequences are
    found here. The cost is |x - y|²/2, boundaries have one normal at each point. O(L⁴).
    """
    data = fields(statement, "statement", required=("layers",))
    layers = parse_integer(data["layers"], "layers", least=1, most=MAX_LAYERS)
    # lengths[a, b] of the longest sequence that ends with the numbers a, b
    lengths = np.full((layers, layers), 2, dtype=np.int64)
    number = np.arange(layers)
    for _ in range(layers * layers + 1):
        grown = lengths.copy()
        for a in range(layers):
            follows = number[:, None] < np.maximum(a, number[None, :])
            np.maximum(grown, np.where(follows, lengths[a][:, None] + 1, 0), out=grown)
        if np.array_equal(grown, lengths):
            return TurningBound(points=int(lengths.max()))
        lengths = grown
    raise Rejected("sequences of layers do not end")


def _turning_signs(data: Json) -> Array:
    """signs[j, k] = sign of <x_k - x_j, n_j>."""
    if type(data) is not list or not 0 < len(data) <= MAX_SOURCES:
        raise Malformed(f"points: expected 1 to {MAX_SOURCES} points")
    parsed = [fields(place, "points", required=("point", "normal")) for place in data]
    points, normals = ([vector(place[key], "points") for place in parsed] for key in ("point", "normal"))
    if len({len(v) for v in (*points, *normals)}) != 1 or len(set(points)) != len(points):
        raise Malformed("points: expected different points and normals of one dimension")
    if not all(any(normal) for normal in normals):
        raise Malformed("points: a normal is zero")
    width, size = len(points[0]), len(points)
    columns = fmpq_mat(width, size, [c for axis in zip(*points, strict=True) for c in axis])
    products = (fmpq_mat(size, width, [c for n in normals for c in n]) * columns).entries()
    signs = np.zeros((size, size), dtype=np.int64)
    for j in range(size):
        own = products[j * size + j]
        for k, value in enumerate(products[j * size : (j + 1) * size]):
            signs[j, k] = (value > own) - (value < own)
    return signs
