"""Section 5.2: the change of coordinates, and the energy in it.

S stands for -A, positive definite. As printed, x̃ = S^(1/2) x and ỹ = S^(-1/2) M y; the mixed derivative of
c̃ and the derivative of T̃ then have the wrong sign, and with ỹ = -S^(-1/2) M y both are right.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import Exists, Identity, Limit, MatrixIdentity, Obligation, Relation
from otverify.claims_transport import Minimum, Optimal
from otverify.kernel.terms import Term
from otverify.matrices import Expression, Matrix
from otverify.papers.coulomb.instances import capped, cost_table, named_optima, places, safe_radius
from otverify.papers.coulomb.notation import TWO_THIRDS, cap, d, delta, i, j, paper, r, tail
from otverify.papers.coulomb.section5_normalisations import same_plans
from otverify.transport.outcomes import Optimal as Optimum
from otverify.transport.problems import TransportProblem, problem
from otverify.vocabulary import (
    D,
    Domain,
    Function,
    absolute,
    ball_integral,
    det,
    equals,
    integral,
    kron,
    reals,
    sqrt,
)

Obligations = Iterator[Obligation]

M = Matrix("M", invertible=True)
S = Matrix("S", positive=True)
#: x and y, x - x_0, T(x) - y_0
x_, y_, z, w = (Matrix(name) for name in ("x", "y", "z", "w"))
A = -1 * S
#: the derivative of T, (5.7)
DERIVATIVE = M.inv @ A

m, theta, u, R, L, rho, eta = reals("m theta u R L rho eta")
LENGTH = L > 0
#: the uniform density of [0, L] at x_0 < L/2: A = M = -16/L³, T(x) = x + L/2
S_LINE, M_LINE = 16 / L**3, -16 / L**3


@paper.claim(
    "s52-cexp-C1",
    at="Section 5.2, first sentence",
    printed=r"p+\nabla_xc_\delta(x,y)=0\text{ has a unique solution }y\text{ with }|x-y|>\tfrac23\delta\text{ for every }"
    r"p\in\mathbb R^d",
    depends=("cdelta-gradient", "cdelta-twist"),
)
def s52_cexp_c1() -> Obligations:
    """A solution at distance r has |p| = -h'(r) <= 4/(3δ²); every length m of p would have to obey this."""
    for branch, region in (
        (cap, Domain(delta > 0, r > TWO_THIRDS * delta, r <= delta)),
        (tail, Domain(delta > 0, r >= delta)),
    ):
        yield Relation(-D(branch, r) <= Fraction(4, 3) / delta**2, over=region)
    yield Relation(m <= Fraction(4, 3) / delta**2, over=Domain(delta > 0, m > 0), label=r"$|p|\le\sup|h'|$")


@s52_cexp_c1.corrected(
    r"\text{a unique solution for }0<|p|<\tfrac4{3\delta^2},\text{ none for }p=0\text{ and }|p|\ge\tfrac4{3\delta^2}",
    note=r"The map is $C^1$ on this open set of $p$; $T$ uses $|p|=|x-y|^{-2}\le\delta^{-2}$, inside it.",
)
def s52_cexp_c1_corrected() -> Obligations:
    """|p| = m <= 1/δ² is attained at r = m^(-1/2) >= δ, m = (4/3)(1-θ²)/δ² at r = (2/3)δ(1+θ) <= δ."""
    outer = Domain(delta > 0, m > 0, m <= 1 / delta**2)
    yield Exists(
        {r: m ** Fraction(-1, 2)},
        equals(-D(tail, r), m),
        r >= delta,
        over=outer,
        label=r"$0<|p|\le\delta^{-2}$",
    )
    inner = Domain(delta > 0, theta > 0, theta <= Fraction(1, 2))
    value = Fraction(4, 3) * (1 - theta**2) / delta**2
    yield Exists(
        {r: TWO_THIRDS * delta * (1 + theta)},
        equals(-D(cap, r), value),
        r > TWO_THIRDS * delta,
        r <= delta,
        over=inner,
        label=r"$\delta^{-2}\le|p|<\frac43\delta^{-2}$",
    )
    yield Relation(value >= 1 / delta**2, over=inner)
    yield Relation(value < Fraction(4, 3) / delta**2, over=inner)
    yield Relation(
        D(cap, r, 2) > 0, over=Domain(delta > 0, r > TWO_THIRDS * delta, r <= delta), label="unique, $C^1$"
    )
    yield Relation(D(tail, r, 2) > 0, over=Domain(delta > 0, r >= delta), label="unique, $C^1$")
    yield Relation(
        -D(cap, r) > 0, over=Domain(delta > 0, r > TWO_THIRDS * delta, r <= delta), label="$p\\ne0$"
    )
    yield Relation(-D(tail, r) > 0, over=Domain(delta > 0, r >= delta), label="$p\\ne0$")


