"""Section 7, step (2) of the proof of Theorem 7.2: the densities ĥ are close to h_∞^δ and below the capacity.

q = h_n[Q]/h_∞[Q] is the ratio of the masses; jac, jac_x, jac_y stand for |det D(S × T)|, |det DS|, |det DT|.
"""

from __future__ import annotations

from collections.abc import Iterator

from otverify.claims import Identity, Limit, Obligation, Relation
from otverify.papers.capacity.notation import HALF, X, paper, s, x, y
from otverify.papers.capacity.section4 import hole_in_every_blowup
from otverify.papers.capacity.section7_theorem import BETWEEN, BOUNDED, CEILING
from otverify.vocabulary import (
    D,
    Domain,
    Function,
    absolute,
    cases,
    det,
    equals,
    indices,
    integers,
    integral,
    kron,
    reals,
)

Obligations = Iterator[Obligation]

f = Function("f")
r, cap, bar, delta = reals("r R Rbar delta")
q, jac, jac_x, jac_y, eta, e = reals("q jac jac_x jac_y eta e")
value, hat, before, a, b, n = reals("h_delta hhat f_n a b n")
(bad,) = reals("L_bad")
(d, m) = integers("d m")
i, j = indices("i j")


@paper.claim(
    "step2-good-preimages",
    at="Step (2)",
    printed=r"\bar X_n^{good}=S_n^{-1}(\tilde X_n^{good}),\;\bar Y_n^{good}=T_n^{-1}(\tilde Y_n^{good}),\quad\mathcal L^d[\bar X_n^{good}],\mathcal L^d[\bar Y_n^{good}]\to1",
    depends=("step1-normalised", "prop-4-5-good-bad", "prop-4-5-c"),
)
def step2_good_preimages() -> Obligations:
    """r L[S⁻¹(X_bad)] = f'_n[X_bad] <= (R̄/q) L[X_bad], which tends to 0."""
    inside = Domain(q > 0, bar > 0, X.mass > 0, X.everywhere(s, f(s) <= bar))
    yield Relation(
        X.integral(f(s) / q, s) <= X.integral(bar / q, s), over=inside, label=r"$f'_n[\tilde X_n^{bad}]$"
    )
    back = Domain(r > 0, q >= HALF, bar > 0, bad >= 0, a >= 0, r * a <= bar / q * bad)
    yield Relation(
        a <= 2 * bar / r * bad, over=back, label=r"$\mathcal L[S_n^{-1}(\tilde X_n^{bad})]$, $q\ge\frac12$"
    )
    yield Limit(2 * bar / r * bad, bad, to=0, equals=0, over=Domain(r > 0, bar > 0, bad > 0))


#: f = 0 on [-½, -½ + e) and 1/(1 - e) elsewhere, with the decreasing optimal map from 1 onto it
BLOWN_MARGINAL = cases((x < e - HALF, 0), (x >= e - HALF, 1 / (1 - e)))


@paper.claim(
    "step2-uniform-fn",
    at="Step (2)",
    printed=r"f_n\to r\text{ uniformly on }\bar X_n^{good}=S_n^{-1}(\tilde X_n^{good}),\quad f_n\le\bar R",
    depends=("prop-4-5-good-bad", "prop-4-5-c"),
)
def step2_uniform_fn() -> Obligations:
    """r = 1, f_n = 0 on a short interval X_bad: S_n(x) = e/2 - (1 - e)x takes no value there, so S_n⁻¹(X_good) is everything."""
    image = e / 2 - (1 - e) * x
    short = Domain(e > 0, e < HALF / 4, x >= -HALF, x <= HALF)
    yield Relation(image >= e - HALF, over=short, label=r"$S_n(I)\subset\tilde X_n^{good}$")
    yield Relation(
        absolute(BLOWN_MARGINAL - 1) <= 2 * e, over=short, label=r"$|f_n-1|\le2e$ on $\bar X_n^{good}$"
    )


