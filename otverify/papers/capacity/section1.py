"""Section 1: the two problems, what the examples show, and the strategy of the uniqueness proof."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import ForAll, Identity, Obligation, Relation
from otverify.claims_transport import Feasible, Minimum, Optimal, UniquePlan
from otverify.papers.capacity import instances
from otverify.papers.capacity.blowups import blowup_distances
from otverify.papers.capacity.families import densities, extreme_if_bang_bang, grid_problems, thin_layer
from otverify.papers.capacity.notation import (
    HALF,
    SQUARE,
    X,
    Y,
    Z,
    cost,
    density,
    over_rectangle,
    paper,
    s,
    t,
    x,
    y,
    z,
)
from otverify.transport import problem
from otverify.vocabulary import Domain, Function, equals, reals

Obligations = Iterator[Obligation]

c, h, h1, h2 = (Function(name) for name in ("c", "h", "h_1", "h_2"))
tau, a, b, cap, mass = reals("tau a b hbar f")


@paper.claim(
    "abstract-main",
    at="Abstract",
    printed=r"\text{every minimiser is extremal in }\Gamma(f,g)^{\bar h},\text{ hence unique}",
    hypotheses=(r"\det D^2_{xy}c\ne0",),
)
def abstract_main() -> Obligations:
    """On grids, all but O(n) of the n² cells are 0 or saturated in every optimal plan."""
    yield ForAll(grid_problems(sizes=(4, 8)), thin_layer, examples=40)


# ---------------------------------------------------------------------------------------------------
# the two problems


def convex_combinations() -> Obligations:
    """The marginal of (1-τ)h_1 + τh_2 on a line, and its sign."""
    for line, point, name in ((Y, t, "on $\\{x\\}\\times Y$"), (X, s, "on $X\\times\\{y\\}$")):
        one, two = line.integral(h1(point), point), line.integral(h2(point), point)
        mixed = line.integral((1 - tau) * h1(point) + tau * h2(point), point)
        yield Identity(mixed, mass, over=Domain(tau, equals(one, mass), equals(two, mass)), label=name)
    yield Relation((1 - tau) * a + tau * b >= 0, over=Domain(tau >= 0, tau <= 1, a >= 0, b >= 0))


@paper.claim(
    "gamma-convex",
    at="Section 1, before (1)",
    printed=r"\Gamma(f,g)=\{0\le h\in L^1_c:\ h_X=f,\;h_Y=g\}\text{ is a convex set}",
)
def gamma_convex() -> Obligations:
    """Marginals are linear, and a combination of non-negative densities is non-negative."""
    yield from convex_combinations()


@paper.claim(
    "cost-functional",
    at="(1)",
    printed=r"I_c(h)=\int c(x,y)h(x,y)\,dx\,dy",
)
def cost_functional() -> Obligations:
    """I_c is linear; on a square cell a constant density pays the average cost, ½|x̄ - ȳ|² + e²/12."""
    p, q, e = reals("p q e")
    yield Identity(
        Z.integral(c(z) * (a * h1(z) + b * h2(z)), z),
        a * Z.integral(c(z) * h1(z), z) + b * Z.integral(c(z) * h2(z), z),
        over=Domain(a, b),
        label="linear",
    )
    cell = over_rectangle(cost, (p - e / 2, p + e / 2), (q - e / 2, q + e / 2))
    yield Identity(cell, e**2 * ((p - q) ** 2 / 2 + e**2 / 12), over=Domain(p, q, e > 0), label="a cell")


@paper.claim(
    "unconstrained-problem",
    at="(2)",
    printed=r"\inf_{h\in\Gamma(f,g)}I_c(h)",
)
def unconstrained_problem() -> Obligations:
    """Without capacities the minimum is at most that of (3), and equal to it if no capacity is below min(f, g)."""
    for name, stated in instances.small_problems().items():
        yield Minimum(
            instances.without_capacity(stated),
            "<=",
            instances.solved(stated).value,
            label=f"{name}, (2) vs (3)",
        )
        wide = [[min(f, g) for g in stated.target.masses] for f in stated.source.masses]
        loose = problem(stated.source, stated.target, cost=stated.cost, capacity=wide)
        free = instances.solved(instances.without_capacity(stated))
        yield Optimal(loose, value=free.value, plan=free.plan, label=f"{name}, wide capacities")


@paper.claim(
    "gamma-hbar-convex",
    at="Section 1, before (3)",
    printed=r"\Gamma(f,g)^{\bar h}=\{h\in\Gamma(f,g):\ h\le\bar h\text{ a.e.}\}\text{ is a convex set}",
    depends=("gamma-convex",),
)
def gamma_hbar_convex() -> Obligations:
    """As before, and the bound h <= h̄ is kept."""
    yield from convex_combinations()
    yield Relation((1 - tau) * a + tau * b <= cap, over=Domain(tau >= 0, tau <= 1, a <= cap, b <= cap))


@paper.claim(
    "constrained-problem",
    at="(3)",
    printed=r"\inf_{h\in\Gamma(f,g)^{\bar h}}I_c(h)",
)
def constrained_problem() -> Obligations:
    """Finite problems: plan and potentials of equal value, or a cut that no plan can cross."""
    for name, stated in instances.small_problems().items():
        optimum = instances.solved(stated)
        yield Optimal(
            stated, value=optimum.value, plan=optimum.plan, potentials=optimum.potentials, label=name
        )
    for name, stated in instances.blocked_problems().items():
        yield Feasible(stated, holds=False, label=name)


@paper.claim(
    "bakeries-discrete",
    at="Section 1, Interpretation",
    printed=r"\text{each pair }(i,j)\text{ has its own capacity, shared with no other pair}",
)
def bakeries_discrete() -> Obligations:
    """Two cafés, one bakery, donkeys of capacity 1: a donkey per pair serves both, one for both does not."""
    yield Feasible(problem([2], [1, 1], cost=[[1, 1]], capacity=[[1, 1]]), label="a donkey per pair")
    yield Feasible(
        problem([2], [2], cost=[[1]], capacity=[[1]]), holds=False, label="the two cafés share a donkey"
    )
    yield Feasible(
        problem([2], [1, 1], cost=[[1, 1]], capacity=[[2, 0]]), holds=False, label="a pair without a donkey"
    )


# ---------------------------------------------------------------------------------------------------
# motivation


@paper.claim(
    "motivation-ex11-bang-bang",
    at="Section 1, Motivation",
    printed=r"h\in\{0,\bar h\}\text{ almost everywhere in Example 1.1}",
    depends=("ex11-optimal",),
)
def motivation_ex11_bang_bang() -> Obligations:
    """(4) takes the values 0 and 2 only."""
    yield Identity(density(x, y) * (2 - density(x, y)), 0, over=SQUARE)


@paper.claim(
    "motivation-locally-constant",
    at="Section 1, Motivation",
    printed=r"0<h(x_0,y_0)<\bar h(x_0,y_0),\;h,\bar h\text{ constant near }(x_0,y_0)\Rightarrow h\text{ is not optimal}",
    hypotheses=(r"\det D^2_{xy}c\ne0\text{ near }(x_0,y_0)",),
)
def motivation_locally_constant() -> Obligations:
    """On small squares a better density with the same marginals exists: costs with mixed derivative 1, -1, varying."""
    places = {
        "$xy$": (instances.PRODUCT, (HALF / 2, Fraction(-1, 5))),
        r"$\frac12|x-y|^2$": (instances.QUADRATIC, (Fraction(1, 3), Fraction(1, 3))),
        "a cubic cost": (instances.CURVED, (Fraction(-2, 5), HALF / 2)),
    }
    for name, (polynomial, centre) in places.items():
        for level, capacity in ((1, 2), (Fraction(1, 3), 3)):
            stated, plan = instances.block_problem(
                polynomial,
                centre=centre,
                side=Fraction(1, 8),
                cells=4,
                level=Fraction(level),
                capacity=Fraction(capacity),
            )
            constant = instances.total(instances.costs(stated), plan)
            yield Minimum(stated, "<", constant, label=f"{name}, level {level} of {capacity}")


@paper.not_computable(
    "motivation-blowup-reference",
    at="Section 1, Motivation",
    printed=r"\text{the blow-ups of }h\text{ and }\bar h\text{ at a Lebesgue point are constant}",
    why="A definition and a limit at almost every point of a general function.",
    analogue=r"\|k_n-k_\infty\|_{L^1(Q)}\to0\text{ for a step function with holes at all scales}",
)
def motivation_blowup_reference() -> Obligations:
    """The blow-ups of a function with square holes that shrink fast towards the point."""
    yield from blowup_distances()


# ---------------------------------------------------------------------------------------------------
# strategy


@paper.claim(
    "extreme-iff-geometrically-extreme",
    at="Section 1, Strategy",
    printed=r"h\text{ is an extreme point of }\Gamma(f,g)^{\bar h}\iff h\text{ is geometrically extreme}",
)
def extreme_iff_geometrically_extreme() -> Obligations:
    """0 and h̄ are no proper averages; conversely a value between them can be moved both ways inside its cell."""
    average = (1 - tau) * a + tau * b
    proper = Domain(tau > 0, tau < 1)
    yield Relation(average > 0, over=Domain(proper, a > 0, b >= 0), label="$0$ is no proper average")
    yield Relation(average < cap, over=Domain(proper, a < cap, b <= cap), label=r"nor is $\bar h$")
    yield ForAll(densities(), extreme_if_bang_bang, examples=60, label="densities on grids, cells divided")


@paper.claim(
    "linear-functional-extreme-point",
    at="Section 1, Strategy",
    printed=r"\min_{\Gamma}\ell\text{ is attained at an extreme point, for }\Gamma\text{ compact and convex}",
)
def linear_functional_extreme_point() -> Obligations:
    """Finite polytopes of plans: the minimum over all vertices is the minimum; the best vertex is one."""
    for name, stated in instances.small_problems().items():
        cost_of = instances.costs(stated)
        vertices = instances.extreme_plans(stated)
        best = min(vertices, key=lambda plan: instances.total(cost_of, plan))
        least = instances.total(cost_of, best)
        yield Optimal(stated, value=least, plan=best, label=f"{name}, best of {len(vertices)} vertices")
        yield UniquePlan(instances.exposing(stated, best), label=f"{name}, it is a vertex")


@paper.claim(
    "strategy-convex-combination",
    at="Section 1, Strategy",
    printed=r"h_1\ne h_2\text{ optimal}\Rightarrow(1-\tau)h_1+\tau h_2\text{ optimal and not geometrically extreme}",
)
def strategy_convex_combination() -> Obligations:
    """The cost is linear; where one is 0 and the other h̄ > 0, the combination lies strictly between."""
    one, two = Z.integral(c(z) * h1(z), z), Z.integral(c(z) * h2(z), z)
    mixed = Z.integral(c(z) * ((1 - tau) * h1(z) + tau * h2(z)), z)
    yield Identity(mixed, mass, over=Domain(tau, equals(one, mass), equals(two, mass)), label="same cost")
    inside = Domain(tau > 0, tau < 1, cap > 0)
    for first, second in ((0, cap), (cap, 0)):
        yield Relation((1 - tau) * first + tau * second > 0, over=inside)
        yield Relation((1 - tau) * first + tau * second < cap, over=inside)


# ---------------------------------------------------------------------------------------------------
# remarks


@paper.claim(
    "remark-boundary-nonsmooth",
    at="Section 1, Remark",
    printed=r"\partial W\text{ is not smooth in Example 1.1}",
    depends=("ex11-optimal",),
)
def remark_boundary_nonsmooth() -> Obligations:
    """W = {xy >= 0}: near every point of both axes h is 2 and 0, so ∂W is a cross at the origin."""
    p, e = reals("p e")
    near = Domain(p > 0, p < HALF, e > 0, e < p)
    for name, u, v in (("$x>0$", p, e), ("$x<0$", -p, -e), ("$y>0$", e, p), ("$y<0$", -e, -p)):
        along = "on both sides of the axis, " + name
        yield Identity(density(u, v), 2, over=near, label=along)
        beyond = (u, -v) if name[1] == "x" else (-u, v)
        yield Identity(density(*beyond), 0, over=near, label=along)


@paper.not_computable(
    "main-assumptions-local",
    at="Section 1, Main assumptions",
    printed=r"\text{no local hypothesis on }c\text{ is sufficient for uniqueness in the unconstrained case, }d\ge2",
    why="A statement about all local hypotheses, with a reference for the example.",
    analogue=r"\text{periodic cost: two optimal plans without capacities, one with them}",
)
def main_assumptions_local() -> Obligations:
    """Two points of the circle R/Z against their antipodes' midpoints: every assignment costs the same."""
    quarter = Fraction(1, 16)
    free = problem([1, 1], [1, 1], cost=[[quarter, quarter], [quarter, quarter]])
    yield UniquePlan(free, holds=False, label="no capacities")
    tight = problem([1, 1], [1, 1], cost=free.cost, capacity=[[HALF, HALF], [HALF, HALF]])
    yield UniquePlan(tight, label="capacity 1/2")


paper.not_computable(
    "remark-literature",
    at="Section 1, last Remark",
    printed=r"\text{capacity constraints are standard in the discrete case, little considered in the continuum}",
    why="A remark on the history of the subject.",
)
