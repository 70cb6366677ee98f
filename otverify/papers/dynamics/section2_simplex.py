"""Section 2.3, Lemma 2.5: from the simplex to the punctured sphere."""

from __future__ import annotations

from otverify.claims import Identity, Relation
from otverify.papers.dynamics.notation import HALF, Obligations, paper, squared
from otverify.vocabulary import (
    PI,
    D,
    Domain,
    Function,
    absolute,
    cos,
    equals,
    indices,
    integers,
    norm,
    reals,
    sin,
    sqrt,
    vectors,
)

f, g, theta, nu, G0 = (Function(name) for name in ("f", "g", "theta", "nu", "G0"))
(m,) = integers("m")
s, alpha, alpha_u, slope, value, w, q, u_i = reals("s alpha alpha_u gprime g w q u_i")
tb, u, x = vectors("tbar u x")
(i,) = indices("i")

DIMENSIONS = Domain(m >= 1)
RADIUS = sqrt(1 - 1 / (m + 1))
RAY = Domain(DIMENSIONS, alpha > 0, alpha <= alpha_u)
#: the break points of g
FIRST, LAST = 1 / (4 * (m + 1)), 1 / (2 * (m + 1))


def speed() -> Obligations:
    """|d/ds (sin θ(s), cos θ(s))| = |θ'(s)|."""
    squares = D(sin(theta(s)), s) ** 2 + D(cos(theta(s)), s) ** 2
    yield Identity(squares, D(theta(s), s) ** 2, label="speed on a ray")


def meets_boundary() -> Obligations:
    """The smallest coordinate 1/(m+1) - s w of t̄ + s u vanishes at s = 1/((m+1)w) and is positive before."""
    coordinate = 1 / (m + 1) - s * w
    edge = 1 / ((m + 1) * w)
    yield Identity(coordinate.at(s, edge), 0, over=Domain(DIMENSIONS, w > 0), label="on the boundary")
    before = Domain(DIMENSIONS, (m + 1) * s * w < 1)
    yield Relation(coordinate > 0, over=before, label="inside before")


def three_steps() -> Obligations:
    """The three inequalities, with g and g' as numbers that obey (d)-(f)."""
    rad, k = reals("R k")
    # step 1 with R = √(1 - 1/(m+1)), the bound of α
    falling = Domain(slope <= 0, alpha <= rad)
    yield Relation((alpha - 1) * slope >= (rad - 1) * slope, over=falling, label="step 1")
    below = Relation(RADIUS <= 1 - LAST, over=DIMENSIONS)
    decreasing = Domain(DIMENSIONS, slope <= 0)
    yield Relation((RADIUS - 1) * slope >= -LAST * slope, over=decreasing, by=[below], label="step 2")
    quarter = HALF * HALF
    # g = 1 - 3(m+1)s and g' = -3(m+1) with k = m + 1
    yield Identity(
        -LAST * (-3 * (m + 1)), 3 * HALF, over=DIMENSIONS, label=r"step 3, $g'$ on the first interval"
    )
    start = Domain(k > 0, s >= 0)
    yield Relation(
        1 - (1 - 3 * k * s) + 3 * HALF >= 3 * quarter, over=start, label=r"step 3, $s\le\frac1{4(m+1)}$"
    )
    beyond = Domain(DIMENSIONS, slope <= 0, value <= quarter)
    yield Relation(
        1 - value - LAST * slope >= 3 * quarter, over=beyond, label=r"step 3, beyond: $g\le\frac14$"
    )


def difference_bound() -> Obligations:
    """|J x||∇ν| <= K|∇ν| for |J| <= K and |x| <= 1; a mean of numbers <= b is <= b."""
    K, n, image, size = reals("K nablanu Jx x")
    ball = Domain(K > 0, n >= 0, size >= 0, size <= 1, image <= K * size)
    yield Relation(image * n <= K * n, over=ball, label="under the integral")
    weight, mean = reals("weight mean")
    average = Domain(weight >= 0, weight <= 1, image <= K * n, mean <= K * n)
    yield Relation(weight * image + (1 - weight) * mean <= K * n, over=average, label="a mean")


