"""Section 2: notation and assumptions."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, combinations

from otverify.claims import Identity, Limit, Obligation, Relation, oo
from otverify.claims_transport import Feasible
from otverify.papers.capacity import instances
from otverify.papers.capacity.notation import HALF, SQUARE, Y, Z, cost, paper, t, x, y, z
from otverify.transport.problems import TransportProblem
from otverify.vocabulary import (
    D,
    Domain,
    Function,
    absolute,
    det,
    dot,
    indices,
    integers,
    integral,
    kron,
    log,
    norm,
    reals,
    vectors,
)

Obligations = Iterator[Obligation]

c, h, h1, h2, cap_ = (Function(name) for name in ("c", "h", "h_1", "h_2", "H"))
a, b, p, q, n, big = reals("a b p q n M")
(d,) = integers("d")
i, j = indices("i j")
u, v = vectors("x y")
APART = Domain(norm(u - v) > 0, d >= 1)


@paper.claim(
    "jacobian-convention",
    at="Section 2",
    printed=r"DT=(\partial T_i/\partial x_j)_{1\le i\le m,1\le j\le n},\quad T:\mathbb R^n\to\mathbb R^m",
)
def jacobian_convention() -> Obligations:
    """Row i, column j: for T(x) = |x|²x the matrix is |x|²δ_ij + 2x_i x_j; a real function has a row; det D(x/n) = n^-d."""
    every = Domain(norm(u) > 0, d >= 1)
    yield Identity(D(dot(u, u) * u[i], u[j]), dot(u, u) * kron(i, j) + 2 * u[i] * u[j], over=every)
    yield Identity(D(dot(u, u), u[j]), 2 * u[j], over=every, label="$m=1$: a row")
    yield Identity(
        det(D(dot(u, u) * u[i], u[j]), i, j), 3 * norm(u) ** (2 * d), over=every, label="its determinant"
    )
    yield Identity(det(D(u[i] / n, u[j]), i, j), n ** (-d), over=Domain(n > 0, d >= 1, u), label="a dilation")


@paper.claim(
    "hessian-block",
    at="(7)",
    printed=r"D^2c=\begin{pmatrix}D^2_{xx}c&D^2_{xy}c\\D^2_{yx}c&D^2_{yy}c\end{pmatrix}",
)
def hessian_block() -> Obligations:
    """D²_yx is the transpose of D²_xy; det D²_xy for the product, the squared distance and the logarithm, every d."""
    yield Identity(D(log(norm(u - v)), u[i], v[j]), D(log(norm(u - v)), v[j], u[i]), over=APART)
    yield Identity(
        D(c(x, y), x, y), D(c(x, y), y, x), over=Domain(x > 0, y > 0), label="$d=1$, any $c\\in C^2$"
    )
    every = Domain(d >= 1, u, v)
    yield Identity(det(D(dot(u, v), u[i], v[j]), i, j), 1, over=every, label=r"$x\cdot y$")
    squared = dot(u - v, u - v) / 2
    yield Identity(D(squared, u[i], v[j]), -kron(i, j), over=every, label=r"$\frac12|x-y|^2$")
    yield Identity(
        det(-D(log(norm(u - v)), u[i], v[j]), i, j),
        -(norm(u - v) ** (-2 * d)),
        over=APART,
        label=r"$-\log|x-y|$",
    )


@paper.claim(
    "marginals-def",
    at="Section 2",
    printed=r"h_X(x)=\int h(x,y)\,dy,\quad h_Y(y)=\int h(x,y)\,dx",
)
def marginals_def() -> Obligations:
    """Both maps are linear; the order of integration does not matter (on products of powers, which span)."""
    yield Identity(
        Y.integral(a * h1(t) + b * h2(t), t),
        a * Y.integral(h1(t), t) + b * Y.integral(h2(t), t),
        over=Domain(a, b),
        label="linear",
    )
    density = x**p * y**q
    yield Identity(
        integral(integral(density, y, 0, 1), x, 0, 1),
        integral(integral(density, x, 0, 1), y, 0, 1),
        over=Domain(p >= 1, q >= 1),
        label="both marginals have the same mass",
    )
    yield Identity(integral(density, y, 0, 1), x**p / (q + 1), over=Domain(p >= 1, q >= 1, x > 0))


@paper.claim(
    "cost-assumptions",
    at="Section 2.1",
    printed=r"(C1)\;c\text{ bounded};\;(C2)\;c\in C^2\text{ off a closed null set }Z;\;(C3)\;\det D^2_{xy}c\ne0\text{ off }Z",
)
def cost_assumptions() -> Obligations:
    """½|x-y|² and xy meet (C2), (C3) everywhere and (C1) on I² but not on the plane; the values on spt h̄ are what counts."""
    for product, name in ((cost, r"$\frac12|x-y|^2$"), (x * y, "$xy$")):
        yield Relation(D(product, x, y), "!=", 0, over=Domain(x, y), label=f"(C3) for {name}")
        yield Relation(absolute(product) <= HALF, over=SQUARE, label=f"(C1) on $I^2$ for {name}")
    yield Limit(n**2 / 2, n, to=oo, equals=oo, label=r"$\frac12|x-y|^2$ is not bounded on the plane")


def has_room(stated: TransportProblem) -> bool:
    """f(A) - g(B) <= h̄(A × Bᶜ) for all sets A of rows and B of columns, by going through them."""
    bounds = instances.capacities(stated)
    f, g = stated.source.masses, stated.target.masses

    def subsets(count: int) -> Iterator[tuple[int, ...]]:
        return chain.from_iterable(combinations(range(count), k) for k in range(count + 1))

    for rows in subsets(len(f)):
        for columns in subsets(len(g)):
            left = sum((f[k] for k in rows), Fraction(0)) - sum((g[k] for k in columns), Fraction(0))
            room = sum((bounds[k][m] for k in rows for m in range(len(g)) if m not in columns), Fraction(0))
            if left > room:
                return False
    return True


@paper.claim(
    "capacity-assumptions",
    at="Section 2.2",
    printed=r"0\le\bar h\text{ bounded, of compact support},\;\Gamma(f,g)^{\bar h}\ne\emptyset",
)
def capacity_assumptions() -> Obligations:
    """Finite problems: plans exist if and only if every cut has room, f(A) - g(B) <= h̄(A × Bᶜ), all cuts tried."""
    for name, stated in {**instances.small_problems(), **instances.blocked_problems()}.items():
        yield Feasible(stated, holds=has_room(stated), label=name)


#: 0 <= h <= h̄ on Z, |c| <= M
DOMINATED = Domain(
    Z.mass > 0,
    big > 0,
    Z.everywhere(z, h(z) >= 0),
    Z.everywhere(z, h(z) <= cap_(z)),
    Z.everywhere(z, absolute(c(z)) <= big),
)


@paper.claim(
    "remark-2-1-finite-cost",
    at="Remark 2.1",
    printed=r"I_c(h)\le I_c(\bar h)<\infty\text{ for all }h\le\bar h",
    hypotheses=(
        r"c\text{ continuous and bounded}",
        r"\bar h\text{ bounded, of compact support}",
        r"0\le h\le\bar h",
    ),
)
def remark_2_1_finite_cost() -> Obligations:
    """As printed, for costs of any sign."""
    yield Relation(Z.integral(c(z) * h(z), z) <= Z.integral(c(z) * cap_(z), z), over=DOMINATED)


@remark_2_1_finite_cost.corrected(
    r"|I_c(h)|\le\sup|c|\int\bar h<\infty",
    note="The first inequality needs c >= 0; for bounded c of any sign the cost is finite all the same.",
)
def remark_2_1_finite_cost_corrected() -> Obligations:
    """-M h̄ <= c h <= M h̄ at every point; and the printed inequality for c >= 0."""
    for sign in (1, -1):
        value = Z.integral(sign * c(z) * h(z), z)
        step = Relation(value <= Z.integral(big * cap_(z), z), over=DOMINATED)
        yield Relation(value <= big * Z.integral(cap_(z), z), over=DOMINATED, by=[step])
    positive = Domain(DOMINATED, Z.everywhere(z, c(z) >= 0))
    yield Relation(
        Z.integral(c(z) * h(z), z) <= Z.integral(c(z) * cap_(z), z), over=positive, label=r"$c\ge0$"
    )


@paper.claim(
    "remark-2-1-supports",
    at="Remark 2.1",
    printed=r"\operatorname{spt}h,\operatorname{spt}f,\operatorname{spt}g\text{ are compact if }\operatorname{spt}\bar h\text{ is}",
)
def remark_2_1_supports() -> Obligations:
    """Where h̄ vanishes so does h; on a line where ∫h̄ = 0, ∫h = 0: f lives where h̄ does."""
    yield Identity(a, 0, over=Domain(a >= 0, a <= b, b <= 0), label=r"$\bar h=0$ at a point")
    line = Domain(Y.mass > 0, Y.everywhere(t, h(t) >= 0), Y.everywhere(t, h(t) <= cap_(t)))
    yield Relation(Y.integral(0, t) <= Y.integral(h(t), t), over=line, label=r"$f\ge0$")
    yield Relation(
        Y.integral(h(t), t) <= Y.integral(cap_(t), t), over=line, label=r"$f(x)\le\int\bar h(x,\cdot)$"
    )
