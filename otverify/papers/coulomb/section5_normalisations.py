"""Section 5.1: the normalised cost and its potential.

A cost is a general function of two coordinates of x, the others (p), one or two coordinates of y, and the
others (q); so statements about its partial derivatives hold in every dimension.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import Identity, MatrixIdentity, Obligation, Relation
from otverify.kernel.terms import Term
from otverify.matrices import Matrix
from otverify.papers.coulomb.notation import APART, c0, d, i, j, paper, r, tail, x, y
from otverify.symbolic.isotropic import Isotropic
from otverify.vocabulary import (
    BorelSet,
    D,
    Domain,
    Function,
    absolute,
    det,
    differs,
    equals,
    norm,
    points,
    reals,
)

Obligations = Iterator[Obligation]

cost, psi, phi = Function("c"), Function("psi"), Function("phi")
#: two coordinates of x and of y, and of the base point (x_0, y_0); all other coordinates
s, t, u, v = reals("s t u v")
s0, t0, u0, v0 = reals("s_0 t_0 u_0 v_0")
p, q, p0, q0 = points("p q p_0 q_0")
BASE_X, BASE_Y = (s0, t0, p0), (u0, v0, q0)


def general(at_x: tuple[Term, ...] = (s, t, p), at_y: tuple[Term, ...] = (u, v, q)) -> Term:
    """c(x, y)."""
    return cost(*at_x, *at_y)


#: c̄(x, y) = c(x, y) - c(x, y_0) - c(x_0, y) + c(x_0, y_0)
cbar = general() - general(at_y=BASE_Y) - general(at_x=BASE_X) + general(BASE_X, BASE_Y)


def at_y0(term: Term) -> Term:
    """The value at y = y_0."""
    return term.at(u, u0).at(v, v0).at(q, q0)


def at_x0(term: Term) -> Term:
    """The value at x = x_0."""
    return term.at(s, s0).at(t, t0).at(p, p0)


#: values at fixed x and y: c(x, y), c(x, y_0), c(x_0, y), c(x_0, y_0), ψ(x), ψ(x_0), φ(y)
c_, cx, cy, c00, psi_x, psi_0, phi_y, phi_0 = reals("c c_x c_y c_0 psi psi_0 phi phi_0")
cbar_value = c_ - cx - cy + c00
psibar = psi_x - psi_0 - cx + c00
#: the Coulomb cost on a line, x < y
X, Y, X0, Y0 = reals("x y x_0 y_0")
LINE = Domain(X < Y, X0 < Y0, X < Y0, X0 < Y)


def line(first: Term, second: Term) -> Term:
    """1/(y - x)."""
    return 1 / (second - first)


@paper.claim(
    "s51-normalised-cost-value",
    at="Section 5.1, first paragraph",
    printed=r"\widetilde c_\delta(\widetilde x_0,\widetilde y_0)=-\widetilde x_0\cdot\widetilde y_0",
)
def s51_normalised_cost_value() -> Obligations:
    """On a line: c̃(x̃_0, ỹ_0) = c̄(x_0, y_0), and -x̃_0·ỹ_0 = -x_0 M y_0 with M = ∂_x∂_y c(x_0, y_0)."""
    value = line(X, Y) - line(X, Y0) - line(X0, Y) + line(X0, Y0)
    mixed = D(line(X, Y), X, Y)
    yield Identity(value.at(X, X0).at(Y, Y0), -X0 * mixed.at(X, X0).at(Y, Y0) * Y0, over=X0 < Y0)


@s51_normalised_cost_value.reading(
    "coordinates centred at $(x_0, y_0)$",
    printed=r"\widetilde x_0=\widetilde y_0=0:\;\widetilde c_\delta(0,0)=0",
)
def s51_normalised_cost_value_centred() -> Obligations:
    """With a shift of both origins the two sides are 0; the coordinates of Section 5.2 have no shift."""
    yield Identity(at_x0(at_y0(cbar)), 0)


@s51_normalised_cost_value.corrected(
    r"D^2_{\widetilde y\widetilde x}\widetilde c_\delta(\widetilde x_0,\widetilde y_0)=-\mathbb I,\quad"
    r"\widetilde c_\delta(\widetilde x_0,\widetilde y_0)=0",
    note="The value is 0 by (i); only the mixed second derivative is normalised, and only it is used.",
)
def s51_normalised_cost_value_corrected() -> Obligations:
    """c̄(x_0, y_0) = 0 for every cost; with ỹ = -(-A)^(-1/2) M y the mixed derivative becomes -I."""
    yield Identity(at_x0(at_y0(cbar)), 0)
    S, M = Matrix("S", positive=True), Matrix("M", invertible=True)
    yield MatrixIdentity(S.inv_root.T @ M @ (-1 * M.inv @ S.root), -1)


@paper.claim(
    "s51-xy-derivative-nonsingular",
    at="Section 5.1, first sentence",
    printed=r"\det D_{xy}c_\delta(x_0,y_0)\ne0\text{ around points of the support}",
    hypotheses=(r"|x_0-y_0|>\delta",),
    depends=("eq-3-6-det", "lem-4-4-gap"),
)
def s51_xy_derivative_nonsingular() -> Obligations:
    """c_δ = c_0 beyond δ, and (3.6)."""
    yield from nonsingular()


def nonsingular() -> Obligations:
    """det D²_yx c_0 = -2/|x-y|^(3d), for the cost that c_δ is beyond δ."""
    yield Identity(tail.at(r, norm(x - y)), c0, over=APART, label=r"$c_\delta=c_0$")
    determinant = -2 / norm(x - y) ** (3 * d)
    yield Identity(det(D(c0, y[i], x[j]), i, j), determinant, over=APART)
    yield Relation(determinant, "!=", 0, over=APART)


@paper.claim(
    "eq-5-6",
    at="Section 5.1, (5.6)",
    printed=r"y_0=T(x_0),\text{ i.e. }-\nabla\psi(x_0)+\nabla_xc_\delta(x_0,y_0)=0",
    depends=("lem-4-4-first-order",),
)
def eq_5_6() -> Obligations:
    """The closed forms: the interval with ψ = 4 min(x, L-x)/L², and radial potentials ψ' = -(r + s)⁻²."""
    (length,) = reals("L")
    for branch, potential, price in (
        (X + length / 2, 4 * X / length**2, 1 / (Y - X)),
        (X - length / 2, 4 * (length - X) / length**2, 1 / (X - Y)),
    ):
        slope = D(price, X).at(Y, branch)
        yield Identity(-D(potential, X) + slope, 0, over=Domain(length > 0, X), instance="uniform interval")
    radius, partner = reals("r sigma")
    opposite = Domain(norm(x) > 0, partner > 0, d >= 1)
    image = -partner / norm(x) * x
    total = norm(x) + partner
    gradient = -1 * (x - image)[i] / norm(x - image) ** 3
    yield Identity(
        -(-(total**-2) * x[i] / norm(x)) + gradient, 0, over=opposite, instance="radial potentials"
    )
    yield Identity(
        D(1 / (radius + partner), radius), -((radius + partner) ** -2), over=Domain(radius > 0, partner > 0)
    )


