"""Section 1, Examples 1.1 and 1.2: restrictions of the two tiles, the four tiles, and the open problem.

The open problem is that of densities 1 on I and capacity 4: a plan constant on n × n cells bounds its minimum
from above, potentials linear between n + 1 nodes from below.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from otverify.claims import Identity, Obligation, Relation
from otverify.claims_transport import Enclosure, Minimum, Optimal
from otverify.kernel.terms import Term
from otverify.papers.capacity import instances
from otverify.papers.capacity.notation import HALF, cost, over_rectangle, paper, x, y
from otverify.transport import density_problem
from otverify.vocabulary import Domain, integral, number, reals, term

Obligations = Iterator[Obligation]

#: the ends of the four tiles
ENDS = (-HALF, -HALF / 2, Fraction(0), HALF / 2, HALF)
TILES = tuple(pairwise(ENDS))
#: the cost of the plan (5)
GUESS = Fraction(1, 192)
#: f = g = 1 on I, capacity 4
OPEN_PROBLEM = density_problem(capacity=4)
#: n: (bound from below, bound from above) on n cells
BOUNDS = {
    16: (Fraction(23, 6144), Fraction(211, 49152)),
    32: (Fraction(3097, 786432), Fraction(1607, 393216)),
    64: (Fraction(50491, 12582912), Fraction(25499, 6291456)),
    128: (Fraction(203029, 50331648), Fraction(814243, 201326592)),
    256: (Fraction(6506147, 1610612736), Fraction(50863, 12582912)),
    512: (Fraction(416518289, 103079215104), Fraction(208294129, 51539607552)),
}

e, delta = reals("e delta")


@paper.claim(
    "ex11-derived-examples",
    at="Section 1, after Example 1.1",
    printed=r"\text{restrictions of (4) to rectangles are optimal}",
    depends=("remark-5-3", "ex11-optimal"),
)
def ex11_derived_examples() -> Obligations:
    """On the 4 × 4 grid: unions of rows and columns, among them the tiles, a corner, and a comb."""
    tiles = [[Fraction(2) if (i < 2) == (j < 2) else Fraction(0) for j in range(4)] for i in range(4)]
    stated = instances.grid_problem(instances.QUADRATIC, [[2] * 4] * 4)
    plan = [[value / 16 for value in row] for row in tiles]
    yield Optimal(stated, plan=plan, label="the tiles")
    for rows, columns in (((0, 1), (0, 1, 2)), ((1, 2), (1, 2)), ((1, 2, 3), (0, 3)), ((0, 2), (1, 3))):
        part, restricted = instances.rectangle_problem(stated, plan, rows, columns)
        yield Optimal(part, plan=restricted, label=f"rows {rows}, columns {columns}")


@paper.claim(
    "ex12-candidate-feasible",
    at="(5)",
    printed=r"h=4\text{ on }S=\textstyle\bigcup_{k=0}^3[-\tfrac12+\tfrac k4,-\tfrac14+\tfrac k4]^2,\;0\text{ otherwise};\quad h\in\Gamma(f,g)^{\bar h}",
)
def ex12_candidate_feasible() -> Obligations:
    """Every line meets one tile, in the length 1/4; the cost is 1/192."""
    for low, high in TILES:
        for variable in (x, y):
            yield Identity(integral(4, variable, low, high), 1, label="marginal")
    yield Identity(over_tiles(4), 1, label="total mass")
    yield Relation(number(4) <= 4, label=r"$h\le\bar h$")
    yield Identity(over_tiles(4 * cost), GUESS, label="the cost of (5)")


@paper.claim(
    "ex12-not-optimal",
    at="Example 1.2",
    printed=r"I_c\text{ does not attain its minimum on }\Gamma(f,g)^{\bar h}\text{ at }(5),\quad\bar h=4\cdot1_{I^2}",
    depends=("ex12-candidate-feasible",),
)
def ex12_not_optimal() -> Obligations:
    """Plans constant on cells of a grid: up to 9 × 9 cells none costs less than the tiles, on 10 × 10 one does."""
    for size in range(1, 10):
        stated = instances.grid_problem(instances.QUADRATIC, [[4] * size] * size)
        yield Minimum(stated, ">=", GUESS, label=f"{size} × {size} cells")
    for size, value in ((4, GUESS), (8, GUESS), (10, Fraction(151, 30000)), (12, Fraction(11, 2592))):
        stated = instances.grid_problem(instances.QUADRATIC, [[4] * size] * size)
        yield Optimal(stated, value=value, label=f"{size} × {size} cells")
    yield Relation(number(Fraction(151, 30000)) < GUESS, label="10 × 10 cells against (5)")
    gain = GUESS - BOUNDS[256][1]
    yield Minimum(OPEN_PROBLEM, "<=", GUESS - gain, label=f"less than (5) by {gain}")


# ---------------------------------------------------------------------------------------------------
# the perturbation of Figure 2(C)

#: strips of width e on both sides of -¼, 0, ¼
STRIPS: dict[str, tuple[Term, Term]] = {
    "A": (-HALF / 2 - e, term(-HALF / 2)),
    "B": (term(-HALF / 2), -HALF / 2 + e),
    "C": (-e, term(0)),
    "D": (term(0), term(e)),
    "E": (HALF / 2 - e, term(HALF / 2)),
    "F": (term(HALF / 2), HALF / 2 + e),
}
#: minuses at the four named corners, and near the diagonal at its ends; pluses near the diagonal
FAR_MINUSES = ("BC", "CB", "DE", "ED")
NEAR_MINUSES = ("AA", "FF")
PLUSES = ("AB", "BA", "CD", "DC", "EF", "FE")
#: the strips are disjoint
ADMISSIBLE = Domain(e > 0, e <= HALF / 4)


def over_square(name: str) -> Term:
    """The integral of the cost over the square of two strips."""
    return over_rectangle(cost, STRIPS[name[0]], STRIPS[name[1]])


def change_of_cost() -> Term:
    """The cost of +1 on the pluses and -1 on the minuses."""
    gained = sum((over_square(name) for name in PLUSES), term(0))
    return gained - sum((over_square(name) for name in (*FAR_MINUSES, *NEAR_MINUSES)), term(0))


@paper.claim(
    "ex12-perturbation",
    at="Example 1.2, Figure 2(C)",
    printed=r"I_c(h+\Delta h)<I_c(h),\text{ minuses at }(-\tfrac14,0),(0,-\tfrac14),(0,\tfrac14),(\tfrac14,0)",
    hypotheses=(r"\Delta h=\pm\delta\text{ on }e\times e\text{ squares},\;\delta\le4,\;e\text{ small}",),
    depends=("ex12-candidate-feasible",),
)
def ex12_perturbation() -> Obligations:
    """Six pluses and six minuses on e × e squares: the change per unit is e²(e² + e - 1/8) < 0 exactly for e < (√6 - 2)/4."""
    for strip in STRIPS:
        signs = [(+1, PLUSES), (-1, (*FAR_MINUSES, *NEAR_MINUSES))]
        for side, direction in ((0, "row"), (1, "column")):
            width = sum(
                (
                    sign * (STRIPS[name[1 - side]][1] - STRIPS[name[1 - side]][0])
                    for sign, names in signs
                    for name in names
                    if name[side] == strip
                ),
                term(0),
            )
            yield Identity(width, 0, over=ADMISSIBLE, label=f"{direction} ${strip}$ keeps its mass")
    yield from strips_lie_in_tiles()
    near = sum((over_square(name) for name in PLUSES), term(0))
    near = near - sum((over_square(name) for name in NEAR_MINUSES), term(0))
    far = sum((over_square(name) for name in FAR_MINUSES), term(0))
    small = ADMISSIBLE
    yield Identity(near, e**4 * Fraction(10, 3), over=small, label="near the diagonal: of order $e^4$")
    yield Identity(
        far, 2 * e**2 * (HALF / 2 - e) ** 2 + e**4 / 3, over=small, label="the four minuses: of order $e^2$"
    )
    yield Identity(change_of_cost(), e**2 * (e**2 + e - HALF / 4), over=small, label="the change")
    gains = Domain(ADMISSIBLE, (4 * e + 2) ** 2 < 6)
    yield Relation(e**2 * (e**2 + e - HALF / 4) < 0, over=gains, label=r"reduces for $e<(\sqrt6-2)/4$")
    loses = Domain(ADMISSIBLE, (4 * e + 2) ** 2 >= 6)
    yield Relation(e**2 * (e**2 + e - HALF / 4) >= 0, over=loses, label="and for no larger $e$")
    yield Relation(4 - delta >= 0, over=Domain(delta > 0, delta <= 4), label=r"$0\le h+\Delta h\le4$")


def strips_lie_in_tiles() -> Obligations:
    """A in the first tile's interval, B and C in the second, D and E in the third, F in the fourth."""
    for strip, tile in (("A", 0), ("B", 1), ("C", 1), ("D", 2), ("E", 2), ("F", 3)):
        low, high = TILES[tile]
        yield Relation(STRIPS[strip][0] >= low, over=ADMISSIBLE, label=f"${strip}$ in tile {tile + 1}")
        yield Relation(STRIPS[strip][1] <= high, over=ADMISSIBLE, label=f"${strip}$ in tile {tile + 1}")
    yield Relation(STRIPS["B"][1] <= STRIPS["C"][0], over=ADMISSIBLE, label="$B$ and $C$ are disjoint")