@paper.claim(
    "lem-2-5",
    at="Lemma 2.5",
    printed=r"\exists E:\Delta\to\partial B_1(e_1)\text{ smooth, diffeomorphic inside, flat on }\partial\Delta,\;E(\partial\Delta)=\{0\}",
    hypotheses=("m=1",),
    depends=("lem-2-5-F-flat",),
)
def lem_2_5() -> Obligations:
    """m = 1: E = (1 - cos 2πh, sin 2πh) on the circle of radius 1 around (1, 0), h increasing and flat at both ends.

    h' is a multiple of exp(-1/(t(1-t))), so h is flat where exp(-1/t) is; E(h = 0) = E(h = 1) = 0.
    """
    h, t = reals("h t")
    first, second = 1 - cos(2 * PI * h), sin(2 * PI * h)
    yield Identity((first - 1) ** 2 + second**2, 1, label="on the circle", instance="m = 1")
    yield Identity(D(first, h) ** 2 + D(second, h) ** 2, (2 * PI) ** 2, label="immersion", instance="m = 1")
    yield Identity(first.at(h, 0), 0, label="$E=0$ at the end", instance="m = 1")
    yield Relation(
        t * (1 - t) <= t, over=Domain(t > 0, t < 1), label=r"$e^{-1/(t(1-t))}\le e^{-1/t}$", instance="m = 1"
    )


@paper.claim(
    "lem-2-5-F-endpoints",
    at="Proof of Lemma 2.5, (a)-(c)",
    printed=r"F(v)=\exp_N[\tfrac\pi2f(|v|)v]:\ \operatorname{Int}D_m\to\mathbf S^m\setminus\{S\}\text{ diffeomorphic},\;F(\partial D_m)=\{S\}",
    hypotheses=(r"f(1)=2,\;f\ge1,\;f'\ge0",),
)
def lem_2_5_f_endpoints() -> Obligations:
    """exp_N(w) = cos|w| N + sin|w| w/|w|: the angle of F(v) is θ(s) = π/2 s f(s), s = |v|, from 0 to π, θ' > 0."""
    angle = PI / 2 * s * f(s)
    yield Identity(angle.at(s, 0), 0, label=r"$\theta(0)=0$")
    yield Identity(angle.at(s, 1), PI, over=Domain(equals(f(1), 2)), label=r"$\theta(1)=\pi$")
    change = PI / 2 * (f(s) + s * D(f(s), s))
    yield Identity(D(angle, s), change, label=r"$\theta'$")
    increasing = Domain(s >= 0, f(s) >= 1, D(f(s), s) >= 0)
    yield Relation(change > 0, over=increasing, label=r"$\theta'>0$")


@paper.claim(
    "lem-2-5-F-flat",
    at="Proof of Lemma 2.5",
    printed=r"\text{all derivatives of }F\text{ vanish on }\partial D_m",
    hypotheses=(r"f(1)=2,\;f^{(k)}(1)=0\;\forall k\ge1",),
    depends=("lem-2-5-F-endpoints",),
)
def lem_2_5_f_flat() -> Obligations:
    """On a ray F has speed |θ'|, and θ'(1) = π/2 (f(1) + f'(1)) is to vanish with f(1) = 2, f'(1) = 0."""
    yield from speed()
    yield Identity(
        D(PI / 2 * s * f(s), s).at(s, 1), PI / 2 * (f(1) + D(f(s), s).at(s, 1)), label=r"$\theta'(1)$"
    )
    end, rate = reals("f_1 fprime_1")
    yield Identity(
        PI / 2 * (end + rate),
        0,
        over=Domain(equals(end, 2), equals(rate, 0)),
        label="the speed at the boundary",
    )


@lem_2_5_f_flat.corrected(
    r"\text{(c) }f(1)=2\text{ and all derivatives of }s\mapsto sf(s)\text{ vanish at }s=1,\text{ (a) }sf(s)\text{ is increasing}",
    note="A condition on f: it has to be put on sf(s), so f decreases near 1. Lemma 2.5 holds with that choice.",
)
def lem_2_5_f_flat_corrected() -> Obligations:
    """With θ', θ'', θ''' = 0 at 1 the first three derivatives of (sin θ, cos θ) vanish; f'(1) = -2 contradicts (a)."""
    yield from speed()
    flat = Domain(*(equals(D(theta(s), s, k).at(s, 1), 0) for k in (1, 2, 3)))
    for k in (1, 2, 3):
        for name, component in (("sin", sin(theta(s))), ("cos", cos(theta(s)))):
            yield Identity(D(component, s, k).at(s, 1), 0, over=flat, label=f"{name}, order {k}")
    end, rate = reals("f_1 fprime_1")
    yield Identity(rate, -2, over=Domain(equals(end, 2), equals(end + rate, 0)), label="$f'(1)=-2$")


