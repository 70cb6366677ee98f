"""Section 4, (4.1) to (4.6): potentials of the optimal plan."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import ForAll, Identity, Obligation, Relation
from otverify.claims_transport import CyclicallyMonotone, Minimum, Optimal, UniquePlan
from otverify.errors import InvalidInput
from otverify.kernel.terms import number
from otverify.papers.coulomb.instances import (
    capped,
    chain_potential,
    cost_table,
    coulomb_problems,
    line_cost,
    named_optima,
    places,
    safe_radius,
    solved,
    transform,
)
from otverify.papers.coulomb.notation import INSIDE, cap, delta, paper, profile, r, s, tail
from otverify.transport import outcomes
from otverify.transport.costs import RadialCost, capped_coulomb, coulomb
from otverify.transport.exact import solve
from otverify.transport.faces import plan_uniqueness
from otverify.transport.measures import Point, uniform
from otverify.transport.problems import TransportProblem, problem
from otverify.vocabulary import Domain, equals, minimum, reals

Obligations = Iterator[Obligation]
Pairs = list[tuple[int, int]]

#: at a fixed x and any y of π_Y(supp γ): c_δ(x, y), c(x, y), φ_δ(y); and ψ_δ(x)
capped_cost, cost, phi, psi, r0 = reals("c_delta c phi psi r_0")
BELOW = Domain(capped_cost <= cost)
#: ψ_δ(x) is a lower bound of c_δ(x, ·) - φ_δ
LOWER = Domain(psi <= capped_cost - phi)


@paper.claim(
    "lem-4-1",
    at="Lemma 4.1, (4.1)",
    printed=r"T(x)=c_0\text{-}\exp_x(-\nabla\psi_\delta(x))=x+\frac{\nabla\psi_\delta(x)}{|\nabla\psi_\delta(x)|^{3/2}}",
    hypotheses=(r"\delta<\tfrac{r_0}2",),
    depends=("prop-3-4", "eq-4-6"),
)
def lem_4_1() -> Obligations:
    """On the line, at atoms where c_δ(x, ·) - φ_δ has one minimiser: ∇ψ_δ(x) = ∇_x c_δ(x, T(x))."""
    yield ForAll(
        coulomb_problems(least=3, most=6),
        gradient_gives_the_image,
        examples=40,
        label="uniquely minimised atoms",
    )


def gradient_gives_the_image(stated: TransportProblem) -> list[Obligation]:
    """x + ∇ψ/|∇ψ|^(3/2) = y for the pairs (x, y) of the plan."""
    found = solve(stated)
    radius = safe_radius(found) if isinstance(found, outcomes.Optimal) else None
    if radius is None or not isinstance(found, outcomes.Optimal):
        return []
    table = cost_table(capped(found, radius))
    potential = chain_potential(table, found.plan.support)
    xs, ys = places(stated.source), places(stated.target)
    shown: list[Obligation] = []
    for i, j in found.plan.support:
        values = [c - potential[k] for k, c in enumerate(table.rows()[i]) if c is not None and k in potential]
        if values.count(min(values)) > 1:
            continue
        distance = ys[j][0] - xs[i][0]
        # ∂_x 1/|x - y|, as |x - y| > δ
        slope = (1 if distance > 0 else -1) / distance**2
        image = number(xs[i][0]) + number(slope) / number(abs(slope)) ** Fraction(3, 2)
        shown.append(Identity(image, ys[j][0]))
    return shown


@paper.claim(
    "cyclical-monotonicity-potential",
    at="Section 4, details",
    printed=r"\gamma\text{ optimal for }c_\delta\;\Rightarrow\;\operatorname{supp}\gamma\;c_\delta\text{-cyclically "
    r"monotone, }\operatorname{supp}\gamma\subset\{\psi_\delta+\phi_\delta=c_\delta\}",
)
def cyclical_monotonicity_potential() -> Obligations:
    """Optimal supports are cyclically monotone; a plan that is not optimal has a violating cycle."""
    for name, problem_, pairs in supports():
        yield CyclicallyMonotone(cost_table(problem_), pairs, label=name)
        shifted = [(i, (i + 1) % len(problem_.target)) for i, _ in pairs]
        yield CyclicallyMonotone(cost_table(problem_), shifted, holds=False, label=f"{name}, shifted by one")


@paper.claim(
    "eq-4-2-chain",
    at="Section 4, (4.2)",
    printed=r"-\phi_\delta(y):=\inf\Bigl\{-c_\delta(x_N,y_N)+\sum_{i=0}^{N-1}\bigl(c_\delta(x_{i+1},y_i)-"
    r"c_\delta(x_i,y_i)\bigr):(x_i,y_i)\in\operatorname{supp}\gamma,\;y_N=y\Bigr\}",
    depends=("cyclical-monotonicity-potential",),
)
def eq_4_2_chain() -> Obligations:
    """The infimum over all first pairs, as printed, and over chains from one pair: both are potentials."""
    for name, problem_, pairs in supports():
        for start in (None, 0, len(pairs) - 1):
            potentials = chain_potentials(problem_, pairs, start=start)
            first = "any first pair" if start is None else f"first pair {start}"
            yield Optimal(problem_, potentials=potentials, label=f"{name}, {first}")


@paper.claim(
    "fn3-phi-delta-equals-c",
    at="Footnote 3",
    printed=r"c_\delta=c\text{ on }\operatorname{supp}\gamma\;\Rightarrow\;-\phi_\delta(y)=\inf\Bigl\{-c(x_N,y_N)+"
    r"\sum_{i=0}^{N-1}\bigl(c(x_{i+1},y_i)-c(x_i,y_i)\bigr)\Bigr\}",
)
def fn3_phi_delta_equals_c() -> Obligations:
    """0, 2, 7 to 4, 6, 0 with δ = 4: c_δ = c on the support, but (x_{i+1}, y_i) = (2, 4) is within δ."""
    line, close = example_of_footnote_3()
    pairs = solved(line).plan.support
    yield Minimum(line, "==", solved(close).value, label="the plan is optimal for both costs")
    of_c, of_capped = chain_potential(cost_table(line), pairs), chain_potential(cost_table(close), pairs)
    for j, place in enumerate(places(line.target)):
        yield Identity(
            of_capped[j], of_c[j], instance="0, 2, 7 to 4, 6, 0", label=rf"$\phi_\delta({place[0]})$"
        )


def example_of_footnote_3() -> tuple[TransportProblem, TransportProblem]:
    """The problem for c_0 and for c_δ with δ = 4."""
    line = problem(uniform([0, 2, 7]), uniform([0, 4, 6]), cost=coulomb())
    return line, capped(solved(line), Fraction(4))


@fn3_phi_delta_equals_c.corrected(
    r"\delta<\tfrac{r_0}2\;\Rightarrow\;-\phi_\delta(y)=\inf\Bigl\{-c(x_N,y_N)+\sum_{i=0}^{N-1}\bigl(c(x_{i+1},y_i)-"
    r"c(x_i,y_i)\bigr)\Bigr\}",
    note="Pairs $(x_{i+1},y_i)$ of a chain need not lie in the support; close ones are avoided by a detour.",
)
def fn3_corrected() -> Obligations:
    """A step through a pair closer than δ is longer than the detour through some (w, z) of the support.

    (w, z) is at distances >= r_0 from y_i and x_{i+1}, so c(w, y_i) - c(w, z) + c(x_{i+1}, z) < 1/δ.
    """
    yield from detour()
    for name, problem_, pairs in supports():
        exact = problem(problem_.source, problem_.target, cost=coulomb())
        of_c, of_capped = (chain_potential(cost_table(p), pairs) for p in (exact, problem_))
        for j in of_c:
            yield Identity(of_capped[j], of_c[j], instance=name)


def detour() -> Obligations:
    """c_δ >= 1/δ within δ, and 1/δ > 2/r_0; and c_δ = c beyond δ."""
    (between,) = reals("u")
    yield Relation(cap >= 1 / delta, over=INSIDE, label=r"$c_\delta\ge1/\delta$ within $\delta$")
    region = Domain(delta > 0, r0 > 2 * delta, r >= r0, s >= r0, between >= 0)
    yield Relation(1 / delta > 1 / r - between + 1 / s, over=region, label="the detour is shorter")


@paper.claim(
    "eq-4-3",
    at="Section 4, (4.3)",
    printed=r"\psi_\delta(x)=\inf_{y\in\pi_Y(\operatorname{supp}\gamma)}(c_\delta(x,y)-\phi_\delta(y))="
    r"\inf_{y\in\mathbb R^d}(c_\delta(x,y)-\phi_\delta(y))=\phi_\delta^{c_\delta}(x)",
    hypotheses=(r"\phi_\delta=-\infty\text{ off }\pi_Y(\operatorname{supp}\gamma)",),
)
def eq_4_3() -> Obligations:
    """A further y with φ_δ(y) = -m does not change the infimum as soon as m is large; c_δ is bounded."""
    value, m = reals("c m")
    region = Domain(psi, value >= 0, value <= 2 / delta, delta > 0, m >= psi)
    yield Identity(minimum(psi, value + m), psi, over=region)


@paper.claim(
    "psi-delta-equals-c-transform",
    at="Section 4, before (4.4)",
    printed=r"x\in\pi_X(\operatorname{supp}\gamma):\;\psi_\delta(x)=\inf_{y\in\pi_Y(\operatorname{supp}\gamma)}"
    r"(c(x,y)-\phi_\delta(y))=\inf_{y\in\mathbb R^d}(c(x,y)-\phi_\delta(y))=\phi_\delta^c(x)",
    depends=("eq-4-6",),
)
def psi_delta_equals_c_transform() -> Obligations:
    """ψ_δ(x) is a lower bound of c(x, ·) - φ_δ, attained at the partner of x, where c = c_δ."""
    yield Relation(psi <= cost - phi, over=Domain(BELOW, LOWER), label="lower bound")
    partner = Domain(equals(psi + phi, capped_cost), equals(capped_cost, cost))
    yield Identity(psi, cost - phi, over=partner, label="attained")


@paper.claim(
    "fn4-inequality",
    at="Footnote 4",
    printed=r"\psi_\delta(x)\le\phi_\delta^c(x)\text{ for all }x,\text{ as }c_\delta\le c",
)
def fn4_inequality() -> Obligations:
    """ψ_δ(x) is a lower bound of c(x, ·) - φ_δ. For δ < r_0/2 the two are equal: see (4.4)."""
    yield Relation(psi <= cost - phi, over=Domain(BELOW, LOWER))


@paper.claim(
    "eq-4-4-ruschendorf",
    at="Section 4, (4.4)",
    printed=r"\psi_\delta(x)=\inf\Bigl\{\sum_{i=0}^N\bigl(c(x_{i+1},y_i)-c(x_i,y_i)\bigr):(x_i,y_i)\in"
    r"\operatorname{supp}\gamma,\;x_{N+1}=x\Bigr\}",
    hypotheses=(r"\delta<\tfrac{r_0}2",),
    depends=("fn3-phi-delta-equals-c",),
)
def eq_4_4_ruschendorf() -> Obligations:
    """At every x, in the support or not: the detour applies to the last step too. Compared on a grid."""
    yield from detour()
    for name, problem_, pairs in supports():
        exact = problem(problem_.source, problem_.target, cost=coulomb())
        sides = [
            (capped_coulomb(radius_of(problem_)), chain_potential(cost_table(problem_), pairs)),
            (coulomb(), chain_potential(cost_table(exact), pairs)),
        ]
        for step in range(-8, 70, 3):
            place = (Fraction(step, 2),)
            left, right = (infimum(h, place, problem_, potential) for h, potential in sides)
            yield Identity(left, right, instance=name, label=f"$x={place[0]}$")
        yield Optimal(problem_, potentials=chain_potentials(problem_, pairs), label=f"{name}: Kantorovich")


@paper.claim(
    "eq-4-5",
    at="Section 4, (4.5)",
    printed=r"\psi_\delta(x)+\phi_\delta(y)\le c_\delta(x,y)\le c(x,y)\quad\text{on }\mathbb R^d\times\mathbb R^d",
    depends=("cdelta-in-class",),
)
def eq_4_5() -> Obligations:
    """The definition of the infimum, and h(r) <= 1/r."""
    yield Relation(psi + phi <= capped_cost, over=LOWER, label="first")
    yield Relation(cap <= tail, over=INSIDE, label="second, within $\\delta$")
    yield Identity(profile, tail, over=Domain(delta > 0, r > delta), label="second, beyond $\\delta$")


@paper.claim(
    "eq-4-6",
    at="Section 4, (4.6)",
    printed=r"\psi_\delta(x)+\phi_\delta(y)\ge c_\delta(x,y)=c(x,y)\quad\text{on }\operatorname{supp}\gamma",
    depends=("eq-4-2-chain",),
)
def eq_4_6() -> Obligations:
    """Potentials from chains, from any first pair and from a fixed one, at every pair of the support."""
    for name, problem_, pairs in supports():
        costs = cost_table(problem_).rows()
        for start in (None, 0):
            f, g = chain_potentials(problem_, pairs, start=start)
            for i, j in pairs:
                price = costs[i][j] or Fraction(0)
                yield Relation(number(f[i] + g[j]), ">=", number(price), instance=name)
        for i, j in pairs:
            x, target = places(problem_.source)[i], places(problem_.target)[j]
            exact = line_cost(coulomb(), x, target)
            yield Identity(costs[i][j] or 0, exact or 0, instance=name, label=r"$c_\delta=c$")


@paper.claim(
    "potentials-equality-on-support",
    at="Section 4, after (4.6)",
    printed=r"\psi_\delta(x)+\phi_\delta(y)=c_\delta(x,y)=c(x,y)\quad\text{on }\operatorname{supp}\gamma",
    depends=("eq-4-5", "eq-4-6"),
)
def potentials_equality_on_support() -> Obligations:
    """Two inequalities; on the instances the dual value is the minimum."""
    left, right = reals("u v")
    yield Identity(left, right, over=Domain(left >= right, right >= left), label="(4.5) and (4.6)")
    for name, problem_, pairs in supports():
        f, g = chain_potentials(problem_, pairs)
        masses = [(problem_.source.masses, f), (problem_.target.masses, g)]
        dual = sum((m * v for side in masses for m, v in zip(*side, strict=True)), Fraction(0))
        yield Minimum(problem_, "==", dual, label=name)


@paper.claim(
    "lem-4-1-uniqueness-T-Tdelta",
    at="Proof of Lemma 4.1",
    printed=r"\gamma=(\mathrm{id}\times T_\delta)_\#\mu,\quad T=T_\delta\;\mu\text{-a.e.}",
    depends=("prop-3-4",),
)
def lem_4_1_uniqueness() -> Obligations:
    """Where the optimal plan for c_0 is unique, so is the one for c_δ, and they agree."""
    yield ForAll(coulomb_problems(least=3, most=6), unique_for_both, examples=40)


def unique_for_both(stated: TransportProblem) -> list[Obligation]:
    """The plan of c_0 is the only one that is optimal for c_δ."""
    found = solve(stated)
    radius = safe_radius(found) if isinstance(found, outcomes.Optimal) else None
    if radius is None or not isinstance(found, outcomes.Optimal) or not plan_uniqueness(found).unique:
        return []
    close = capped(found, radius)
    return [Optimal(close, plan=found.plan), UniquePlan(close)]


# ---------------------------------------------------------------------------------------------------
# instances


def supports() -> Iterator[tuple[str, TransportProblem, Pairs]]:
    """The named instances with c_δ, δ < r_0/2, and the support of their optimal plan."""
    for name, optimum in named_optima().items():
        radius = safe_radius(optimum)
        if radius is not None:
            yield name, capped(optimum, radius), optimum.plan.support


def radius_of(stated: TransportProblem) -> Fraction:
    """The δ of the instance."""
    radius = safe_radius(solved(problem(stated.source, stated.target, cost=coulomb())))
    if radius is None:
        raise InvalidInput("an instance", expected="one with r_0 > 0", got="none")
    return radius


def chain_potentials(
    stated: TransportProblem, pairs: Pairs, *, start: int | None = None
) -> tuple[list[Fraction], list[Fraction]]:
    """ψ_δ = φ_δ^c and φ_δ from (4.2), on all atoms."""
    table = cost_table(stated)
    potential = chain_potential(table, pairs, start=start)
    psi_values = [value for value in transform(table, potential) if value is not None]
    return psi_values, [potential[j] for j in range(len(stated.target))]


def infimum(
    radial: RadialCost, place: Point, stated: TransportProblem, potential: dict[int, Fraction]
) -> Fraction:
    """min over y of c(x, y) - φ(y)."""
    costs = {j: line_cost(radial, place, places(stated.target)[j]) for j in potential}
    return min(c - potential[j] for j, c in costs.items() if c is not None)
