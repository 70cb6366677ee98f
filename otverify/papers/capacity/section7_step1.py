"""Section 7, step (1) of the proof of Theorem 7.2: optimal maps and the densities ĥ; q = h_n[Q]/h_∞[Q]."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import Identity, Obligation, Relation
from otverify.claims_transport import Optimal
from otverify.papers.capacity.notation import HALF, X, Y, paper, s, t, x, y
from otverify.transport import problem
from otverify.transport.problems import TransportProblem
from otverify.vocabulary import (
    D,
    Domain,
    Function,
    absolute,
    det,
    dot,
    equals,
    indices,
    integers,
    integral,
    kron,
    number,
    reals,
    vectors,
)

Obligations = Iterator[Obligation]

f, k, primitive = (Function(name) for name in ("f", "k", "G"))
(r,) = reals("r")
q, e = reals("q e")
value, before, a, b, n, big = reals("h_delta f_n a b n M")
(d, m) = integers("d m")
i, j = indices("i j")
v, w = vectors("x y")


@paper.claim(
    "step1-normalised",
    at="Step (1)",
    printed=r"f'_n=\tfrac{h_\infty[Q]}{h_n[Q]}f_n,\;g'_n=\tfrac{h_\infty[Q]}{h_n[Q]}g_n\text{ have the mass of }f_\infty,g_\infty",
)
def step1_normalised() -> Obligations:
    """The mass of f_n is h_n[Q]; h_n[Q] → r > 0, so the quotient makes sense for large n."""
    there = Domain(r > 0, X.mass > 0, X.integral(f(s), s) > 0)
    yield Identity(X.integral(r / X.integral(f(s), s) * f(s), s), r, over=there)
    near = Domain(r > 0, absolute(b - r) < r)
    yield Relation(b > 0, over=near, label="$h_n[Q]>0$ when it is near $r$")


def assignment(points: tuple[Fraction, ...]) -> TransportProblem:
    """Points of the line to the same points at the cost xy."""
    return problem([1] * len(points), [1] * len(points), cost=[[p * r_ for r_ in points] for p in points])


@paper.claim(
    "step1-optimal-maps",
    at="Step (1)",
    printed=r"S_n=\nabla\psi,\;T_n=\nabla\phi\text{ with }\psi,\phi\text{ convex, minimise }\tilde c=x\cdot y",
)
def step1_optimal_maps() -> Obligations:
    """The gradient of a convex function between equal densities on an interval is the identity; on points likewise."""
    identity, reflected = integral(x * x, x, -HALF, HALF), integral(x * -x, x, -HALF, HALF)
    yield Relation(identity <= reflected, label="the identity, $\\nabla\\frac12x^2$, against $-x$")
    points = (Fraction(-1), Fraction(0), Fraction(1))
    plan = [[1 if p == r_ else 0 for r_ in points] for p in points]
    yield Optimal(assignment(points), plan=plan, label="three points, increasing")


@step1_optimal_maps.corrected(
    r"S_n=-\nabla\psi,\;T_n=-\nabla\phi\text{ with }\psi,\phi\text{ convex}",
    note="For the cost $x\\cdot y$ the optimal maps are gradients of concave functions, as the end of the proof uses "
    "($S_n,T_n\\to-\\mathrm{id}$); $|\\det DS|$ is the same, so (18) and what follows are not affected.",
)
def step1_optimal_maps_corrected() -> Obligations:
    """x·y = -x·(-y): minimising it is minimising ½|x - z|² for z = -y, up to a separable function."""
    yield Identity(
        dot(v, w), dot(v + w, v + w) / 2 - dot(v, v) / 2 - dot(w, w) / 2, label=r"$\frac12|x-(-y)|^2$"
    )
    identity, reflected = integral(x * x, x, -HALF, HALF), integral(x * -x, x, -HALF, HALF)
    yield Relation(reflected < identity)
    points = (Fraction(-1), Fraction(0), Fraction(1))
    plan = [[1 if p == -r_ else 0 for r_ in points] for p in points]
    yield Optimal(assignment(points), plan=plan, label="three points, decreasing")
    yield Identity(det(-kron(i, j), i, j) ** 2, det(kron(i, j), i, j), over=d >= 1, label=r"$|\det D(-S)|$")


@paper.not_computable(
    "step1-alexandrov",
    at="Step (1)",
    printed=r"\text{convex functions have second derivatives a.e.};\;S_n,T_n\text{ are essentially bijective}",
    why="Theorems of convex analysis about general functions.",
    analogue=r"d=1:\;\psi=\tfrac12x^2+|x|\text{ has }\psi''=1\text{ off }0,\;\psi'\text{ is injective}",
)
def step1_alexandrov() -> Obligations:
    """A convex function with a kink: second derivative off one point, increasing derivative."""
    yield Identity(D(x**2 / 2 + x, x, 2), 1, over=x > 0)
    yield Identity(D(x**2 / 2 - x, x, 2), 1, over=x < 0)
    yield Relation(x + 1 < y + 1, over=Domain(x > 0, y > x), label="injective")
    yield Relation(x - 1 < y + 1, over=Domain(x < 0, y > 0), label="injective")


@paper.claim(
    "eq-17",
    at="(17)",
    printed=r"\int h(y)g(y)\,dy=\int h(s(x))f(x)\,dx\;\forall h\in C;\quad\forall f\in L^1,\;s\text{ Borel}\;\exists!\,g\in L^1",
)
def eq_17() -> Obligations:
    """For s = 0 and f = 1_I the right side is h(0): with the tents h(y) = max(0, 1 - n|y|) and |g| <= M, 1 <= 2M/n."""
    tent = integral(1 - n * y, y, 0, 1 / n)
    yield Identity(tent, 1 / (2 * n), over=n >= 1, label="half a tent")
    # 1 = h(0) = ∫ h g <= M ∫ h for every n
    yield Relation(
        number(1) <= 2 * big * (1 / (2 * n)), over=Domain(big > 0, n >= 1), label="$s=0$, $|g|\\le M$"
    )


@eq_17.corrected(
    r"s\text{ injective with Lipschitz inverse: }g=f(s^{-1})|\det Ds^{-1}|\text{ is the only such }g",
    note="A Borel map pushes a density to a measure, in general without a density (a constant map gives a point mass). "
    "The maps of the proof have densities by construction, so nothing else changes.",
)
def eq_17_corrected() -> Obligations:
    """Affine maps s(x) = ax + b of I: any continuous integrand, written as a derivative G'."""
    affine = Domain(a > 0, b > a)
    pulled = integral(D(primitive(a * x + b), x) / a, x, -HALF, HALF)
    pushed = integral(D(primitive(y), y) / a, y, b - a / 2, b + a / 2)
    yield Identity(pulled, pushed, over=affine, label="(17) for $f=1_I$, $g=1/a$ on $s(I)$")
    yield Identity(
        D(primitive(a * x + b), x) / a,
        D(primitive(y), y).at(y, a * x + b),
        over=Domain(affine, x > 0),
        label=r"$h\circ s$",
    )