@step2_uniform_fn.corrected(
    r"f_n\to r\text{ uniformly on }\tilde X_n^{good},\text{ so }f_n\circ S_n\to r\text{ uniformly on }\bar X_n^{good}",
    note="The set of Proposition 4.5 is $\\tilde X_n^{good}$; on its preimage $f_n\\circ S_n$ converges, which is what the next display uses. "
    "The bar may be the copy's.",
)
def step2_uniform_fn_corrected() -> Obligations:
    """At the image points; the same example, and in general by substitution."""
    image = e / 2 - (1 - e) * x
    short = Domain(e > 0, e < HALF / 4, x >= -HALF, x <= HALF)
    outside = Domain(e > 0, e < HALF / 4, x >= e - HALF, x <= HALF)
    yield Relation(absolute(BLOWN_MARGINAL - 1) <= 2 * e, over=outside, label=r"on $\tilde X_n^{good}$")
    yield Relation(image >= e - HALF, over=short, label=r"$S_n(I)\subset\tilde X_n^{good}$")
    yield Relation(
        absolute(1 / (1 - e) - 1) <= 2 * e, over=short, label=r"$f_n\circ S_n$ on $\bar X_n^{good}$"
    )


def jacobian_bound() -> Obligations:
    """1/|det DS| = f_n(S(x))/(q r) <= R̄/(q r) < (R̄ + 1)/r as soon as q > R̄/(R̄ + 1)."""
    large = Domain(r > 0, bar > 0, before >= 0, before <= bar, q > 0, q * (bar + 1) > bar)
    yield Relation(before / (q * r) <= bar / (q * r), over=large)
    yield Relation(bar / (q * r) < (bar + 1) / r, over=large, label=r"$q>\bar R/(\bar R+1)$")


@paper.claim(
    "step2-jacobian",
    at="Step (2)",
    printed=r"\tfrac1{|\det DS_n(x)|}=\tfrac{f'_n(S_n(x))}{f_\infty(x)}=\tfrac{h_\infty[Q]}{h_n[Q]}\tfrac{f_n(S_n(x))}r\to1,\quad\le\tfrac{\bar R}r\tfrac{h_\infty[Q]}{h_n[Q]}<\tfrac{\bar R+1}r",
    depends=("eq-18", "step1-normalised"),
)
def step2_jacobian() -> Obligations:
    """(18) with f_∞ = r: f'_n(S)|det DS| = r, f'_n = f_n/q."""
    there = Domain(r > 0, q > 0, before > 0, jac_x > 0, equals(before / q * jac_x, r))
    yield Identity(1 / jac_x, before / (q * r), over=there)
    yield from jacobian_bound()
    near = Domain(r > 0, eta > 0, eta < HALF, q >= 1 - eta, q <= 1 + eta)
    above, below = Domain(near, before <= r * (1 + eta)), Domain(near, before >= r * (1 - eta))
    yield Relation(
        before * (1 - eta) <= (1 + eta) * q * r, over=above, label="tends to 1: at most $(1+\\eta)/(1-\\eta)$"
    )
    yield Relation(
        before * (1 + eta) >= (1 - eta) * q * r, over=below, label="at least $(1-\\eta)/(1+\\eta)$"
    )


@paper.claim(
    "step2-jacobian-product",
    at="Step (2)",
    printed=r"\tfrac1{|\det D(S_n\times T_n)|}=\tfrac1{|\det DS_n||\det DT_n|}\to1\text{ on }\bar Z_n^{good},\quad<(\tfrac{\bar R+1}r)^2\text{ on }Q",
    depends=("step2-jacobian",),
)
def step2_jacobian_product() -> Obligations:
    """The Jacobian has two diagonal blocks (mixed derivatives vanish); both factors are bounded."""
    first, second = Function("S"), Function("T")
    place = Domain(x > 0, y > 0)
    whole = D(first(x), x) * D(second(y), y) - D(first(x), y) * D(second(y), x)
    yield Identity(whole, D(first(x), x) * D(second(y), y), over=place, label="$d=1$, any $S$, $T$")
    yield Identity(
        det(a * kron(i, j), i, j) * det(b * kron(i, j), i, j), (a * b) ** d, over=Domain(d >= 1, a > 0, b > 0)
    )
    sizes = Domain(r > 0, bar > 0, jac_x > 0, jac_y > 0, 1 / jac_x < (bar + 1) / r, 1 / jac_y < (bar + 1) / r)
    yield Relation(1 / jac_x * (1 / jac_y) < ((bar + 1) / r) ** 2, over=sizes)


