"""Section 3, Proposition 3.4, steps 2 to 4: regularity, derivatives and twist of c_δ."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import Exists, Identity, Limit, Obligation, Relation
from otverify.papers.coulomb.notation import (
    APART,
    INSIDE,
    OUTSIDE,
    TWO_THIRDS,
    cap,
    delta,
    h,
    i,
    j,
    k,
    paper,
    r,
    s,
    tail,
    x,
    y,
)
from otverify.symbolic.isotropic import radial_gradient, radial_hessian
from otverify.vocabulary import (
    D,
    Domain,
    absolute,
    contract,
    differs,
    equals,
    kron,
    norm,
    reals,
    vectors,
)

Obligations = Iterator[Obligation]
BRANCHES = ((cap, INSIDE), (tail, OUTSIDE))
BEYOND = Domain(delta > 0, r > TWO_THIRDS * delta, s > r)


@paper.claim(
    "cdelta-bounded",
    at="Proof of Prop. 3.4, step 2",
    printed=r"\sup c_\delta<\infty",
)
def cdelta_bounded() -> Obligations:
    """0 < c_δ <= 2/δ, and 2/δ is attained on the diagonal."""
    closed = Domain(delta > 0, r >= 0, r <= delta)
    yield Relation(cap <= 2 / delta, over=closed)
    yield Relation(cap > 0, over=closed)
    yield Relation(tail <= 2 / delta, over=OUTSIDE)
    yield Relation(tail > 0, over=OUTSIDE)
    yield Identity(cap.at(r, 0), 2 / delta, over=delta > 0, label="attained at $r=0$")


@paper.claim(
    "h-matching",
    at="Proof of Prop. 3.4, step 2",
    printed=r"h(\delta)=\tfrac1\delta,\quad h'(\delta)=-\tfrac1{\delta^2},\quad h''(\delta)=\tfrac2{\delta^3}",
)
def h_matching() -> Obligations:
    """The cubic cap meets 1/r to second order at r = δ."""
    for order, value in enumerate((1 / delta, -1 / delta**2, 2 / delta**3)):
        yield Identity(D(cap, r, order).at(r, delta), value, over=delta > 0)
        yield Identity(D(tail, r, order).at(r, delta), value, over=delta > 0)


@paper.claim(
    "h-C2alpha",
    at="Proof of Prop. 3.4, step 2",
    printed=r"h\in C^{2,\alpha}(0,\infty)\text{ for all }\alpha\le1",
    depends=("h-matching",),
)
def h_c2alpha() -> Obligations:
    """h'' is Lipschitz with constant 6/δ⁴ and bounded by 4/δ³; interpolation gives every α in (0, 1]."""
    for branch, region in BRANCHES:
        yield Relation(absolute(D(branch, r, 3)) <= 6 / delta**4, over=region, label=r"$|h'''|\le6/\delta^4$")
        yield Relation(absolute(D(branch, r, 2)) <= 4 / delta**3, over=region, label=r"$|h''|\le4/\delta^3$")
    increment, lipschitz, bound, alpha = reals("u L M alpha")
    small = Domain(increment > 0, increment <= lipschitz, increment <= bound, alpha > 0, alpha <= 1)
    yield Relation(
        increment <= lipschitz**alpha * bound ** (1 - alpha),
        over=small,
        label=r"$u\le L,\,u\le M\Rightarrow u\le L^\alpha M^{1-\alpha}$",
    )


@paper.claim(
    "hz-C2alpha",
    at="Proof of Prop. 3.4, step 2",
    printed=r"z\mapsto h(|z|)\in C^{2,\alpha}(\mathbb R^d)\text{ for all }\alpha\le1",
    depends=("h-C2alpha",),
)
def hz_c2alpha() -> Obligations:
    """D²h(|z|) is Lipschitz in the operator norm with the constant 6/δ⁴, on both branches, for every d.

    Along a direction t = cẑ + sn the derivative of D²|z|³ is 3(cI + cẑ⊗ẑ + s(n⊗ẑ + ẑ⊗n)), of norm at
    most 6; that of D²(1/|z|) is 3r⁻⁴(cI - 3cẑ⊗ẑ + s(n⊗ẑ + ẑ⊗n)), of norm at most 6r⁻⁴. The directions are
    written c = (1-τ²)/(1+τ²), s = 2τ/(1+τ²).
    """
    (z, t) = vectors("z t")
    away = Domain(norm(z) > 0, t)
    size = norm(z)
    along = contract(k, z[k] * t[k])
    mixed = t[i] * z[j] + z[i] * t[j]
    cube = contract(k, D(size**3, z[i], z[j], z[k]) * t[k])
    yield Identity(D(size**3, z[i], z[j]), 3 * size * (kron(i, j) + z[i] * z[j] / size**2), over=norm(z) > 0)
    yield Identity(
        cube, 3 * (along / size * kron(i, j) + mixed / size - along * z[i] * z[j] / size**3), over=away
    )
    inverse = contract(k, D(1 / size, z[i], z[j], z[k]) * t[k])
    expected = 3 * along * kron(i, j) / size**5 + 3 * mixed / size**5 - 15 * along * z[i] * z[j] / size**7
    yield Identity(inverse, expected, over=away)
    # the quadratic forms on span{ẑ, n}, times (1 + τ²): |form| <= 2 (a² + b²); elsewhere the form is c
    tau, a, b = reals("tau a b")
    cosine, sine, norm_squared = 1 - tau**2, 2 * tau, 2 * (1 + tau**2) * (a**2 + b**2)
    for p, q in ((2, 1), (-2, 1)):
        form = p * cosine * a**2 + 2 * sine * a * b + q * cosine * b**2
        yield Relation(form <= norm_squared, over=Domain(tau, a, b))
        yield Relation(form >= -norm_squared, over=Domain(tau, a, b))
        edge = -p * a**2 - q * b**2
        yield Relation(absolute(edge) <= 2 * (a**2 + b**2), over=Domain(a, b), label=r"$t=-\hat z$")
    yield Relation(6 / r**4 <= 6 / delta**4, over=OUTSIDE)
    # D² of the first term of h extends by 0 to z = 0; the last two terms are polynomials in z
    entry = 3 * r * (1 + s**2)
    yield Relation(
        absolute(entry) <= 6 * r, over=Domain(r >= 0, s >= -1, s <= 1), label="entries vanish as $z\\to0$"
    )


@paper.claim(
    "cdelta-gradient",
    at="Proof of Prop. 3.4, step 3",
    printed=r"\nabla_xc_\delta(x,y)=h'(|x-y|)\tfrac{x-y}{|x-y|}\;(y\ne x),\quad 0\;(y=x),\qquad"
    r"\nabla_yc_\delta=-\nabla_xc_\delta",
)
def cdelta_gradient() -> Obligations:
    """The gradient of a radial cost, in every dimension; on the diagonal the difference quotient vanishes."""
    cost = h(norm(x - y))
    yield Identity(D(cost, x[i]), radial_gradient(h, x - y, i), over=APART)
    yield Identity(D(cost, y[i]), -radial_gradient(h, x - y, i), over=APART)
    yield Limit((cap - cap.at(r, 0)) / r, r, to=0, equals=0, over=INSIDE, label="$y=x$")


@paper.claim(
    "cdelta-hessian",
    at="Proof of Prop. 3.4, step 3",
    printed=r"D^2_{xx}c_\delta=\tfrac{h'}{r}\mathbb I+\bigl(h''-\tfrac{h'}{r}\bigr)\hat z\otimes\hat z\;(y\ne x),"
    r"\quad-\tfrac4{\delta^3}\mathbb I\;(y=x)",
)
def cdelta_hessian() -> Obligations:
    """The Hessian of a radial cost, in every dimension; on the diagonal its limit."""
    cost = h(norm(x - y))
    yield Identity(D(cost, x[i], x[j]), radial_hessian(h, x - y).entry(i, j), over=APART)
    yield Limit(
        D(cap, r) / r, r, to=0, equals=-4 / delta**3, over=INSIDE, label="$y=x$: coefficient of $\\mathbb I$"
    )
    yield Limit(D(cap, r, 2) - D(cap, r) / r, r, to=0, equals=0, over=INSIDE, label="$y=x$: rank-one part")


@paper.claim(
    "cdelta-hessian-blocks",
    at="Proof of Prop. 3.4, step 3",
    printed=r"D^2_{yy}c_\delta=D^2_{xx}c_\delta,\quad D^2_{yx}c_\delta=D^2_{xy}c_\delta=-D^2_{xx}c_\delta",
)
def cdelta_hessian_blocks() -> Obligations:
    """The four blocks differ by signs only."""
    cost = h(norm(x - y))
    block = D(cost, x[i], x[j])
    yield Identity(D(cost, y[i], y[j]), block, over=APART)
    yield Identity(D(cost, x[i], y[j]), -block, over=APART)
    yield Identity(D(cost, y[i], x[j]), -block, over=APART)


@paper.claim(
    "cdelta-sup-bounds",
    at="Proof of Prop. 3.4, step 3",
    printed=r"\sup_{r>0}|h'|<\infty,\quad\sup_{r>0}\Bigl|\tfrac{h'}r\Bigr|<\infty,\quad"
    r"\sup_{r>0}\Bigl|h''-\tfrac{h'}r\Bigr|<\infty",
)
def cdelta_sup_bounds() -> Obligations:
    """The suprema are 4/(3δ²), 4/δ³ and 3/δ³."""
    for branch, region in BRANCHES:
        first, second = D(branch, r), D(branch, r, 2)
        yield Relation(absolute(first) <= Fraction(4, 3) / delta**2, over=region)
        yield Relation(absolute(first / r) <= 4 / delta**3, over=region)
        yield Relation(absolute(second - first / r) <= 3 / delta**3, over=region)
    peak = TWO_THIRDS * delta
    yield Identity(
        D(cap, r).at(r, peak), Fraction(-4, 3) / delta**2, over=delta > 0, label="attained at $2\\delta/3$"
    )
    yield Limit(D(cap, r) / r, r, to=0, equals=-4 / delta**3, over=INSIDE, label="approached as $r\\to0$")
    at_delta = (D(cap, r, 2) - D(cap, r) / r).at(r, delta)
    yield Identity(at_delta, 3 / delta**3, over=delta > 0, label="attained at $\\delta$")


@paper.claim(
    "cdelta-limits",
    at="Proof of Prop. 3.4, step 3",
    printed=r"\lim_{r\downarrow0}h'=0,\quad\lim_{r\downarrow0}\tfrac{h'}r=-\tfrac4{\delta^3},\quad"
    r"\lim_{r\downarrow0}\bigl(h''-\tfrac{h'}r\bigr)=0",
)
def cdelta_limits() -> Obligations:
    """The three limits at the diagonal."""
    yield Limit(D(cap, r), r, to=0, equals=0, over=INSIDE)
    yield Limit(D(cap, r) / r, r, to=0, equals=-4 / delta**3, over=INSIDE)
    yield Limit(D(cap, r, 2) - D(cap, r) / r, r, to=0, equals=0, over=INSIDE)


@paper.claim(
    "cdelta-twist-hpp-sign",
    at="Proof of Prop. 3.4, step 4",
    printed=r"h''<0\text{ on }(\tfrac23\delta,\infty),\quad h'\text{ strictly increasing}",
)
def hpp_sign() -> Obligations:
    """The sign of h'' beyond 2δ/3, and the monotonicity of h' that is concluded from it."""
    yield Relation(D(cap, r, 2) < 0, over=Domain(delta > 0, r > TWO_THIRDS * delta, r <= delta))
    yield Relation(D(tail, r, 2) < 0, over=Domain(delta > 0, r > delta))
    yield from h_prime_increases()