# ---------------------------------------------------------------------------------------------------
# the open problem


@paper.claim(
    "ex12-open",
    at="Example 1.2",
    printed=r"\operatorname{argmin}_{\Gamma(f,g)^{\bar h}}I_c=\;?\quad\bar h=4\cdot1_{I^2}",
    depends=("ex12-not-optimal",),
)
def ex12_open() -> Obligations:
    """What is certified: the minimum is 0.0040408 up to 7e-7, from bounds that nest and close like n⁻²."""
    for size, (low, high) in BOUNDS.items():
        yield Enclosure(OPEN_PROBLEM, low, high, label=f"{size} cells")
    for (coarse, (low, high)), (fine, (lower, upper)) in pairwise(BOUNDS.items()):
        label = f"from {coarse} to {fine} cells"
        yield Relation(number(low) < lower, label=f"{label}: the lower bound rises")
        yield Relation(number(upper) < high, label=f"{label}: the upper bound falls")
        width, narrower = high - low, upper - lower
        yield Relation(number(narrower) <= width * Fraction(3, 10), label=f"{label}: order at least 1.7")
        yield Relation(number(narrower) >= width / 4, label=f"{label}: order at most 2")


def over_tiles(integrand: object) -> Term:
    """The integral over the four tiles."""
    return sum((over_rectangle(integrand, tile, tile) for tile in TILES), term(0))