@paper.claim(
    "cbar-def",
    at="Section 5.1",
    printed=r"\overline c_\delta(x,y):=c_\delta(x,y)-c_\delta(x,y_0)-c_\delta(x_0,y)+c_\delta(x_0,y_0)",
)
def cbar_def() -> Obligations:
    """c̄(x, y_0) = c̄(x_0, y) = 0; ∫c̄ dγ and ∫c dγ differ by what the marginals determine."""
    yield Identity(at_y0(cbar), 0, label="$y=y_0$")
    yield Identity(at_x0(cbar), 0, label="$x=x_0$")
    yield from same_plans()


def same_plans() -> Obligations:
    """∫c̄ dγ = ∫c dγ - ∫c(x, y_0)μ - ∫c(x_0, y)ν + c(x_0, y_0) for probability measures."""
    coupling, (point,) = BorelSet("gamma"), points("z")
    whole, of_x, of_y = (Function(name)(point) for name in ("c", "c_x", "c_y"))
    centred = coupling.integral(whole - of_x - of_y + c00, point)
    parts = coupling.integral(whole, point) - coupling.integral(of_x, point) - coupling.integral(of_y, point)
    yield Identity(centred, parts + c00, over=Domain(equals(coupling.mass, 1), c00), label="centred costs")


@paper.claim(
    "psibar-def-concave",
    at="Section 5.1",
    printed=r"\overline\psi(x):=\psi(x)-\psi(x_0)-c_\delta(x,y_0)+c_\delta(x_0,y_0)\text{ is }\overline c_\delta\text{-concave}",
    hypotheses=(r"\psi(x)=\inf_y(c_\delta(x,y)-\phi(y))",),
)
def psibar_def_concave() -> Obligations:
    """ψ̄ = inf_y (c̄ - φ̄) with φ̄(y) = φ(y) + ψ(x_0) - c(x_0, y): term by term, for every y."""
    phibar = phi_y + psi_0 - cy
    yield Identity(cbar_value - phibar, (c_ - phi_y) + (psibar - psi_x))
    yield Relation(
        psibar <= cbar_value - phibar,
        over=Domain(psi_x <= c_ - phi_y, psi_0, cx, cy, c00),
        label="lower bound",
    )
    attained = Domain(equals(psi_x, c_ - phi_y), psi_0, cx, cy, c00)
    yield Identity(psibar, cbar_value - phibar, over=attained, label="attained together")


