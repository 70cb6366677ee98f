"""Appendix A: the proofs of Lemma 7 and Remark 4."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from otverify.claims import Limit, Relation
from otverify.claims_transport import Optimal
from otverify.papers.potentials.examples import PHI, perspective_is_convex, s, t
from otverify.papers.potentials.instances import separated
from otverify.papers.potentials.notation import HALF, paper
from otverify.papers.potentials.section2_regularity import infimum_of_concave
from otverify.papers.potentials.section3_semiconcave import limit_at_the_end
from otverify.vocabulary import Domain, equals, reals

Obligations = Iterator[Any]


@paper.not_computable(
    "lemma7-proof",
    at="Proof of Lemma 7",
    printed=r"f_{1,x}-f_{2,x}=c_x\text{ on }B_1,\;c_{x'}=c_x\text{ for }x'\in U_x,\;V=\{c_x=c_{x_0}\}=M",
    why="Connected manifolds.",
    analogue=r"\text{balls that overlap one after the other have one constant; on }[0,1]\cup[2,3]\text{ there may be two}",
    depends=("lemma7",),
)
def lemma7_proof() -> Obligations:
    """g = f_1 - f_2 is c_k on the k-th ball, and balls k and k + 1 share a point, where g = g_k."""
    constants, shared = reals("c_1 c_2 c_3 c_4"), reals("g_1 g_2 g_3")
    overlaps = [
        equation
        for k, value in enumerate(shared)
        for equation in (equals(value, constants[k]), equals(value, constants[k + 1]))
    ]
    yield Relation(constants[0], "==", constants[3], over=Domain(*overlaps), label="one constant")
    yield Optimal(
        separated([[0, 1, 4, 9], [1, 0, 1, 4], [4, 1, 0, 1], [9, 4, 1, 0]]),
        potentials=([0, 0, HALF, HALF], [0, 0, -HALF, -HALF]),
        label="two components, two constants",
    )


@paper.claim(
    "remark4-proof-concavity",
    at="Proof of Remark 4",
    printed=r"v\mapsto f(\varphi_x^{-1}(v))-\lambda_x\|v\|^2\text{ is concave}",
    depends=("example2-concavity",),
)
def concavity() -> Obligations:
    """c - λ|v|² is concave for every y, and an infimum of concave functions is concave."""
    yield from infimum_of_concave()


@paper.not_computable(
    "remark4-proof-finite",
    at="Proof of Remark 4",
    printed=r"f>-\infty\text{ on }M=\operatorname{int}(\operatorname{supp}\mu)",
    why="Separation of convex sets in R^d.",
    analogue=r"h\text{ concave},\;h(u),h(v)\ge-m\;\Rightarrow\;h\ge-m\text{ between }u\text{ and }v",
)
def finite_inside() -> Obligations:
    """In dimension 1: a point between two points of the dense projection."""
    h0, h1, a, b, e, m, weight = reals("h_0 h_1 a b e m w")
    # h_0, h_1 above -m by a and b, the value between them above the chord by e
    between = Domain(weight >= 0, weight <= 1, a >= 0, b >= 0, e >= 0, m > 0, h_0=a - m, h_1=b - m)
    value = (1 - weight) * h0 + weight * h1 + e
    yield Relation(value >= -m, over=between, label="finite between two finite values")


@paper.not_computable(
    "remark4-proof-nullset",
    at="Proof of Remark 4",
    printed=r"\varphi_\#\mu(B)=0\;\Rightarrow\;\lambda(B)=0,\;f_1=f_2\text{ on }M",
    why="Absolute continuity of measures in charts.",
    analogue=r"\mu\ge\rho\lambda,\;\rho>0,\;\mu(B)=0\;\Rightarrow\;\lambda(B)=0",
)
def null_set() -> Obligations:
    """A density bounded below by ρ > 0."""
    density, size = reals("rho l")
    yield Relation(
        density * size > 0, over=Domain(density > 0, size > 0), label=r"$\lambda(B)>0\Rightarrow\mu(B)>0$"
    )


@paper.claim(
    "remark4-proof-boundary",
    at="Proof of Remark 4, last step",
    printed=r"x_n\in M,\;x_n\to x\in\partial\operatorname{supp}\mu\;\Rightarrow\;f_i(x_n)\to f_i(x)",
    depends=("remark4-proof-concavity",),
)
def boundary() -> Obligations:
    """d = 2, f - |x|² = -t²/s, 0 at the origin: along s = t² in M = {t²/4 < s < 4t²} the limit is -1."""
    yield from perspective_is_convex()
    yield Limit((-2 * PHI).at(s, t**2), t, to=0, equals=0, label="along $s=t^2$: the value at the origin")


@boundary.corrected(
    r"X\subset\mathbb R:\;x_n\in M,\;x_n\to x\in\partial\operatorname{supp}\mu\;\Rightarrow\;f_i(x_n)\to f_i(x)",
    note="Closed concave functions are continuous up to the boundary of their domain in dimension 1 only (and on polytopes); "
    "in $\\mathbb R^d$ the limit exists along segments, which $M$ need not contain. What survives is uniqueness on $M$.",
)
def boundary_corrected() -> Obligations:
    """h(0) >= lim sup h is upper semicontinuity; M contains the segment from 0 to a point u of M."""
    yield from limit_at_the_end()
