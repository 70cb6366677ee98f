"""Section 5: the proofs of Theorem 1 and Corollary 1.

The instances are the blocks (points as components, two blocks), Figure 2(b) (three points, two intervals) and
X = [-1, 0) ∪ (0, 1] with Y = [-1, 1] under the identity, where the projections of the pieces are not closed.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from otverify.claims import Identity, Limit, Relation, oo
from otverify.claims_transport import Optimal, PotentialWidth
from otverify.papers.potentials.instances import (
    BLOCKS_PLANS,
    BLOCKS_POTENTIALS,
    blocks,
    figure2_linked,
    is_nondegenerate,
)
from otverify.papers.potentials.notation import HALF, F_v, F_y, c_uv, c_xy, f_u, f_x, is_between, paper
from otverify.vocabulary import Domain, equals, minimum, number, reals

Obligations = Iterator[Any]

a_1, a_2, f_1 = reals("a_1 a_2 f_1")
p, q, r, s, t, y = reals("p q r s t y")

#: the ends of the cells of Figure 2(b), and the costs of its points
CONTACTS = (Fraction(2, 3), Fraction(10, 3))
POINTS = (0, 1, 4)


def link(index: int) -> Fraction:
    """c(x_i, y) - c(x_{i+1}, y) at the contact point between the cells of points i and i + 1."""
    place = CONTACTS[index]
    return (POINTS[index] - place) ** 2 - (POINTS[index + 1] - place) ** 2


@paper.claim(
    "proof1-representation-18",
    at="(18)",
    printed=r"f_a=\sum_{i\in I}\mathbb 1_{X_i}(f_i+a_i),\;a_i=f(x_i)-f_i(x_i)\text{ for any }x_i\in p_X(\operatorname{supp}\pi)\cap X_i",
    depends=("decomposition-8", "lemma4"),
)
def representation() -> Obligations:
    """The blocks have unique restricted potentials: f - f_i is one number on each block, for all potentials f."""
    first, second = BLOCKS_POTENTIALS
    for f, g in BLOCKS_POTENTIALS:
        yield Optimal(blocks(), potentials=(f, g), label="two potentials")
    for i in (0, 2):
        gaps = [second[0][k] - first[0][k] for k in (i, i + 1)]
        yield Identity(gaps[0], gaps[1], label=f"offset of block {i // 2 + 1}", instance="blocks")
        value = first[0][i] - first[0][i + 1]
        yield PotentialWidth(blocks(), (i, i + 1), value, value, label=f"block {i // 2 + 1}: one offset")


@paper.claim(
    "proof1-link-19",
    at="(19)",
    printed=r"y\in\overline{p_Y(\Gamma_{i_1j})}\cap\overline{p_Y(\Gamma_{i_2j})},\;\Gamma_{ij}=\operatorname{supp}\pi\cap(X_i\times Y_j)",
)
def link_19() -> Obligations:
    """Figure 2(b): the closed cells of points 1, 2 meet at 2/3, those of 2, 3 at 10/3, and the links fix f."""
    for index in (0, 1):
        value = link(index)
        yield PotentialWidth(figure2_linked(), (index, index + 1), value, value, label=f"link {index + 1}")
    yield PotentialWidth(
        figure2_linked(), (0, 2), link(0) + link(1), link(0) + link(1), label="a chain of two"
    )


@paper.claim(
    "proof1-step1-identity",
    at="Proof of Theorem 1, Step 1",
    printed="a_{i_1}-a_{i_2}=(c(x_n,y_n)-f_{i_1}(x_n)-f_a^c(y_n))-(c(x_n',y_n')-f_{i_2}(x_n')-f_a^c(y_n'))",
    depends=("proof1-representation-18",),
)
def step1_identity() -> Obligations:
    """f_i + a_i + f_a^c = c along both sequences; in the limit f_a^c(y_n) - f_a^c(y'_n) vanishes."""
    along = Domain(equals(f_x + a_1 + F_y, c_xy), equals(f_u + a_2 + F_v, c_uv))
    yield Relation(a_1 - a_2, "==", (c_xy - f_x - F_y) - (c_uv - f_u - F_v), over=along, label="for all $n$")
    continuous = Domain(along, equals(F_y, F_v))
    yield Relation(a_1 - a_2, "==", c_xy - c_uv - f_x + f_u, over=continuous, label="at the contact point")
    yield PotentialWidth(figure2_linked(), (0, 1), link(0), link(0), label="Figure 2(b), $y=2/3$")


@paper.claim(
    "proof1-J1-20",
    at="(20)",
    printed=r"J_k=\{j:\pi(\Gamma_{ij})>0\text{ for some }i\in I_k\},\;\pi\text{ non-degenerate}\;\Rightarrow\;J_1\cap J_2\ne\emptyset",
    depends=("degenerate-9-10", "proof1-mass-chain"),
)
def j1() -> Obligations:
    """If J_1, J_2 are disjoint, no mass goes from I_1 to J_2 or from I_2 to J_1: (10) holds for I_1, J_1."""
    disjoint = Domain(p > 0, p < 1, equals(q, 0), equals(r, 0))
    yield Relation(p + q, "==", p, over=disjoint, label=r"$\mu(I_1)=\pi(I_1\times J_1)$")
    yield Relation(p, "==", p + r, over=disjoint, label=r"$\pi(I_1\times J_1)=\nu(J_1)$")
    yield is_nondegenerate(BLOCKS_PLANS[0], holds=False, label="blocks: disjoint, so degenerate")
    yield is_nondegenerate(((2, 0), (1, 1), (0, 3)), label="a chain of contacts: no disjoint $J_1,J_2$")


@paper.claim(
    "proof1-mass-chain",
    at="Proof of Theorem 1, Step 2",
    printed=r"\sum_{i\in I_1}\mu(X_i)=\sum_{i\in I_1}\sum_{j\in J_1}\pi(\Gamma_{ij})=\sum_{j\in J_1}\nu(Y_j)\text{ if }J_1\cap J_2=\emptyset",
)
def mass_chain() -> Obligations:
    """Two points in I_1, two in I_2, masses p_kj, none from I_1 to J_2 or from I_2 to J_1."""
    p11, p12, p21, p22, zero_1, zero_2 = reals("p_11 p_12 p_21 p_22 q_1 q_2")
    # I_1 = {1, 2}, J_1 = {1, 2}; q_1, q_2: masses of I_1 × J_2 and of I_2 × J_1
    disjoint = Domain(equals(zero_1, 0), equals(zero_2, 0), p11 >= 0, p12 >= 0, p21 >= 0, p22 >= 0)
    source = (p11 + p12 + zero_1) + (p21 + p22)
    joint = (p11 + p12) + (p21 + p22)
    target = (p11 + p21 + zero_2) + (p12 + p22)
    yield Relation(source, "==", joint, over=disjoint, label=r"$\mu(I_1)=\pi(I_1\times J_1)$")
    yield Relation(joint, "==", target, over=disjoint, label=r"$\pi(I_1\times J_1)=\nu(J_1)$")


@paper.claim(
    "proof1-B-21", at="(21)", printed=r"B_k=\bigcup_{i\in I_k}\overline{p_Y(\Gamma_{ij})},\;\nu(B_k)>0"
)
def b_21() -> Obligations:
    """ν(B_1) = π(X × B_1) >= π(Γ_ij) > 0; Figure 2(b): the cells of [0, 1] have masses 1 and 1/2."""
    yield Relation(p + q >= p, over=Domain(p > 0, q >= 0), label=r"$\pi(X\times B_1)\ge\pi(\Gamma_{ij})$")
    yield Relation(p + q > 0, over=Domain(p > 0, q >= 0), label=r"$\nu(B_1)>0$")
    density = Fraction(3, 2)
    yield Identity(number(density) * CONTACTS[0], 1, label="first cell", instance="Figure 2(b)")
    yield Identity(number(density) * (1 - CONTACTS[0]), HALF, label="second cell", instance="Figure 2(b)")


@paper.not_computable(
    "proof1-cover-22",
    at="(22)",
    printed=r"\tilde Y_j\subset\overline{\bigcup_ip_Y(\Gamma_{ij})}=B_1\cup B_2",
    why="The closure of a union of projections in a Polish space.",
    analogue=r"[0,\tfrac23]\cup[\tfrac23,1]=[0,1];\;\bigcup_k[1-\tfrac1k,1-\tfrac1{k+1}]\not\ni1",
)
def cover_22() -> Obligations:
    """The cells of Figure 2(b) have the mass of [0, 1]; infinitely many leave out their limit, so I is finite."""
    first, second = Fraction(3, 2) * CONTACTS[0], Fraction(3, 2) * (1 - CONTACTS[0])
    yield Identity(number(first) + second, Fraction(3, 2), label="two cells", instance="Figure 2(b)")
    yield Relation(1 - 1 / t < 1, over=t >= 1, label="every cell ends before 1")
    yield Limit(1 - 1 / t, t, to=oo, equals=1, label="their ends tend to 1")


#: X = [-1, 0) ∪ (0, 1], the identity: Γ_1 = {(x, x): -1 <= x < 0}, Γ_2 = {(x, x): 0 < x <= 1}
BOTH_CLOSURES = Domain(y >= -1, y <= 0, y >= 0, y <= 1)


def common_points(open_ends: bool) -> Obligations:
    """Plan and potentials of the example, and whether the common point of the closures is one of the sets."""
    x = s
    yield Relation((x - y) ** 2 >= 0, over=Domain(x, y), label="$f=0,f^c=0$ are potentials for $|x-y|^2$")
    yield Identity((x - y).at(y, x), 0, over=Domain(x), label="equality on the diagonal")
    yield Relation(y, "==", 0, over=BOTH_CLOSURES, label="common points of the closures: 0")
    if open_ends:
        yield Relation(y < 0, over=BOTH_CLOSURES, label=r"it lies in $p_Y(\Gamma_1)$")
        yield Relation(y > 0, over=BOTH_CLOSURES, label=r"it lies in $p_Y(\Gamma_2)$")
    else:
        for sign, label in ((-1, r"$\overline{p_Y(\Gamma_1)}$"), (1, r"$\overline{p_Y(\Gamma_2)}$")):
            yield Limit(sign / t, t, to=oo, equals=0, label=f"0 is a limit in {label}")
            yield Relation(sign * (sign / t) > 0, over=t >= 1, label=f"of points of {label}")


CLOSURES = (
    "The step needs the closures of (19), as the closed sets $B_k$ give them; nothing changes in the proof. "
    "(The bars may have been lost in conversion from the paper.)"
)


@paper.claim(
    "proof1-contact-exists",
    at="Proof of Theorem 1, Step 2, last display",
    printed=r"y\in p_Y(\Gamma_{i_1j})\cap p_Y(\Gamma_{i_2j})\text{ for some }i_1\in I_1,\,i_2\in I_2",
    depends=("proof1-link-19",),
)
def contact_exists() -> Obligations:
    """X = [-1, 0) ∪ (0, 1] onto [-1, 1], as the formula reads without closures."""
    yield from common_points(open_ends=True)


@contact_exists.corrected(
    r"y\in\overline{p_Y(\Gamma_{i_1j})}\cap\overline{p_Y(\Gamma_{i_2j})}\text{ for some }i_1\in I_1,\,i_2\in I_2",
    note=CLOSURES,
)
def contact_exists_corrected() -> Obligations:
    """With closures the common point 0 exists."""
    yield from common_points(open_ends=False)


@paper.claim(
    "proof1-link-23",
    at="(23)",
    printed=r"y\in p_Y(\Gamma_{i_1})\cap p_Y(\Gamma_{i_2}),\;\Gamma_i=\operatorname{supp}\pi\cap(X_i\times Y)",
    depends=("proof1-link-19",),
)
def link_23() -> Obligations:
    """The same example: without closures the two components are not linked, though one potential fixes the other."""
    yield from common_points(open_ends=True)


@link_23.corrected(r"y\in\overline{p_Y(\Gamma_{i_1})}\cap\overline{p_Y(\Gamma_{i_2})}", note=CLOSURES)
def link_23_corrected() -> Obligations:
    """With closures they are linked at 0."""
    yield from common_points(open_ends=False)


@paper.not_computable(
    "proof1-assumption1-sets",
    at="Proof of Theorem 1, assumption 1",
    printed=r"B_k=Y_j\cap\bigcup_{i\in I_k}\overline{p_Y(\Gamma_i)}\text{ closed},\;Y_j=B_1\cup B_2",
    why="Closed sets and density in a Polish space.",
    analogue=r"\text{Figure 2(b): }B_1=[0,\tfrac23],\;B_2=[\tfrac23,1]\text{ meet at }\tfrac23",
)
def assumption1_sets() -> Obligations:
    """Both closed cells contain 2/3, and only that point."""
    common = Domain(y >= 0, y <= CONTACTS[0], y >= CONTACTS[0], y <= 1)
    yield Relation(y, "==", CONTACTS[0], over=common, label=r"$B_1\cap B_2$")


# ---------------------------------------------------------------------------------------------------
# Corollary 1: X_k = [0, 1] × {1/k} and X_0 = [0, 1] × {0}, where μ(X_0) sits at the one point (0, 0)

#: costs to y = 0 and to y = 1 from a point with first coordinate t
TO_ZERO, TO_ONE = t**2, (1 - t) ** 2
FULL = minimum(TO_ZERO, TO_ONE)


def strips() -> Obligations:
    """f = min(t², (1-t)²) with f^c = 0 is a potential; t² is one of the X_0-restricted problem."""
    side = is_between(t, 0, 1)
    yield Relation(FULL <= TO_ZERO, over=side, label="$f+0\\le c(\\cdot,0)$")
    yield Relation(FULL <= TO_ONE, over=side, label="$f+0\\le c(\\cdot,1)$")
    yield Relation(
        FULL, "==", TO_ZERO, over=is_between(t, 0, HALF), label="equality for $t\\le1/2$, sent to 0"
    )
    yield Relation(
        FULL, "==", TO_ONE, over=is_between(t, HALF, 1), label="equality for $t\\ge1/2$, sent to 1"
    )
    yield Identity(FULL.at(t, 0), TO_ZERO.at(t, 0), label="$a_0=f(0,0)-f_0(0,0)=0$")


@paper.claim(
    "corollary1-proof-representation",
    at="Proof of Corollary 1",
    printed=r"\text{(18) on }p_X(\operatorname{supp}\pi)\cap\bigcup_{i\in I_+}X_i,\;I_+=\{i:\mu(X_i)>0\}",
    depends=("proof1-representation-18",),
)
def corollary1_representation() -> Obligations:
    """Strips X_k -> X_0, half of them sent to 1: (1, 0) in X_0 is a limit of mass that is not the mass of X_0."""
    yield from strips()
    yield Identity(
        FULL.at(t, 1), TO_ZERO.at(t, 1), label="(18) at $(1,0)\\in p_X(\\operatorname{supp}\\pi)\\cap X_0$"
    )


@corollary1_representation.corrected(
    r"\text{(18) on }\bigcup_{i\in I_+}p_X(\operatorname{supp}\pi|_{X_i\times Y})",
    note=r"$X_i$ need not be open for infinite $I$, so other components may add limit points to $\operatorname{supp}\pi\cap(X_i\times Y)$; "
    r"with the support of the restricted plan in place of $\Gamma_{ij}$ the proof works, and Corollary 1 stands.",
)
def corollary1_representation_corrected() -> Obligations:
    """At (0, 0), the only point of the restricted plan; and for any f_i that agrees at its contacts."""
    yield from strips()
    contact = Domain(equals(f_x + F_y, c_xy), equals(f_1 + a_1 + F_y, c_xy))
    yield Relation(f_x, "==", f_1 + a_1, over=contact, label="at contacts of the restricted plan")


@paper.claim(
    "corollary1-proof-sets",
    at="Proof of Corollary 1",
    printed=r"B_k=\bigcup_{i\in I_k\cap I^j}\overline{p_Y(\Gamma_{ij})}\text{ closed};\;Y_j=\{y_j\}\Rightarrow B_1=B_2=Y_j",
    hypotheses=(r"I^j=\{i:\pi(X_i\times Y_j)>0\}\text{ finite}",),
)
def corollary1_sets() -> Obligations:
    """A point outside of two closed sets has a positive distance from their union, so inductively for finitely many.

    Infinitely many [1/n, 1] come as close to 0 as one likes. A part of {y_j} with mass n > 0 contains y_j:
    n <= mb, m = ν({y_j}), b the indicator.
    """
    d1, d2, n = reals("d_1 d_2 n")
    yield Relation(minimum(d1, d2) > 0, over=Domain(d1 > 0, d2 > 0), label="finite unions")
    yield Relation(1 / n > 0, over=n >= 1, label="without finite $I^j$: 0 is outside")
    yield Limit(1 / n, n, to=oo, equals=0, over=n >= 1, label="without finite $I^j$: at distance 0")
    mass, member, received = reals("m b n")
    inside = Domain(mass > 0, received > 0, received <= mass * member)
    yield Relation(member > 0, over=inside, label="$Y_j=\\{y_j\\}$")