#: y, and an x at which c(x, y) - ψ(x) has its infimum ψ^c(y) = φ(y); and ψ(x_0) + ψ^c(y_0) = c(x_0, y_0)
TRANSFORM = Domain(equals(c_ - psi_x, phi_y), equals(psi_0 + phi_0, c00), cx, cy)


@paper.claim(
    "psibar-transform",
    at="Section 5.1",
    printed=r"\overline\psi^{\overline c_\delta}(y):=\psi^{c_\delta}(y)-\psi(x_0)-c_\delta(x_0,y)+c_\delta(x_0,y_0)",
    hypotheses=(r"\psi(x_0)+\psi^{c_\delta}(y_0)=c_\delta(x_0,y_0)",),
)
def psibar_transform() -> Obligations:
    """The symbol stands for the transform inf_x (c̄(x, y) - ψ̄(x)); compared with the right side as printed."""
    yield Identity(cbar_value - psibar, phi_y - psi_0 - cy + c00, over=TRANSFORM)


@psibar_transform.corrected(
    r"\overline\psi^{\overline c_\delta}(y)=\psi^{c_\delta}(y)+\psi(x_0)-c_\delta(x_0,y)"
    r"=\psi^{c_\delta}(y)-\psi^{c_\delta}(y_0)-c_\delta(x_0,y)+c_\delta(x_0,y_0)",
    note=r"An additive constant: $\psi^c(y_0)$ in place of $\psi(x_0)$. Nothing later depends on it.",
)
def psibar_transform_corrected() -> Obligations:
    """Both forms; then ψ̄(x_0) + ψ̄^c̄(y_0) = 0 = c̄(x_0, y_0)."""
    yield Identity(cbar_value - psibar, phi_y + psi_0 - cy, over=TRANSFORM)
    yield Identity(cbar_value - psibar, phi_y - phi_0 - cy + c00, over=TRANSFORM)


@paper.claim(
    "s51-i-vanishing",
    at="Section 5.1, (i)",
    printed=r"\overline c_\delta(x_0,y_0)=0,\;\nabla_x\overline c_\delta(x,y_0)=0,\;\nabla_y\overline c_\delta(x_0,y)=0,\;"
    r"D_x^2\overline c_\delta(x,y_0)=0,\;D_y^2\overline c_\delta(x_0,y)=0,\;D^2_{xy}\overline c_\delta=D^2_{xy}c_\delta",
)
def s51_i_vanishing() -> Obligations:
    """For every cost of class C² and all partial derivatives."""
    yield from vanishing()
    yield Identity(D(cbar, s, u), D(general(), s, u), label="$D^2_{xy}$")
    yield Identity(D(cbar, u, s), D(general(), u, s), label="$D^2_{yx}$")


