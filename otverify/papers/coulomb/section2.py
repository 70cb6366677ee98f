"""Section 2: the problem, the optimal map, the main theorem."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import ForAll, Identity, Limit, Obligation, Relation, oo
from otverify.claims_transport import Feasible, Optimal, UniquePlan
from otverify.papers.coulomb.instances import coulomb_problems, named_optima, transposed
from otverify.papers.coulomb.notation import APART, c0, d, i, j, k, paper, r, x, y
from otverify.papers.coulomb.section1 import MASS_INSIDE, radial_optimality
from otverify.transport import outcomes
from otverify.transport.costs import coulomb
from otverify.transport.exact import solve
from otverify.transport.measures import uniform
from otverify.transport.problems import TransportProblem, problem
from otverify.transport.radicals import radical_sum
from otverify.vocabulary import (
    PI,
    D,
    Domain,
    contract,
    det,
    exp,
    integral,
    maximum,
    minimum,
    norm,
    reals,
    vectors,
)

Obligations = Iterator[Obligation]
(p,) = vectors("p")
SLOPES = Domain(norm(p) > 0, x, d >= 1)


@paper.claim(
    "def-coulomb-problem",
    at="Section 2, (2.1)",
    printed=r"C:=\int c_0\,d\gamma\to\min,\quad\gamma\in\Pi(\mu,\nu),\quad c_0(x,y)=\tfrac1{|y-x|}",
)
def def_coulomb_problem() -> Obligations:
    """The problem on finite instances, with certified minimum and minimiser; the diagonal costs infinity."""
    for name, optimum in named_optima().items():
        yield Optimal(optimum.problem, value=optimum.value, plan=optimum.plan, label=name)
    square = uniform([(0, 0), (3, 0), (0, 4), (3, 4)])
    yield Optimal(
        problem(square, square, cost=coulomb()),
        value=radical_sum(Fraction(1, 5)),
        label=r"$3\times4$ rectangle",
    )
    point = uniform([0])
    yield Feasible(problem(point, point, cost=coulomb()), holds=False, label=r"$\delta_0$ to itself")


@paper.not_computable(
    "prop-2-1-existence-uniqueness",
    at="Prop. 2.1",
    printed=r"\mu,\nu\in\mathcal P\cap L^1(\mathbb R^d):\;\exists!\,\gamma\text{ minimising }C,\quad"
    r"\gamma=(\mathrm{id}\times T)_\#\mu",
    why="existence and uniqueness for all densities",
    analogue=r"\text{the optimal plan of generic finite marginals is unique and a map}",
)
def prop_2_1_existence_uniqueness() -> Obligations:
    """Each of the named instances has one optimal plan, and it has one target for every atom."""
    for name, optimum in named_optima().items():
        yield UniquePlan(optimum.problem, label=name)
        yield Identity(len(optimum.plan), len(optimum.problem.source), instance=name, label="a map")


@paper.claim(
    "prop-2-1-map-formula",
    at="Prop. 2.1, (2.2)",
    printed=r"T(x)=c_0\text{-}\exp_x(-\nabla\psi(x))=x+\frac{\nabla\psi(x)}{|\nabla\psi(x)|^{3/2}}",
    hypotheses=(r"\nabla\psi(x)=\nabla_xc_0(x,y)", r"x\ne y"),
)
def prop_2_1_map_formula() -> Obligations:
    """The gradient of the potential at x determines the image y, in every dimension."""
    slope = D(c0, x[k])
    length_squared = contract(k, slope**2)
    yield Identity(length_squared, c0**4, over=APART, label=r"$|\nabla_xc_0|=|x-y|^{-2}$")
    yield Identity(x[i] + D(c0, x[i]) / length_squared ** Fraction(3, 4), y[i], over=APART)


@paper.claim(
    "fn2-twist-c0",
    at="Footnote 2",
    printed=r"\nabla_xc_0(x,y)+p=0\text{ has exactly one solution }y\text{ for every }p\text{ in the range of }"
    r"-\nabla_xc_0(x,\cdot)",
)
def fn2_twist_c0() -> Obligations:
    """p = (x-y)/|x-y|³ gives back y = x - p|p|^(-3/2); the range is R^d without 0."""
    slope = -D(c0, x[i])
    length_squared = contract(k, D(c0, x[k]) ** 2)
    yield Identity(
        x[i] - slope / length_squared ** Fraction(3, 4), y[i], over=APART, label="$y$ is determined"
    )
    yield Relation(length_squared > 0, over=APART, label="$p=0$ is not in the range")
    yield from c_exponential()


@paper.claim(
    "fn2-cexp-definition",
    at="Footnote 2",
    printed=r"y=c_0\text{-}\exp_x(p):=(-\nabla_xc_0)^{-1}(x,p)",
    depends=("fn2-twist-c0",),
)
def fn2_cexp_definition() -> Obligations:
    """c_0-exp_x(p) = x - p|p|^(-3/2) for every p different from 0; at p = -∇ψ it is (2.2)."""
    yield from c_exponential()
    minus = -1 * p
    yield Identity(
        x[i] - minus[i] * norm(minus) ** Fraction(-3, 2), x[i] + p[i] / norm(p) ** Fraction(3, 2), over=SLOPES
    )


def c_exponential() -> Obligations:
    """-∇_x c_0(x, y) = p at y = x - p|p|^(-3/2), where z = x - y = p|p|^(-3/2)."""
    z = norm(p) ** Fraction(-3, 2) * p
    yield Identity(-D(c0, x[i]), (x - y)[i] / norm(x - y) ** 3, over=APART, label=r"$-\nabla_xc_0$")
    yield Identity(z[i] / norm(z) ** 3, p[i], over=Domain(norm(p) > 0, d >= 1), label="$-\\nabla_xc_0=p$")


@paper.claim(
    "symmetric-coupling",
    at="Section 2, after (2.2)",
    printed=r"\gamma(A\times B)=\gamma(B\times A)\text{ for the optimal }\gamma\in\Pi(\mu,\nu),\text{ since }"
    r"c_0(x,y)=c_0(y,x)",
)
def symmetric_coupling() -> Obligations:
    """With B = R it says μ(A) = ν(A): uniform densities on [0, 1] and [a, a+1], A = [0, t]."""
    a, t, u = reals("a t u")
    source = integral(1, u, 0, t)
    target = maximum(minimum(t, a + 1) - maximum(a, 0), 0)
    yield Identity(
        source,
        target,
        over=Domain(t > 0, t <= 1, a >= 0),
        label=r"$\gamma(A\times\mathbb R)=\gamma(\mathbb R\times A)$",
    )


@symmetric_coupling.corrected(
    r"\mu=\nu\;\Rightarrow\;\gamma(A\times B)=\gamma(B\times A)",
    note="It needs equal marginals, as for electron densities; nothing later uses the symmetry.",
)
def symmetric_coupling_corrected() -> Obligations:
    """Exchanging x and y keeps the cost and, for μ = ν, the marginals; the unique minimiser is its own image."""
    yield Identity(c0, 1 / norm(y - x), over=APART, label="$c_0(x,y)=c_0(y,x)$")

    def exchanged_is_optimal(stated: TransportProblem) -> list[Obligation]:
        found = solve(stated)
        return [Optimal(stated, plan=transposed(found))] if isinstance(found, outcomes.Optimal) else []

    yield ForAll(
        coulomb_problems(least=2, most=6, same=True), exchanged_is_optimal, examples=40, label=r"$\mu=\nu$"
    )


@paper.not_computable(
    "thm-2-2",
    at="Theorem 2.2",
    printed=r"\mathcal L^d(\partial\operatorname{supp}\mu)=\mathcal L^d(\partial\operatorname{supp}\nu)=0,\;"
    r"0<\rho_0,\rho_1\le M,\;\rho_0,\rho_1\in C^{0,\alpha}\;\Rightarrow\;T:X\to Y\text{ a }C^{1,\alpha}"
    r"\text{-diffeomorphism, }X,Y\text{ open of full measure}",
    why="a regularity theorem for all densities",
    analogue=r"\rho_0=\rho_1=c_d(1+|x|^d)^{-2}:\;T(x)=-x/|x|^2\text{ is a diffeomorphism of }\mathbb R^d\setminus\{0\}",
    depends=("intro-radial-jump-sphere",),
)
def thm_2_2() -> Obligations:
    """T is its own inverse and smooth off the origin, and |det DT(x)| = ρ(x)/ρ(T(x)) = |x|^(-2d)."""
    away = Domain(norm(x) > 0, d >= 1)
    image = norm(x) ** -2 * (-1 * x)
    again = norm(image) ** -2 * (-1 * image)
    yield Identity(again[i], x[i], over=away, label="$T(T(x))=x$")
    jacobian = det(D(-x[i] / norm(x) ** 2, x[j]), i, j)
    yield Identity(jacobian**2, norm(x) ** (-4 * d), over=away, label=r"$|\det DT|^2$")
    ratio = (1 + norm(x) ** d) ** -2 / (1 + norm(image) ** d) ** -2
    yield Identity(ratio, norm(x) ** (-2 * d), over=away, label=r"$\rho/\rho\circ T$")


@paper.not_computable(
    "rem-2-3",
    at="Remark 2.3",
    printed=r"\rho_0=\rho_1=\rho\text{, an electron density of a ground state, satisfies the hypotheses}",
    why="regularity of wave functions, cited from the literature",
    analogue=r"d=3,\;\rho=\tfrac1\pi e^{-2|x|}\text{ (hydrogen): mass }1,\;0<\rho\le\tfrac1\pi,\;[\rho]_\alpha\le\tfrac2\pi"
    r"\text{ for all }\alpha\in(0,1]",
)
def rem_2_3() -> Obligations:
    """The mass in |x| < R tends to 1; ρ is positive, so that its support is R³; bounded; Lipschitz, so Hölder."""
    radius, size, gap, alpha = reals("r R m alpha")
    density = 1 / (PI * exp(2 * radius))
    rest = (2 * size**2 + 2 * size + 1) * exp(-2 * size)
    shell = 4 * PI * size**2 * density.at(radius, size)
    yield Identity(D(1 - rest, size), shell, over=size > 0, label="mass in $|x|<R$")
    yield Identity((1 - rest).at(size, 0), 0, label="no mass at the nucleus")
    (root,) = reals("E")
    yield Relation(exp(size / 2) >= 1 + size / 2, over=size >= 0, label="$E=e^{R/2}$")
    yield Identity(exp(-2 * size), exp(size / 2) ** -4, over=size > 0, label="$e^{-2R}=E^{-4}$")
    polynomial = 2 * size**2 + 2 * size + 1
    yield Relation(
        polynomial / root**4 <= polynomial / (1 + size / 2) ** 4, over=Domain(size > 0, root >= 1 + size / 2)
    )
    yield Limit(polynomial / (1 + size / 2) ** 4, size, to=oo, equals=0, over=size > 0, label="total mass 1")
    outside = Domain(radius >= 0)
    above = Relation(exp(2 * radius) >= 1, over=outside)
    yield Relation(density > 0, over=outside, label="(iii), (i): positive, the support is $R^3$")
    yield Relation(density <= 1 / PI, over=outside, by=(above,), label="(iv)")
    yield Relation(-D(density, radius) <= 2 / PI, over=outside, by=(above,), label="Lipschitz")
    yield Relation(D(density, radius) < 0, over=outside, label="decreasing")
    near, far = Domain(alpha > 0, alpha <= 1, gap > 0, gap <= 1), Domain(alpha > 0, alpha <= 1, gap > 1)
    yield Relation(2 / PI * gap <= 2 / PI * gap**alpha, over=near, label=r"(ii), $|x-x'|\le1$: Lipschitz")
    yield Relation(2 / PI * gap**alpha >= 1 / PI, over=far, label=r"(ii), $|x-x'|>1$: bounded")


@paper.not_computable(
    "unbounded-support-remark",
    at="Section 2, after Remark 2.3",
    printed=r"\operatorname{supp}\mu,\;\operatorname{supp}\nu\text{ need not be compact}",
    why="a remark on the scope of Theorem 2.2",
    analogue=r"\mu=\nu\text{ with the mass }\tfrac{r^d}{1+r^d}\text{ in }|x|<r\text{: supported on }\mathbb R^d,\;"
    r"T(x)=-\tfrac x{|x|^2}\text{ optimal, }\int c_0\,d\gamma\le\tfrac12",
    depends=("intro-radial-jump-sphere",),
)
def unbounded_support_remark() -> Obligations:
    """Every shell has mass, so has the outside of every ball; T is optimal; its cost 1/(r + 1/r) is at most 1/2.

    Points near the origin are sent as far as one likes.
    """
    yield Relation(D(MASS_INSIDE, r) > 0, over=Domain(r > 0, d >= 1), label="mass in every shell")
    yield Relation(1 - MASS_INSIDE > 0, over=Domain(r > 0, d >= 1), label="mass outside every ball")
    yield Limit(MASS_INSIDE, r, to=oo, equals=1, over=Domain(r > 0, d >= 1), label="total mass")
    yield from radial_optimality()
    yield Relation(1 / (r + 1 / r) <= Fraction(1, 2), over=r > 0, label=r"$c_0(x,T(x))$")
    yield Limit(1 / r, r, to=0, equals=oo, over=r > 0, label=r"$|T(x)|$ is unbounded")
