"""Levels of the pairs of a set, and the sets built from them (McCann and Rifford, Section 4).

The level ℓ(x, y) is the length of the longest chain that ends with (x, y); its last step keeps y (a
horizontal end) or x (a vertical end). E_k are the pairs of level k, split by the kinds of end (4.6); the G_k
collect them into graphs and antigraphs (4.10), the I_k are their domains and ranges (4.11).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from otverify.errors import InvalidProblem
from otverify.kernel.transport_chains import check
from otverify.transport.chains import Indices, Pair, PairSet
from otverify.transport.chains_graph import ENDLESS, reaches, split_graph


class End(Enum):
    """How the longest chains that end with a pair end."""

    FIRST = "level 1: no step leads to the pair"
    HORIZONTAL = "h-: always by a step that keeps y"
    BOTH = "hv: by steps of both kinds"
    VERTICAL = "v-: always by a step that keeps x"
    ENDLESS = "level ∞"


class Expression(Enum):
    """The two expressions for G_k in (4.10), which the paper equates."""

    FIRST = "E_{2i}^{v-} ∪ E_{2i}^{hv} ∪ E_{2i+1}^{v-} and E_{2i+2}^{h-} ∪ E_{2i+1}^{hv} ∪ E_{2i+1}^{h-}"
    SECOND = "E_{2i}^v ∪ E_{2i+1}^{v-} and E_{2i+2}^h ∪ E_{2i+1}^{h-}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Levels:
    """The levels of all pairs, in the order of the set; accepted by the kernel.

    ``horizontal[k]`` is the length of the longest chain that ends with pair k by a step that keeps y, 0 if
    there is none, -1 if there are arbitrarily long ones; ``vertical`` likewise. ``level`` is their maximum,
    at least 1, and -1 for ∞.
    """

    within: PairSet
    horizontal: Indices
    vertical: Indices
    level: Indices
    certificate: dict[str, Any]

    @property
    def highest(self) -> int | None:
        """The length of the longest chain; None if there are chains of every length."""
        return None if bool((self.level == ENDLESS).any()) else int(self.level.max())

    @property
    def endless(self) -> list[Pair]:
        """E_∞."""
        return self._chosen(self.level == ENDLESS)

    def end(self, position: int) -> End:
        """The kind of end of the pair at a position."""
        h, v = int(self.horizontal[position]), int(self.vertical[position])
        if ENDLESS in (h, v):
            return End.ENDLESS
        if h == v:
            return End.BOTH if h else End.FIRST
        return End.HORIZONTAL if h > v else End.VERTICAL

    def at_level(self, k: int, *ends: End) -> list[Pair]:
        """E_k, or its pairs with one of the given ends: E_k^h is BOTH and HORIZONTAL."""
        chosen = self.level == k
        pairs = zip(np.flatnonzero(chosen).tolist(), self._chosen(chosen), strict=True)
        return [pair for position, pair in pairs if not ends or self.end(position) in ends]

    def graph(self, k: int, *, expression: Expression = Expression.FIRST) -> list[Pair]:
        """G_k by (4.10), k >= 1."""
        if k < 1:
            return []
        if expression is Expression.FIRST:
            return self._chosen(graph_numbers(self) == k)
        if k == 1:
            return sorted([*self.at_level(1), *self.at_level(2, End.HORIZONTAL)])
        if k % 2 == 0:
            own = self.at_level(k, End.VERTICAL, End.BOTH)
            return sorted([*own, *self.at_level(k + 1, End.VERTICAL)])
        above = self.at_level(k + 1, End.HORIZONTAL, End.BOTH)
        return sorted([*above, *self.at_level(k, End.HORIZONTAL)])

    def domain(self, k: int, *, expression: Expression = Expression.FIRST) -> set[int]:
        """I_k by (4.11): sources for odd k, targets for even k."""
        side = 0 if k % 2 else 1
        graphs = (*self.graph(k, expression=expression), *self.graph(k + 1, expression=expression))
        return {pair[side] for pair in graphs}

    def _chosen(self, mask: NDArray[np.bool_]) -> list[Pair]:
        return list(zip(self.within.rows[mask].tolist(), self.within.columns[mask].tolist(), strict=True))


def levels(within: PairSet) -> Levels:
    """The levels of all pairs of a c-cyclically monotone set.

    O(k) for k pairs. A cost, if one is stated, is not looked at: monotonicity of the set is the hypothesis of
    Section 4. Classes of derivatives are honoured; the sets of Section 4 have none.
    """
    from_right, from_left = reaches(split_graph(within))
    horizontal, vertical = (np.where(reach > 0, reach + 1, reach) for reach in (from_right, from_left))
    endless = (horizontal == ENDLESS) | (vertical == ENDLESS)
    level = np.where(endless, ENDLESS, np.maximum(np.maximum(horizontal, vertical), 1))
    certificate = {"kind": "levels", "horizontal": horizontal, "vertical": vertical}
    check(within.statement(), certificate)
    return Levels(
        within=within, horizontal=horizontal, vertical=vertical, level=level, certificate=certificate
    )


def graph_numbers(found: Levels) -> Indices:
    """For each pair the k with the pair in G_k by the first expressions of (4.10); 0 in E_∞.

    Level k, end h-: k or k - 1, whichever is odd; v-: whichever is even; hv and level 1: k.
    """
    level, odd = found.level, found.level % 2 == 1
    only_horizontal = found.horizontal > found.vertical
    only_vertical = found.vertical > found.horizontal
    number = np.where(only_horizontal & ~odd, level - 1, level)
    number = np.where(only_vertical & odd, level - 1, number)
    return np.where(level == ENDLESS, 0, number)


# ---------------------------------------------------------------------------------------------------
# the lemmas as statements about a finite set


class Clause(Enum):
    """What Section 4 asserts about levels, clause by clause.

    All of them are decided for small relations by :class:`otverify.claims_chains.EveryRelation`; those before
    SHORTER for any finite set by :func:`breaches`.
    """

    LEAST = "4.6(a): i >= 2"
    NEXT = "4.6(a): if j > i then (x, y_i) ∈ E_i^h, (x, y_j) ∈ E_{i+1}^{v-} and j = i + 1"
    EQUAL = "4.6(a): if j = i then both pairs are in E_i^{v-}"
    LEAST_COLUMN = "4.6(b) with i >= 2 in place of i = 2"
    LEAST_COLUMN_PRINTED = "4.6(b): i = 2"
    NEXT_COLUMN = "4.6(b): if j > i then (x_i, y) ∈ E_i^v, (x_j, y) ∈ E_{i+1}^{h-} and j = i + 1"
    EQUAL_COLUMN = "4.6(b): if j = i then both pairs are in E_i^{h-}"
    EXPRESSIONS = "(4.10): the two expressions agree"
    PARTITION = "(4.7), (4.10): every pair outside E_∞ lies in exactly one G_k"
    SOURCES_DISJOINT = "4.7: the I_{2i+1} are disjoint"
    TARGETS_DISJOINT = "4.7: the I_{2i}, i >= 1, are disjoint"
    TARGETS_DISJOINT_FROM_ZERO = "Definition 3.1: the I_{2i}, i >= 0, are disjoint"
    GRAPHS = "4.8: G_{2i+1} is a graph"
    ANTIGRAPHS = "4.8: G_{2i} is an antigraph"
    SHORTER = "S_{L+1}^h ⊂ S_L^h and S_{L+1}^v ⊂ S_L^v, L >= 2"
    ENDLESS_CYCLES = "E_∞ = ∅ exactly if S has no cycle"
    FIRST_LEVEL = "E_1 is a graph and an antigraph"
    HORIZONTAL_ENDS = "E_k^h is a graph, k >= 2"
    VERTICAL_ENDS = "E_k^v is an antigraph, k >= 2"
    BOTH_ENDS = "E_k^{hv} is a graph and an antigraph"
    REPRESENTATIVE = "4.7, proof: x ∈ I_{2i+1} lies in a pair of E_1 ∪ E_2^{h-} or E_{2i+1}^h ∪ E_{2i+2}^{h-}"
    PARTITION_SECOND = "(4.10), second expressions: every pair outside E_∞ lies in exactly one G_k"
    GRAPHS_SECOND = "4.8, second expressions: G_{2i+1} is a graph"


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A clause that fails, with the pairs that break it, or the numbers of two I_k and their common point."""

    clause: Clause
    witness: tuple[Any, ...]