def vanishing() -> Obligations:
    """The value, the gradients and the pure second derivatives of c̄."""
    yield Identity(at_x0(at_y0(cbar)), 0)
    yield Identity(at_y0(D(cbar, s)), 0, label=r"$\nabla_x$")
    yield Identity(at_x0(D(cbar, u)), 0, label=r"$\nabla_y$")
    yield Identity(at_y0(D(cbar, s, 2)), 0, label="$D^2_x$")
    yield Identity(at_y0(D(cbar, s, t)), 0, label="$D^2_x$")
    yield Identity(at_x0(D(cbar, u, 2)), 0, label="$D^2_y$")
    yield Identity(at_x0(D(cbar, u, v)), 0, label="$D^2_y$")


@paper.claim(
    "s51-i-M",
    at="Section 5.1, (i)",
    printed=r"M:=D_{yx}\overline c_\delta(x_0,y_0)=D_{yx}c_\delta(x_0,y_0)\text{ is non-degenerate by }(3.6)",
    hypotheses=(r"|x_0-y_0|>\delta",),
    depends=("s51-i-vanishing", "eq-3-6-det"),
)
def s51_i_m() -> Obligations:
    """M = |x_0-y_0|⁻³(I - 3e⊗e), its determinant, and its inverse."""
    yield Identity(D(cbar, u, s), D(general(), u, s))
    yield from nonsingular()
    block = Isotropic(1, -3, along=x - y).scaled(norm(x - y) ** -3)
    yield Identity(D(c0, y[i], x[j]), block.entry(i, j), over=APART)


@paper.claim(
    "s51-ii",
    at="Section 5.1, (ii)",
    printed=r"\overline\psi(x_0)=0,\quad\nabla\overline\psi(x_0)=\nabla\psi(x_0)-\nabla_xc_\delta(x_0,y_0)=0",
    depends=("eq-5-6",),
)
def s51_ii() -> Obligations:
    """Every partial derivative, for general ψ and c; it vanishes by (5.6)."""
    bar = psi(s, p) - psi(s0, p0) - cost(s, p, u0, q0) + cost(s0, p0, u0, q0)
    own, given = D(psi(s, p), s), D(cost(s, p, u0, q0), s)
    there = [term.at(s, s0).at(p, p0) for term in (bar, D(bar, s), own, given)]
    yield Identity(there[0], 0)
    yield Identity(there[1], there[2] - there[3])
    slope, price = reals("m n")
    yield Identity(slope - price, 0, over=Domain(equals(-slope + price, 0)), label="(5.6)")


@paper.claim(
    "s51-iii-A-nsd",
    at="Section 5.1, (iii)",
    printed=r"A:=D^2\psi(x_0)-D^2_{xx}c_\delta(x_0,y_0)\text{ is negative semi-definite}",
    hypotheses=(r"x_0\text{ an Alexandrov point}",),
    depends=("eq-4-5", "eq-4-6"),
)
def s51_iii_a_nsd() -> Obligations:
    """Along a line ψ + φ - c is t²(a/2 + e(t)), e → 0; a > 0 makes it positive somewhere."""
    step, a, e = reals("t a e")
    yield Relation(
        step**2 * (a / 2 + e) > 0,
        over=Domain(a > 0, e > -a / 2, differs(step, 0)),
        label="no maximum",
    )


@paper.claim(
    "s51-iii-expansion",
    at="Section 5.1, (iii)",
    printed=r"\nabla\overline\psi(x)=A(x-x_0)+o(|x-x_0|)",
    depends=("eq-5-6",),
)
def s51_iii_expansion() -> Obligations:
    """The two Taylor expansions of ∇ψ and ∇_x c(·, y_0), subtracted; the remainders are the letters r, q."""
    gradient, price, start, same, z = (Matrix(name) for name in ("g", "n", "g0", "n0", "z"))
    hessian, block, rest, other = (Matrix(name) for name in ("P", "H", "r", "q"))
    yield MatrixIdentity(
        gradient - price,
        (hessian - block) @ z + (rest - other),
        given=[(gradient, start + hessian @ z + rest), (price, same + block @ z + other), (start, same)],
    )
    remainder, second, size = reals("r q h")
    small = Domain(
        size > 0, absolute(remainder) <= Fraction(1, 2) * size, absolute(second) <= Fraction(1, 2) * size
    )
    yield Relation(absolute(remainder - second) <= size, over=small, label="$o(h)-o(h)=o(h)$")
