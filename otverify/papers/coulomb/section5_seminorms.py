"""Sections 5.3 and 5.4: Hölder seminorms and the normalisations in force."""

from __future__ import annotations

from collections.abc import Iterator

from otverify.claims import Identity, Limit, MatrixIdentity, Obligation, Relation
from otverify.papers.coulomb.notation import d, paper
from otverify.papers.coulomb.section3_cost import h_prime_increases
from otverify.papers.coulomb.section5_energy import mixed, modulus
from otverify.papers.coulomb.section5_normalisations import vanishing
from otverify.vocabulary import Domain, differs, equals, reals

Obligations = Iterator[Obligation]

R, alpha, a, size, t = reals("R alpha a H t")
SCALES = Domain(R > 0, alpha > 0, alpha <= 1, a >= 1)
#: the model D²c̃ = -I + t(|x|^α + |y|^α) at (x_0, y_0) = 0, d = 1: its α-seminorm is t on every ball
MODEL = Domain(SCALES, t > 0)
SUPREMUM = (t * (R**alpha + (a * R) ** alpha)) ** 2

paper.not_attempted(
    "def-holder-seminorms",
    at="Section 5.3",
    printed=r"[f]_{\alpha,B}:=\sup_{x\ne x'}\frac{|f(x)-f(x')|}{|x-x'|^\alpha},\quad[k]_{\alpha,B\times B'}:=\sup\frac{|k(x,y)-k(x',y')|}{|x-x'|^\alpha+|y-y'|^\alpha}",
)


@paper.claim(
    "K-R-limit",
    at="Section 5.3",
    printed=r"\mathcal K_R:=R^{2\alpha}[D^2_{\widetilde y\widetilde x}\widetilde c_\delta]^2_{\alpha,B_R\times B_R}\to0",
    depends=("hz-C2alpha",),
)
def k_r_limit() -> Obligations:
    """A Lipschitz constant H bounds the α-seminorm on B_R by H(2R)^(1-α), so K_R is at most a multiple of R²."""
    (distance,) = reals("u")
    region = Domain(R > 0, alpha > 0, alpha <= 1, size > 0, distance > 0, distance <= 2 * R)
    yield Relation(size * distance <= size * (2 * R) ** (1 - alpha) * distance**alpha, over=region)
    bound = R ** (2 * alpha) * (size * (2 * R) ** (1 - alpha)) ** 2
    yield Limit(bound, R, to=0, equals=0, over=Domain(R > 0, alpha > 0, alpha <= 1, size > 0))


@paper.claim(
    "eq-5-10-equality",
    at="Section 5.3, (5.10), first line",
    printed=r"\|D^2_{\widetilde y\widetilde x}\widetilde c_\delta+\mathbb I\|^2_{C^0(B_R\times B_{aR})}=\sup|D^2_{\widetilde y"
    r"\widetilde x}\widetilde c_\delta(x,y)-D^2_{\widetilde y\widetilde x}\widetilde c_\delta(\widetilde x_0,\widetilde y_0)|^2",
    depends=("s52-cost-normalised",),
)
def eq_5_10_equality() -> Obligations:
    """Entry by entry, with the entry of -I at the base point."""
    entry, there, unit = reals("k k_0 e")
    yield Identity((entry + unit) ** 2, (entry - there) ** 2, over=Domain(entry, equals(there, -unit)))


@paper.claim(
    "eq-5-10-first-ineq",
    at="Section 5.3, (5.10), second line",
    printed=r"\le(1+a^\alpha)^2R^{2\alpha}[D_{\widetilde y\widetilde x}\widetilde c_\delta]_{\alpha,B_{5R}\times B_{\Lambda R}}",
)
def eq_5_10_first_ineq() -> Obligations:
    """The model with seminorm t: the left side is its supremum on B_R × B_aR, squared."""
    yield Relation((1 + a**alpha) ** 2 * R ** (2 * alpha) * t >= SUPREMUM, over=MODEL)


@eq_5_10_first_ineq.corrected(
    r"\le(1+a^\alpha)^2R^{2\alpha}[D^2_{\widetilde y\widetilde x}\widetilde c_\delta]^2_{\alpha,B_R\times B_{aR}}",
    note="A square is missing, and the ball is the one of the left side; the bound by $\\mathcal K_{aR}$ below is right.",
)
def eq_5_10_first_ineq_corrected() -> Obligations:
    """Every kernel: |k - k_0| <= H(|x-x_0|^α + |y-y_0|^α) <= H(1 + a^α) R^α; the model attains it."""
    u, v, change = reals("u v k")
    region = Domain(SCALES, u > 0, u <= R, v > 0, v <= a * R)
    yield Relation(u**alpha + v**alpha <= (1 + a**alpha) * R**alpha, over=region)
    (root,) = reals("S")
    yield Relation(change**2 <= root**2, over=Domain(root >= 0, change <= root, change >= -root))
    bound = size * (1 + a**alpha) * R**alpha
    yield Identity(bound**2, (1 + a**alpha) ** 2 * R ** (2 * alpha) * size**2, over=Domain(SCALES, size))
    yield Identity(SUPREMUM, (1 + a**alpha) ** 2 * R ** (2 * alpha) * t**2, over=MODEL, label="attained")