@hpp_sign.corrected(
    r"h''>0\text{ on }(\tfrac23\delta,\infty),\quad h'\text{ strictly increasing}",
    note="A sign: $h'$ is strictly increasing as stated, and the twist that is concluded holds.",
)
def hpp_sign_corrected() -> Obligations:
    """h'' is positive beyond 2δ/3."""
    yield Relation(D(cap, r, 2) > 0, over=Domain(delta > 0, r > TWO_THIRDS * delta, r <= delta))
    yield Relation(D(tail, r, 2) > 0, over=Domain(delta > 0, r > delta))
    yield from h_prime_increases()


def h_prime_increases() -> Obligations:
    """h'(r) < h'(s) for 2δ/3 < r < s, wherever δ lies."""
    near, far = D(cap, r), D(tail, r)
    yield Relation(near < near.at(r, s), over=Domain(BEYOND, s <= delta))
    yield Relation(near < far.at(r, s), over=Domain(BEYOND, r <= delta, s >= delta))
    yield Relation(far < far.at(r, s), over=Domain(BEYOND, r >= delta))


@paper.claim(
    "cdelta-twist",
    at="Prop. 3.4 and its proof, step 4",
    printed=r"y\mapsto\nabla_xc_\delta(x,y)\text{ is injective on }\{|y-x|>\tfrac23\delta\}",
    depends=("cdelta-gradient", "cdelta-twist-hpp-sign"),
)
def cdelta_twist() -> Obligations:
    """|∇c| = -h' is strictly decreasing in the distance, and -∇c/|∇c| is the direction: y is determined."""
    yield Relation(D(cap, r) < 0, over=INSIDE)
    yield Relation(D(tail, r) < 0, over=OUTSIDE)
    yield from h_prime_increases()
    (slope,) = reals("m")
    z = x - y
    gradient = slope * z[i] / norm(z)
    length = contract(i, gradient**2) ** Fraction(1, 2)
    falling = Domain(APART, slope < 0)
    yield Identity(length, -slope, over=falling, label=r"$|\nabla_xc|=-h'$")
    direction = slope * z[j] / norm(z) / length
    yield Identity(-norm(z) * direction, z[j], over=falling, label=r"direction of $x-y$")
    # 2/3 is the smallest threshold: h' takes equal values on both sides of 2δ/3
    u, v = reals("u v")
    peak = TWO_THIRDS * delta
    yield Exists(
        {u: peak - s, v: peak + s},
        equals(D(cap, r).at(r, u), D(cap, r).at(r, v)),
        differs(u, v),
        over=Domain(delta > 0, s > 0, s <= delta / 3),
        label="the threshold $2/3$ cannot be lowered",
    )


@paper.claim(
    "cdelta-twist-support",
    at="Proof of Prop. 3.4, step 4",
    printed=r"\nabla_xc_\delta(x,\cdot)\text{ is injective on }\{y:(x,y)\in\operatorname{supp}\gamma_*\}",
    hypotheses=(r"\operatorname{supp}\gamma_*\subset\{|x-y|\ge\delta\}",),
    depends=("cdelta-twist",),
)
def cdelta_twist_support() -> Obligations:
    """The support lies in the larger set on which the twist was shown."""
    yield Relation(r > TWO_THIRDS * delta, over=OUTSIDE)
    yield from cdelta_twist_obligations()


def cdelta_twist_obligations() -> Obligations:
    """On {|x - y| >= δ} the cost is 1/r and -h' = 1/r² determines r."""
    yield Relation(D(tail, r) < D(tail, r).at(r, s), over=Domain(delta > 0, r >= delta, s > r))
    yield Identity((-D(tail, r)) ** Fraction(-1, 2), r, over=OUTSIDE)