@paper.claim(
    "eq-5-7-expansion",
    at="Section 5.2, (5.7)",
    printed=r"T(x)=y_0+M^{-1}A(x-x_0)+o(|x-x_0|)",
    depends=("DT-formula", "s51-iii-expansion"),
)
def eq_5_7_expansion() -> Obligations:
    """∇ψ(x) = ∇_x c(x, T(x)) to first order: P z + r = H z + M w + q for z = x - x_0, w = T(x) - y_0."""
    hessian, block, rest, other = (Matrix(name) for name in ("P", "H", "r", "q"))
    yield MatrixIdentity(
        w,
        M.inv @ (hessian - block) @ z + M.inv @ (rest - other),
        given=[(rest, block @ z + M @ w + other - hessian @ z)],
    )


@paper.claim(
    "DT-formula",
    at="Section 5.2, after (5.7)",
    printed=r"DT(x_0)=-D_{yx}c(x_0,y_0)^{-1}(-D^2\psi(x_0)+D^2_{xx}c_\delta(x_0,y_0))=M^{-1}A",
)
def dt_formula() -> Obligations:
    """Differentiate ∇ψ(x) = ∇_x c(x, T(x)): D²ψ = D²_xx c + M DT, for matrices of any size."""
    hessian, block, derivative, second = (Matrix(name) for name in ("P", "H", "J", "A"))
    yield MatrixIdentity(
        derivative, -1 * M.inv @ (-1 * hessian + block), given=[(hessian, block + M @ derivative)]
    )
    yield MatrixIdentity(
        -1 * M.inv @ (-1 * hessian + block), M.inv @ second, given=[(second, hessian - block)]
    )


@paper.claim(
    "eq-5-8",
    at="Section 5.2, (5.8)",
    printed=r"\frac1{R^{d+2}}\int_{B_R(x_0)}|T(x)-y_0-M^{-1}A(x-x_0)|^2\rho_0\,dx=\frac{o(R^2)}{R^2}\to0",
    depends=("eq-5-7-expansion",),
)
def eq_5_8() -> Obligations:
    """A remainder of at most η|x - x_0| on B_R and a density of at most ρ give η² ρ d|B_1|/(d+2)."""
    ball = Domain(R > 0, eta > 0, rho > 0, d >= 1)
    bound = ball_integral(rho * (eta * u) ** 2, u, R, d) / R ** (d + 2)
    stated = eta**2 * rho * d / (d + 2) * ball_integral(1, u, 1, d)
    yield Identity(bound, stated, over=ball)
    yield Limit(stated, eta, to=0, equals=0, over=ball)


@paper.claim(
    "s52-change-of-coordinates",
    at="Section 5.2",
    printed=r"A\le0:\;\widetilde x:=(-A)^{1/2}x,\;\widetilde y:=(-A)^{-1/2}My,\quad-\widetilde x\cdot\widetilde y=-x\cdot My",
    depends=("s51-iii-A-nsd",),
)
def s52_change_of_coordinates() -> Obligations:
    """For 1×1 matrices A = (a) with a <= 0, as printed."""
    a, x1, y1, m1 = reals("a x y M")
    left = (-a) ** Fraction(1, 2) * x1 * ((-a) ** Fraction(-1, 2) * m1 * y1)
    yield Identity(-left, -x1 * m1 * y1, over=Domain(a <= 0, x1, y1, m1))