@paper.claim(
    "lem-2-5-circumradius",
    at="Proof of Lemma 2.5",
    printed=r"\Delta\subset\bar B(\bar t,\sqrt{1-1/(m+1)})",
)
def lem_2_5_circumradius() -> Obligations:
    """|t - t̄|² = Σ t_i² - 1/(m+1) <= Σ t_i - 1/(m+1), with equality at the vertices."""
    yield Identity(
        (1 - 1 / (m + 1)) ** 2 + m / (m + 1) ** 2, 1 - 1 / (m + 1), over=DIMENSIONS, label="a vertex"
    )
    total, squares, t = reals("S_1 S_2 t")
    plane = Domain(DIMENSIONS, equals(total, 1), squares)
    yield Identity(
        squares - 2 * total / (m + 1) + (m + 1) / (m + 1) ** 2,
        squares - 1 / (m + 1),
        over=plane,
        label=r"$|t-\bar t|^2$",
    )
    yield Relation(t**2 <= t, over=Domain(t >= 0, t <= 1), label="each term")


@paper.claim(
    "lem-2-5-rho-def",
    at="Proof of Lemma 2.5",
    printed=r"\rho(t)=\min\{s\ge0\mid\bar t+su_t\in\partial\Delta\},\quad\rho(\bar t+\alpha u)=\alpha_u-\alpha",
)
def lem_2_5_rho_def() -> Obligations:
    """With -w = min u_i the point t̄ + s u is on the boundary where 1/(m+1) = s w, at s = α_u whatever α is."""
    yield from meets_boundary()
    printed = 1 / ((m + 1) * w)
    ray = Domain(DIMENSIONS, w > 0, alpha > 0, alpha <= 1 / ((m + 1) * w))
    yield Identity(
        printed, 1 / ((m + 1) * w) - alpha, over=ray, label=r"$\rho(\bar t+\alpha u)$ by the definition"
    )


@lem_2_5_rho_def.corrected(
    r"\rho(t)=\min\{s\ge0\mid t+su_t\in\partial\Delta\}",
    note="A letter: the ray starts at t. Everything after it uses ρ = α_u - α.",
)
def lem_2_5_rho_def_corrected() -> Obligations:
    """t̄ + (α + s)u is inside for s < α_u - α and on the boundary at s = α_u - α."""
    yield from meets_boundary()
    edge = 1 / ((m + 1) * w)
    ray = Domain(DIMENSIONS, w > 0, alpha > 0, alpha <= edge)
    yield Identity(1 / (m + 1) - (alpha + (edge - alpha)) * w, 0, over=ray, label="on the boundary")
    before = Domain(DIMENSIONS, (m + 1) * (alpha + s) * w < 1)
    yield Relation(1 / (m + 1) - (alpha + s) * w > 0, over=before, label="inside before")


@paper.claim(
    "lem-2-5-alpha-range",
    at="Proof of Lemma 2.5",
    printed=r"\alpha_u\in(0,\sqrt{1-1/(m+1)})\;\forall u",
    depends=("lem-2-5-circumradius",),
)
def lem_2_5_alpha_range() -> Obligations:
    """α_u > 0; towards a vertex α_u is the distance of the vertex: is it below the radius?"""
    yield Relation(1 / ((m + 1) * w) > 0, over=Domain(DIMENSIONS, w > 0), label=r"$\alpha_u>0$")
    vertex = sqrt((1 - 1 / (m + 1)) ** 2 + m / (m + 1) ** 2)
    yield Relation(vertex < RADIUS, over=DIMENSIONS, label="towards a vertex")


@lem_2_5_alpha_range.corrected(
    r"\alpha_u\in\Bigl[\tfrac1{\sqrt{m(m+1)}},\sqrt{1-\tfrac1{m+1}}\Bigr]",
    note="The upper end is attained at the vertices; only <= is used.",
)
def lem_2_5_alpha_range_corrected() -> Obligations:
    """Both ends are attained: towards a vertex w = 1/√(m(m+1)), towards the center of a facet w = √(m/(m+1))."""
    yield Identity(sqrt((1 - 1 / (m + 1)) ** 2 + m / (m + 1) ** 2), RADIUS, over=DIMENSIONS, label="a vertex")
    # u_i² + (Σ_{j≠i} u_j)²/m <= |u|² = 1 with Σ u_j = 0
    lengths = Domain(DIMENSIONS, u_i**2 + q <= 1, m * q >= u_i**2)
    yield Relation(u_i**2 <= m / (m + 1), over=lengths, label=r"$|u_i|\le\sqrt{m/(m+1)}$")
    widest = Domain(DIMENSIONS, (m + 1) * w**2 <= m)
    yield Relation(
        (m + 1) ** 2 * w**2 <= m * (m + 1), over=widest, label=r"lower end: $1/\alpha_u^2\le m(m+1)$"
    )


