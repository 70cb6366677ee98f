"""Types of pairs by the lengths h, v of the longest chains that end with them, and small relations."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from otverify.claims import Relation
from otverify.kernel.terms import Term
from otverify.transport.chains import PairSet, pair_set
from otverify.vocabulary import cases, reals

#: which coordinate the last step of a chain keeps
HORIZONTAL, VERTICAL = 1, 0

Lengths = tuple[list[int], list[int]]


def only_horizontal(h: Term, v: Term) -> Term:
    """1 in E_k^{h-}, where h = k > v."""
    return cases((h > v, 1), (h <= v, 0))


def only_vertical(h: Term, v: Term) -> Term:
    """1 in E_k^{v-}, where v = k > h."""
    return cases((v > h, 1), (v <= h, 0))


def joined(h: Term, v: Term) -> Term:
    """1 in E_k^h, where h = k >= v."""
    return cases((h >= v, 1), (h < v, 0))


def both(h: Term, v: Term) -> Term:
    """1 in E_k^{hv}, where h = v = k."""
    return joined(h, v) - only_horizontal(h, v)


def kept_by_last_step(length: int, *, odd_keeps_x: bool = False) -> int:
    """By the rule "even steps keep x, odd ones keep y" (or the other way round): what step length - 1 keeps."""
    keeps_x = ((length - 1) % 2 == 1) == odd_keeps_x
    return VERTICAL if keeps_x else HORIZONTAL


# ---------------------------------------------------------------------------------------------------
# Lemma 4.7

#: the types (level - 2i, end) that make up G_{2i+1} and G_{2i+2}: the pairs over a point of I_{2i+1}
OVER_SOURCE = ((2, "h-"), (1, "hv"), (1, "h-"), (2, "v-"), (2, "hv"), (3, "v-"))
#: the types that make up G_{2i} and G_{2i+1}: the pairs over a point of I_{2i}
OVER_TARGET = ((0, "v-"), (0, "hv"), (1, "v-"), (2, "h-"), (1, "hv"), (1, "h-"))


def fit(first: tuple[int, str], second: tuple[int, str], *, own: str) -> bool:
    """Whether Lemma 4.6 allows two pairs of these levels and ends in one fibre; ``own`` is "v-" over x, "h-" over y."""
    (low, low_end), (high, high_end) = sorted((first, second), key=lambda kind: kind[0])
    if low == high:
        return low_end == high_end == own
    return high == low + 1 and low_end != own and high_end == own


def disjointness() -> Iterator[Relation]:
    """No pair with a type of I_k and one with a type of I_{k+2n}, n >= 1, can be over one point.

    Levels rise by 2 at least from one I to the next of its parity, so n = 1 is decided by listing the types (for all
    i at once), and n >= 2 by the gap of the levels alone.
    """
    (n,) = reals("n")
    for name, kinds, own in (("$I_{2i+1}$", OVER_SOURCE, "v-"), ("$I_{2i}$", OVER_TARGET, "h-")):
        allowed = sum(fit(one, (two[0] + 2, two[1]), own=own) for one, two in product(kinds, kinds))
        yield Relation(allowed, "==", 0, label=f"{name}, neighbours: combinations that Lemma 4.6 allows")
        lowest, highest = min(k for k, _ in kinds), max(k for k, _ in kinds)
        yield Relation(lowest + 2 * n - highest > 1, over=n >= 2, label=f"{name}, others: gap of the levels")


# ---------------------------------------------------------------------------------------------------
# relations with their levels


def path_of_five() -> tuple[PairSet, Lengths]:
    """(0,0), (1,0), (1,1), (2,1), (2,2), a path that starts by keeping y: lengths of longest chains by their ends."""
    return pair_set([(0, 0), (1, 0), (1, 1), (2, 1), (2, 2)]), ([5, 2, 3, 4, 0], [0, 4, 3, 2, 5])


def graph_example() -> tuple[PairSet, Lengths]:
    """Three sources with one target each, two of them with the same."""
    return pair_set([(0, 0), (1, 0), (2, 1)]), ([2, 2, 0], [0, 0, 0])


def antigraph_example() -> tuple[PairSet, Lengths]:
    """Three targets with one source each, two of them with the same."""
    return pair_set([(0, 0), (0, 1), (1, 2)]), ([0, 0, 0], [2, 2, 0])