@s52_change_of_coordinates.corrected(
    r"A<0:\;-\widetilde x\cdot\widetilde y=-x\cdot My",
    note=r"$A$ is definite: $M\,DT(x_0)=A$, and neither $\det M$ nor $\det DT(x_0)$ vanishes.",
)
def s52_change_of_coordinates_corrected() -> Obligations:
    """For every positive definite S = -A and every M; A is invertible as a product of invertible matrices."""
    yield MatrixIdentity(-1 * (S.root @ x_).T @ (S.inv_root @ M @ y_), -1 * x_.T @ M @ y_)
    J = Matrix("J", invertible=True)
    second = M @ J
    yield MatrixIdentity(second @ (J.inv @ M.inv), 1, label="$A=M\\,DT$ is invertible")
    yield MatrixIdentity((J.inv @ M.inv) @ second, 1, label="$A=M\\,DT$ is invertible")


@paper.claim(
    "s52-tilde-definitions",
    at="Section 5.2",
    printed=r"\widetilde T(\widetilde x):=(-A)^{-1/2}MT((-A)^{-1/2}\widetilde x),\;\widetilde c_\delta:=\overline c_\delta"
    r"((-A)^{-1/2}\widetilde x,M^{-1}(-A)^{1/2}\widetilde y),\;\widetilde\rho_0:=\det((-A)^{-1/2})\rho_0,\;"
    r"\widetilde\rho_1:=|\det(M^{-1}(-A)^{1/2})|\rho_1",
)
def s52_tilde_definitions() -> Obligations:
    """The inverse coordinates are those of the definitions; the densities keep their masses, d = 1."""
    yield from inverse_coordinates()
    mass, scale, low, high = Function("F"), *reals("s a b")
    density = D(mass(r), r)
    yield Identity(
        integral(density.at(r, u / scale) / scale, u, scale * low, scale * high),
        mass(high) - mass(low),
        over=Domain(scale > 0, low < high),
        label=r"mass of $\widetilde\rho_0$",
    )
    yield Identity(
        integral(-density.at(r, u / scale) / scale, u, scale * high, scale * low),
        mass(high) - mass(low),
        over=Domain(scale < 0, low < high),
        label=r"mass of $\widetilde\rho_1$, $\det<0$",
    )


def inverse_coordinates() -> Obligations:
    """S^(-1/2) x̃ = x and M^(-1) S^(1/2) ỹ = y, both ways."""
    yield MatrixIdentity(S.inv_root @ (S.root @ x_), x_)
    yield MatrixIdentity(S.root @ (S.inv_root @ x_), x_)
    yield MatrixIdentity(M.inv @ S.root @ (S.inv_root @ M @ y_), y_)
    yield MatrixIdentity(S.inv_root @ M @ (M.inv @ S.root @ y_), y_)


@paper.claim(
    "s52-psitilde-concave",
    at="Section 5.2",
    printed=r"\widetilde\psi\text{ is }\widetilde c_\delta\text{-concave}",
    depends=("psibar-def-concave", "s52-tilde-definitions"),
)
def s52_psitilde_concave() -> Obligations:
    """inf over ỹ of c̃(x̃, ỹ) - φ̄(y) is the infimum over y: the coordinates are a bijection."""
    yield from inverse_coordinates()


def mixed(sign: int) -> Expression:
    """D²_{ỹx̃} c̃ at the base point for ỹ = sign · S^(-1/2) M y: S^(-1/2) M (∂y/∂ỹ)."""
    return S.inv_root.T @ M @ (sign * M.inv @ S.root)


def transformed(sign: int) -> Expression:
    """DT̃ at x̃_0 for ỹ = sign · S^(-1/2) M y."""
    return sign * S.inv_root @ M @ DERIVATIVE @ S.inv_root


@paper.claim(
    "s52-cost-normalised",
    at="Section 5.2",
    printed=r"D^2_{\widetilde y\widetilde x}\widetilde c_\delta(\widetilde x_0,\widetilde y_0)=-\mathbb I",
    depends=("s52-tilde-definitions",),
)
def s52_cost_normalised() -> Obligations:
    """The chain rule, for c̄ with the mixed derivative M."""
    yield MatrixIdentity(mixed(1), -1)