@paper.claim(
    "lem-2-5-inball",
    at="Proof of Lemma 2.5",
    printed=r"H\cap\bar B(\bar t,\tfrac1{2(m+1)})\subset\operatorname{Int}\Delta,\quad\rho\ge\tfrac1{2(m+1)}\text{ there}",
    depends=("lem-2-5-alpha-range",),
)
def lem_2_5_inball() -> Obligations:
    """The inradius is 1/√(m(m+1)) > 1/(2(m+1)), and α_u - α >= 1/√(m(m+1)) - 1/(2(m+1)) >= 1/(2(m+1))."""
    yield Relation(1 / (m * (m + 1)) >= 1 / (m + 1) ** 2, over=DIMENSIONS, label="inradius, squared")
    yield Relation(1 / (m + 1) > LAST, over=DIMENSIONS, label="the ball is inside")
    ball = Domain(2 * (m + 1) * alpha <= 1, (m + 1) * alpha_u >= 1)
    yield Relation(2 * (m + 1) * (alpha_u - alpha) >= 1, over=ball, label=r"$\rho\ge\frac1{2(m+1)}$")


@paper.claim(
    "lem-2-5-g",
    at="Proof of Lemma 2.5, (d)-(f)",
    printed=r"g'\le0,\;g(s)=1-3(m+1)s\text{ on }[0,\tfrac1{4(m+1)}],\;g(s)=0\text{ for }s\ge\tfrac1{2(m+1)}",
)
def lem_2_5_g() -> Obligations:
    """The values at the break points decrease, and the mean slope between them is -(m+1), between -3(m+1) and 0."""
    line = 1 - 3 * (m + 1) * s
    yield Identity(line.at(s, 0), 1, over=DIMENSIONS, label="$g(0)$")
    yield Identity(line.at(s, FIRST), HALF * HALF, over=DIMENSIONS, label=r"$g(\frac1{4(m+1)})=\frac14$")
    yield Relation(D(line, s) < 0, over=Domain(DIMENSIONS, s), label="(d) on the first interval")
    mean = (0 - line.at(s, FIRST)) / (LAST - FIRST)
    yield Identity(mean, -(m + 1), over=DIMENSIONS, label="mean slope between")
    yield Relation(mean > -3 * (m + 1), over=DIMENSIONS, label="a smooth monotone bend fits in")
    yield Relation(mean < 0, over=DIMENSIONS, label="(d) between")


@paper.claim(
    "lem-2-5-G0-ray",
    at="Proof of Lemma 2.5",
    printed=r"G^0(\bar t+\alpha u)=\bar t+[1-g(\alpha_u-\alpha)]\alpha u+g(\alpha_u-\alpha)u",
    depends=("lem-2-5-rho-def",),
)
def lem_2_5_g0_ray() -> Obligations:
    """t - t̄ = αu and u_t = u for a unit vector u."""
    t = tb + alpha * u
    unit = Domain(alpha > 0, equals(squared(u), 1), tb)
    yield Identity(squared(t - tb), alpha**2, over=unit, label=r"$|t-\bar t|=\alpha$")
    weight = g(alpha_u - alpha)
    general = tb + (1 - weight) * (t - tb) + weight * u
    yield Identity(general[i], (tb + (1 - weight) * (alpha * u) + weight * u)[i], label="$G^0$")


@paper.claim(
    "lem-2-5-G0-derivative",
    at="Proof of Lemma 2.5",
    printed=r"\tfrac{\partial G^0_u}{\partial\alpha}=[1-g(\alpha_u-\alpha)+(\alpha-1)g'(\alpha_u-\alpha)]u",
    depends=("lem-2-5-G0-ray",),
)
def lem_2_5_g0_derivative() -> Obligations:
    """The factor of u, differentiated; g general."""
    radial = (1 - g(alpha_u - alpha)) * alpha + g(alpha_u - alpha)
    change = D(g(s), s).at(s, alpha_u - alpha)
    yield Identity(D(radial, alpha), 1 - g(alpha_u - alpha) + (alpha - 1) * change)


