"""Section 5: the Taylor expansion of the cost and the normal form x·y.

The reals c_0, c_x, ... are the derivatives of c at (x_0, y_0); the general c is a function of class C².
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from otverify.claims import Identity, Limit, MatrixIdentity, Obligation, Relation, oo
from otverify.claims_transport import Minimum, Optimal
from otverify.matrices import Matrix
from otverify.papers.capacity import instances
from otverify.papers.capacity.notation import HALF, Z, cost, paper, x, y, z
from otverify.transport import problem
from otverify.transport.problems import TransportProblem
from otverify.vocabulary import (
    D,
    Domain,
    Function,
    absolute,
    cases,
    det,
    dot,
    indices,
    integers,
    log,
    norm,
    reals,
    vectors,
)

Obligations = Iterator[Obligation]

c, rest, k = (Function(name) for name in ("c", "R", "k"))
x0, y0, n, e, big, mass = reals("x_0 y_0 n e r M")
step = reals("sigma")[0]
#: values of the cost functional: of h and of a competitor, for c̃_n and for c̃
at_h, at_k, limit_h, limit_k = reals("I_h I_k J_h J_k")
(d,) = integers("d")
i, j = indices("i j")
u, v = vectors("x y")
#: two coordinates on each side
x1, x2, y1, y2, p1, p2, q1, q2 = reals("x_1 x_2 y_1 y_2 p_1 p_2 q_1 q_2")
PLACE = Domain(x0 > 0, y0 > 0, x, y)
CUBE = Domain(x >= -HALF, x <= HALF, y >= -HALF, y <= HALF)


def window_for_the_product() -> tuple[TransportProblem, list[list[Fraction]], Fraction]:
    """The window rows 4-11, columns 5-12 of the optimal plan for a cubic cost, h̄ = 3/2, 16 × 16 cells; cost xy.

    Returned with the restricted plan and its cost.
    """
    size, rows, columns = 16, range(3, 11), range(4, 12)
    level = Fraction(3, 2)
    whole = instances.grid_problem(instances.CURVED, [[level] * size] * size)
    plan = instances.solved(whole).plan.matrix()
    part, restricted = instances.rectangle_problem(whole, plan, rows, columns)
    ends = instances.interval_cells(size)
    middle = [(low + high) / 2 for low, high in pairwise(ends)]
    product = [[middle[a] * middle[b] for b in columns] for a in rows]
    stated = problem(part.source, part.target, cost=product, capacity=part.capacity)
    return stated, restricted, instances.total(product, restricted)


@paper.claim(
    "sec5-intro",
    at="Section 5, opening",
    printed=r"h\in\operatorname{argmin}_{\Gamma(h_X,h_Y)^{\bar h}}I_c\Rightarrow h_n\text{ is (almost) }\tilde c\text{-optimal}",
    depends=("prop-5-4", "eq-14"),
)
def sec5_intro() -> Obligations:
    """If I_c̃n and I_c̃ differ by at most e on all competitors, the gap is at most 2e; a window with the gap 1/131072."""
    close = Domain(
        at_h <= at_k, at_h - limit_h <= e, limit_h - at_h <= e, at_k - limit_k <= e, limit_k - at_k <= e
    )
    yield Relation(limit_h <= limit_k + 2 * e, over=close)
    stated, _, value = window_for_the_product()
    yield Minimum(stated, ">=", value - Fraction(1, 131072), label="8 × 8 cells of 16 × 16")


@sec5_intro.reading(
    "exactly optimal",
    printed=r"h_n\in\operatorname{argmin}I_{\tilde c}\text{ for every }n",
    note="The blow-ups are optimal for the cost with its remainder; for $x\\cdot y$ only in the limit.",
)
def sec5_intro_exactly() -> Obligations:
    """The same window: a plan with the same marginals costs less for xy."""
    stated, restricted, _ = window_for_the_product()
    yield Optimal(stated, plan=restricted, label="8 × 8 cells of 16 × 16")


@paper.claim(
    "eq-12-taylor",
    at="(12)",
    printed=r"c(x_0+\tfrac xn,y_0+\tfrac yn)=c+\sum_i\partial_{x_i}c\tfrac{x_i}n+\sum_i\partial_{y_i}c\tfrac{y_i}n+\tfrac1{n^2}\{\tfrac12x^TD^2_{xx}cx+\tfrac12y^TD^2_{yy}cy+x^TD^2_{xy}cy+R_2\}",
)
def eq_12_taylor() -> Obligations:
    """The derivatives of s -> c(x_0 + sx, y_0 + sy) at 0 of order 0, 1, 2 (halved), any c, d = 1 and d = 2; s = 1/n."""
    along = c(x0 + step * x, y0 + step * y)
    here = c(x0, y0)
    yield Identity(along.at(step, 0), here, over=PLACE, label="order 0")
    yield Identity(D(along, step).at(step, 0), D(here, x0) * x + D(here, y0) * y, over=PLACE, label="order 1")
    yield Identity(
        D(along, step, 2).at(step, 0) / 2,
        D(here, x0, 2) * x**2 / 2 + D(here, y0, 2) * y**2 / 2 + x * D(here, x0, y0) * y,
        over=PLACE,
        label="order 2",
    )
    place = Domain(p1 > 0, p2 > 0, q1 > 0, q2 > 0, x1, x2, y1, y2)
    wide = c(p1 + step * x1, p2 + step * x2, q1 + step * y1, q2 + step * y2)
    base = c(p1, p2, q1, q2)
    xs, ys = ((p1, x1), (p2, x2)), ((q1, y1), (q2, y2))
    both = (*xs, *ys)
    first = sum((D(base, a) * b for a, b in both[1:]), D(base, p1) * x1)
    yield Identity(D(wide, step).at(step, 0), first, over=place, label="order 1, $d=2$")
    mixed = [D(base, a, s_) * b * t_ for a, b in xs for s_, t_ in ys]
    pure = [D(base, a, s_) * b * t_ / 2 for side in (xs, ys) for a, b in side for s_, t_ in side]
    second = sum((*mixed[1:], *pure), mixed[0])
    yield Identity(D(wide, step, 2).at(step, 0) / 2, second, over=place, label="order 2, $d=2$")


@paper.claim(
    "eq-12-remainder",
    at="after (12)",
    printed=r"\|R_2'(\tfrac xn,\tfrac yn)\|_{L^\infty(Q)}=o(\tfrac1{n^2}),\quad\|R_2\|_{L^\infty(Q)}=o(1)",
    hypotheses=(r"c\in C^2\text{ near }(x_0,y_0)",),
    depends=("eq-12-taylor",),
)
def eq_12_remainder() -> Obligations:
    """Cubic costs ax³ + bx²y + fxy² + gy³: n² times the remainder is 1/n times the cubic, at most (|a|+|b|+|f|+|g|)/(8n) on Q."""
    a, b, f, g = reals("a b f g")
    cubic = a * x**3 + b * x**2 * y + f * x * y**2 + g * y**3
    scaled = n**2 * cubic.at(x, x / n).at(y, y / n)
    every = Domain(n >= 1, x, y, a, b, f, g)
    yield Identity(scaled, cubic / n, over=every, instance="cubic costs", label=r"$R_2=n^2R_2'$")
    for monomial in (x**3, x**2 * y, x * y**2, y**3):
        yield Relation(
            absolute(monomial) <= HALF**3, over=CUBE, label="each monomial", instance="cubic costs"
        )
    yield Limit(
        (absolute(a) + absolute(b) + absolute(f) + absolute(g)) / (8 * n), n, to=oo, equals=0, over=every
    )


@eq_12_remainder.reading(
    "partial derivatives exist at the point",
    printed=r"\text{the first and second partial derivatives of }c\text{ exist at }(x_0,y_0)\Rightarrow\|R_2\|_{L^\infty(Q)}=o(1)",
    note="The existence of the partial derivatives at the one point is not enough; $C^2$ near the point, as in (C2), is.",
)
def eq_12_remainder_pointwise() -> Obligations:
    """c = 1 on the diagonal off the origin, 0 elsewhere: it vanishes on both axes and, for y != 0, near (0, y)."""
    spike = cases(((x - y) ** 2 > 0, 0), (x**2 + y**2 <= 0, 0), (x**2 + y**2 > 0, 1))
    yield Identity(
        spike.at(y, 0), 0, over=x > 0, label=r"0 on the axes: $\partial_x^k,\partial_y^k$ vanish at 0"
    )
    yield Identity(
        spike.at(x, 0), 0, over=y > 0, label=r"0 on the axes: $\partial_x^k,\partial_y^k$ vanish at 0"
    )
    beside = Domain(y > 0, x < y, x > -y)
    yield Identity(spike, 0, over=beside, label=r"$\partial_xc(0,y)=0$, so $\partial_y\partial_xc(0,0)=0$")
    near = Domain(n >= 1, x > 0, x <= HALF)
    yield Relation(
        absolute(spike.at(y, x).at(x, x / n)) <= 1 / n**2,
        over=near,
        label=r"$R_2'=O(n^{-2})$ on the diagonal",
    )


@paper.claim(
    "normal-form-change",
    at="Section 5",
    printed=r"y_{new}=D^2_{xy}c(x_0,y_0)y_{old}\Rightarrow D^2_{xy}c(x_0,y_0)=I,\;\tilde c(x,y)=x\cdot y",
    hypotheses=(r"D^2_{xy}c(x_0,y_0)\text{ invertible}",),
)
def normal_form_change() -> Obligations:
    """x^T M y = x^T y_new, and in the new coordinates the mixed derivatives are M M⁻¹ = I; densities get one constant factor."""
    m = Matrix("M", invertible=True)
    left, old, new = Matrix("x"), Matrix("y_old"), Matrix("y_new")
    yield MatrixIdentity(left.T @ m @ old, left.T @ new, given=[(m @ old, new)])
    yield MatrixIdentity(m.inv @ new, old, given=[(m @ old, new)], label="invertible change")
    yield MatrixIdentity(m @ m.inv, 1, label="the new mixed derivatives")
    factor, low, high = reals("j h hbar")
    scaled = Domain(factor > 0, low >= 0, low <= high)
    yield Relation(low * factor <= high * factor, over=scaled, label=r"$h\le\bar h$ is kept")


@paper.claim(
    "eq-13",
    at="(13)",
    printed=r"c(x_0+\tfrac xn,y_0+\tfrac yn)=\text{const}+a(x)+b(y)+\tfrac1{n^2}\{\tilde c(x,y)+\tilde R_2(\tfrac xn,\tfrac yn)\}",
    depends=("eq-12-taylor", "normal-form-change"),
)
def eq_13() -> Obligations:
    """(12) with ∂x∂y c = 1, R_2 being what (12) leaves over: d = 1, any c."""
    here = c(x0, y0)
    there = c(x0 + x / n, y0 + y / n)
    parts = {
        "const": here,
        "x": D(here, x0) * x / n + D(here, x0, 2) * x**2 / (2 * n**2),
        "y": D(here, y0) * y / n + D(here, y0, 2) * y**2 / (2 * n**2),
    }
    separable = parts["const"] + parts["x"] + parts["y"]
    remainder = n**2 * (there - separable) - x * D(here, x0, y0) * y
    place = Domain(n >= 1, x0 > 0, y0 > 0, x > 0, y > 0)
    yield Identity(there, separable + (x * D(here, x0, y0) * y + remainder) / n**2, over=place)
    yield Identity(D(parts["x"], y), 0, over=place, label="$x$ alone")
    yield Identity(D(parts["y"], x), 0, over=place, label="$y$ alone")


@paper.claim(
    "eq-14",
    at="(14)",
    printed=r"|\int_Q\tilde R_2k|\le\int_Q|\tilde R_2||k|\le\|\tilde R_2\|_{L^\infty(Q)}\|k\|_{L^1(Q)},\quad I_{\tilde c_n}(k)=I_{\tilde c}(k)+o(1)\;(\|k\|_{L^1}\le M)",
)
def eq_14() -> Obligations:
    """Hölder's inequality for any signed k, and the bound e M, uniform over all k of mass at most M."""
    bounded = Domain(Z.mass > 0, e >= 0, Z.everywhere(z, absolute(rest(z)) <= e))
    modulus = Z.integral(absolute(rest(z)) * absolute(k(z)), z)
    for sign in (1, -1):
        yield Relation(Z.integral(sign * rest(z) * k(z), z) <= modulus, over=bounded, label=r"$|\int Rk|$")
    yield Relation(modulus <= Z.integral(e * absolute(k(z)), z), over=bounded)
    yield Identity(Z.integral(e * absolute(k(z)), z), e * Z.integral(absolute(k(z)), z), over=bounded)
    yield Relation(e * mass <= e * big, over=Domain(e >= 0, mass >= 0, mass <= big), label="uniform")


@paper.claim(
    "remark-5-1",
    at="Remark 5.1",
    printed=r"(x_0,y_0)\notin Z\Rightarrow\text{first and second derivatives exist},\;\det D^2_{xy}c(x_0,y_0)\ne0",
    depends=("cost-assumptions",),
)
def remark_5_1() -> Obligations:
    """A restatement of (C2) and (C3); for x·y in every dimension, ½|x-y|², and -log|x-y| off Z = {x = y}."""
    yield Relation(det(D(dot(u, v), u[i], v[j]), i, j), "!=", 0, over=Domain(d >= 1, u, v))
    yield Relation(D(cost, x, y), "!=", 0, over=Domain(x, y), label=r"$\frac12|x-y|^2$, $d=1$")
    apart = Domain(norm(u - v) > 0, d >= 1)
    yield Relation(
        det(-D(log(norm(u - v)), u[i], v[j]), i, j) < 0, over=apart, label=r"$-\log|x-y|$ off the diagonal"
    )