@paper.claim(
    "eq-5-10-second-ineq",
    at="Section 5.3, (5.10), third line",
    printed=r"(1+a^\alpha)^2R^{2\alpha}[D_{\widetilde y\widetilde x}\widetilde c_\delta]_{\alpha,B_{5R}\times B_{\Lambda R}}\le"
    r"\Bigl(\tfrac{1+a^\alpha}{a^\alpha}\Bigr)^2\mathcal K_{aR}",
)
def eq_5_10_second_ineq() -> Obligations:
    """The model again, K_aR = (aR)^(2α) t²."""
    left = (1 + a**alpha) ** 2 * R ** (2 * alpha) * t
    yield Relation(left <= ((1 + a**alpha) / a**alpha) ** 2 * ((a * R) ** (2 * alpha) * t**2), over=MODEL)


@eq_5_10_second_ineq.corrected(
    r"(1+a^\alpha)^2R^{2\alpha}[D^2_{\widetilde y\widetilde x}\widetilde c_\delta]^2_{\alpha,B_R\times B_{aR}}\le"
    r"\Bigl(\tfrac{1+a^\alpha}{a^\alpha}\Bigr)^2\mathcal K_{aR}\to0",
    note="With the square; the smallness of the norm that is used afterwards follows.",
)
def eq_5_10_second_ineq_corrected() -> Obligations:
    """The powers of a cancel, and the seminorm grows with the ball: H on B_R × B_aR, H + u on B_aR × B_aR."""
    (more,) = reals("u")
    region = Domain(SCALES, size >= 0, more >= 0)
    factor = ((1 + a**alpha) / a**alpha) ** 2
    yield Identity(
        (1 + a**alpha) ** 2 * R ** (2 * alpha) * size**2,
        factor * (a * R) ** (2 * alpha) * size**2,
        over=region,
    )
    yield Relation(
        (1 + a**alpha) ** 2 * R ** (2 * alpha) * size**2,
        "<=",
        factor * (a * R) ** (2 * alpha) * (size + more) ** 2,
        over=region,
    )


paper.not_attempted(
    "eq-5-11",
    at="Section 5.3, (5.11)",
    printed=r"\mathcal D_R\lesssim R^{2\alpha}[\widetilde\rho_0]^2_{\alpha,B_R}+R^{2\alpha}[\widetilde\rho_1]^2_{\alpha,B_R}\to0",
)


@paper.claim(
    "s54-normalisations",
    at="Section 5.4, (i), (ii)",
    printed=r"c_\delta(x_0,y_0)=0,\;\nabla_xc_\delta(\cdot,y_0)=0,\;\nabla_yc_\delta(x_0,\cdot)=0,\;D^2_{xx}c_\delta(\cdot,y_0)=0,\;"
    r"D^2_{yy}c_\delta(x_0,\cdot)=0,\;D_{yx}c(x_0,y_0)=0;\quad\rho_0(x_0)=\rho_1(y_0)=1",
    depends=("s51-i-vanishing", "s52-cost-normalised", "s52-density-equality"),
)
def s54_normalisations() -> Obligations:
    """(i) for every cost of class C², the mixed derivative as printed, and (ii)."""
    yield from vanishing()
    yield MatrixIdentity(mixed(-1), 0, label=r"$D_{yx}c(x_0,y_0)=0$")
    yield from unit_densities()


@s54_normalisations.corrected(
    r"D_{yx}c_\delta(x_0,y_0)=-\mathbb I\text{, the others as printed}",
    note="As in Section 5.2 and in hypothesis (iii) of Lemma 5.2, which could not hold otherwise.",
)
def s54_normalisations_corrected() -> Obligations:
    """The mixed derivative is -I."""
    yield from vanishing()
    yield MatrixIdentity(mixed(-1), -1)
    yield from unit_densities()


def unit_densities() -> Obligations:
    """Equal densities, divided by their common value."""
    first, second = reals("rho_0 rho_1")
    yield Identity(
        first / second, 1, over=Domain(second > 0, d >= 1, equals(first, modulus() * second)), label="(ii)"
    )


@paper.claim(
    "s54-bounded-derivatives",
    at="Section 5.4",
    printed=r"c_\delta\text{ bounded with bounded first and second derivatives, twisted on an open }J\supset"
    r"\operatorname{supp}\gamma",
    depends=("cdelta-bounded", "cdelta-sup-bounds", "cdelta-twist"),
)
def s54_bounded_derivatives() -> Obligations:
    """|c̄| <= 4 sup|c|, and twice the bounds for pure derivatives; ∇_x c̄ and ∇_x c differ by a function of x.

    The bounds from above, for c and for -c.
    """
    (bound,) = reals("B")
    values = reals("c c_x c_y c_0")
    inside = Domain(bound > 0, *(v <= bound for v in values), *(v >= -bound for v in values))
    whole, of_x, of_y, base = values
    yield Relation(whole - of_x - of_y + base <= 4 * bound, over=inside)
    yield Relation(whole - of_x <= 2 * bound, over=inside, label="pure derivatives")
    yield from h_prime_increases()
    one, other, shift = reals("u v w")
    yield Relation(
        one - shift,
        "!=",
        other - shift,
        over=Domain(differs(one, other), shift),
        label="twist of $\\overline c$",
    )
