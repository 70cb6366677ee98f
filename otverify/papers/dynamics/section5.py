"""Section 5: optimal plans that are not on a graph."""

from __future__ import annotations

from otverify.claims import Identity, Integral, MatrixIdentity, Relation
from otverify.claims_chains import LimbSystemOn
from otverify.claims_transport import ContactSet, Optimal, UniquePlan
from otverify.kernel.terms import Term
from otverify.matrices import Expression, Matrix
from otverify.papers.dynamics import instances
from otverify.papers.dynamics.notation import HALF, Obligations, paper
from otverify.transport.chains import pair_set
from otverify.vocabulary import (
    BorelSet,
    D,
    Domain,
    Function,
    cos,
    integers,
    maximum,
    number,
    points,
    reals,
    sin,
)

f, c, ybar, yhat = (Function(name) for name in ("f", "c", "ybar", "yhat"))
x, z, y = reals("x xprime y")
(n, r) = integers("n r")

#: the cost with which the construction is worked out
EXAMPLE = "c = 1 - cos(x - y)"

#: Q = Hess f, A = ∂²c/∂x², C = ∂²c/∂y∂x (rows x, columns y), B = ∂ȳ/∂x at one point
Q, A = Matrix("Q", symmetric=True), Matrix("A", symmetric=True)
C, B = Matrix("C", invertible=True), Matrix("B")
#: the same at ŷ, and S = Q + A, which is positive definite by (5.7)
A_HAT, C_HAT, S = Matrix("Ahat", symmetric=True), Matrix("Chat", invertible=True), Matrix("S", positive=True)


def slopes() -> tuple[Term, Term]:
    """c_x and c_y as functions: D(c(x, y), x) and D(c(x, y), y)."""
    return D(c(x, y), x), D(c(x, y), y)


def sec_5_strict_rearranged() -> Obligations:
    """f(x') - f(x) + c(x', y) - c(x, y) < 0 says that y = ȳ(x') gives less than f(x)."""
    a, b, u, v = reals("f_x f_xprime c_xprime c_x")
    yield Relation(
        b + u - v < a, over=Domain(b - a + u - v < 0), label=r"$f(x)>\phi_0(\bar y(x'))-c(x,\bar y(x'))$"
    )


def derivative(mixed: Matrix, own: Matrix) -> Expression:
    """-(∂²c/∂y∂x)⁻¹ (Q + ∂²c/∂x²), the derivative of ȳ by (5.8)."""
    return -(mixed.inv @ (Q + own))


def second_order(mixed: Matrix, own: Matrix, *, label: str) -> Obligations:
    """Q + A + CB + (CB)' = -(Q + A) for B = -C⁻¹(Q + A)."""
    product = mixed @ derivative(mixed, own)
    yield MatrixIdentity(Q + own + product + product.T, -(Q + own), label=label)


paper.not_attempted(
    "sec-5-regular-value",
    at="Section 5",
    printed=r"F(\bar y)\text{ may be assumed a regular value of }F=\tfrac{\partial c}{\partial x}(\bar x,\cdot)",
)


@paper.claim(
    "lem-5-1",
    at="Lemma 5.1, (5.1)",
    printed=r"\exists\hat y\ne\bar y:\ \tfrac{\partial c}{\partial x}(\bar x,\bar y)=\tfrac{\partial c}{\partial x}(\bar x,\hat y)",
    hypotheses=(r"F(\bar y)\text{ a regular value}", r"N\text{ closed, }\dim N=\dim M"),
)
def lem_5_1() -> Obligations:
    """On circles, for c = -cos(x - y): F(y) = sin(x - y) takes each value in (-1, 1) at two points.

    They are y = x - θ and y = x - π + θ; with u = sin θ, w = cos θ > 0 the cosine at the second is -w.
    """
    theta, u, w = reals("theta u w")
    example = "c = -cos(x - y)"
    slope = D(-cos(x - y), x)
    yield Identity(slope, sin(x - y), label="$F$", instance=example)
    yield Identity(slope.at(y, x - theta), sin(theta), label=r"$\bar y=x-\theta$", instance=example)
    yield Identity(
        u**2 + (-w) ** 2, u**2 + w**2, label=r"$\hat y$: same sine, opposite cosine", instance=example
    )
    yield Relation(
        w * (-w) < 0, over=w > 0, label=r"opposite orientation, so $\hat y\ne\bar y$", instance=example
    )


