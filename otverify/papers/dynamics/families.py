"""Properties of random finite relations and problems."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, permutations
from typing import Any

from hypothesis import strategies as st

from otverify.claims_chains import PlanOnLimbs
from otverify.claims_transport import CyclicallyMonotone, Optimal, UniquePlan
from otverify.papers.dynamics.instances import used_pairs
from otverify.papers.dynamics.limbs import is_forest, recursion
from otverify.strategies import problems, relations
from otverify.transport.chains import pair_set
from otverify.transport.levels import levels
from otverify.transport.limbs import level_limbs
from otverify.transport.problems import TransportProblem

Pairs = list[tuple[int, int]]
#: a relation in [3] × [3] and a cost matrix
Priced = tuple[Pairs, list[list[int]]]


def priced_relations() -> st.SearchStrategy[Priced]:
    """Relations of at most five pairs in [3] × [3], with small integer costs: ties and equalities are common."""
    row = st.lists(st.integers(0, 2), min_size=3, max_size=3)
    return st.tuples(
        relations(rows=3, columns=3).map(lambda pairs: pairs[:5]), st.lists(row, min_size=3, max_size=3)
    )


def is_monotone(pairs: Pairs, cost: list[list[int]]) -> bool:
    """Definition 1.2 by all cycles of distinct pairs."""
    return all(
        sum(cost[b[0]][a[1]] - cost[a[0]][a[1]] for a, b in zip(order, order[1:] + order[:1], strict=True))
        >= 0
        for size in range(1, len(pairs) + 1)
        for order in permutations(pairs, size)
    )


def agrees_with_all_cycles(priced: Priced) -> Iterable[Any]:
    """The certified test gives the answer of the definition, for the relation and for its subsets."""
    pairs, cost = priced
    yield CyclicallyMonotone(cost, pairs, holds=is_monotone(pairs, cost))
    if is_monotone(pairs, cost):
        for size in range(1, len(pairs)):
            for subset in combinations(pairs, size):
                yield CyclicallyMonotone(cost, subset)


# ---------------------------------------------------------------------------------------------------
# Theorem 1.4 on finite sets


def small_problems() -> st.SearchStrategy[TransportProblem]:
    """Integer problems small enough to list all their plans."""
    return problems(max_rows=3, max_columns=3, max_mass=2, max_cost=3)


def has_finite_levels(stated: TransportProblem) -> bool:
    """E_∞ = ∅ for the pairs used by optimal plans."""
    return is_forest(pair_set(used_pairs(stated), shape=stated.shape))


def unique_without_cycle(stated: TransportProblem) -> Iterable[Any]:
    """The optimal plan is unique exactly if the pairs used by optimal plans have no cycle."""
    yield UniquePlan(stated, holds=has_finite_levels(stated))


def recursion_gives_optimum(stated: TransportProblem) -> Iterable[Any]:
    """Levels of the used pairs, limbs of Lemma 4.8, (3.4): a plan on them, which is optimal."""
    within = pair_set(used_pairs(stated), shape=stated.shape)
    source, target = [int(m) for m in stated.source.masses], [int(m) for m in stated.target.masses]
    masses = recursion(level_limbs(levels(within)), source, target)
    plan = [[0] * within.shape[1] for _ in range(within.shape[0])]
    for (i, j), mass in zip(within.pairs, masses, strict=True):
        plan[i][j] = int(mass)
    yield PlanOnLimbs(within, source, target, masses)
    yield Optimal(stated, plan=plan)


def recursion_where_unique(stated: TransportProblem) -> Iterable[Any]:
    """Nothing where the used pairs have a cycle."""
    return recursion_gives_optimum(stated) if has_finite_levels(stated) else ()
