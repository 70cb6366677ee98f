"""Section 2.3, Proposition 2.6: smooth costs on arbitrary manifolds."""

from __future__ import annotations

from otverify.claims import Identity, Limit, MatrixIdentity, Relation, oo
from otverify.claims_chains import IsChain
from otverify.claims_transport import UniquePlan
from otverify.matrices import Matrix
from otverify.papers.dynamics import instances, nested
from otverify.papers.dynamics.notation import Obligations, paper, squared
from otverify.vocabulary import PI, D, Domain, cos, dot, equals, exp, integers, reals, sin, vectors

x, e = vectors("x e_1")
k, t, h, u, w = reals("k t h u w")
L, layers = integers("L k_M")

#: |x - k e_1|² - k² for a unit vector e_1: negative inside Ω_k, zero on the sphere
UNIT = Domain(equals(squared(e), 1), k > 0, x)
sphere = squared(x - k * e) - k**2


@paper.not_computable(
    "prop-2-6",
    at="Proposition 2.6",
    printed=r"\exists c\in C^\infty(M\times N):\ \text{unique optimal plans for all }\mu,\nu\text{ without mass on }c\text{-}c\text{ hypersurfaces}",
    why="A statement about all measures that charge no c-c hypersurface.",
    analogue=r"\text{two circles of radius 1, 2 through 0 on either side, masses without equal partial sums}",
    depends=("prop-2-6-chain-bound", "prop-2-6-EM"),
)
def prop_2_6() -> Obligations:
    """E_M, E_N wrap two arcs around circles through 0: the plan is unique; for two flat pieces it is not."""
    yield UniquePlan(instances.bouquet_problem(), label="a bouquet of two circles")
    yield UniquePlan(instances.flat_problem(), holds=False, label="two orthogonal segments")


@paper.claim(
    "prop-2-6-nesting",
    at="Proof of Proposition 2.6",
    printed=r"\Omega_k=kB_1(e_1)\subset\Omega_{k+1},\quad\partial\Omega_k\cap\partial\Omega_{k+1}=\{0\}",
)
def prop_2_6_nesting() -> Obligations:
    """x ∈ Ω_k is |x|² <= 2k<x, e_1>; then <x, e_1> >= 0, so x ∈ Ω_{k+1}; on both spheres <x, e_1> = 0 = |x|²."""
    yield Identity(sphere, squared(x) - 2 * k * dot(x, e), over=UNIT, label=r"$\Omega_k$")
    inside = Domain(k >= 1, squared(x) <= 2 * k * dot(x, e))
    yield Relation(dot(x, e) >= 0, over=inside, label=r"$\langle x,e_1\rangle\ge0$")
    further = Domain(inside, dot(x, e) >= 0)
    yield Relation(
        squared(x) <= 2 * (k + 1) * dot(x, e), over=further, label=r"$\Omega_k\subset\Omega_{k+1}$"
    )
    length, height = reals("xx xe")
    both = (k + 1) * (length - 2 * k * height) - k * (length - 2 * (k + 1) * height)
    yield Identity(both, length, label="both vanish on both spheres: $|x|^2=0$")


@paper.claim(
    "prop-2-6-chain-bound",
    at="Proof of Proposition 2.6",
    printed=r"\text{no chain in }(M\setminus M_0)\times(N\setminus N_0)\text{ is longer than }4k_M",
    hypotheses=(r"m\ge n",),
    depends=("lem-2-4-no-chain", "prop-2-6-nesting", "prop-2-6-EM"),
)
def prop_2_6_chain_bound() -> Obligations:
    """Lemma 2.4 with L = k_M; by the chain rule the derivatives of c agree when those of ½|x̃ - ỹ|² do on T M̃.

    With J = DE_M(x): J'(E_M(x) - E_N(y)) = J'(E_M(x) - E_N(y')) if and only if J'(E_N(y') - E_N(y)) = 0.
    """
    J, image, first, second = (Matrix(name) for name in ("J", "E_M", "E_N", "E_Nprime"))
    yield MatrixIdentity(
        J.T @ (image - first) - J.T @ (image - second), J.T @ (second - first), label="chain rule"
    )


@prop_2_6_chain_bound.reading("attained with free targets", printed=r"k_M=2:\text{ a chain of length }8")
def prop_2_6_attained() -> Obligations:
    """Sources on the circles of radius 1 and 2 through 0."""
    chain = nested.touching()
    yield IsChain(chain.within, chain.walk)


@paper.not_computable(
    "prop-2-6-null-skeleton",
    at="Proof of Proposition 2.6",
    printed=r"\mu(M_0)=0,\;\nu(N_0)=0",
    why="Measure theory: a finite union of hypersurfaces that carry no mass.",
    analogue=r"\mu(A\cup B)\le\mu(A)+\mu(B)",
)
def prop_2_6_null_skeleton() -> Obligations:
    """Finite unions of null sets are null, by subadditivity."""
    a, b, union = reals("mu_A mu_B mu_AB")
    yield Relation(union <= 0, over=Domain(a <= 0, b <= 0, union <= a + b))


@paper.claim(
    "prop-2-6-EM",
    at="Proof of Proposition 2.6",
    printed=r"E_M:M\to\tilde M\text{ smooth, diffeomorphic off }M_0,\;E_M(M_0)=\{0\};\quad c=\tfrac12|E_M(x)-E_N(y)|^2",
    depends=("lem-2-5", "prop-2-6-nesting"),
)
def prop_2_6_em() -> Obligations:
    """m = 1: arc k goes to k(1 - cos 2πh, sin 2πh), h increasing from 0 to 1 and flat at the ends like exp(-1/t).

    The images lie on the circle of radius k around (k, 0) and have different curvature off 0; every order of
    exp(-1/t)/t^n tends to 0, so the arcs fit together smoothly at the cut points.
    """
    first, second = k * (1 - cos(2 * PI * h)), k * sin(2 * PI * h)
    yield Identity((first - k) ** 2 + second**2, k**2, over=Domain(k > 0, h), label="on the circle")
    squares = D(first, h) ** 2 + D(second, h) ** 2
    yield Identity(squares, (2 * PI * k) ** 2, over=Domain(k > 0, h), label="immersion")
    # with w = exp(1/(5t)) >= u/5 for u = 1/t: u^4 exp(-u) = u^4/w^5 <= 5^5/u
    small = Domain(u > 0, 5 * w >= u)
    for order in range(5):
        yield Relation(u**order / w**5 <= 5**5 * u ** (order - 5), over=small, label=f"flat, order {order}")
        yield Limit(5**5 * u ** (order - 5), u, to=oo, equals=0, label=f"flat, order {order}")
    flat = exp(-1 / t)
    yield Relation(D(flat, t) > 0, over=t > 0, label="increasing")
