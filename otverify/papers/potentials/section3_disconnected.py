"""Section 3, Disconnected support: the semi-discrete case, contacts, degeneracy."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from otverify.claims import Relation
from otverify.claims_transport import Optimal, PotentialWidth, UniquePotential
from otverify.kernel.terms import Term
from otverify.papers.potentials.instances import (
    BLOCKS_COST,
    blocks,
    figure2_decoupled,
    figure2_linked,
    have_different_sums,
    least,
    line,
    power_grid,
    proper_sums,
    separated,
    split_grid,
    wavy,
)
from otverify.papers.potentials.notation import (
    HALF,
    F_v,
    F_y,
    c_uv,
    c_uy,
    c_xy,
    eps,
    f_u,
    f_x,
    infimum,
    paper,
    t,
)
from otverify.vocabulary import Domain, absolute, equals, number, reals

Obligations = Iterator[Any]

a, b, delta, m = reals("a b Delta m")


# ---------------------------------------------------------------------------------------------------
# Example 3: X finite


@paper.claim(
    "example3-connected",
    at="Example 3",
    printed=r"X\text{ finite},\;\operatorname{supp}\nu\text{ connected}\;\Rightarrow\;S_c(\mu,\nu)\text{ a.s. unique for all }\mu",
    depends=("theorem1",),
)
def example3_connected() -> Obligations:
    """One interval, or intervals that touch: squared and piecewise linear costs, plateaus, points without mass."""
    for masses in ((1, 1, 1), (1, 2, 3), (5, 0, 1)):
        over = [(0, 2, sum(masses))]
        yield UniquePotential(line([0, 1, 4], masses, over), label=f"squared cost, masses {masses}")
    for masses in ((1, 2, 1), (2, 1, 1), (1, 1, 4), (3, 0, 1)):
        over = [(0, 4, sum(masses))]
        yield UniquePotential(wavy(masses, over), label=f"piecewise linear costs, masses {masses}")
    yield UniquePotential(wavy((2, 2, 1), [(0, 2, 1), (2, 5, 4)]), label="two densities that touch")
    apart = line([0, 1], [1, 1], [(0, 1, 1), (2, 3, 1)])
    yield UniquePotential(apart, holds=False, label="without connected support")


def modulus_of_conjugate() -> Obligations:
    """|f^c(y) - f^c(v)| <= m as soon as |c(x, y) - c(x, v)| <= m for the finitely many x."""
    near = Domain(m >= 0, absolute(c_uy - c_uv) <= m)
    one = Domain(near, infimum(F_y, below=(c_uy - f_u,)), infimum(F_v, near=c_uv - f_u))
    yield Relation(F_y - F_v <= m + eps, over=one, label=r"$f^c(y)-f^c(v)$")
    two = Domain(near, infimum(F_v, below=(c_uv - f_u,)), infimum(F_y, near=c_uy - f_u))
    yield Relation(F_v - F_y <= m + eps, over=two, label=r"$f^c(v)-f^c(y)$")


@paper.claim(
    "example3-trivial-hypotheses",
    at="Example 3",
    printed=r"X\text{ finite},\;c\text{ continuous}\;\Rightarrow\;f^c\text{ continuous and restricted potentials unique}",
    depends=("modulus-inherited",),
)
def example3_trivial() -> Obligations:
    """A minimum of finitely many continuous functions; on one point any two functions differ by a constant."""
    yield from modulus_of_conjugate()


@paper.claim(
    "example3-countable-components",
    at="Example 3",
    printed=r"X\text{ finite},\;\mu,\nu\text{ as in Lemma 6}\;\Rightarrow\;S_c(\mu,\nu)\text{ a.s. unique}",
    depends=("theorem1", "lemma6"),
)
def example3_countable() -> Obligations:
    """Two to eight intervals, masses without common subset sums: all potentials agree."""
    for source, target in (
        ((5, 5), (3, 7)),
        ((5, 5), (1, 3, 6)),
        ((4, 3, 5), (1, 1, 10)),
        ((7, 11, 13), (2, 2, 2, 25)),
        ((50, 50), (3, 3, 3, 3, 3, 3, 3, 79)),
    ):
        yield have_different_sums(source, target, f"{len(target)} intervals: different sums")
        over = [(2 * k, 2 * k + 1, mass) for k, mass in enumerate(target)]
        points = [3 * k for k in range(len(source))]
        yield UniquePotential(line(points, source, over), label=f"{len(target)} intervals")
    apart = line([0, 1], [1, 1], [(0, 1, 1), (2, 3, 1)])
    yield UniquePotential(apart, holds=False, label="without different sums")


#: ν with four components of mass 1/4, none a multiple of 1/2
QUARTERS = (Fraction(1, 4),) * 4


def quarters() -> Any:
    """Two points of mass 1/2 and four intervals of mass 1/4, cost |x - y|²."""
    return line([0, 5], (HALF, HALF), [(2 * k, 2 * k + 1, mass) for k, mass in enumerate(QUARTERS)])


def distance_to_multiples(masses: Any, count: int) -> Term:
    """The distance of the numbers to {k/n : k = 0, ..., n}."""
    return least([absolute(number(mass) - Fraction(k, count)) for mass in masses for k in range(count + 1)])


@paper.claim(
    "example3-uniform",
    at="Example 3, last sentence",
    printed=r"\mu\text{ uniform on }n\text{ points},\;n\nu(Y_j)\notin\mathbb N\text{ for all }j\;\Rightarrow\;S_c(\mu,\nu)\text{ a.s. unique}",
    depends=("example3-countable-components",),
)
def example3_uniform() -> Obligations:
    """n = 2 and four intervals of mass 1/4: two of them together have the mass of a point."""
    thirds = (Fraction(1, 5), Fraction(4, 5))
    yield Relation(
        distance_to_multiples(thirds, 3) > 0, label="1/5, 4/5: no multiple of 1/3", instance="n = 3"
    )
    over = [(0, 1, thirds[0]), (2, 3, thirds[1])]
    yield UniquePotential(line([0, 1, 2], (Fraction(1, 3),) * 3, over), label="1/5, 4/5")
    yield Relation(distance_to_multiples(QUARTERS, 2) > 0, label="1/4: no multiple of 1/2", instance="n = 2")
    yield UniquePotential(quarters(), label="four intervals of mass 1/4")


@example3_uniform.corrected(
    r"n\sum_{j\in J'}\nu(Y_j)\notin\mathbb N\text{ for all nonempty proper }J'\subset J\;\Rightarrow\;S_c(\mu,\nu)\text{ a.s. unique}",
    note="Unions of components count as well, not only individual ones; that is the condition of Lemma 6.",
)
def example3_uniform_corrected() -> Obligations:
    """No union of intervals has a multiple of 1/n; without that, the counterexample."""
    yield UniquePotential(quarters(), holds=False, label="four intervals: not unique")
    for count, target in (
        (2, (Fraction(1, 5), Fraction(1, 5), Fraction(3, 5))),
        (3, (Fraction(1, 7), Fraction(1, 7), Fraction(5, 7))),
        (4, (Fraction(1, 10), Fraction(3, 10), Fraction(3, 5))),
    ):
        sums = proper_sums(target)
        yield Relation(
            distance_to_multiples(sums, count) > 0, label=f"$n={count}$: no union", instance="masses"
        )
        over = [(2 * k, 2 * k + 1, mass) for k, mass in enumerate(target)]
        stated = line(range(count), (Fraction(1, count),) * count, over)
        yield UniquePotential(stated, label=f"$n={count}$")


# ---------------------------------------------------------------------------------------------------
# offsets and contacts


@paper.claim(
    "offset-form",
    at="Section 3, after Example 3",
    printed=r"f_a=\sum_{i\in I}\mathbb 1_{X_i}(f_i+a_i)\text{ on }p_X(\operatorname{supp}\pi),\;\text{not every }a\in\mathbb R^{|I|}\text{ occurs}",
    depends=("decomposition-8",),
)
def offset_form() -> Obligations:
    """The blocks: f = (0, 0, 0, 1) with offset t on the second block is optimal exactly for t in [0, 1]."""
    f, g = (number(0), number(0), t, t + 1), (number(0), number(0), -t, 1 - t)
    for i, row in enumerate(BLOCKS_COST):
        for j, cost in enumerate(row):
            yield Relation(f[i] + g[j] <= cost, over=Domain(t >= 0, t <= 1), label=f"$({i + 1},{j + 1})$")
    yield PotentialWidth(blocks(), (0, 1), 0, 0, label="first block")
    yield PotentialWidth(blocks(), (2, 3), -1, -1, label="second block")
    yield PotentialWidth(blocks(), (2, 0), 0, 1, label="offsets: $0\\le t\\le1$ and no other")


@paper.claim(
    "contact-determines-offset",
    at="Section 3, after Example 3",
    printed=r"\overline{p_Y(\Gamma_{i_1j})}\cap\overline{p_Y(\Gamma_{i_2j})}\ne\emptyset\;\Rightarrow\;a_{i_1}\text{ determines }a_{i_2}",
    depends=("proof1-step1-identity",),
)
def contact_determines_offset() -> Obligations:
    """f_1 - f_2 = c(x_1, y) - c(x_2, y) at a common point y of the closed cells; exact widths."""
    contact = Domain(equals(f_x + F_y, c_xy), equals(f_u + F_y, c_uy))
    yield Relation(f_x - f_u, "==", c_xy - c_uy, over=contact, label="at a contact")
    yield PotentialWidth(line([0, 1], [1, 1], [(0, 1, 2)]), (0, 1), 0, 0, label="contact at 1/2")
    yield PotentialWidth(
        line([0, 1], [1, 1], [(0, 1, 1), (2, 3, 1)]), (0, 1), 1, 3, label="a gap, no contact"
    )


@paper.claim(
    "figure2",
    at="Figure 2",
    printed=r"\text{(a) no contact between }\{X_1,X_2\}\text{ and }X_3;\;\text{(b) contacts }y_1,y_2\text{: unique}",
    depends=("contact-determines-offset",),
)
def figure2() -> Obligations:
    """Three points, two intervals [0, 1] and [3, 4]: masses (1, 1, 2) to (2, 2), and (1, 1, 1) to (3/2, 3/2)."""
    yield PotentialWidth(figure2_decoupled(), (0, 1), 0, 0, label="(a) $f_1-f_2$: contact")
    yield PotentialWidth(figure2_decoupled(), (1, 2), -9, 3, label="(a) $f_2-f_3$: free")
    third = Fraction(2, 3)
    yield PotentialWidth(
        figure2_linked(), (0, 1), 2 * third - 1, 2 * third - 1, label="(b) contact $y_1=2/3$"
    )
    second = (Fraction(10, 3) - 1) ** 2 - (Fraction(10, 3) - 4) ** 2
    yield PotentialWidth(figure2_linked(), (1, 2), second, second, label="(b) contact $y_2=10/3$")
    yield UniquePotential(figure2_linked(), label="(b)")


# ---------------------------------------------------------------------------------------------------
# degeneracy and continuity

#: Δ = 2 between {1, 2} and {3, 4}; symmetric, zero on the diagonal, no metric
SEPARATED_COST = ((0, 5, 2, 9), (5, 0, 4, 3), (2, 4, 0, 0), (9, 3, 0, 0))


@paper.claim(
    "no-crossing-11",
    at="(11)",
    printed=r"\Delta>0\;\Rightarrow\;\pi(X_1\times X_2)=\pi(X_2\times X_1)=0\text{ for all optimal }\pi",
    hypotheses=(r"c\ge0\text{ symmetric},\;c(x,x)=0,\;\mu=\nu",),
)
def no_crossing() -> Obligations:
    """T_c(μ, μ) = 0: a mass p on X_1 × X_2, where c >= Δ, would cost pΔ."""
    p, q, c, e = reals("p q c e")
    optimal = Domain(delta > 0, p >= 0, q >= 0, c >= delta, e >= 0, p * c + q * e <= 0)
    yield Relation(p * delta <= 0, over=optimal, label=r"$\pi(X_1\times X_2)\Delta\le T_c(\mu,\mu)=0$")
    yield Optimal(separated(SEPARATED_COST), value=0, label="four points")


@paper.claim(
    "fab-potentials-11",
    at="(11)",
    printed=r"|a-b|\le\Delta\;\Rightarrow\;f_{a,b}=a\mathbb 1_{X_1}+b\mathbb 1_{X_2}\in S_c(\mu,\mu)",
    depends=("lemma11",),
)
def fab_potentials() -> Obligations:
    """f = a on X_1, b on X_2 and g = -f are feasible for |a - b| <= Δ <= c; on four points no other offset."""
    across = Domain(delta > 0, c_xy >= delta, a - b <= delta, b - a <= delta)
    yield Relation(a - b <= c_xy, over=across, label=r"$X_1\times X_2$")
    yield Relation(b - a <= c_xy, over=across, label=r"$X_2\times X_1$")
    yield PotentialWidth(separated(SEPARATED_COST), (0, 2), -2, 2, label=r"$\Delta=2$, sharp")
    for offset in (-2, 0, 2):
        f = (0, 0, offset, offset)
        g = (0, 0, -offset, -offset)
        yield Optimal(separated(SEPARATED_COST), potentials=(f, g), label=f"$b-a={offset}$")


@paper.claim(
    "jump-cost",
    at="Section 3, Continuity",
    printed=r"c\text{ jumps by }\Delta\text{ between two parts of a connected support: }f_{a,b},\,|a-b|\le\Delta,\text{ as in Lemma 11}",
    depends=("fab-potentials-11",),
)
def jump_cost() -> Obligations:
    """|x - y|² within the halves of [0, 1] and Δ across, on N points: width 2Δ; without the jump 2/(N-1)."""
    jump = Domain(c_xy >= delta, delta > 0, a - b <= delta, b - a <= delta)
    yield Relation(a - b <= c_xy, over=jump, label=r"across: $f_{a,b}\oplus(-f_{a,b})\le c$")
    yield Relation(b - a <= c_xy, over=jump, label=r"across: $f_{a,b}\oplus(-f_{a,b})\le c$")
    yield Relation(a - b, "!=", 0, over=Domain(jump, a > b), label="without continuous costs")
    for size in (4, 8, 16):
        step = Fraction(1, size - 1)
        places = [k * step for k in range(size)]
        for ends in ((0, size - 1), (size // 2 - 1, size // 2)):
            yield PotentialWidth(split_grid(places, 2), ends, -2, 2, label=rf"$\Delta=2$, $N={size}$")
        yield PotentialWidth(power_grid(places, 2), (0, size - 1), -step, step, label=f"no jump, $N={size}$")


@paper.not_computable(
    "continuity-criteria",
    at="Section 3, Continuity",
    printed=r"\{c(x,\cdot)\}\text{ equicontinuous, or }X\text{ compact}\;\Rightarrow\;f^c\text{ continuous}",
    why="Equicontinuous families of functions on a Polish space.",
    analogue=r"|c(x,y)-c(x,v)|\le m\text{ for all }x\;\Rightarrow\;|f^c(y)-f^c(v)|\le m",
)
def continuity_criteria() -> Obligations:
    """As in Example 3, with one modulus m for all x."""
    yield from modulus_of_conjugate()


@paper.not_computable(
    "continuity-at-contact-points",
    at="Section 3, Continuity",
    printed=r"\text{continuity at finitely many contact points suffices}",
    why="An inspection of the proof: |I| - 1 contact points suffice.",
    analogue=r"\text{Figure 2(b): two contacts fix three values}",
)
def at_contact_points() -> Obligations:
    """Two differences determine the third."""
    yield UniquePotential(figure2_linked(), label="two contacts, three points")
    f1, f2, f3, c12, c23 = reals("f_1 f_2 f_3 c_12 c_23")
    fixed = Domain(equals(f1 - f2, c12), equals(f2 - f3, c23))
    yield Relation(f1 - f3, "==", c12 + c23, over=fixed, label="a chain of links")


@paper.not_computable(
    "interior-restriction",
    at="Section 3, Continuity",
    printed=r"\nu(\partial\operatorname{supp}\nu)=0\text{: Lemma 3 with }\tilde Y=\operatorname{int}(\operatorname{supp}\nu)",
    why="Continuity in the interior of the support of ν.",
    analogue=r"\text{two cells that touch at a point of no mass are linked; with a gap they are not}",
)
def interior_restriction() -> Obligations:
    """Two points whose cells are [0, 1] and [1, 2], in one component or, without the point 1, in two."""
    yield UniquePotential(line([0, 2], [1, 1], [(0, 1, 1), (1, 2, 1)]), label="cells that touch")
    yield UniquePotential(
        line([0, 2], [1, 1], [(0, 1, 1), (1 + HALF, 2, 1)]), holds=False, label="with a gap"
    )