@s52_cost_normalised.corrected(
    r"\widetilde y:=-(-A)^{-1/2}My\;\Rightarrow\;D^2_{\widetilde y\widetilde x}\widetilde c_\delta(\widetilde x_0,\widetilde y_0)"
    r"=-\mathbb I",
    note=r"As printed the mixed derivative is $+\mathbb I$. With the sign in $\widetilde y$, (5.9) holds as well.",
)
def s52_cost_normalised_corrected() -> Obligations:
    """One sign in the coordinates."""
    yield MatrixIdentity(mixed(-1), -1)
    yield MatrixIdentity(mixed(1), 1, label="with the printed coordinates")


@paper.claim(
    "s52-T-tilde-optimal",
    at="Section 5.2",
    printed=r"\widetilde T\text{ is }\widetilde c_\delta\text{-optimal from }\widetilde\mu\text{ to }\widetilde\nu",
    depends=("cbar-def",),
)
def s52_t_tilde_optimal() -> Obligations:
    """The plans of the named instances, optimal for the matrix c̃(x̃_i, ỹ_j) at the moved points."""
    for name, _, optimum, centred in centred_problems():
        yield Optimal(centred, plan=optimum.plan, label=name)


def centred_problems() -> Iterator[tuple[str, TransportProblem, Optimum, TransportProblem]]:
    """The named instances with c_δ, and with c̃ for the first pair of the support, S = 4 and M = -3."""
    for name, optimum in named_optima().items():
        radius = safe_radius(optimum)
        if radius is None:
            continue
        close = capped(optimum, radius)
        rows = cost_table(close).rows()
        values = [[entry or Fraction(0) for entry in row] for row in rows]
        i0, j0 = optimum.plan.support[0]
        base = [[c - row[j0] - values[i0][n] + values[i0][j0] for n, c in enumerate(row)] for row in values]
        # c̃ at (x̃, ỹ) = (2x, -3y/2) is c̄ at (x̃/2, -2ỹ/3)
        xs = {(2 * place[0],): n for n, place in enumerate(places(close.source))}
        ys = {(Fraction(-3, 2) * place[0],): n for n, place in enumerate(places(close.target))}
        matrix = [[base[xs[x]][ys[y]] for y in ys] for x in xs]
        yield name, close, optimum, problem(close.source, close.target, cost=matrix)


@paper.claim(
    "s52-jacobian-equation",
    at="Section 5.2",
    printed=r"\det D\widetilde T(\widetilde x)=\frac{\widetilde\rho_0(\widetilde x)}{\widetilde\rho_1(\widetilde T(\widetilde x))}",
)
def s52_jacobian_equation() -> Obligations:
    """The interval: T̃(x̃) = S^(-1/2) M (S^(-1/2) x̃ + L/2) and constant densities."""
    yield Identity(D(line_map(u), u), density_ratio(), over=Domain(LENGTH, u), label="uniform density, $d=1$")


def line_map(place: Term) -> Term:
    """T̃ of the interval, as printed."""
    return M_LINE / sqrt(S_LINE) * (place / sqrt(S_LINE) + L / 2)


def density_ratio() -> Term:
    """ρ̃_0/ρ̃_1 of the interval."""
    return (1 / sqrt(S_LINE) / L) / (absolute(sqrt(S_LINE) / M_LINE) / L)


@s52_jacobian_equation.corrected(
    r"|\det D\widetilde T(\widetilde x)|=\frac{\widetilde\rho_0(\widetilde x)}{\widetilde\rho_1(\widetilde T(\widetilde x))}",
    note="The equality of the densities at the base point, which is what is concluded, needs the modulus only.",
)
def s52_jacobian_equation_corrected() -> Obligations:
    """For the interval; and |det DT̃(x̃_0)| = |det(-I)| = 1 in every dimension."""
    yield Identity(absolute(D(line_map(u), u)), density_ratio(), over=Domain(LENGTH, u))
    yield MatrixIdentity(transformed(1), -1)
    yield Identity(modulus(), 1, over=d >= 1, label=r"$|\det(-\mathbb I)|$")


def modulus() -> Term:
    """|det(-I)| as the root of the square."""
    return sqrt(det(-1 * kron(i, j), i, j) ** 2)


