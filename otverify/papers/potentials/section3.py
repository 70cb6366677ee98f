"""Section 3: almost sure uniqueness, degenerate plans, and Theorem 1."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from otverify.claims import Identity, Limit, Relation, oo
from otverify.claims_transport import Optimal, UniquePotential
from otverify.papers.potentials.examples import all_lipschitz_functions, countable_cells, hyperbola
from otverify.papers.potentials.instances import (
    BLOCKS_COST,
    BLOCKS_PLANS,
    TIES_COST,
    Matrix,
    blocks,
    empty_atoms,
    finite,
    have_different_sums,
    interval_against_atoms,
    is_nondegenerate,
    line,
    ties,
    transposed,
    wavy,
)
from otverify.papers.potentials.notation import (
    HALF,
    F_y,
    c_uy,
    c_xy,
    eps,
    f_u,
    f_x,
    infimum,
    paper,
)
from otverify.vocabulary import Domain, equals, minimum, reals

Obligations = Iterator[Any]

a, k = reals("a k")
#: two potentials f, h with conjugates F, H, at a contact (x, y) of both
h_x, H_y = reals("h_x H_y")
BOTH = Domain(c_xy, f_x, h_x, F_y=c_xy - f_x, H_y=c_xy - h_x)
#: masses of I' × J', I' × rest, rest × J' under a plan; the rest of both has the mass 1 - p - q - r
p, q, r = reals("p q r")
MASSES = Domain(p >= 0, q >= 0, r >= 0, p + q + r <= 1)


@paper.claim(
    "shift-invariance",
    at="Section 3, first paragraph",
    printed=r"f\in S_c(\mu,\nu)\;\Rightarrow\;f+a\in S_c(\mu,\nu)",
)
def shift_invariance() -> Obligations:
    """(f + a)^c = f^c - a."""
    (other,) = reals("G_y")
    upper = Domain(a, infimum(other, below=(c_xy - (f_x + a),)), infimum(F_y, near=c_xy - f_x))
    yield Relation(other <= F_y - a + eps, over=upper, label=r"$(f+a)^c\le f^c-a$")
    lower = Domain(a, infimum(other, near=c_uy - (f_u + a)), infimum(F_y, below=(c_uy - f_u,)))
    yield Relation(F_y - a <= other + eps, over=lower, label=r"$(f+a)^c\ge f^c-a$")
    yield Identity((f_x + a) + (F_y - a), f_x + F_y, label=r"$f\oplus f^c$ is the same")


@paper.claim(
    "uniqueness-equivalence",
    at="Section 3, before Lemma 5",
    printed=r"S_c(\mu,\nu)\text{ a.s. unique}\iff S_c^c(\mu,\nu)\text{ a.s. unique}",
    depends=("lemma5-3",),
)
def uniqueness_equivalence() -> Obligations:
    """f - h = k where mass starts iff f^c - h^c = -k where it ends; finite problems from both sides."""
    yield Relation(F_y - H_y, "==", -k, over=Domain(BOTH, equals(f_x, h_x + k)), label=r"$\Rightarrow$")
    yield Relation(f_x - h_x, "==", k, over=Domain(BOTH, equals(F_y - H_y, -k)), label=r"$\Leftarrow$")
    for name, stated, cost, masses, unique in (
        ("ties", ties(), TIES_COST, ([1] * 3, [1] * 3), True),
        ("blocks", blocks(), BLOCKS_COST, ([1] * 4, [1] * 4), False),
        (
            "a point without mass",
            empty_atoms(),
            ((0, 1, 3), (3, 5, 0), (1, 1, 1)),
            ([1, 2, 0], [2, 1, 0]),
            False,
        ),
    ):
        yield UniquePotential(stated, holds=unique, label=f"{name}, from $X$")
        back = finite(masses[1], masses[0], transposed(cost))
        yield UniquePotential(back, holds=unique, label=f"{name}, from $Y$")


# ---------------------------------------------------------------------------------------------------
# Lemma 5

#: values of two potentials along a sequence x_n of points where they agree
f_n, h_n = reals("f_n h_n")


def limits_agree(one: Any, two: Any) -> Obligations:
    """Values at x_n that agree and converge have limits that agree."""
    near = Domain(
        eps > 0, f_n < one + eps, f_n > one - eps, h_n < two + eps, h_n > two - eps, equals(f_n, h_n)
    )
    yield Relation(one - two < 2 * eps, over=near, label="agreement passes to limits")
    yield Relation(two - one < 2 * eps, over=near, label="agreement passes to limits")


def agree_where_mass_is(potentials: tuple[Any, ...], label: str) -> Obligations:
    """Potentials of a problem with a point without mass that agree at all others."""
    stated = finite([1, 0, 1], [1, 0, 1], [[abs(i - j) for j in range(3)] for i in range(3)])
    for f, g in potentials:
        yield Optimal(stated, potentials=(f, g), label=label)


@paper.claim(
    "lemma5-1",
    at="Lemma 5, 1)",
    printed=r"f_1=f_2\;\mu\text{-a.s.}\iff f_1=f_2\text{ on }p_X(\operatorname{supp}\pi)",
    depends=("lemma1",),
)
def lemma5_1() -> Obligations:
    """From a dense set of starting points to all; on finite sets they may differ at points without mass."""
    yield from limits_agree(f_x, h_x)
    pairs = (((0, -1, 0), (0, 1, 0)), ((0, 1, 0), (0, -1, 0)))
    yield from agree_where_mass_is(pairs, r"equal on $\{\mu>0\}$, different elsewhere")


@paper.claim(
    "lemma5-2",
    at="Lemma 5, 2)",
    printed=r"f_1^c=f_2^c\;\nu\text{-a.s.}\iff f_1^c=f_2^c\text{ on }p_Y(\operatorname{supp}\pi)",
    depends=("lemma1",),
)
def lemma5_2() -> Obligations:
    """The same for the conjugates."""
    yield from limits_agree(F_y, H_y)
    pairs = (((0, 0, 0), (0, 0, 0)), ((0, 0, 0), (0, -1, 0)))
    yield from agree_where_mass_is(pairs, r"equal on $\{\nu>0\}$, different elsewhere")


@paper.claim(
    "lemma5-3",
    at="Lemma 5, 3)",
    printed=r"f_1=f_2\text{ on }p_X(\operatorname{supp}\pi)\iff f_1^c=f_2^c\text{ on }p_Y(\operatorname{supp}\pi)",
    depends=("support-inclusion",),
)
def lemma5_3() -> Obligations:
    """At a contact of both, f = h iff f^c = h^c."""
    yield Relation(F_y, "==", H_y, over=Domain(BOTH, equals(f_x, h_x)), label=r"$\Rightarrow$")
    yield Relation(f_x, "==", h_x, over=Domain(BOTH, equals(F_y, H_y)), label=r"$\Leftarrow$")


@paper.claim(
    "lemma5-proof-line",
    at="Proof of Lemma 5, last line",
    printed=r"c(x,y)=f_1(x)+f_2^c(y)=f_2(x)+f_2^c(y),\;f_1(x)-f_2(x)=f_2^c(y)-f_1^c(y)\text{ on }\operatorname{supp}\pi",
    depends=("support-inclusion",),
)
def lemma5_proof_line() -> Obligations:
    """The first term pairs f_1 with the conjugate of f_2."""
    yield Relation(c_xy, "==", f_x + H_y, over=BOTH, label="$c=f_1+f_2^c$")
    yield Relation(c_xy, "==", h_x + H_y, over=BOTH, label="$c=f_2+f_2^c$")
    yield Relation(f_x - h_x, "==", H_y - F_y, over=BOTH, label="$f_1-f_2=f_2^c-f_1^c$")


@lemma5_proof_line.corrected(
    r"c(x,y)=f_1(x)+f_1^c(y)=f_2(x)+f_2^c(y),\;f_1(x)-f_2(x)=f_2^c(y)-f_1^c(y)\text{ on }\operatorname{supp}\pi",
    note="A slip of an index; the conclusion, and with it Lemma 5, stands.",
)
def lemma5_proof_line_corrected() -> Obligations:
    """Each potential with its own conjugate."""
    yield Relation(f_x - h_x, "==", H_y - F_y, over=BOTH, label="$f_1-f_2=f_2^c-f_1^c$")
    yield Relation(c_xy, "==", f_x + F_y, over=BOTH, label="$c=f_1+f_1^c$")


# ---------------------------------------------------------------------------------------------------
# degenerate plans

MEAN: Matrix = ((HALF, HALF, 0), (HALF, 0, HALF), (0, HALF, HALF))


@paper.claim(
    "degenerate-9-10",
    at="(9), (10)",
    printed=r"0<\sum_{i\in I'}\mu(X_i)=\sum_{i\in I'}\sum_{j\in J'}\pi(X_i\times Y_j)=\sum_{j\in J'}\nu(Y_j)<1",
)
def degenerate() -> Obligations:
    """(10) says that no mass goes from I' to the complement of J', nor from that of I' to J'."""
    yield Relation(p + q > p, over=Domain(MASSES, q > 0), label=r"$\pi(I'\times J'^c)>0$: not (10)")
    yield Relation(p < p + r, over=Domain(MASSES, r > 0), label=r"$\pi(I'^c\times J')>0$: not (10)")
    apart = Domain(MASSES, equals(q, 0), equals(r, 0), p > 0, p < 1)
    yield Relation(p + q, "==", p, over=apart, label=r"$\mu(I')=\pi(I'\times J')$")
    yield Relation(p, "==", p + r, over=apart, label=r"$\pi(I'\times J')=\nu(J')$")
    yield Relation(p + q > 0, over=apart, label=r"$\mu(I')>0$")
    yield Relation(p + q < 1, over=apart, label=r"$\mu(I')<1$")
    for name, plan, connected in (
        ("a cycle of six pairs", MEAN, True),
        ("a path", ((1, 1), (0, 1)), True),
        ("two blocks", BLOCKS_PLANS[0], False),
        ("two pairs", ((1, 0), (0, 2)), False),
        ("three pairs and a star", ((1, 1, 0), (0, 0, 2)), False),
    ):
        yield is_nondegenerate(plan, holds=connected, label=name)


@paper.claim(
    "lemma6",
    at="Lemma 6",
    printed=r"\sum_{i\in I'}\mu(X_i)\ne\sum_{j\in J'}\nu(Y_j)\text{ for all nonempty proper }I',J'\;\Rightarrow\;\text{no }\pi\in C(\mu,\nu)\text{ is degenerate}",
    depends=("degenerate-9-10",),
)
def lemma6() -> Obligations:
    """A degenerate plan has I', J' with 0 < μ(I') = ν(J') < 1: both are non-empty and proper."""
    more, less = Domain(MASSES, p + q > p + r), Domain(MASSES, p + q < p + r)
    yield Relation(p + q > p, over=more, label=r"$\mu(I')>\nu(J')$: not (10)")
    yield Relation(p < p + r, over=less, label=r"$\mu(I')<\nu(J')$: not (10)")
    yield Relation(p + q < 1, over=Domain(MASSES, p + q + r < 1), label="$I'^c$ has mass: $I'$ is proper")


@paper.not_computable(
    "components-positive-mass",
    at="Section 3, before Theorem 1",
    printed=r"|I|<\infty\;\Rightarrow\;\mu(X_i)>0\text{ for all }i",
    why="Topology of the support.",
    analogue=r"\text{distances to finitely many components have a positive minimum; }X_0=\{0\},\;X_k=\{\tfrac1k\}:\;\mu(X_0)=0",
    depends=("support-smallest-closed", "components-closed"),
)
def components_positive_mass() -> Obligations:
    """Each of finitely many components has a neighbourhood that misses the others, so it has mass.

    Of infinitely many: masses 1/(k(k+1)) at 1/k add up to 1, and 0 is in the support with no mass.
    """
    e1, e2, e3, n = reals("e_1 e_2 e_3 n")
    apart = Domain(e1 > 0, e2 > 0, e3 > 0)
    yield Relation(minimum(e1, e2, e3) > 0, over=apart, label="a neighbourhood of its own")
    total = n / (n + 1)
    yield Identity(total - total.at(n, n - 1), 1 / (n * (n + 1)), over=n > 1, label=r"$\mu(\{1/n\})$")
    yield Limit(total, n, to=oo, equals=1, over=n > 1, label=r"$\mu(X_0)=0$")
    yield Limit(1 / n, n, to=oo, equals=0, over=n > 1, label=r"$0\in\operatorname{supp}\mu$")


@paper.claim(
    "theorem1",
    at="Theorem 1",
    printed=r"\exists\,\pi\text{ optimal, non-degenerate, }S_{c_{X_i}}(\mu_{X_i},\nu_{X_i})\text{ a.s. unique for all }i\;\Rightarrow\;S_c(\mu,\nu)\text{ a.s. unique}",
    hypotheses=(
        r"c\text{ continuous},\;T_c(\mu,\nu)<\infty",
        r"I\text{ finite},\;J\text{ countable}",
        r"f^c|_{\operatorname{supp}\nu}\text{ continuous, or }f^c|_{Y_j}\text{ continuous and }\operatorname{supp}\nu|_{Y_j}\text{ connected}",
    ),
    depends=("lemma6", "proof1-J1-20", "proof1-step1-identity"),
)
def theorem1() -> Obligations:
    """Points or intervals as components: a non-degenerate optimal plan, and exactly unique potentials."""
    yield Optimal(ties(), plan=MEAN, label="ties: a non-degenerate optimal plan")
    yield is_nondegenerate(MEAN, label="ties: a non-degenerate optimal plan")
    yield UniquePotential(ties(), label="ties")
    yield have_different_sums((5, 5, 4), (2, 6, 6))
    for name, cost in (
        ("flat", [[1] * 3] * 3),
        ("discrete metric", [[int(i != j) for j in range(3)] for i in range(3)]),
    ):
        yield UniquePotential(finite((5, 5, 4), (2, 6, 6), cost), label=f"{name} cost")
    # finite X, intervals Y; both with one and with several components
    yield UniquePotential(
        line([0, 1, 3], [1, 1, 1], [(0, 1, Fraction(3, 2)), (2, 5, Fraction(3, 2))]), label="two intervals"
    )
    yield UniquePotential(wavy((1, 2, 1), ((0, 2, 4),)), label="one interval, piecewise linear costs")
    yield UniquePotential(
        wavy((1, 2, 2), ((0, 2, 4), (3, 5, 1))), label="two intervals, piecewise linear costs"
    )
    # X an interval, Y finite: the same problem from the other side
    yield UniquePotential(interval_against_atoms(), label="an interval and three atoms")

    yield UniquePotential(blocks(), holds=False, label="without a non-degenerate plan")
    apart = line([0, 1], [1, 1], [(0, 1, 1), (2, 3, 1)])
    yield UniquePotential(apart, holds=False, label="without a non-degenerate plan")
    yield from all_lipschitz_functions("without unique restricted potentials")
    yield from hyperbola("without continuous $f^c$")
    yield from countable_cells("without finite $I$")


@theorem1.mutant("without non-degeneracy", printed=r"\text{any optimal }\pi")
def theorem1_degenerate() -> Obligations:
    """All optimal plans degenerate."""
    yield UniquePotential(blocks())


@theorem1.mutant("a degenerate semi-discrete plan", printed=r"\text{any optimal }\pi\text{, intervals}")
def theorem1_gap() -> Obligations:
    """Two points, two intervals of the same masses."""
    yield UniquePotential(line([0, 1], [1, 1], [(0, 1, 1), (2, 3, 1)]))
