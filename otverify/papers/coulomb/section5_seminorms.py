"""Sections 5.3 and 5.4: Hölder seminorms and the normalisations in force."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import Identity, Limit, MatrixIdentity, Obligation, Relation
from otverify.papers.coulomb.notation import d, paper
from otverify.papers.coulomb.section3_cost import h_prime_increases
from otverify.papers.coulomb.section5_closeness import LINE, distance_on_the_line
from otverify.papers.coulomb.section5_energy import mixed, modulus
from otverify.papers.coulomb.section5_normalisations import vanishing
from otverify.vocabulary import Domain, differs, equals, reals

Obligations = Iterator[Obligation]
HALF = Fraction(1, 2)

R, alpha, a, size, t = reals("R alpha a H t")
SCALES = Domain(R > 0, alpha > 0, alpha <= 1, a >= 1)
#: the model D²c̃ = -I + t(|x|^α + |y|^α) at (x_0, y_0) = 0, d = 1: its α-seminorm is t on every ball
MODEL = Domain(SCALES, t > 0)
SUPREMUM = (t * (R**alpha + (a * R) ** alpha)) ** 2


@paper.claim(
    "def-holder-seminorms",
    at="Section 5.3",
    printed=r"[f]_{\alpha,B}:=\sup_{x\ne x'}\frac{|f(x)-f(x')|}{|x-x'|^\alpha},\quad[k]_{\alpha,B\times B'}:=\sup\frac{|k(x,y)-k(x',y')|}{|x-x'|^\alpha+|y-y'|^\alpha}",
)
def def_holder_seminorms() -> Obligations:
    """The seminorms of |x|^α and |x|^α + |y|^α are 1 on every ball about 0, that of ax is |a|(2R)^(1-α).

    With |x| = q + w, |x'| = q and w <= |x - x'|: (q + w)^α <= q^α + w^α, as (q + w)^(1-α) is above both powers.
    """
    q, w, v, z, whole, near, far = reals("q w v z A B C")
    power = Domain(alpha > 0, alpha <= 1, q > 0, w > 0)
    name = r"$|x|^\alpha$"
    yield Relation(q ** (1 - alpha) <= (q + w) ** (1 - alpha), over=power, instance=name)
    yield Identity(q / q ** (1 - alpha), q**alpha, over=power, instance=name)
    powers = Domain(q > 0, w > 0, near > 0, far > 0, whole >= near, whole >= far)
    parts = (Relation(q / whole <= q / near, over=powers), Relation(w / whole <= w / far, over=powers))
    yield Relation(
        (q + w) / whole <= q / near + w / far, over=powers, by=parts, instance=name, label="at most 1"
    )
    yield Identity((w**alpha - 0) / w**alpha, 1, over=power, instance=name, label="attained at $x'=0$")
    both = Domain(w > 0, z > 0, q <= w, v <= z)
    yield Relation((q + v) / (w + z) <= 1, over=both, instance=r"$|x|^\alpha+|y|^\alpha$", label="at most 1")
    line = Domain(R > 0, alpha > 0, alpha <= 1, size > 0, w > 0, w <= 2 * R)
    yield Relation(
        size * w / w**alpha <= size * (2 * R) ** (1 - alpha), over=line, instance="$ax$", label="at most"
    )
    ends = (size * w / w**alpha).at(w, 2 * R)
    yield Identity(
        ends,
        size * (2 * R) ** (1 - alpha),
        over=Domain(R > 0, alpha, size),
        instance="$ax$",
        label="attained",
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


@paper.claim(
    "eq-5-11",
    at="Section 5.3, (5.11)",
    printed=r"\mathcal D_R\lesssim R^{2\alpha}[\widetilde\rho_0]^2_{\alpha,B_R}+R^{2\alpha}[\widetilde\rho_1]^2_{\alpha,B_R}\to0",
    hypotheses=(r"\widetilde\rho_0(\widetilde x_0)=\widetilde\rho_1(\widetilde y_0)=1",),
    depends=("W2-holder-scaling", "D-R-bound"),
)
def eq_5_11() -> Obligations:
    """d = 1, with the constant 1 + 2k, k = 8·4^α: the mean densities m, n are at least 1/2 where R^α H_0, R^α H_1 <= 1/2.

    W_0, W_1 are the W_2 terms, V_0, V_1 the volume terms, w_i = R^(2α) H_i².
    """
    yield from distance_on_the_line()
    first, second, w0, w1, m, n = reals("W_0 W_1 w_0 w_1 m n")
    v0, v1, k, other = reals("V_0 V_1 k H_1")
    small = Domain(size >= 0, m >= 1 - size, size <= HALF)
    yield Relation(m >= HALF, over=small, instance=LINE, label=r"mean density; $R^\alpha H\le\tfrac12$")
    terms = Domain(first >= 0, second >= 0, v0 <= w0, v1 <= w1, m >= HALF, n >= HALF)
    given = Domain(terms, m * first <= k * w0, n * second <= k * w1)
    steps = (Relation(first <= 2 * k * w0, over=given), Relation(second <= 2 * k * w1, over=given))
    yield Relation(
        first + v0 + second + v1 <= (1 + 2 * k) * (w0 + w1),
        over=given,
        by=steps,
        instance=LINE,
        label=r"$\mathcal D_R$",
    )
    scales = Domain(R > 0, alpha > 0, alpha <= 1, size > 0, other > 0)
    yield Limit(R ** (2 * alpha) * (size**2 + other**2), R, to=0, equals=0, over=scales)


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