#: the same on 4096 and 8192 cells
FINE_BOUNDS = {
    4096: (Fraction(853118203183, 211106232532992), Fraction(853120487899, 211106232532992)),
    8192: (Fraction(13649909450473, 3377699720527872), Fraction(1706239833317, 422212465065984)),
}


@paper.claim(
    "ex12-open-enclosure",
    at="Example 1.2",
    printed=r"\min_{\Gamma(f,g)^{\bar h}}I_c\in[L,U],\quad U-L<3\cdot10^{-9},\quad\bar h=4\cdot1_{I^2}",
    depends=("ex12-open",),
    deep=True,
)
def ex12_open_enclosure() -> Obligations:
    """The open problem on 4096 and 8192 cells: 0.0040411864 up to 1.4e-9; the gain over the four tiles is at least 1/192 - U."""
    for size, (low, high) in FINE_BOUNDS.items():
        yield Enclosure(OPEN_PROBLEM, low, high, label=f"{size} cells")
    (lower, upper), (low, high) = FINE_BOUNDS.values()
    yield Relation(number(high - low) < Fraction(3, 10**9), label="width")
    yield Relation(number(high - low) <= (upper - lower) * Fraction(26, 100), label="order at least 1.9")
    yield Relation(number(high - low) >= (upper - lower) / 4, label="order at most 2")
    gain = GUESS - high
    yield Minimum(OPEN_PROBLEM, "<=", GUESS - gain, label=f"less than (5) by {gain}")