@paper.claim(
    "s52-density-equality",
    at="Section 5.2",
    printed=r"\widetilde\rho_0(\widetilde x_0)=\widetilde\rho_1(\widetilde y_0)",
    depends=("s52-jacobian-equation",),
)
def s52_density_equality() -> Obligations:
    """ρ̃_0 = |det DT̃| ρ̃_1 with DT̃(x̃_0) = -I; dividing both by one constant keeps the equation."""
    yield MatrixIdentity(transformed(1), -1)
    first, second, scale = reals("rho_0 rho_1 s")
    change = Domain(second > 0, d >= 1, equals(first, modulus() * second))
    yield Identity(first, second, over=change)
    yield Identity(first / scale, second / scale, over=Domain(scale > 0, equals(first, second)))


@paper.claim(
    "s52-cost-chain",
    at="Section 5.2",
    printed=r"\int\widetilde c_\delta\,d\widetilde\gamma=\int c_\delta\,d\gamma-\int c_\delta(x,y_0)\,d\mu-\int c_\delta(x_0,y)"
    r"\,d\nu+c_\delta(x_0,y_0)=\inf_{\gamma'}\int\overline c_\delta\,d\gamma'=\inf_{\widetilde\gamma'}\int\widetilde c_\delta"
    r"\,d\widetilde\gamma'",
    depends=("cbar-def", "s52-T-tilde-optimal"),
)
def s52_cost_chain() -> Obligations:
    """The identity for every coupling of probability measures, and all the values on the named instances."""
    yield from same_plans()
    for name, close, optimum, centred in centred_problems():
        rows = cost_table(close).rows()
        values = [[entry or Fraction(0) for entry in row] for row in rows]
        i0, j0 = optimum.plan.support[0]
        first = sum((mass * values[n][j0] for n, mass in enumerate(close.source.masses)), Fraction(0))
        second = sum((mass * values[i0][n] for n, mass in enumerate(close.target.masses)), Fraction(0))
        total = sum((mass * values[n][other] for n, other, mass in optimum.plan.entries()), Fraction(0))
        yield Minimum(centred, "==", total - first - second + values[i0][j0], label=name)


@paper.claim(
    "eq-5-9",
    at="Section 5.2, (5.9)",
    printed=r"\mathcal E_R^+:=\frac1{R^{d+2}}\int_{B_R(\widetilde x_0)\times\mathbb R^d}|\widetilde y-\widetilde y_0-"
    r"(\widetilde x-\widetilde x_0)|^2\,d\widetilde\gamma\to0",
    depends=("s52-change-of-coordinates", "eq-5-8"),
)
def eq_5_9() -> Obligations:
    """The interval in the printed coordinates: ỹ - ỹ_0 = -(x̃ - x̃_0), density ρ."""
    displacement = line_map(u) - line_map(u).at(u, 0) - u
    region = Domain(LENGTH, R > 0, rho > 0)
    yield Limit(
        integral(displacement**2 * rho, u, -R, R) / R**3,
        R,
        to=0,
        equals=0,
        over=region,
        label="uniform density, $d=1$",
    )


@eq_5_9.corrected(
    r"\widetilde y:=-(-A)^{-1/2}My\;\Rightarrow\;\mathcal E_R^+\to0",
    note=r"The sign that also gives $-\mathbb I$ for the cost; then (5.9) is (5.8) in new coordinates.",
)
def eq_5_9_corrected() -> Obligations:
    """ỹ - ỹ_0 = x̃ - x̃_0 to first order, as DT̃ = I; the interval; the remainder by (5.8)."""
    yield MatrixIdentity(transformed(-1), 1, label=r"$D\widetilde T(\widetilde x_0)=\mathbb I$")
    displacement = -line_map(u) + line_map(u).at(u, 0) - u
    region = Domain(LENGTH, R > 0, rho > 0)
    yield Limit(integral(displacement**2 * rho, u, -R, R) / R**3, R, to=0, equals=0, over=region)
    yield from eq_5_8_bound()


def eq_5_8_bound() -> Obligations:
    """A remainder of at most η|x̃ - x̃_0| contributes a constant times η²."""
    ball = Domain(R > 0, eta > 0, rho > 0, d >= 1)
    bound = ball_integral(rho * (eta * u) ** 2, u, R, d) / R ** (d + 2)
    yield Identity(bound, eta**2 * rho * d / (d + 2) * ball_integral(1, u, 1, d), over=ball)