@paper.claim(
    "lem-2-5-lower-bound",
    at="Proof of Lemma 2.5",
    printed=r"1-g(\alpha-\alpha_u)+(\alpha-1)g'(\alpha-\alpha_u)\ge1-g+\bigl(\sqrt{1-\tfrac1{m+1}}-1\bigr)g'\ge1-g-\tfrac1{2(m+1)}g'\ge\tfrac34",
    hypotheses=("(d)-(f)",),
    depends=("lem-2-5-g", "lem-2-5-alpha-range"),
)
def lem_2_5_lower_bound() -> Obligations:
    """The printed argument α - α_u has to lie in [0, ∞), where g is defined."""
    yield Relation(alpha - alpha_u >= 0, over=RAY, label="argument of $g$")


@lem_2_5_lower_bound.corrected(
    r"1-g+(\alpha-1)g'\ge1-g+\bigl(\sqrt{1-\tfrac1{m+1}}-1\bigr)g'\ge1-g-\tfrac1{2(m+1)}g'\ge\tfrac34\text{ at }\alpha_u-\alpha",
    note="A sign in the argument of g; the three inequalities hold at α_u - α.",
)
def lem_2_5_lower_bound_corrected() -> Obligations:
    """g, g' at s = α_u - α >= 0."""
    yield Relation(alpha_u - alpha >= 0, over=RAY, label="argument of $g$")
    yield from three_steps()


@paper.claim(
    "lem-2-5-G0-boundary",
    at="Proof of Lemma 2.5",
    printed=r"G^0_u(\alpha_u)=\bar t+u,\quad G^0(t)=t\text{ on }H\cap\bar B(\bar t,\tfrac1{2(m+1)}),\quad G^0\text{ bijective}",
    depends=("lem-2-5-inball", "lem-2-5-lower-bound"),
)
def lem_2_5_g0_boundary() -> Obligations:
    """g(0) = 1 on the boundary, g = 0 on the small ball; the radius (1-g)α + g goes from 0 to 1, at a rate >= 3/4."""
    point = tb + (1 - value) * (alpha * u) + value * u
    yield Identity(point[i].at(value, 1), (tb + u)[i], label=r"$G^0_u(\alpha_u)$")
    yield Identity(point[i].at(value, 0), (tb + alpha * u)[i], label="identity on the ball")
    radius = (1 - value) * alpha + value
    yield Identity(radius.at(value, 0).at(alpha, 0), 0, label="radius 0")
    yield Identity(radius.at(value, 1), 1, label="radius 1")


@paper.not_computable(
    "lem-2-5-clarke",
    at="Proof of Lemma 2.5",
    printed=r"\mathcal J_z\tilde G^0\text{ contains only invertible matrices}\Rightarrow G^0\text{ locally bi-Lipschitz}",
    why="Clarke's inverse function theorem.",
    analogue=r"p\ge\tfrac34,\;|b|\le Q|w|\;\Rightarrow\;|a|\le\tfrac43\bigl(|pa+b|+Q|w|\bigr)",
    depends=("lem-2-5-lower-bound",),
)
def lem_2_5_clarke() -> Obligations:
    """(a, w) ↦ (pa + ⟨q, w⟩, w) with b = ⟨q, w⟩, |q| <= Q: the hull keeps p >= 3/4, and every such matrix is inverted
    with a bound that depends on Q only."""
    p, first, second, a, b, W, Q, t = reals("p p_1 p_2 a b W Q t")
    low = 3 * HALF * HALF
    hull = Domain(t >= 0, t <= 1, first >= low, second >= low)
    yield Relation((1 - t) * first + t * second >= low, over=hull, label="the convex hull")
    region = Domain(p >= low, a, absolute(b) <= Q * W)
    bound = 4 * (absolute(p * a + b) + Q * W)
    for sign, side in ((1, a >= 0), (-1, a <= 0)):
        label = rf"the inverse is bounded, ${'a' if sign > 0 else '-a'}\ge0$"
        yield Relation(sign * 3 * a <= bound, over=Domain(region, side), label=label)


