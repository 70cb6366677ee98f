"""Obligations about alternant chains, levels and limb systems (McCann and Rifford).

Each states facts about exact data, decided in both directions: a wrong one is refuted. They hold for the
instance only, at best CERTIFIED; :class:`EveryRelation` is about all relations of a finite grid.

``within`` is a :class:`~otverify.transport.chains.PairSet`: :func:`~otverify.transport.chains.pair_set` for
index pairs, :func:`~otverify.transport.chains.placed_pairs` for points with normals and the cost |x - y|²/2.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from otverify.claims_transport import Facts
from otverify.errors import InvalidStatement
from otverify.kernel.statements import Fact

if TYPE_CHECKING:
    from otverify.transport.chains import PairSet
    from otverify.transport.curves import Place
    from otverify.transport.levels import Clause

__all__ = [
    "ChainLevels",
    "ChainVisits",
    "EveryRelation",
    "IsChain",
    "IsCyclicChain",
    "LayerBound",
    "LimbSystemOn",
    "LongestChain",
    "MonotonePairs",
    "PlanOnLimbs",
    "TurnBound",
]
Pairs = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True, eq=False)
class IsChain(Facts):
    """The pairs, in this order, are a chain in S (Definition 1.3); with ``periodic``, one that repeats.

    ``not holds``: they are none.
    """

    within: PairSet
    pairs: Pairs
    periodic: bool = False
    holds: bool = True

    def facts(self) -> Iterator[Fact]:
        """The fact."""
        arguments = {"pairs": _listed(self.pairs), "periodic": self.periodic}
        yield _fact(self.within.as_json(), "chain", self.holds, arguments=arguments)


@dataclass(frozen=True, slots=True, eq=False)
class IsCyclicChain(Facts):
    """The chain visits L/2 different sources and L/2 different targets ("cyclic" in Definition 1.3).

    The pairs have to be a chain; the statement is undecided if they are not.
    """

    within: PairSet
    pairs: Pairs
    holds: bool = True

    def facts(self) -> Iterator[Fact]:
        """The fact."""
        yield _fact(
            self.within.as_json(), "cyclic chain", self.holds, arguments={"pairs": _listed(self.pairs)}
        )


@dataclass(frozen=True, slots=True, eq=False)
class ChainVisits(Facts):
    """The chain visits so many different sources and targets, as far as they are given."""

    within: PairSet
    pairs: Pairs
    sources: int | None = None
    targets: int | None = None

    def facts(self) -> Iterator[Fact]:
        """One fact per number."""
        if self.sources is None and self.targets is None:
            raise InvalidStatement("ChainVisits", expected="a number of sources or targets", got="none")
        for quantity, value in (("sources visited", self.sources), ("targets visited", self.targets)):
            if value is not None:
                yield _fact(self.within.as_json(), quantity, value, arguments={"pairs": _listed(self.pairs)})


@dataclass(frozen=True, slots=True, eq=False)
class LongestChain(Facts):
    """``length of the longest chain in S  op  length``; None stands for chains of every length."""

    within: PairSet
    length: int | None
    op: str = "=="

    def facts(self) -> Iterator[Fact]:
        """The comparison."""
        yield _fact(self.within.as_json(), "longest chain", self.length, op=self.op)


@dataclass(frozen=True, slots=True, eq=False)
class TurnBound(Facts):
    """No chain between the places and any targets whatever is longer than ``length`` (cost |x - y|²/2).

    Decided by the turning rule of Lemma 2.1 alone; open where that rule admits longer sequences. Places have
    one normal each.
    """

    places: Sequence[Place]
    length: int

    def facts(self) -> Iterator[Fact]:
        """The bound."""
        from otverify.transport.chains_search import turning_statement

        yield _fact(turning_statement(self.places), "longest chain", self.length, op="<=")


@dataclass(frozen=True, slots=True, eq=False)
class LayerBound(Facts):
    """``length of the longest chain with sources on so many nested strictly convex bodies  op  length``.

    The maximum over all such bodies with one normal at each point of their boundaries, in every dimension,
    and over all targets with the cost |x - y|²/2. At most 32 layers; up to 8 also "==" is decided.
    """

    layers: int
    length: int
    op: str = "<="

    def facts(self) -> Iterator[Fact]:
        """The comparison."""
        yield _fact({"layers": self.layers}, "longest chain", self.length, op=self.op)


@dataclass(frozen=True, slots=True, eq=False)
class MonotonePairs(Facts):
    """The placed pairs are c-cyclically monotone for |x - y|²/2; or they are not, if ``not holds``."""

    within: PairSet
    holds: bool = True

    def facts(self) -> Iterator[Fact]:
        """The fact."""
        yield _fact(self.within.as_json(), "monotone", self.holds)


@dataclass(frozen=True, slots=True, eq=False)
class ChainLevels(Facts):
    """The lengths of the longest chains that end with each pair, by a step that keeps y, or x.

    In the order of ``within.pairs``; 0 if there is no chain of two pairs, -1 for chains of every length. S is
    taken to be c-cyclically monotone: state no cost.
    """

    within: PairSet
    horizontal: Sequence[int]
    vertical: Sequence[int]

    def facts(self) -> Iterator[Fact]:
        """The fact."""
        value = {
            "horizontal": [int(k) for k in self.horizontal],
            "vertical": [int(k) for k in self.vertical],
        }
        yield _fact(self.within.as_json(), "levels", value)


@dataclass(frozen=True, slots=True, eq=False)
class LimbSystemOn(Facts):
    """S is a numbered limb system (Definition 3.1), for some numbers or the given ones; or it is not.

    ``source_limbs`` are odd numbers, one per source, ``target_limbs`` even ones. For a finite set some
    numbers exist exactly when plans on S are determined by their marginals.
    """

    within: PairSet
    source_limbs: Sequence[int] | None = None
    target_limbs: Sequence[int] | None = None
    holds: bool = True

    def facts(self) -> Iterator[Fact]:
        """The fact."""
        if (self.source_limbs is None) != (self.target_limbs is None):
            raise InvalidStatement("LimbSystemOn", expected="both numberings or none", got="one")
        arguments = None
        if self.source_limbs is not None and self.target_limbs is not None:
            arguments = {
                "source_limbs": [int(k) for k in self.source_limbs],
                "target_limbs": [int(k) for k in self.target_limbs],
            }
        yield _fact(_relation(self.within), "limb system", self.holds, arguments=arguments)


@dataclass(frozen=True, slots=True, eq=False)
class PlanOnLimbs(Facts):
    """The only plan on S with these marginals has these masses, in the order of ``within.pairs``.

    ``masses`` None: there is no plan on S with these marginals. S has to be a limb system.
    """

    within: PairSet
    source: Any
    target: Any
    masses: Sequence[Any] | None

    def facts(self) -> Iterator[Fact]:
        """The fact."""
        from otverify.transport.measures import rational, written_number

        sides = {
            key: [written_number(rational(mass, where=key)) for mass in side]
            for key, side in (("source", self.source), ("target", self.target))
        }
        value = None
        if self.masses is not None:
            value = [written_number(rational(mass, where="masses")) for mass in self.masses]
        yield _fact({**_relation(self.within), **sides}, "plan on limbs", value)


@dataclass(frozen=True, slots=True, eq=False)
class EveryRelation(Facts):
    """A clause of Section 4 holds in every non-empty S ⊂ [rows] × [columns]; or in the one S ``within``.

    ``clause`` is a :class:`~otverify.transport.levels.Clause`. ``not holds``: it fails in some of them. At
    most 20 cells; 4 × 4 takes a second.
    """

    clause: Clause
    rows: int = 4
    columns: int = 4
    within: PairSet | None = None
    holds: bool = True

    def facts(self) -> Iterator[Fact]:
        """The fact."""
        problem: dict[str, Any] = {"shape": [self.rows, self.columns]}
        if self.within is not None:
            problem = {"shape": list(self.within.shape), "pairs": _listed(self.within.pairs)}
        yield _fact(problem, "clause", self.holds, arguments=self.clause.value)


def _listed(pairs: Pairs) -> list[list[int]]:
    return [[int(i), int(j)] for i, j in pairs]


def _relation(within: PairSet) -> dict[str, Any]:
    return {
        "rows": within.rows.tolist(),
        "columns": within.columns.tolist(),
        "shape": list(within.shape),
    }


def _fact(problem: Any, quantity: str, value: Any, *, arguments: Any = None, op: str = "==") -> Fact:
    return Fact(topic="chains", problem=problem, quantity=quantity, arguments=arguments, op=op, value=value)