@lem_5_1.reading(
    "other costs", printed=r"\#F^{-1}(s)\ge2\text{ for two trigonometric costs and three values each}"
)
def lem_5_1_count() -> Obligations:
    """F - s changes its sign at least twice between rational points around the circle."""
    for name, signs in instances.slope_signs().items():
        changes = sum(a != b for a, b in zip(signs, [*signs[1:], signs[0]], strict=True))
        yield Relation(number(changes) >= 2, label=name, instance=name)


@paper.claim(
    "lem-5-1-even",
    at="Proof of Lemma 5.1",
    printed=r"\dim G^{-1}(\lambda)=1;\ \text{the boundary of a compact curve has an even number of points}",
)
def lem_5_1_even() -> Obligations:
    """n - (n - 1) = 1; the sum of the valences of the ends of finitely many arcs is twice their number."""
    yield Identity(n - (n - 1), 1, over=Domain(n >= 1), label=r"$\dim G^{-1}(\lambda)$")
    (arcs,) = reals("arcs")
    yield Relation(2 * arcs >= 2, over=arcs >= 1, label="two ends per arc: not one end")


@paper.claim(
    "lem-5-2",
    at="Lemma 5.2, (5.2)-(5.4)",
    printed=r"\partial_c\psi(x)\cap(\bar V\cup\hat V)=\{\bar y(x),\hat y(x)\}\quad\forall x\in\bar U",
    hypotheses=(r"c=1-\cos(x-y),\;f=x^2,\;|x|\le\tfrac14",),
    depends=("eq-5-9", "thm-1-1"),
)
def lem_5_2() -> Obligations:
    """ȳ(x) = x + arcsin 2x and ŷ(x) = x + π - arcsin 2x: ȳ' = 1 + 2/√(1-4x²) > 0, ŷ' = 1 - 2/√(1-4x²) < 0.

    So both are diffeomorphisms onto disjoint arcs, and a contact of x with ȳ(x') would contradict (5.9) unless x' = x.
    """
    w = reals("w")[0]
    # w = √(1-4x²), the cosine of ȳ - x; -w is that of ŷ - x
    cosine = Domain(w > 0, w <= 1)
    yield Relation(1 + 2 / w > 0, over=cosine, label=r"$\bar y'>0$", instance=EXAMPLE)
    yield Relation(1 - 2 / w < 0, over=cosine, label=r"$\hat y'<0$", instance=EXAMPLE)
    small = Domain(x >= -HALF * HALF, x <= HALF * HALF)
    yield Relation(
        1 - 4 * x**2 >= 3 * HALF * HALF, over=small, label=r"$\bar V\cap\hat V=\emptyset$", instance=EXAMPLE
    )
    yield from sec_5_strict_rearranged()


@paper.claim(
    "eq-5-5-5-7",
    at="(5.5)-(5.7)",
    printed=r"d_{\bar x}f=-\tfrac{\partial c}{\partial x}(\bar x,\bar y),\;\operatorname{Hess}f=Q,\;Q+\tfrac{\partial^2c}{\partial x^2}(\bar x,\bar y)>0,\;Q+\tfrac{\partial^2c}{\partial x^2}(\bar x,\hat y)>0",
)
def eq_5_5_5_7() -> Obligations:
    """Q = qI with q above -<v, A v> and -<v, Â v> for unit vectors v."""
    q, a, b, bound = reals("q a b bound")
    chosen = Domain(a >= -bound, b >= -bound, q > bound)
    yield Relation(q + a > 0, over=chosen, label=r"at $\bar y$")
    yield Relation(q + b > 0, over=chosen, label=r"at $\hat y$")