@paper.not_computable(
    "lem-2-5-eq-2-8",
    at="(2.8)",
    printed=r"d(A,\operatorname{conv}\{\mathcal J_\beta G^0\mid\beta\in B(t,\epsilon(t))\})<\epsilon(t)\Rightarrow A\text{ invertible}",
    why="That the hulls depend upper semicontinuously on the point, and a continuous choice of ε.",
    analogue=r"|Cx|\ge\sigma|x|,\;|(A-C)x|\le\epsilon|x|,\;\epsilon<\sigma\;\Rightarrow\;|Ax|\ge(\sigma-\epsilon)|x|>0",
    depends=("lem-2-5-clarke",),
)
def lem_2_5_eq_2_8() -> Obligations:
    """With v = Ax, r = (A - C)x and X = |x|: a matrix close to an invertible one is invertible."""
    sigma, eps, X = reals("sigma epsilon X")
    v, r = vectors("v r")
    triangle = Relation(norm(v + -1 * r) <= norm(v) + norm(r), over=Domain(v, r))
    yield triangle
    near = Domain(norm(v + -1 * r) >= sigma * X, norm(r) <= eps * X)
    yield Relation(norm(v) >= (sigma - eps) * X, over=near, by=[triangle], label="the bound")
    apart = Domain(near, eps < sigma, X > 0)
    yield Relation(norm(v) > 0, over=apart, by=[triangle], label="invertible")


@paper.claim(
    "lem-2-5-JG",
    at="Proof of Lemma 2.5",
    printed=r"J_tG=\int\theta(x)\,J_{t-\nu(t)x}G^0\,(I-x(\nabla_t\nu)^*)\,dx",
)
def lem_2_5_jg() -> Obligations:
    """∂/∂t_j of G⁰(t - ν(t)x) is Σ_k ∂_kG⁰ (δ_kj - x_k ∂_jν): m = 1 and m = 2, general G⁰ and ν."""
    t, t1, t2, x1, x2 = reals("t t_1 t_2 x_1 x_2")
    one = D(G0(s), s).at(s, t - nu(t) * x1) * (1 - x1 * D(nu(t), t))
    yield Identity(D(G0(t - nu(t) * x1), t), one, label="$m=1$")
    a, b = reals("a b")
    width = nu(t1, t2)
    moved = (t1 - width * x1, t2 - width * x2)
    partial = [D(G0(a, b), letter).at(a, moved[0]).at(b, moved[1]) for letter in (a, b)]
    for j, variable in enumerate((t1, t2)):
        row = [(1 if k == j else 0) - component * D(width, variable) for k, component in enumerate((x1, x2))]
        yield Identity(
            D(G0(*moved), variable), partial[0] * row[0] + partial[1] * row[1], label=f"$m=2$, column {j + 1}"
        )


@paper.claim(
    "lem-2-5-JG-bound",
    at="Proof of Lemma 2.5, (j)-(l)",
    printed=r"\|J_tG-\int\theta(x)J_{t-\nu(t)x}G\,dx\|\le K|\nabla_t\nu|,\text{ and (2.8) applies by }|\nabla_t\nu|\le\epsilon(t)/K",
    depends=("lem-2-5-JG",),
)
def lem_2_5_jg_bound() -> Obligations:
    """The difference is ∫ θ JG⁰ x (∇ν)*, of norm at most K·1·|∇ν|; (2.8) asks for a distance < ε(t)."""
    yield from difference_bound()
    K, n, eps = reals("K nablanu epsilon")
    yield Relation(K * n < eps, over=Domain(K > 0, eps > 0, n >= 0, n <= eps / K), label="(l) for (2.8)")


@lem_2_5_jg_bound.corrected(
    r"|\nabla_t\nu|<\epsilon(t)/K,\text{ and }J_{t-\nu(t)x}G^0\text{ under the integrals}",
    note="(l) has to be strict, and the matrices under the integrals are those of G⁰; the construction allows both.",
)
def lem_2_5_jg_bound_corrected() -> Obligations:
    """With strict (l)."""
    yield from difference_bound()
    K, n, eps = reals("K nablanu epsilon")
    yield Relation(K * n < eps, over=Domain(K > 0, eps > 0, n >= 0, n < eps / K), label="(l) for (2.8)")


paper.not_attempted(
    "lem-2-5-bijective",
    at="Proof of Lemma 2.5",
    printed=r"G:\operatorname{Int}\Delta\to\operatorname{Int}D\text{ is a diffeomorphism; }F\circ G\text{ proves the lemma}",
)
