"""Section 3, Proposition 3.4, step 1: the cost c_δ, and why optimal plans for c_0 stay optimal for it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import ForAll, Identity, Obligation, Relation
from otverify.claims_transport import CyclicallyMonotone, Minimum, Optimal
from otverify.kernel.terms import number
from otverify.papers.coulomb.instances import (
    capped,
    coulomb_problems,
    line_cost,
    named_optima,
    safe_radius,
    solved,
    squared_distance,
    support_pairs,
)
from otverify.papers.coulomb.notation import INSIDE, OUTSIDE, cap, delta, paper, profile, r, tail
from otverify.transport import outcomes
from otverify.transport.costs import RadialCost, capped_coulomb, coulomb
from otverify.transport.exact import solve
from otverify.transport.problems import TransportProblem
from otverify.vocabulary import D, Domain, reals

Obligations = Iterator[Obligation]


@paper.claim(
    "prop-3-4",
    at="Proposition 3.4",
    printed=r"\gamma_*\text{ optimal for }c_0\;\Rightarrow\;\gamma_*\text{ optimal for }c_\delta,\quad c_\delta"
    r"\in C^{2,1}\text{ bounded, twisted on }\{|y-x|>\tfrac23\delta\}",
    hypotheses=(r"\delta<\tfrac{r_0}2",),
    depends=("lem-3-3-support-lemma", "cdelta-in-class", "cdelta-bounded", "hz-C2alpha", "cdelta-twist"),
)
def prop_3_4() -> Obligations:
    """The optimality on random instances in dimensions 1 to 3, with r_0 from the proof of Lemma 3.2."""
    for dimension, span in ((1, 24), (2, 6), (3, 4)):
        stated = coulomb_problems(least=3, most=6, dimension=dimension, span=span)
        yield ForAll(stated, still_optimal, examples=25, label=rf"$d={dimension}$")


def still_optimal(stated: TransportProblem) -> list[Obligation]:
    """The plan that is optimal for c_0 is optimal for c_δ; nothing where there is no r_0."""
    found = solve(stated)
    radius = safe_radius(found) if isinstance(found, outcomes.Optimal) else None
    if radius is None or not isinstance(found, outcomes.Optimal):
        return []
    return [Optimal(capped(found, radius), plan=found.plan)]


@prop_3_4.mutant("δ larger than the distances of the support")
def prop_3_4_mutant() -> Obligations:
    """With δ = 40 the cost is concave enough near the diagonal to prefer other plans."""
    for name, optimum in named_optima().items():
        yield Optimal(capped(optimum, Fraction(40)), plan=optimum.plan, label=name)


@paper.claim(
    "optimal-implies-c-monotone",
    at="Proof of Prop. 3.4, first sentence",
    printed=r"\gamma_*\text{ optimal for }c_0\;\Rightarrow\;c_0(x,y)+c_0(x',y')\le c_0(x',y)+c_0(x,y')"
    r"\text{ on }\operatorname{supp}\gamma_*",
    hypotheses=(r"\int c_0\,d\gamma_*<\infty",),
)
def optimal_implies_c_monotone() -> Obligations:
    """The supports of certified optimal plans are even cyclically monotone."""
    for name, optimum in named_optima().items():
        yield CyclicallyMonotone(optimum.problem.cost, optimum.plan.support, label=name)


@paper.claim(
    "cdelta-def",
    at="Proof of Prop. 3.4",
    printed=r"h(r)=\frac{r^3}{\delta^4}-\frac{2r^2}{\delta^3}+\frac2\delta\;(r\le\delta),\quad h(r)=\frac1r\;(r>\delta)",
)
def cdelta_def() -> Obligations:
    """h is one function for all δ up to scaling: h_δ(r) = h_1(r/δ)/δ, and the two branches meet."""
    unit = profile.at(delta, 1)
    for label, region in ((r"$r\le\delta$", INSIDE), (r"$r>\delta$", Domain(delta > 0, r > delta))):
        yield Identity(profile, unit.at(r, r / delta) / delta, over=region, label=label)
    yield Identity(cap.at(r, delta), tail.at(r, delta), over=delta > 0, label=r"continuity at $\delta$")


@paper.claim(
    "cdelta-in-class",
    at="Proof of Prop. 3.4, step 1",
    printed=r"h\text{ decreasing},\quad h(r)=\tfrac1r\;(r\ge\delta),\quad h(r)\le\tfrac1r\;(r<\delta)",
    depends=("cost-class-3-3", "cdelta-def"),
)
def cdelta_in_class() -> Obligations:
    """c_δ satisfies (3.3)."""
    yield Relation(D(cap, r) < 0, over=INSIDE, label="decreasing on $(0,\\delta]$")
    yield Relation(D(tail, r) < 0, over=OUTSIDE, label="decreasing on $[\\delta,\\infty)$")
    yield Identity(cap.at(r, delta), tail.at(r, delta), over=delta > 0, label="continuous at $\\delta$")
    yield Relation(cap <= 1 / r, over=INSIDE)


@paper.claim(
    "eq-3-4",
    at="Proof of Prop. 3.4, (3.4)",
    printed=r"\inf_\gamma\int c\,d\gamma=\int c\,d\gamma_*=\int c_\delta\,d\gamma_*\ge\inf_\gamma\int c_\delta\,d\gamma",
    hypotheses=(r"\gamma_*(\overline D_\delta)=0",),
)
def eq_3_4() -> Obligations:
    """Each relation on the named instances; c = c_δ beyond δ is what makes the second."""
    yield Identity(
        profile, 1 / r, over=Domain(delta > 0, r > delta), label="$c=c_\\delta$ off $\\overline D_\\delta$"
    )
    for name, optimum, radius in instances():
        costs = total(optimum, coulomb()), total(optimum, capped_coulomb(radius))
        yield Minimum(optimum.problem, "==", costs[0], label=f"{name}: first equality")
        yield Identity(*map(number, costs), instance=name, label="second equality")
        yield Minimum(capped(optimum, radius), "<=", costs[1], label=f"{name}: inequality")


@paper.claim(
    "eq-3-5",
    at="Proof of Prop. 3.4, (3.5)",
    printed=r"\inf_\gamma\int c_\delta\,d\gamma=\int c_\delta\,d\gamma_\delta=\int c\,d\gamma_\delta\ge"
    r"\inf_\gamma\int c\,d\gamma",
    hypotheses=(r"\gamma_\delta\text{ optimal for }c_\delta",),
    depends=("lem-3-3-support-lemma",),
)
def eq_3_5() -> Obligations:
    """γ_δ stays away from the diagonal, and each relation, on the named instances."""
    for name, optimum, radius in instances():
        other = solved(capped(optimum, radius))
        for pair in support_pairs(other):
            yield Relation(
                number(squared_distance(*pair)),
                ">",
                number(radius**2),
                instance=name,
                label=r"$\gamma_\delta(\overline D_\delta)=0$",
            )
        costs = total(other, capped_coulomb(radius)), total(other, coulomb())
        yield Minimum(other.problem, "==", costs[0], label=f"{name}: first equality")
        yield Identity(*map(number, costs), instance=name, label="second equality")
        yield Minimum(optimum.problem, "<=", costs[1], label=f"{name}: inequality")


@eq_3_5.mutant("the second equality for δ = 40")
def eq_3_5_mutant() -> Obligations:
    """Plans that are optimal for a very wide cap move mass inside it."""
    for name, optimum in named_optima().items():
        other = solved(capped(optimum, Fraction(40)))
        costs = total(other, capped_coulomb(Fraction(40))), total(other, coulomb(), infinite=Fraction(10**6))
        yield Identity(*map(number, costs), instance=name)


@paper.claim(
    "eq-3-4-equality",
    at="Proof of Prop. 3.4, end of step 1",
    printed=r"\inf_\gamma\int c\,d\gamma=\inf_\gamma\int c_\delta\,d\gamma,\quad\gamma_*\text{ optimal for }c_\delta",
    depends=("eq-3-4", "eq-3-5"),
)
def eq_3_4_equality() -> Obligations:
    """(3.4) and (3.5) bound each infimum by the other; both values on the named instances."""
    first, second = reals("I I_delta")
    yield Identity(first, second, over=Domain(first >= second, second >= first), label="two inequalities")
    for name, optimum, radius in instances():
        yield Minimum(capped(optimum, radius), "==", optimum.value, label=name)
        yield Optimal(capped(optimum, radius), plan=optimum.plan, label=name)


def instances() -> Iterator[tuple[str, outcomes.Optimal, Fraction]]:
    """The named instances with a δ < r_0/2."""
    for name, optimum in named_optima().items():
        radius = safe_radius(optimum)
        if radius is not None:
            yield name, optimum, radius


def total(optimum: outcomes.Optimal, cost: RadialCost, *, infinite: Fraction | None = None) -> Fraction:
    """∫ cost dγ for the optimal plan on a line."""
    amount = Fraction(0)
    for (_, _, mass), pair in zip(optimum.plan.entries(), support_pairs(optimum), strict=True):
        price = line_cost(cost, *pair)
        amount += mass * (price if price is not None else infinite or Fraction(0))
    return amount