@paper.claim(
    "eq-5-8-derivative",
    at="(5.8)",
    printed=r"\tfrac{\partial\bar y}{\partial x}(\bar x)=-\bigl(\tfrac{\partial^2c}{\partial y\partial x}\bigr)^{-1}\bigl[\operatorname{Hess}f+\tfrac{\partial^2c}{\partial x^2}\bigr],\text{ invertible}",
    depends=("eq-5-5-5-7",),
)
def eq_5_8_derivative() -> Obligations:
    """Differentiate c_x(x, ȳ(x)) = -f'(x); then A + CB = -Q gives B = -C⁻¹(Q + A), with the inverse -(Q + A)⁻¹C."""
    cx, _ = slopes()
    total = D(cx.at(y, ybar(x)), x)
    yield Identity(
        total, D(cx, x).at(y, ybar(x)) + D(cx, y).at(y, ybar(x)) * D(ybar(x), x), label="chain rule, $n=1$"
    )
    # Q = -(A + CB) put into the formula gives B back
    yield MatrixIdentity(-(C.inv @ (-(A + C @ B) + A)), B, label=r"$\partial\bar y/\partial x$")
    yield MatrixIdentity((C.inv @ S) @ (S.inv @ C), 1, label="invertible, $S=Q+A$")


@paper.claim(
    "sec-5-Gbar",
    at="Proof of Lemma 5.2",
    printed=r"\bar G=\hat G=0,\;d\bar G=d\hat G=0,\;\operatorname{Hess}\bar G=\operatorname{Hess}\hat G=-[Q+\tfrac{\partial^2c}{\partial x^2}(\bar x,\bar y)]<0\text{ at }\bar x",
    depends=("eq-5-8-derivative",),
)
def sec_5_gbar() -> Obligations:
    """Values, slopes and second derivatives at x̄, where c_xy ȳ' = -(Q + A) and c_xy ŷ' = -(Q + Â).

    Both Hessians are printed as -(Q + A); for Ĝ this needs  = A.
    """
    yield from second_order(C, A, label=r"$\operatorname{Hess}\bar G$")
    product = C_HAT @ derivative(C_HAT, A_HAT)
    yield MatrixIdentity(Q + A_HAT + product + product.T, -(Q + A), label=r"$\operatorname{Hess}\hat G$")


@sec_5_gbar.corrected(
    r"\operatorname{Hess}\bar G=-[Q+\tfrac{\partial^2c}{\partial x^2}(\bar x,\bar y)]<0,\;\operatorname{Hess}\hat G=-[Q+\tfrac{\partial^2c}{\partial x^2}(\bar x,\hat y)]<0",
    note="ŷ for ȳ in the second Hessian; both are negative by (5.7), which is all that is used.",
)
def sec_5_gbar_corrected() -> Obligations:
    """Each with its own point."""
    yield from second_order(C, A, label=r"$\operatorname{Hess}\bar G$")
    yield from second_order(C_HAT, A_HAT, label=r"$\operatorname{Hess}\hat G$")


@paper.claim(
    "eq-5-9",
    at="(5.9)",
    printed=r"f(x')-f(x)+c(x',\bar y(x'))-c(x,\bar y(x'))<0\quad\forall x'\ne x\text{ in }\bar U",
    depends=("sec-5-Gx",),
)
def eq_5_9() -> Obligations:
    """With k = f + c(., ȳ(x')): k'(x') = 0 by (5.8) and k'' >= m > 0 near x̄, so k(x) - k(x') >= ½m|x - x'|².

    In R^n along the segment from x' to x, of length ℓ: the second-order remainder bounds the gap from below.
    """
    gap, m, length = reals("gap m ell")
    convex = Domain(m > 0, length > 0, gap >= m * length**2 / 2)
    yield Relation(-gap < 0, over=convex, label="(5.9)")
    # k(1) - k(0) - k'(0) = ∫ (1-t) k''(t) dt, for k = t^p and so for all k in C²; with k'' >= m it is at least m/2
    t, power = reals("t p")
    yield Integral(
        (1 - t) * power * (power - 1) * t ** (power - 2),
        (t, 0, 1),
        equals=1,
        over=power >= 2,
        label="remainder",
    )
    yield Integral((1 - t) * m, (t, 0, 1), equals=m / 2, over=m > 0, label="its lower bound")


@eq_5_9.reading(
    "c = -cos(x - y)", printed=r"f=x^2:\ \cos(x'-\bar y)-\cos(x-\bar y)<x^2-x'^2,\ |x|,|x'|\le\tfrac14"
)
def eq_5_9_example() -> Obligations:
    """k(x) = x² - cos(x - ȳ) has k'' = 2 + cos(x - ȳ) >= 1 everywhere: strictly convex on the whole line."""
    k = x**2 - cos(x - y)
    yield Identity(D(k, x, 2), 2 + cos(x - y), label="$k''$")
    s = reals("s")[0]
    yield Relation(2 + s >= 1, over=Domain(s >= -1, s <= 1), label=r"$k''\ge1$")