def breaches(found: Levels, *, expression: Expression = Expression.FIRST) -> list[Breach]:
    """All clauses of Lemmas 4.6, 4.7 and 4.8 that fail for a finite set, each with a first witness.

    ``expression`` says which one defines the G_k. O(k) for k pairs.

    Raises InvalidProblem if the set distinguishes classes of derivatives: Section 4 does not.
    """
    within = found.within
    if within.source_classes is not None or within.target_classes is not None or within.sources is not None:
        raise InvalidProblem("breaches", expected="a set of index pairs without classes", got="classes")
    first: dict[Clause, Breach] = {}

    def breach(clause: Clause, *witness: Any) -> None:
        first.setdefault(clause, Breach(clause=clause, witness=witness))

    _fibres(found, breach)
    _limbs(found, breach, expression)
    return sorted(first.values(), key=lambda item: list(Clause).index(item.clause))


def _fibres(found: Levels, breach: Any) -> None:
    """Lemma 4.6: two pairs with the same x (a), or with the same y (b)."""
    pairs, level = found.within.pairs, found.level.tolist()
    ends = [found.end(position) for position in range(len(pairs))]
    for side in (0, 1):
        fibres: dict[int, dict[tuple[int, End], list[int]]] = {}
        for position, pair in enumerate(pairs):
            if level[position] != ENDLESS:
                alike = fibres.setdefault(pair[side], {}).setdefault((level[position], ends[position]), [])
                if len(alike) < 2:  # two of a kind break whatever more of them would
                    alike.append(position)
        for kinds in fibres.values():
            chosen = sorted((p for alike in kinds.values() for p in alike), key=lambda p: level[p])
            for low, high in combinations(chosen, 2):
                for clause in _fails(level[low], level[high], (ends[low], ends[high]), side=side):
                    breach(clause, pairs[low], pairs[high])


