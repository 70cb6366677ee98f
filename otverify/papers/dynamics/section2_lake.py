"""Example 2.3: the lake."""

from __future__ import annotations

from otverify.claims import Identity, Relation
from otverify.claims_chains import LimbSystemOn, LongestChain, MonotonePairs
from otverify.claims_transport import Optimal
from otverify.kernel.terms import Term
from otverify.papers.dynamics import instances
from otverify.papers.dynamics.notation import HALF, Obligations, cost, paper, squared
from otverify.vocabulary import D, Domain, contract, dot, equals, indices, norm, number, reals, vectors

#: points x, x' of M; u = x - p and v = x' - p for the center p = (0, -5/2) of the lake, whose radius is 1/8
(i,) = indices("i")
x, z, u, v, yb = vectors("x xprime u v ybar")
(lam, a, b, t) = reals("lambda x_1 x_2 t")
RADIUS = HALF / 4

#: x, x' on the unit circle, or on the unit sphere of any dimension
CIRCLE = Domain(equals(squared(x), 1), equals(squared(z), 1))


def subgradient() -> Obligations:
    """|v| - |u| >= <u, v - u>/|u| for u = x - p and v = x' - p."""
    yield Relation(
        norm(v) - norm(u) >= dot(u, v - u) / norm(u), over=Domain(norm(u) > 0, v), label="subgradient"
    )


def scaled_slope(first: Term, second: Term) -> Term:
    """<ȳ, x>|x - p| = <x - p, x> at x = (first, second)."""
    return first**2 + (second + HALF * 5) * second


def arc() -> Obligations:
    """<ȳ, x>|x - p| = 1 + 5x_2/2 on the circle: negative, so λ > 0, exactly for x_2 < -2/5."""
    yield Identity(
        scaled_slope(a, b), 1 + HALF * 5 * b, over=Domain(equals(a**2 + b**2, 1)), label="on the circle"
    )
    edge = -HALF * 4 / 5
    yield Relation(
        1 + HALF * 5 * b < 0, over=Domain(b >= -1, b < edge), label=r"$\lambda>0$ for $x_2<-\frac25$"
    )
    yield Relation(
        1 + HALF * 5 * b >= 0, over=Domain(b >= edge, b <= 1), label=r"$\lambda=0$ for $x_2\ge-\frac25$"
    )


def apart_at(first: int, second: int) -> Obligations:
    """λ > 0 at a point of the circle."""
    yield Identity(number(first) ** 2 + number(second) ** 2, 1, label="on the circle")
    yield Relation(
        scaled_slope(number(first), number(second)) < 0, label=rf"$\lambda>0$ at $({first},{second})$"
    )


@paper.claim(
    "ex-2-3-setup",
    at="Example 2.3",
    printed=r"\tilde\psi=\operatorname{dist}(\cdot,D),\;D=B((0,-\tfrac52),\tfrac18):\ \text{convex, differentiable on }M,\;|\nabla\tilde\psi|=1",
)
def ex_2_3_setup() -> Obligations:
    """M is outside the lake, |x - p| >= 3/2; the gradient is (x - p)/|x - p|; triangle inequality."""
    height = Domain(b >= -1, b <= 1)
    away = (1 - b**2) + (b + HALF * 5) ** 2
    yield Relation(away >= (HALF * 3) ** 2, over=height, label=r"$x_1^2=1-x_2^2$: $|x-p|\ge\frac32$")
    yield Relation(number(HALF * 3) > RADIUS, label=r"$\frac32>\frac18$")
    slope = contract(i, D(norm(u), u[i]) ** 2)
    yield Identity(slope, 1, over=squared(u) > 0, label=r"$|\nabla\tilde\psi|=1$")
    segment = Domain(t >= 0, t <= 1, u, v)
    yield Relation(
        squared((1 - t) * u + t * v) <= ((1 - t) * norm(u) + t * norm(v)) ** 2,
        over=segment,
        by=[Relation(dot(u, v) <= norm(u) * norm(v), over=segment)],
        label="convex: the norm of $u=x-p$",
    )


@paper.claim(
    "ex-2-3-eq-2-4",
    at="(2.4)",
    printed=r"\psi(x)=\max\{\phi(y)-c(x,y)\mid y\in M\}",
    depends=("ex-2-3-ybar-contact",),
)
def ex_2_3_eq_2_4() -> Obligations:
    """φ(y) - c(x, y) <= ψ(x) as φ is a minimum, with equality at y = ȳ(x)."""
    phi, psi, c = reals("phi psi c")
    yield Relation(phi - c <= psi, over=Domain(phi <= psi + c), label=r"$\le$")
    yield Identity(phi - c, psi, over=Domain(equals(c, phi - psi)), label=r"equality at $\bar y(x)$")


@paper.claim(
    "ex-2-3-rewrite",
    at="Example 2.3",
    printed=r"\tilde\psi(x')-\tilde\psi(x)\ge\langle\bar y,x'-x\rangle\iff\psi(x)\le\psi(x')+\tfrac12|x'-\bar y|^2-\tfrac12|x-\bar y|^2",
)
def ex_2_3_rewrite() -> Obligations:
    """Both say the same with ψ = ψ̃ - ½|x|²: the difference of the two gaps vanishes."""
    f, g = reals("psitilde psitildeprime")
    first = g - f - dot(yb, z - x)
    second = (g - squared(z) / 2) + cost(z, yb) - cost(x, yb) - (f - squared(x) / 2)
    yield Identity(first, second)