@paper.claim(
    "sec-5-Gx",
    at="Proof of Lemma 5.2",
    printed=r"\bar G_x(x)=0,\;d_x\bar G_x=0,\;\operatorname{Hess}_x\bar G_x=\operatorname{Hess}f+c_{xx}+c_{yx}\bar y'+c_{xy}\bar y'",
)
def sec_5_gx() -> Obligations:
    """Ḡ_x(x') for n = 1 with general f, c, ȳ; the Hessian for every n from (5.8)."""
    cx, cy = slopes()
    moved = f(z) - f(x) + c(z, ybar(z)) - c(x, ybar(z))
    yield Identity(moved.at(z, x), 0, label=r"$\bar G_x(x)=0$")
    rate = (
        D(f(z), z)
        + cx.at(x, z).at(y, ybar(z))
        + (cy.at(x, z).at(y, ybar(z)) - cy.at(y, ybar(z))) * D(ybar(z), z)
    )
    yield Identity(D(moved, z), rate, label=r"$d_{x'}\bar G_x$")
    first = D(moved, z).at(z, x)
    yield Identity(first, D(f(x), x) + cx.at(y, ybar(x)), label=r"$d_x\bar G_x$")
    second = D(f(x), x, 2) + D(cx, x).at(y, ybar(x)) + 2 * D(cx, y).at(y, ybar(x)) * D(ybar(x), x)
    yield Identity(D(moved, z, 2).at(z, x), second, label=r"$\operatorname{Hess}_x\bar G_x$, $n=1$")
    yield from second_order(C, A, label="every $n$, with (5.8)")


@paper.claim(
    "sec-5-phi0-equal",
    at="Proof of Lemma 5.2",
    printed=r"\phi_0(\bar y(x))-c(x,\bar y(x))=\phi_0(\hat y(x))-c(x,\hat y(x))",
)
def sec_5_phi0_equal() -> Obligations:
    """φ_0(ȳ(x)) = f(x) + c(x, ȳ(x)), as ȳ⁻¹(ȳ(x)) = x; likewise with hats."""
    left = (f(x) + c(x, ybar(x))) - c(x, ybar(x))
    right = (f(x) + c(x, yhat(x))) - c(x, yhat(x))
    yield Identity(left, right)
    yield Identity(left, f(x), label="both are $f(x)$")


@paper.claim(
    "sec-5-psi-max",
    at="Proof of Lemma 5.2",
    printed=r"\psi(x)=\max_{x'\in\bar U}\{\phi_0(\bar y(x'))-c(x',\bar y(x'))\}\quad\forall x\in M",
    depends=("sec-5-phi0-equal",),
)
def sec_5_psi_max() -> Obligations:
    """The printed right-hand side is max f and does not depend on x: for f = x², at x = 0 with x' = 1/4 in Ū?

    For x in Ū the left-hand side is f(x).
    """
    yield Identity((f(z) + c(z, ybar(z))) - c(z, ybar(z)), f(z), label="the term printed is $f(x')$")
    near = Domain(x >= -HALF * HALF, x <= HALF * HALF, z >= -HALF * HALF, z <= HALF * HALF)
    yield Relation(z**2 <= x**2, over=near, label=r"$f(x')\le\psi(x)=f(x)$ for all $x'\in\bar U$, $f=x^2$")


@sec_5_psi_max.corrected(
    r"\psi(x)=\max_{x'\in\bar U}\{\phi_0(\bar y(x'))-c(x,\bar y(x'))\}\text{, or with hats, for }x\in\bar U",
    note="c(x, .) for c(x', .); for x outside Ū the maximum is over both kinds of y. What follows uses x ∈ Ū only.",
)
def sec_5_psi_max_corrected() -> Obligations:
    """By (5.9) every x' gives at most f(x), and x' = x gives f(x): the same for ȳ and ŷ."""
    value, best = reals("value f")
    others = Domain(value < best)
    yield Relation(maximum(value, best), "==", best, over=Domain(others, best), label=r"by (5.9)")
    yield Identity((f(x) + c(x, ybar(x))) - c(x, ybar(x)), f(x), label=r"$x'=x$, $\bar y$")
    yield Identity((f(x) + c(x, yhat(x))) - c(x, yhat(x)), f(x), label=r"$x'=x$, $\hat y$")


