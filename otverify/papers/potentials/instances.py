"""The finite and semi-discrete instances on which the paper's statements are checked.

Masses are integers (potentials do not change when all masses are scaled) or fractions of a probability
measure. Everything is built when asked for, so that importing the paper costs nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from otverify.claims import Relation
from otverify.kernel.terms import Term
from otverify.vocabulary import absolute, minimum, number

if TYPE_CHECKING:
    from otverify.transport import TransportProblem
    from otverify.transport.semidiscrete import SemiDiscreteProblem

#: exact numbers, row by row
Matrix = Sequence[Sequence[int | Fraction]]

# ---------------------------------------------------------------------------------------------------
# finite problems


def finite(source: Sequence[Any], target: Sequence[Any], cost: Matrix) -> TransportProblem:
    """The transport problem between masses on finite spaces."""
    from otverify.transport import problem

    return problem(source, target, cost=cost)


TIES_COST = ((0, 0, 1), (0, 1, 0), (1, 0, 0))


def ties() -> TransportProblem:
    """Equal masses and two optimal plans, whose supports form one cycle through all points."""
    return finite([1, 1, 1], [1, 1, 1], TIES_COST)


BLOCKS_COST = ((0, 0, 1, 2), (0, 0, 2, 1), (3, 2, 0, 1), (2, 4, 1, 2))


def blocks() -> TransportProblem:
    """Two blocks of two points: all optimal plans are degenerate, within a block there are two of them."""
    return finite([1] * 4, [1] * 4, BLOCKS_COST)


#: two optimal plans of ``blocks``, which differ in both blocks
BLOCKS_PLANS = (
    ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)),
    ((0, 1, 0, 0), (1, 0, 0, 0), (0, 0, 0, 1), (0, 0, 1, 0)),
)
#: two optimal potentials of ``blocks``, the extreme ones: the second block is shifted by 1
BLOCKS_POTENTIALS = (
    ((0, 0, 0, 1), (0, 0, 0, 1)),
    ((0, 0, 1, 2), (0, 0, -1, 0)),
)

EMPTY_COST = ((0, 1, 3), (3, 5, 0), (1, 1, 1))
#: f and f^c of ``empty_atoms``, c-concave also at the points without mass
MASSLESS_POTENTIALS = ((0, 3, 0), (0, 1, -3))


def empty_atoms() -> TransportProblem:
    """A point without mass on either side."""
    return finite([1, 2, 0], [2, 1, 0], EMPTY_COST)


def separated(cost: Matrix) -> TransportProblem:
    """μ = ν uniform: the diagonal is optimal if the cost vanishes on it."""
    return finite([1] * len(cost), [1] * len(cost), cost)


def power_grid(points: Sequence[Any], exponent: int) -> TransportProblem:
    """μ = ν uniform on points of the line, cost |x - y|^p."""
    places = [Fraction(point) for point in points]
    return separated([[abs(a - b) ** exponent for b in places] for a in places])


def transform(cost: Matrix, values: Sequence[Any]) -> list[Term]:
    """The c-transform on the columns of values on the rows, as terms: min over i of c_ij - f_i."""
    return [
        least([number(entry) - value for entry, value in zip(column, values, strict=True)])
        for column in zip(*cost, strict=True)
    ]


def transposed(cost: Matrix) -> Matrix:
    """The cost with its arguments exchanged."""
    return tuple(zip(*cost, strict=True))


def least(terms: Sequence[Term]) -> Term:
    """The minimum of at least one term."""
    return terms[0] if len(terms) == 1 else minimum(*terms)


# ---------------------------------------------------------------------------------------------------
# non-degenerate masses, as in Lemma 6


def proper_sums(masses: Sequence[Any]) -> list[Fraction]:
    """The masses of all non-empty proper subsets, without repetition."""
    weights = [Fraction(mass) for mass in masses]
    subsets = itertools.chain.from_iterable(
        itertools.combinations(weights, size) for size in range(1, len(weights))
    )
    return sorted({sum(subset, Fraction(0)) for subset in subsets})


def nearest(value: Fraction, others: Sequence[Fraction]) -> Fraction:
    """The number of ``others`` that is closest to ``value``."""
    return min(others, key=lambda other: abs(other - value))


def have_different_sums(source: Sequence[Any], target: Sequence[Any], label: str = "") -> Relation:
    """The hypothesis of Lemma 6: no non-empty proper subsets have equal masses.

    Complements pair the sums, so those up to one half of the total suffice; each is compared with the nearest.
    """
    half = sum(map(Fraction, source), Fraction(0)) / 2
    left, right = ([value for value in proper_sums(masses) if value <= half] for masses in (source, target))
    gaps = [absolute(number(value) - nearest(value, right)) for value in left]
    said = label or "proper subsets have different masses"
    return Relation(least(gaps) > 0, label=said, instance="masses")


def are_nondegenerate(source: Sequence[Any], target: Sequence[Any]) -> bool:
    """Whether the hypothesis of Lemma 6 holds."""
    return not set(proper_sums(source)) & set(proper_sums(target))


def proper_subsets(size: int) -> list[tuple[int, ...]]:
    """The non-empty proper subsets of range(size)."""
    return [subset for count in range(1, size) for subset in itertools.combinations(range(size), count)]


def cut_masses(plan: Matrix) -> list[Fraction]:
    """For every I' the mass that the columns J' reached from I' receive from elsewhere.

    (10) for I' and J'' says that no mass leaves I' × J'' for I' × the rest, so J'' contains J', and that none
    comes from elsewhere, so J'' = J': the plan is degenerate iff one of these masses is 0. ``plan`` holds the
    masses π(X_i × Y_j), none of its rows and columns vanishes.
    """
    masses = []
    for rows in proper_subsets(len(plan)):
        reached = [j for j in range(len(plan[0])) if any(plan[i][j] for i in rows)]
        others = [row for i, row in enumerate(plan) if i not in rows]
        masses.append(sum((Fraction(row[j]) for row in others for j in reached), Fraction(0)))
    return masses


def is_nondegenerate(plan: Matrix, holds: bool = True, label: str = "") -> Relation:
    """The plan is not degenerate, by (10) for all subsets; or it is, if not ``holds``."""
    smallest = least([number(mass) for mass in cut_masses(plan)])
    return Relation(smallest, ">" if holds else "==", 0, label=label, instance="a plan")


# ---------------------------------------------------------------------------------------------------
# semi-discrete problems on the line


def line(points: Sequence[Any], masses: Sequence[Any], over: Iterable[Sequence[Any]]) -> SemiDiscreteProblem:
    """Points with masses against intervals (a, b, mass) of constant density, cost |x - y|²."""
    from otverify.transport.semidiscrete import line_problem

    return line_problem(points, masses, over=list(over))


#: piecewise linear costs of three points at 0, 1, ..., 6: neither convex nor monotone, with plateaus
WAVES = ((0, 2, 2, 1, 3, 0, 2), (1, 0, 3, 3, 1, 1, 0), (2, 1, 0, 2, 2, 3, 1))


def wavy(masses: Sequence[Any], over: Iterable[Sequence[Any]]) -> SemiDiscreteProblem:
    """Three points with the costs ``WAVES`` against intervals in [0, 6]."""
    from otverify.transport.semidiscrete import PiecewiseLinear, SemiDiscreteProblem, components

    rows = tuple(
        PiecewiseLinear(knots=tuple((Fraction(y), Fraction(value)) for y, value in enumerate(values)))
        for values in WAVES
    )
    weights = tuple(Fraction(mass) for mass in masses)
    return SemiDiscreteProblem(masses=weights, components=components(list(over)), rows=rows)


def interval_against_atoms() -> SemiDiscreteProblem:
    """Three atoms against one interval, with cost |x - y|²: connected support on the side of the interval."""
    return line([0, 1, 4], [1, 1, 1], [(0, 3, 3)])


def figure2_decoupled() -> SemiDiscreteProblem:
    """Figure 2(a): the mass of points 1 and 2 fills [0, 1], that of point 3 fills [3, 4]."""
    return line([0, 1, 4], [1, 1, 2], [(0, 1, 2), (3, 4, 2)])


def figure2_linked() -> SemiDiscreteProblem:
    """Figure 2(b): point 2 sends mass to both intervals."""
    return line([0, 1, 4], [1, 1, 1], [(0, 1, Fraction(3, 2)), (3, 4, Fraction(3, 2))])


def split_grid(points: Sequence[Any], jump: int) -> TransportProblem:
    """μ = ν uniform on points of [0, 1], cost |x - y|² within the halves, ``jump`` across."""
    places = [Fraction(point) for point in points]
    half = Fraction(1, 2)
    return separated(
        [[jump if (a < half) != (b < half) else abs(a - b) ** 2 for b in places] for a in places]
    )


def geometric(base: int, size: int) -> list[Fraction]:
    """base^-1, ..., base^-size, normalised to mass 1."""
    weights = [Fraction(1, base**k) for k in range(1, size + 1)]
    return [weight / sum(weights) for weight in weights]


def shared_intervals(size: int) -> SemiDiscreteProblem:
    """Intervals [2k, 2k+1] of masses 2^-k, each divided between the points k and k + 1."""
    masses = [Fraction(1, 2**k) for k in range(size)]
    halves = [mass / 2 for mass in masses]
    weights = [halves[0], *(a + b for a, b in itertools.pairwise(halves)), halves[-1]]
    return line(range(size + 1), weights, [(2 * k, 2 * k + 1, mass) for k, mass in enumerate(masses)])