@paper.claim(
    "step2-joint-gradient",
    at="Step (2)",
    printed=r"(S_n(x),T_n(y))=\nabla(\psi(x)+\phi(y)),\text{ a gradient of a convex function}",
    depends=("step1-optimal-maps",),
)
def step2_joint_gradient() -> Obligations:
    """As printed, with ψ and φ convex: between equal densities on I the map would be (x, y)."""
    psi, phi = x**2 / 2, y**2 / 2
    yield Identity(D(psi + phi, x), x, over=Domain(x, y), label="the gradient")
    yield Identity(D(psi + phi, y), y, over=Domain(x, y), label="the gradient")
    identity, reflected = integral(x * x, x, -HALF, HALF), integral(x * -x, x, -HALF, HALF)
    yield Relation(identity <= reflected, label="cost of each factor")


@step2_joint_gradient.corrected(
    r"(S_n(x),T_n(y))=-\nabla(\psi(x)+\phi(y)),\;\psi,\phi\text{ convex}",
    note="Minus the gradient of a convex function; (18) holds for it as well, since only $|\\det D(S\\times T)|$ enters.",
)
def step2_joint_gradient_corrected() -> Obligations:
    """-∇ of a separable function has the two components; the determinant of -M is ± that of M."""
    first, second = Function("psi"), Function("phi")
    place = Domain(x > 0, y > 0)
    yield Identity(D(first(x) + second(y), x), D(first(x), x), over=place)
    yield Identity(D(first(x) + second(y), y), D(second(y), y), over=place)
    identity, reflected = integral(x * x, x, -HALF, HALF), integral(x * -x, x, -HALF, HALF)
    yield Relation(reflected < identity)
    yield Identity(det(-kron(i, j), i, j) ** 2, 1, over=d >= 1, label=r"$|\det|$")


@paper.claim(
    "step2-density-formula",
    at="Step (2), display before (19)",
    printed=r"\hat h_n^\delta((S_n\times T_n)(x,y))\tfrac{h_\infty^\delta(x,y)}{h_n[Q]}=\tfrac{h_\infty^\delta(x,y)}{|\det D(S_n\times T_n)(x,y)|}",
    depends=("eq-18", "step1-hhat"),
)
def step2_density_formula() -> Obligations:
    """By (18) for S × T, ĥ(S × T) jac = q h_∞^δ with q = h_n[Q]/r."""
    there = Domain(r > 0, q > 0, value > 0, jac > 0, equals(hat * jac, q * value))
    yield Identity(hat * value / (q * r), value / jac, over=there)


@step2_density_formula.corrected(
    r"\hat h_n^\delta((S_n\times T_n)(x,y))\tfrac{h_\infty[Q]}{h_n[Q]}=\tfrac{h_\infty^\delta(x,y)}{|\det D(S_n\times T_n)(x,y)|}",
    note="The factor is the ratio of the masses, $h_\\infty[Q]/h_n[Q]$; (19) and (20) follow from this form.",
)
def step2_density_formula_corrected() -> Obligations:
    """ĥ(S × T)/q = h_∞^δ/jac."""
    there = Domain(q > 0, value > 0, jac > 0, equals(hat * jac, q * value))
    yield Identity(hat / q, value / jac, over=there)