@paper.claim(
    "sec-5-strict",
    at="Proof of Lemma 5.2",
    printed=r"\phi_0(\bar y(x))-c(x,\bar y(x))=f(x)>\phi_0(\bar y(x'))-c(x,\bar y(x'))",
    depends=("eq-5-9",),
)
def sec_5_strict() -> Obligations:
    """(5.9) rearranged."""
    yield from sec_5_strict_rearranged()


@paper.not_computable(
    "sec-5-absolutely-continuous-nu",
    at="Section 5, after Lemma 5.2",
    printed=r"\nu=\tfrac12\bar y_\#\mu+\tfrac12\hat y_\#\mu\text{ is absolutely continuous}",
    why="Change of variables for a general density.",
    analogue=r"c=1-\cos(x-y),\;f=x^2:\ \text{both maps have derivatives away from 0, each carries half of the mass}",
)
def sec_5_absolutely_continuous_nu() -> Obligations:
    """|ȳ'| >= 3 and |ŷ'| >= 1 on [-1/4, 1/4], so the densities are those of μ divided by at least 1."""
    w = reals("w")[0]
    # w = √(1-4x²), the cosine of ȳ - x
    cosine = Domain(w > 0, w <= 1)
    yield Relation(1 + 2 / w >= 3, over=cosine, label=r"$\bar y'$")
    yield Relation(2 / w - 1 >= 1, over=cosine, label=r"$-\hat y'$")


@paper.claim(
    "sec-5-plan-marginals",
    at="Section 5, after Lemma 5.2",
    printed=r"\bar\gamma=\tfrac12(Id,\bar y)_\#\mu+\tfrac12(Id,\hat y)_\#\mu\text{ has marginals }\mu,\nu",
)
def sec_5_plan_marginals() -> Obligations:
    """∫ h(x) dγ̄ = ∫ h dμ and ∫ k(y) dγ̄ = ∫ k dν for all functions h, k: linear in μ."""
    U = BorelSet("U")
    (s,) = points("s")
    h, k, one, two = (Function(name) for name in ("h", "k", "ybar", "yhat"))
    both = U.integral(h(s), s) / 2 + U.integral(h(s), s) / 2
    yield Identity(both, U.integral(h(s), s), label="first marginal")
    plan = U.integral((k(one(s)) + k(two(s))) / 2, s)
    target = U.integral(k(one(s)), s) / 2 + U.integral(k(two(s)), s) / 2
    yield Identity(plan, target, label="second marginal")
    yield Identity(U.mass / 2 + U.mass / 2, U.mass, label="mass")


@paper.claim(
    "sec-5-integral-chain",
    at="Section 5, after Lemma 5.2",
    printed=r"\int c\,d\gamma\ge\int[\phi-\psi]\,d\gamma=\int\phi\,d\nu-\int\psi\,d\mu=\int c\,d\bar\gamma",
    depends=("sec-5-plan-marginals",),
)
def sec_5_integral_chain() -> Obligations:
    """c >= φ - ψ integrates against a plan; on the contact pairs of the example each y has one x, so ν gives the plan."""
    plane = BorelSet("Z")
    (s,) = points("z")
    cost, gap, plan = (Function(name) for name in ("c", "phi_minus_psi", "gamma"))
    below = Domain(plane.everywhere(s, cost(s) >= gap(s)), plane.everywhere(s, plan(s) >= 0))
    yield Relation(
        plane.integral(cost(s) * plan(s), s) >= plane.integral(gap(s) * plan(s), s),
        over=below,
        label="first line",
    )


@sec_5_integral_chain.reading(
    "a discrete example",
    printed=r"\text{half to }\bar y,\text{ half to }\hat y\text{ is the only optimal plan}",
)
def sec_5_integral_example() -> Obligations:
    """Five sources near (1, 0) on the unit circle; the contact set has two targets per source, one source per target."""
    stated, plan, contacts = instances.two_targets()
    yield Optimal(stated, plan=plan, label="half and half")
    yield ContactSet(stated, contacts, label="two targets per source")
    yield UniquePlan(stated, label="unique")
    yield LimbSystemOn(pair_set(contacts), label="one source per target")