@paper.claim(
    "eq-18",
    at="(18)",
    printed=r"g(s(x))|\det Ds(x)|=f(x)",
    depends=("eq-17",),
)
def eq_18() -> Obligations:
    """s increasing, g continuous: ∫_c^x g(s)s' = ∫_{s(c)}^{s(x)} g for all x, so f = g(s)s'; dilations in every dimension; a kink."""
    map_ = Function("sigma")
    yield Identity(
        D(primitive(map_(x)), x),
        D(primitive(y), y).at(y, map_(x)) * D(map_(x), x),
        over=x > 0,
        label="$f=(G\\circ s)'=g(s)s'$",
    )
    yield Identity(det(a * kron(i, j), i, j), a**d, over=Domain(d >= 1, a > 0), label="$s=a\\,\\mathrm{id}$")
    # s = x + sign(x)/4 maps [-¼, ¼] to two intervals, with g = 1 there
    for sign, side in ((1, x > 0), (-1, x < 0)):
        yield Identity(D(x + Fraction(sign, 4), x), 1, over=side, label="a jump of $s$, off 0")


@paper.claim(
    "step1-pushforward-marginals",
    at="Step (1)",
    printed=r"(S_n\times T_n)_\#k\in\Gamma(f'_n,g'_n)\text{ for }k\in\Gamma(f_\infty,g_\infty)",
    depends=("eq-17",),
)
def step1_pushforward_marginals() -> Obligations:
    """On the line at x, ∫ h(S(x)) k dy = h(S(x)) f_∞(x), for every S and T; the last equality is (17) for S."""
    for line, point in ((Y, t), (X, s)):
        yield Identity(
            line.integral(value * k(point), point),
            value * a,
            over=Domain(value, equals(line.integral(k(point), point), a)),
            label="on a line",
        )


@paper.claim(
    "step1-hhat",
    at="Step (1)",
    printed=r"\hat h_n^\delta=\tfrac{h_n[Q]}{h_\infty[Q]}(S_n\times T_n)_\#h_\infty^\delta\in\Gamma(f_n,g_n)",
    depends=("step1-pushforward-marginals", "step1-normalised"),
)
def step1_hhat() -> Obligations:
    """The factor undoes the normalisation: q f'_n = f_n."""
    yield Identity(q * (before / q), before, over=Domain(q > 0, before))
    yield Relation(q * value >= 0, over=Domain(q > 0, value >= 0), label="non-negative")
