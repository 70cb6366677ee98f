"""Lemmas 4.6 to 4.8 of McCann and Rifford on small relations: on one of them, or on every S ⊂ [n] × [m].

All relations are treated at once. An array has a row per relation and a column per cell (i, j), i·m + j. The
length of the longest chain that ends with a cell by a step that keeps y (``horizontal``), or x
(``vertical``), is found by iteration: a walk that is longer than the number of its states (cell, kind of
step) repeats one of them, and can be prolonged for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np

from otverify.kernel.errors import Malformed
from otverify.kernel.transport_arrays import Array
from otverify.kernel.transport_data import Json, fields, parse_integer, shown

#: cells of a relation that is stated, and of the grids all of whose relations are listed
MAX_CELLS: Final = 60
MAX_GRID: Final = 20
BLOCK: Final = 1 << 14
ENDLESS: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """Relations in [n] × [m] with their lengths: 0 for no chain of two pairs, -1 for chains of any length."""

    rows: int
    columns: int
    present: Array
    horizontal: Array
    vertical: Array

    @property
    def level(self) -> Array:
        """ℓ of the cells of the relation: -1 for ∞."""
        endless = (self.horizontal == ENDLESS) | (self.vertical == ENDLESS)
        return np.where(endless, ENDLESS, np.maximum(np.maximum(self.horizontal, self.vertical), 1))

    def fibres(self, side: int) -> list[list[int]]:
        """The cells with a common x (side 0) or a common y (side 1)."""
        n, m = self.rows, self.columns
        if side == 0:
            return [[i * m + j for j in range(m)] for i in range(n)]
        return [[i * m + j for i in range(n)] for j in range(m)]

    def ends(self) -> tuple[Array, Array, Array]:
        """The cells of finite level >= 2 that end only horizontally, both ways, only vertically."""
        finite = self.present & (self.level >= 2)
        h, v = self.horizontal, self.vertical
        return finite & (h > v), finite & (h == v), finite & (v > h)

    def graph(self, k: int, *, second: bool = False) -> Array:
        """The cells of G_k by the first, or the second, expressions of (4.10)."""
        only_h, both, only_v = self.ends()
        level = self.level
        at, above = level == k, level == k + 1
        if k == 1:
            return (self.present & at) | (only_h & above)
        if k % 2 == 0:
            return ((only_v | both) & at) | (only_v & above)
        if second:
            return ((only_h | both) & above) | (only_h & at)
        return (only_h & above) | ((both | only_h) & at)

    def domain(self, k: int) -> Array:
        """I_k by (4.11): a column per x for odd k, per y for even k."""
        cells = self.graph(k + 1) | self.graph(k) if k else self.graph(1)
        return np.stack([cells[:, fibre].any(axis=1) for fibre in self.fibres(0 if k % 2 else 1)], axis=1)

    @property
    def numbers(self) -> range:
        """The k with G_k ≠ ∅ are among these: a path visits every point at most once."""
        return range(1, self.rows + self.columns + 1)


def relations(rows: int, columns: int, present: Array) -> Relations:
    """The lengths of all cells of the relations."""
    size = rows * columns
    kind = np.int8 if 2 * size + 2 < 128 else np.int16
    horizontal, vertical = (np.zeros(present.shape, dtype=kind) for _ in (0, 1))
    blank = Relations(rows=rows, columns=columns, present=present, horizontal=horizontal, vertical=vertical)
    for _ in range(2 * size + 1):
        after = _extended(vertical, present, blank.fibres(1)), _extended(horizontal, present, blank.fibres(0))
        if np.array_equal(after[0], horizontal) and np.array_equal(after[1], vertical):
            break
        horizontal, vertical = after
    lengths = [np.where(length > 2 * size, ENDLESS, length) for length in (horizontal, vertical)]
    return Relations(rows=rows, columns=columns, present=present, horizontal=lengths[0], vertical=lengths[1])


def _extended(before: Array, present: Array, fibres: list[list[int]]) -> Array:
    """One more pair at the end: 1 + the longest chain that ends with another cell of the fibre."""
    usable = np.where(present, np.maximum(before, 1), 0)
    result = np.zeros_like(before)
    for fibre in fibres:
        for cell in fibre:
            for other in fibre:
                if other != cell:
                    np.maximum(result[:, cell], usable[:, other], out=result[:, cell])
    return np.where(present & (result > 0), result + 1, 0).astype(before.dtype)


def grid_relations(rows: int, columns: int) -> Iterator[Relations]:
    """All non-empty relations in [rows] × [columns], block by block."""
    size = rows * columns
    bits = np.arange(size)
    for start in range(0, 1 << size, BLOCK):
        codes = np.arange(max(start, 1), min(start + BLOCK, 1 << size))
        yield relations(rows, columns, (codes[:, None] >> bits & 1).astype(bool))


# ---------------------------------------------------------------------------------------------------
# clauses: for each relation, whether the clause holds in it


def _couples(found: Relations, side: int) -> Iterator[tuple[int, int, Array, Array, Array]]:
    """(low, high, which relations have both with finite levels i <= j, i, j) in the fibres of a side."""
    level = found.level
    for fibre in found.fibres(side):
        for low in fibre:
            for high in fibre:
                if low != high:
                    i, j = level[:, low], level[:, high]
                    both = found.present[:, low] & found.present[:, high] & (i >= 1) & (i <= j)
                    yield low, high, both, i, j


def _all(found: Relations) -> Array:
    return np.ones(len(found.present), dtype=bool)


def _least(found: Relations, *, side: int, printed: bool = False) -> Array:
    holds = _all(found)
    for _, _, both, i, _ in _couples(found, side):
        holds &= ~both | ((i == 2) if printed else (i >= 2))
    return holds


def _next(found: Relations, *, side: int) -> Array:
    """j > i: the lower pair ends the other way, the higher one only this way, and j = i + 1."""
    holds = _all(found)
    only_h, either, only_v = found.ends()
    own, other = (only_v, only_h | either) if side == 0 else (only_h, only_v | either)
    for low, high, both, i, j in _couples(found, side):
        holds &= ~(both & (j > i)) | (other[:, low] & own[:, high] & (j == i + 1))
    return holds


def _equal(found: Relations, *, side: int) -> Array:
    holds = _all(found)
    only_h, _, only_v = found.ends()
    own = only_v if side == 0 else only_h
    for low, high, both, i, j in _couples(found, side):
        holds &= ~(both & (j == i)) | (own[:, low] & own[:, high])
    return holds


def _single(found: Relations, chosen: Array, side: int, *, level: bool = True) -> Array:
    """No two of the chosen cells (of one level, if ``level``) lie in a fibre of the side."""
    holds = _all(found)
    for low, high, _, i, j in _couples(found, side):
        same = chosen[:, low] & chosen[:, high]
        holds &= ~(same & (i == j)) if level else ~same
    return holds


def _first_level(found: Relations) -> Array:
    chosen = found.present & (found.level == 1)
    return _single(found, chosen, 0) & _single(found, chosen, 1)


def _horizontal_graphs(found: Relations) -> Array:
    only_h, both, _ = found.ends()
    return _single(found, only_h | both, 0)


def _vertical_antigraphs(found: Relations) -> Array:
    _, both, only_v = found.ends()
    return _single(found, only_v | both, 1)


def _both_graphs(found: Relations) -> Array:
    both = found.ends()[1]
    return _single(found, both, 0) & _single(found, both, 1)


def _expressions(found: Relations) -> Array:
    holds = _all(found)
    for k in found.numbers:
        holds &= (found.graph(k) == found.graph(k, second=True)).all(axis=1)
    return holds


def _partition(found: Relations, *, second: bool = False) -> Array:
    counts = np.zeros(found.present.shape, dtype=np.int64)
    for k in found.numbers:
        counts += found.graph(k, second=second)
    expected = found.present & (found.level != ENDLESS)
    return (counts == expected).all(axis=1)


def _disjoint(found: Relations, *, first: int) -> Array:
    """The I_k with k = first, first + 2, ... are disjoint."""
    counts = np.zeros((len(found.present), found.rows if first % 2 else found.columns), dtype=np.int64)
    for k in range(first, found.numbers.stop + 1, 2):
        counts += found.domain(k)
    return (counts <= 1).all(axis=1)


def _graphs(found: Relations, *, side: int, second: bool = False) -> Array:
    holds = _all(found)
    for k in found.numbers[side::2]:
        holds &= _single(found, found.graph(k, second=second), side, level=False)
    return holds


def _has_representative(found: Relations) -> Array:
    """Each x ∈ I_{2i+1} lies in a pair of E_1 ∪ E_2^{h-} (i = 0), E_{2i+1}^h ∪ E_{2i+2}^{h-} (i >= 1)."""
    holds = _all(found)
    only_h, both, _ = found.ends()
    level = found.level
    for k in found.numbers[::2]:
        lower = found.present & (level == 1) if k == 1 else (only_h | both) & (level == k)
        chosen = lower | (only_h & (level == k + 1))
        domain = found.domain(k)
        for place, fibre in enumerate(found.fibres(0)):
            holds &= ~domain[:, place] | chosen[:, fibre].any(axis=1)
    return holds


def _shorter(found: Relations) -> Array:
    """A pair that ends an (L+1)-chain horizontally (vertically) ends an L-chain so, L >= 2."""
    size = found.rows * found.columns
    fibres = found.fibres(1), found.fibres(0)
    # which[kind][:, cell]: bit L for a chain of length L with this kind of end
    which = [np.zeros(found.present.shape, dtype=np.uint64) for _ in (0, 1)]
    top = min(2 * size + 2, 62)
    for _ in range(top):
        which = [_lengths(which[1 - kind], found.present, fibres[kind], top) for kind in (0, 1)]
    full = [bits | (bits >> np.uint64(1) & ~np.uint64(3)) for bits in which]
    return np.logical_and.reduce([(a == b).all(axis=1) for a, b in zip(which, full, strict=True)])


def _lengths(before: Array, present: Array, fibres: list[list[int]], top: int) -> Array:
    start = np.where(present, before | np.uint64(2), np.uint64(0))
    result = np.zeros_like(before)
    for fibre in fibres:
        for cell in fibre:
            for other in fibre:
                if other != cell:
                    result[:, cell] |= start[:, other]
    longer = result << np.uint64(1) & np.uint64((1 << (top + 1)) - 1)
    return np.where(present, longer, np.uint64(0))


def _acyclic(found: Relations) -> Array:
    """E_∞ = ∅ exactly if S has no cycle, by removing pairs that are alone at one of their points."""
    left = found.present.copy()
    for _ in range(found.rows + found.columns):
        alone = np.zeros_like(left)
        for side in (0, 1):
            for fibre in found.fibres(side):
                alone[:, fibre] |= (left[:, fibre].sum(axis=1) == 1)[:, None]
        left &= ~alone
    endless = found.present & (found.level == ENDLESS)
    return left.any(axis=1) == endless.any(axis=1)


Clause = Callable[[Relations], Any]
#: what the paper asserts, in the words of a fact
CLAUSES: Final[dict[str, Clause]] = {
    "S_{L+1}^h ⊂ S_L^h and S_{L+1}^v ⊂ S_L^v, L >= 2": _shorter,
    "E_∞ = ∅ exactly if S has no cycle": _acyclic,
    "E_1 is a graph and an antigraph": _first_level,
    "E_k^h is a graph, k >= 2": _horizontal_graphs,
    "E_k^v is an antigraph, k >= 2": _vertical_antigraphs,
    "E_k^{hv} is a graph and an antigraph": _both_graphs,
    "4.6(a): i >= 2": partial(_least, side=0),
    "4.6(a): if j > i then (x, y_i) ∈ E_i^h, (x, y_j) ∈ E_{i+1}^{v-} and j = i + 1": partial(_next, side=0),
    "4.6(a): if j = i then both pairs are in E_i^{v-}": partial(_equal, side=0),
    "4.6(b) with i >= 2 in place of i = 2": partial(_least, side=1),
    "4.6(b): i = 2": partial(_least, side=1, printed=True),
    "4.6(b): if j > i then (x_i, y) ∈ E_i^v, (x_j, y) ∈ E_{i+1}^{h-} and j = i + 1": partial(_next, side=1),
    "4.6(b): if j = i then both pairs are in E_i^{h-}": partial(_equal, side=1),
    "(4.10): the two expressions agree": _expressions,
    "(4.7), (4.10): every pair outside E_∞ lies in exactly one G_k": _partition,
    "(4.10), second expressions: every pair outside E_∞ lies in exactly one G_k": partial(
        _partition, second=True
    ),
    "4.7: the I_{2i+1} are disjoint": partial(_disjoint, first=1),
    "4.7: the I_{2i}, i >= 1, are disjoint": partial(_disjoint, first=2),
    "Definition 3.1: the I_{2i}, i >= 0, are disjoint": partial(_disjoint, first=0),
    "4.7, proof: x ∈ I_{2i+1} lies in a pair of E_1 ∪ E_2^{h-} or E_{2i+1}^h ∪ E_{2i+2}^{h-}": (
        _has_representative
    ),
    "4.8: G_{2i+1} is a graph": partial(_graphs, side=0),
    "4.8: G_{2i} is an antigraph": partial(_graphs, side=1),
    "4.8, second expressions: G_{2i+1} is a graph": partial(_graphs, side=0, second=True),
}


def counterexample(statement: Json, clause: Json) -> list[list[int]] | None:
    """A smallest relation of the statement in which the clause fails; None if it holds in all of them.

    ``{"shape": [n, m]}`` are all non-empty S ⊂ [n] × [m], n m <= 20; with ``"pairs"`` it is the one S.
    """
    data = fields(statement, "statement", required=("shape",), optional=("pairs",))
    if type(clause) is not str or clause not in CLAUSES:
        raise Malformed(f"unknown clause {shown(clause)}")
    if type(data["shape"]) is not list or len(data["shape"]) != 2:
        raise Malformed("shape: expected [n, m]")
    n, m = (parse_integer(size, "shape", least=1, most=MAX_CELLS) for size in data["shape"])
    if n * m > (MAX_CELLS if "pairs" in data else MAX_GRID):
        raise Malformed("shape: too many cells")
    blocks = [_one(data["pairs"], n, m)] if "pairs" in data else grid_relations(n, m)
    best: list[int] | None = None
    for block in blocks:
        wrong = np.flatnonzero(~CLAUSES[clause](block))
        if len(wrong):
            present = block.present[wrong]
            cells = np.flatnonzero(present[int(present.sum(axis=1).argmin())]).tolist()
            best = cells if best is None or len(cells) < len(best) else best
    return None if best is None else [[cell // m, cell % m] for cell in best]


def _one(data: Json, n: int, m: int) -> Relations:
    if type(data) is not list or not data or any(type(pair) is not list or len(pair) != 2 for pair in data):
        raise Malformed("pairs: expected a list of pairs")
    present = np.zeros((1, n * m), dtype=bool)
    for pair in data:
        i, j = (
            parse_integer(k, "pairs", least=0, most=size - 1) for k, size in zip(pair, (n, m), strict=True)
        )
        if present[0, i * m + j]:
            raise Malformed("pairs: a pair occurs twice")
        present[0, i * m + j] = True
    return relations(n, m, present)