@paper.claim(
    "ex-2-3-ybar-contact",
    at="Example 2.3",
    printed=r"c(x,\bar y(x))=\phi(\bar y(x))-\psi(x)",
    depends=("ex-2-3-rewrite", "ex-2-3-setup"),
)
def ex_2_3_ybar_contact() -> Obligations:
    """ȳ = (x - p)/|x - p| is a subgradient of the distance: |x' - p| >= |x - p| + <ȳ, x' - x>; |ȳ| = 1."""
    yield from subgradient()
    yield Identity(squared(u / norm(u)), 1, over=norm(u) > 0, label=r"$\bar y\in M$")
    phi, psi, c = reals("phi psi c")
    # c <= φ - ψ from the subgradient, φ - ψ <= c because φ is a minimum
    both = Domain(c <= phi - psi, phi <= psi + c)
    yield Identity(c, phi - psi, over=both, label="equality")


@paper.claim(
    "ex-2-3-lambda",
    at="Example 2.3",
    printed=r"\hat y(x)=\bar y(x)+\lambda(x)x\in M,\;\lambda(x)\ge0\text{ largest}",
)
def ex_2_3_lambda() -> Obligations:
    """|ȳ + λx| = 1 has the roots 0 and -2<ȳ, x>, so λ = max(0, -2<ȳ, x>); it is positive for x_2 < -2/5 exactly."""
    unit = Domain(equals(squared(x), 1), equals(squared(yb), 1), lam)
    yield Identity(squared(yb + lam * x) - 1, lam * (lam + 2 * dot(yb, x)), over=unit, label="the roots")
    yield from arc()


@paper.claim(
    "ex-2-3-yhat-contact",
    at="Example 2.3",
    printed=r"\langle\hat y,x'-x\rangle=\langle\bar y,x'-x\rangle+\lambda\langle x,x'-x\rangle\le\langle\bar y,x'-x\rangle\le\tilde\psi(x')-\tilde\psi(x)",
    depends=("ex-2-3-ybar-contact", "ex-2-3-lambda"),
)
def ex_2_3_yhat_contact() -> Obligations:
    """<x, x' - x> = -½|x' - x|² <= 0 on the circle; the rest is the subgradient inequality."""
    yield Identity(dot(yb + lam * x, z - x), dot(yb, z - x) + lam * dot(x, z - x), label="equality")
    yield Identity(dot(x, z - x), -squared(z - x) / 2, over=CIRCLE, label="on the circle")
    turn = dot(x, z - x)
    ahead = Domain(lam >= 0, turn <= 0, yb)
    yield Relation(dot(yb, z - x) + lam * turn <= dot(yb, z - x), over=ahead, label=r"$\lambda\ge0$")
    yield from subgradient()


@paper.claim(
    "ex-2-3-near-pole",
    at="Example 2.3",
    printed=r"\hat y(x)\ne\bar y(x)\text{ for every }x\text{ close to the south pole }(-1,0)",
    depends=("ex-2-3-lambda",),
)
def ex_2_3_near_pole() -> Obligations:
    """ŷ - ȳ = λx with λ = max(0, -2<ȳ, x>): at the printed pole <ȳ, x> has the sign of 1 + 5x_2/2 = 1."""
    yield from apart_at(-1, 0)


@ex_2_3_near_pole.corrected(
    r"\hat y(x)\ne\bar y(x)\iff x_2<-\tfrac25,\text{ an arc around the south pole }(0,-1)",
    note="The coordinates of the pole are exchanged; the example holds on the arc x_2 < -2/5.",
)
def ex_2_3_near_pole_corrected() -> Obligations:
    """At (0, -1) and on the whole arc."""
    yield from apart_at(0, -1)
    yield from arc()


@paper.claim(
    "ex-2-3-nongraph-plan",
    at="Example 2.3",
    printed=r"\text{an optimal plan that is not concentrated on a graph}",
    depends=("ex-2-3-yhat-contact", "ex-2-3-near-pole"),
)
def ex_2_3_nongraph_plan() -> Obligations:
    """Four points of the arc: half of each mass to ȳ, half to ŷ is optimal; plans on these pairs are determined."""
    stated, plan, contacts = instances.lake()
    yield Optimal(stated, plan=plan, label="half and half")
    yield LimbSystemOn(contacts, label="determined by its marginals")


@ex_2_3_nongraph_plan.reading(
    "a lake with rational points",
    printed=r"p=(0,-\tfrac{19}{12}):\ \text{the longest chain of contact pairs has length 3}",
)
def ex_2_3_rational_lake() -> Obligations:
    """All pairs (x, ȳ(x)), (x, ŷ(x)) for rational x of small height at a rational distance from the lake, five with ŷ ≠ ȳ."""
    within = instances.rational_lake()
    yield MonotonePairs(within, label="c-cyclically monotone")
    yield LongestChain(within, 3, label="the bound of Corollary 2.2 for two convex curves is attained")
