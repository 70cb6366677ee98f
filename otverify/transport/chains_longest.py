"""The longest chain of a finite set of pairs, with a certificate for both directions.

The chain itself shows that there is one as long. That none is longer follows from numbers on the pairs that
grow along every walk, in linear time where the graph of the set is a forest, and otherwise from listing all
chains. A chain that can be repeated shows that there are chains of every length.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from otverify.errors import InvalidProblem
from otverify.kernel.errors import Rejected
from otverify.kernel.transport_chains import check
from otverify.transport.chains import Chain, PairSet, certified_chain
from otverify.transport.chains_graph import cycle, longest_path, path_bounds, split_graph, trees

#: chains that an enumeration lists before it gives up
BUDGET: Final = 1 << 18


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LongestChain:
    """``chain`` is a longest chain of the set; ``bound`` is the certificate that none is longer."""

    chain: Chain
    bound: dict[str, Any]

    @property
    def length(self) -> int:
        """The number of pairs."""
        return len(self.chain)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EndlessChain:
    """There are chains of every length: ``chain`` can be repeated for ever."""

    chain: Chain


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChainOfLength:
    """``chain`` is the longest one found; the enumeration gave up, so there may be longer ones."""

    chain: Chain
    listed: int


def longest_chain(within: PairSet, *, budget: int = BUDGET) -> LongestChain | EndlessChain | ChainOfLength:
    """The longest chain of the set.

    Exact. Where the graph of the set (pairs as edges between points with classes of derivatives) is a forest
    whose longest path is c-cyclically monotone: O(k) for k pairs, plus O(L²) to check that chain of length L.
    With a cycle that is c-cyclically monotone the answer is an endless chain, in O(k). Otherwise all chains
    are listed, at most ``budget`` of them.
    """
    if budget < 1:
        raise InvalidProblem("budget", expected="at least 1", got=budget)
    graph = split_graph(within)
    around = cycle(graph)
    if around is not None:
        try:
            return EndlessChain(chain=certified_chain(within, around, periodic=True))
        except Rejected:
            return _enumerated(within, budget)
    found = trees(graph)
    try:
        chain = certified_chain(within, longest_path(graph, found), periodic=False)
    except Rejected:
        return _enumerated(within, budget)
    horizontal, vertical = path_bounds(graph, found)
    bound = {"kind": "chain-bound", "horizontal": horizontal, "vertical": vertical}
    check(within.statement(), bound)
    return LongestChain(chain=chain, bound=bound)


def _enumerated(within: PairSet, budget: int) -> LongestChain | EndlessChain | ChainOfLength:
    search = _Search(within, budget)
    try:
        search.run()
    except _Closed as closed:
        return EndlessChain(chain=certified_chain(within, closed.positions, periodic=True))
    chain = certified_chain(within, search.best, periodic=False)
    if search.listed >= budget:
        return ChainOfLength(chain=chain, listed=search.listed)
    bound = {"kind": "enumeration", "longest": len(chain)}
    check(within.statement(), bound)
    return LongestChain(chain=chain, bound=bound)


class _Closed(Exception):
    """A walk came back to a node it had visited: its last stretch can be repeated."""

    def __init__(self, positions: list[int]) -> None:
        super().__init__("a chain closes")
        self.positions = positions


class _Search:
    """Backtracking over walks; the potentials that a walk forces decide whether it can be continued."""

    def __init__(self, within: PairSet, budget: int) -> None:
        self.within, self.budget = within, budget
        self.pairs = within.pairs
        self.nodes = (within.source_nodes.tolist(), within.target_nodes.tolist())
        self.meeting: tuple[dict[int, list[int]], dict[int, list[int]]] = ({}, {})
        for side in (0, 1):
            for k, node in enumerate(self.nodes[side]):
                self.meeting[side].setdefault(node, []).append(k)
        self.gains: dict[tuple[int, int], Fraction | None] = {}
        self.best: list[int] = [0]
        self.listed = 0

    def gain(self, i: int, j: int) -> Fraction | None:
        key = (i, j)
        if key not in self.gains:
            self.gains[key] = self.within.gain(i, j)
        return self.gains[key]

    def run(self) -> None:
        for start, (i, j) in enumerate(self.pairs):
            value = self.gain(i, j)
            for keeps in (0, 1):
                self.p, self.q = {i: Fraction(0)}, {j: Fraction(0) if value is None else value}
                self._walk_from(start, keeps)

    def _walk_from(self, start: int, keeps: int) -> None:
        """List all walks from a pair whose first step keeps x (0) or y (1)."""
        walk = [start]
        waiting = [iter(self.meeting[keeps][self.nodes[keeps][start]])]
        added: list[tuple[int, int] | tuple[()]] = [()]
        while waiting:
            pair = next(waiting[-1], None)
            if pair is None or self.listed >= self.budget:
                waiting.pop()
                walk.pop()
                for side, index in filter(None, [added.pop()]):
                    (self.p, self.q)[side].pop(index)
                continue
            grown = None if pair == walk[-1] else self._admit(pair)
            if grown is None:
                continue
            self.listed += 1
            side = (keeps + len(walk)) % 2
            walk.append(pair)
            added.append(grown)
            self._check_closed(walk, side)
            waiting.append(iter(self.meeting[side][self.nodes[side][pair]]))
            if len(walk) > len(self.best):
                self.best = list(walk)

    def _admit(self, pair: int) -> tuple[int, int] | tuple[()] | None:
        """The point that the pair adds, () if none, None if the set is not monotone with it."""
        i, j = self.pairs[pair]
        value = self.gain(i, j)
        if value is None:
            return None
        if i in self.p and j in self.q:
            return () if self.p[i] + self.q[j] == value else None
        if i in self.p:
            level = value - self.p[i]
            if any(_above(self.gain(k, j), bound + level) for k, bound in self.p.items()):
                return None
            self.q[j] = level
            return 1, j
        level = value - self.q[j]
        if any(_above(self.gain(i, k), bound + level) for k, bound in self.q.items()):
            return None
        self.p[i] = level
        return 0, i

    def _check_closed(self, walk: list[int], side: int) -> None:
        node = self.nodes[side][walk[-1]]
        for back in range(len(walk) - 3, -1, -1):
            # the walk left this node by that pair, or started there
            if self.nodes[side][walk[back]] == node:
                raise _Closed(walk[back:])


def _above(gain: Fraction | None, bound: Fraction) -> bool:
    return gain is not None and gain > bound
