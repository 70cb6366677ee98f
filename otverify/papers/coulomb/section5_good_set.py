"""Section 5: the maps T and T*, the sets X and Y where they are inverse to each other."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import ForAll, Identity, Obligation, Relation
from otverify.claims_transport import Optimal
from otverify.kernel.terms import Term
from otverify.papers.coulomb.instances import (
    coulomb_problems,
    transposed,
)
from otverify.papers.coulomb.notation import APART, c0, d, i, j, k, paper, x, y
from otverify.transport import outcomes
from otverify.transport.costs import coulomb
from otverify.transport.exact import solve
from otverify.transport.problems import TransportProblem, problem
from otverify.vocabulary import (
    D,
    Domain,
    contract,
    det,
    kron,
    norm,
    reals,
    vectors,
)

Obligations = Iterator[Obligation]

#: the uniform density of [0, L], a point u of it
L, u, v = reals("L u v")
LENGTHS = Domain(L > 0)


@paper.claim(
    "T-Tstar-formulas",
    at="Section 5, before (5.3)",
    printed=r"T(x)=c_0\text{-}\exp_x(-\nabla\psi_\delta(x)),\quad T^*(y)=c_0\text{-}\exp_y(-\nabla\psi_\delta^{c_\delta}(y))",
    depends=("lem-4-4",),
)
def t_tstar_formulas() -> Obligations:
    """∇ψ = ∇_x c_0 gives y, ∇ψ^c = ∇_y c_0 gives x: the cost is symmetric."""
    for own, other in ((x, y), (y, x)):
        length_squared = contract(k, D(c0, own[k]) ** 2)
        yield Identity(own[i] + D(c0, own[i]) / length_squared ** Fraction(3, 4), other[i], over=APART)


@paper.claim(
    "T-Tstar-inverse",
    at="Section 5, before (5.3)",
    printed=r"T^*\circ T=\mathrm{id},\;T\circ T^*=\mathrm{id}\quad\mathcal L^d\text{-a.e.}",
)
def t_tstar_inverse() -> Obligations:
    """The transpose of an optimal plan from μ to ν is optimal from ν to μ."""

    def inverse_is_optimal(stated: TransportProblem) -> list[Obligation]:
        found = solve(stated)
        if not isinstance(found, outcomes.Optimal):
            return []
        back = problem(stated.target, stated.source, cost=coulomb())
        return [Optimal(back, plan=transposed(found))]

    yield ForAll(coulomb_problems(least=2, most=6), inverse_is_optimal, examples=40)


@paper.not_computable(
    "potentials-ae-second-derivative",
    at="Section 5, before (5.3)",
    printed=r"\psi_\delta,\;\psi_\delta^{c_\delta}\text{ have second derivatives a.e.}",
    why="Alexandrov's theorem, for all semi-concave functions",
    analogue=r"\psi'(r)=-(r+\tfrac1r)^{-2}\text{, the radial potential of the map }-x/|x|^2,\text{ is smooth for }r>0",
    depends=("cor-4-3",),
)
def potentials_ae_second_derivative() -> Obligations:
    """ψ'' = 2(r + 1/r)⁻³(1 - 1/r²), at most the second derivative 2(r + s)⁻³ of the cost at s = 1/r."""
    total = u + 1 / u
    second = D(-(total**-2), u)
    yield Identity(second, 2 * total**-3 * (1 - u**-2), over=u > 0)
    yield Relation(second <= 2 * total**-3, over=u > 0, label="semi-concave")


@paper.claim(
    "eq-5-3-5-5-good-set",
    at="Section 5, (5.3)-(5.5)",
    printed=r"\forall(x_0,y_0)\in X\times Y:\;y_0=T(x_0),\;x_0=T^*(y_0),\;T^*(T(x_0))=x_0,\;T(T^*(y_0))=y_0",
    depends=("intro-1d-map-optimal",),
)
def eq_5_3_good_set() -> Obligations:
    """The uniform density of [0, L], x_0 = u in (0, L/2), y_0 = v in (L/2, L), both in X = Y."""
    yield Identity(v, u + L / 2, over=Domain(u > 0, u < L / 2, v > L / 2, v < L))


@eq_5_3_good_set.corrected(
    r"\forall x_0\in X,\;y_0:=T(x_0):\;x_0=T^*(y_0),\;T^*(T(x_0))=x_0,\;T(T^*(y_0))=y_0",
    note="The set of pairs is the graph of $T$ over $X$; this is how Section 5.1 uses it.",
)
def eq_5_3_good_set_corrected() -> Obligations:
    """For the interval both maps shift by L/2, there and back; potentials are affine on the halves."""
    left, right = Domain(u > 0, u < L / 2), Domain(L > 0, u > L / 2, u < L)
    yield Relation(u + L / 2 > L / 2, over=left, label="$T(x_0)$ in the right half")
    yield Relation(u - L / 2 < L / 2, over=right, label="$T(x_0)$ in the left half")
    yield Identity((u + L / 2) - L / 2, u, over=left, label=r"$T^*(T(x_0))$")
    yield Identity((u - L / 2) + L / 2, u, over=right, label=r"$T^*(T(x_0))$")
    for potential, region in ((4 * u / L**2, left), (4 * (L - u) / L**2, right)):
        yield Identity(D(potential, u, 2), 0, over=region, label="second derivative of the potential")


@paper.claim(
    "T-differentiable",
    at="Section 5, after (5.5)",
    printed=r"\psi_\delta\text{ twice differentiable at }x_0\;\Rightarrow\;T\text{ differentiable at }x_0",
    hypotheses=(r"\nabla\psi_\delta(x_0)\ne0",),
)
def t_differentiable() -> Obligations:
    """z ↦ z/|z|^(3/2) is smooth off 0 with the Jacobian |z|^(-3/2)(I - (3/2) ẑ⊗ẑ), which is invertible."""
    (z,) = vectors("z")
    away = Domain(norm(z) > 0, d >= 1)
    entry: Term = D(z[i] / norm(z) ** Fraction(3, 2), z[j])
    stated = norm(z) ** Fraction(-3, 2) * (kron(i, j) - Fraction(3, 2) * z[i] * z[j] / norm(z) ** 2)
    yield Identity(entry, stated, over=away)
    determinant = -(norm(z) ** (Fraction(-3, 2) * d)) / 2
    yield Identity(det(entry, i, j), determinant, over=away)
    yield Relation(determinant, "!=", 0, over=away)


@paper.not_computable(
    "X-Y-full-measure",
    at="Section 5, end of the set-up",
    printed=r"X:=X'\cap T^{-1}(Y'),\;Y:=Y'\cap T(X'):\quad\mathcal L^d(\operatorname{supp}\mu\setminus X)="
    r"\mathcal L^d(\operatorname{supp}\nu\setminus Y)=0",
    why="measure theory, for all densities",
    analogue=r"\text{the interval: }|T^{-1}((a,b))|=b-a\text{, so preimages of null sets are null}",
    depends=("intro-1d-pushforward",),
)
def x_y_full_measure() -> Obligations:
    """The preimage of (a, b) in the right half is (a - L/2, b - L/2), in the left half (a + L/2, b + L/2)."""
    low, high = reals("a b")
    for shift in (L / 2, -L / 2):
        yield Identity((high + shift) - (low + shift), high - low, over=Domain(LENGTHS, low < high))