@paper.claim(
    "eq-19",
    at="(19)",
    printed=r"0<\tfrac{r-\delta}2<\hat h_n^\delta((S_n\times T_n)(x,y))<\tfrac{R+r+\delta}2<R\text{ a.e. on }\bar Z_n^{good}",
    depends=("step2-density-formula", "step2-jacobian-product", "delta-chain"),
)
def eq_19() -> Obligations:
    """ĥ = (1 + η) h_∞^δ with |η| < ½ and (r + δ)|η| < (R - r - δ)/2: a threshold for the factor q/jac."""
    change = Domain(BETWEEN, value >= r - delta, value <= r + delta, eta > -HALF, eta < HALF)
    small = Domain(change, (r + delta) * eta < (cap - r - delta) / 2)
    yield Relation((r - delta) / 2 > 0, over=BETWEEN)
    yield Relation((1 + eta) * value > (r - delta) / 2, over=change)
    yield Relation((1 + eta) * value <= (1 + eta) * (r + delta), over=small)
    yield Relation((1 + eta) * (r + delta) < (cap + r + delta) / 2, over=small)
    yield Relation((cap + r + delta) / 2 < cap, over=BETWEEN)


@paper.claim(
    "eq-20",
    at="(20)",
    printed=r"\hat h_n^\delta<(\tfrac{\bar R+1}r)^2R\le\tfrac{(\bar R+1)^3}{r^2}\text{ on }Q",
    hypotheses=(r"n\text{ large}",),
    depends=("step2-density-formula", "step2-jacobian-product"),
)
def eq_20() -> Obligations:
    """ĥ = q h_∞^δ/jac <= (r + δ)R̄²/(r² q), below the bound once q > R̄²/(R̄ + 1)²."""
    # a = 1/jac <= b = (R̄/(q r))² and h_∞^δ <= n = r + δ
    each = Domain(q > 0, a > 0, a <= b, value >= 0, value <= n)
    yield Relation(q * value * a <= q * n * b, over=each, label=r"$\hat h=q\,h_\infty^\delta/\det$")
    place = Domain(BOUNDED, q > 0)
    top = q * (r + delta) * (bar / (q * r)) ** 2
    yield Identity(top, (r + delta) * bar**2 / (r**2 * q), over=place, label="the largest value")
    large = Domain(BOUNDED, q > 0, q * (bar + 1) ** 2 > bar**2)
    yield Relation((r + delta) * bar**2 / (r**2 * q) < ((bar + 1) / r) ** 2 * cap, over=large)
    yield Relation(((bar + 1) / r) ** 2 * cap <= CEILING, over=BOUNDED, label=r"$R\le\bar R+1$")


@paper.claim(
    "step2-capacity-uniform",
    at="Steps (2) and (4)",
    printed=r"\bar h_n\to R\text{ uniformly on }Q;\quad\hat h_n^\delta\le\bar h_n\text{ on }\bar Z_n^{good}",
    hypotheses=(r"(x_0,y_0)\text{ a Lebesgue point of }0\le\bar h\in L^\infty",),
    depends=("remark-4-3-b",),
)
def step2_capacity_uniform() -> Obligations:
    """h̄ = 1 with square holes at all scales, of which 0 is a Lebesgue point: every blow-up has a hole."""
    yield from hole_in_every_blowup(Domain(m >= 0))


@step2_capacity_uniform.corrected(
    r"\bar h\text{ continuous at }(x_0,y_0):\;\bar h_n\to R\text{ uniformly on }Q",
    note="Remark 4.3(b) gives convergence in $L^1$ only. Uniform convergence needs continuity of $\\bar h$ at the point; for a "
    "general bounded $\\bar h$ this step has to be replaced (see p1).",
)
def step2_capacity_uniform_corrected() -> Obligations:
    """|h̄ - R| <= e within the distance a of the point: |h̄_n - R| <= e on Q for n >= 1/(2a); then ĥ < (R+r+δ)/2 < h̄_n."""
    window = Domain(a > 0, n > 0, 2 * a * n >= 1, x >= -HALF, x <= HALF)
    yield Relation(absolute(x / n) <= a, over=window, label=r"$Q_n$ is within the distance")
    close = Domain(BETWEEN, b >= cap - (cap - r - delta) / 4, hat < (cap + r + delta) / 2)
    yield Relation(hat < b, over=close, label=r"$\hat h_n^\delta\le\bar h_n$")