def _fails(i: int, j: int, ends: tuple[End, End], *, side: int) -> list[Clause]:
    least, following, equal = (
        (Clause.LEAST, Clause.NEXT, Clause.EQUAL)
        if side == 0
        else (Clause.LEAST_COLUMN, Clause.NEXT_COLUMN, Clause.EQUAL_COLUMN)
    )
    own, other = (End.VERTICAL, End.HORIZONTAL) if side == 0 else (End.HORIZONTAL, End.VERTICAL)
    result = []
    if i < 2:
        result.append(least)
    if side == 1 and i != 2:
        result.append(Clause.LEAST_COLUMN_PRINTED)
    if j > i and not (ends[0] in (End.BOTH, other) and ends[1] is own and j == i + 1):
        result.append(following)
    if j == i and not (ends[0] is own and ends[1] is own):
        result.append(equal)
    return result


def _numbers(found: Levels, expression: Expression) -> list[tuple[int, ...]]:
    """For each pair the k with the pair in G_k."""
    if expression is Expression.FIRST:
        return [(k,) if k else () for k in graph_numbers(found).tolist()]
    result: list[tuple[int, ...]] = []
    for position, k in enumerate(found.level.tolist()):
        match found.end(position):
            case End.ENDLESS:
                result.append(())
            case End.FIRST:
                result.append((1,))
            case End.HORIZONTAL:
                result.append((k if k % 2 else k - 1,))
            case End.VERTICAL:
                result.append((k - 1 if k % 2 else k,))
            case End.BOTH:
                # E_{2i+2}^h for i >= 1 and E_{2i}^v; no part of E_{2i+1}^{hv}
                result.append(() if k % 2 else (k,) if k == 2 else (k - 1, k))
    return result


def _limbs(found: Levels, breach: Any, expression: Expression) -> None:
    """(4.10), Lemma 4.7 and Lemma 4.8."""
    pairs, level = found.within.pairs, found.level.tolist()
    both = {each: _numbers(found, each) for each in Expression}
    for pair, one, two in zip(pairs, both[Expression.FIRST], both[Expression.SECOND], strict=True):
        if one != two:
            breach(Clause.EXPRESSIONS, pair, one, two)
    domains: dict[tuple[int, int], set[int]] = {}
    images: dict[tuple[int, int], Pair] = {}
    for position, (pair, numbers) in enumerate(zip(pairs, both[expression], strict=True)):
        if len(numbers) != (level[position] != ENDLESS):
            breach(Clause.PARTITION, pair, len(numbers))
        for k in numbers:
            # the points of a pair of G_k are in I_k and I_{k-1}; f_k is a map of the one in I_k
            domains.setdefault((0, pair[0]), set()).add(k if k % 2 else k - 1)
            domains.setdefault((1, pair[1]), set()).add(k - 1 if k % 2 else k)
            own = (k, pair[0 if k % 2 else 1])
            if images.setdefault(own, pair) != pair:
                breach(Clause.GRAPHS if k % 2 else Clause.ANTIGRAPHS, k, images[own], pair)
    for (side, point), numbers_of in domains.items():
        for low, high in combinations(sorted(numbers_of), 2):
            if side == 0:
                breach(Clause.SOURCES_DISJOINT, low, high, point)
            else:
                breach(Clause.TARGETS_DISJOINT_FROM_ZERO, low, high, point)
                if low:
                    breach(Clause.TARGETS_DISJOINT, low, high, point)
