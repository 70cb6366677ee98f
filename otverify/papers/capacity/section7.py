"""Section 7: Lemma 7.1, for Borel sets X, Y of positive finite measure and bounded f, g of equal mass.

X and Y are abstract sets with their measures |X|, |Y|; f and g general functions on them. Nothing else is
used: integrals are linear and monotone.
"""

from __future__ import annotations

from collections.abc import Iterator

from otverify.claims import Identity, Obligation, Relation
from otverify.kernel.terms import Term, number
from otverify.papers.capacity.notation import paper
from otverify.vocabulary import BorelSet, Domain, Function, absolute, equals, points, reals

Obligations = Iterator[Obligation]

s, t = points("s t")
X, Y = BorelSet("X"), BorelSet("Y")
f, g = Function("f"), Function("g")
m, eps = reals("m epsilon")

#: f_0 = 1/|X| on X and g_0 = 1/|Y| on Y
f0, g0 = 1 / X.mass, 1 / Y.mass

MEASURES = Domain(X.mass > 0, Y.mass > 0)
#: f and g have the same total mass m
EQUAL_MASS = Domain(MEASURES, equals(X.integral(f(s), s), m), equals(Y.integral(g(t), t), m))
NO_MASS = Domain(MEASURES, equals(X.integral(f(s), s), 0), equals(Y.integral(g(t), t), 0))
#: at a point s of X and t of Y
AT_S, AT_T = X.contains(s), Y.contains(t)

#: the joint density of the proof
h = f(s) * g0 + f0 * g(t) - m * f0 * g0

#: sup|f|, sup|g| < ε, and the mass bounds that follow
a, b = reals("f g")
size_x, size_y = reals("X_ Y_")
mass_x, mass_y = reals("absX absY")
MASSES = Domain(mass_x > 0, mass_y > 0, a, b, m)
BOUNDED = Domain(
    MASSES,
    absolute(a) < eps,
    absolute(b) < eps,
    absolute(m) <= eps * mass_x,
    absolute(m) <= eps * mass_y,
)


def over_y(density: Term) -> Term:
    """The marginal on X: integrate over Y."""
    return Y.integral(density, t)


def over_x(density: Term) -> Term:
    """The marginal on Y: integrate over X."""
    return X.integral(density, s)


@paper.claim(
    "lemma-7-1-motivation",
    at="Section 7, opening",
    printed=r"f[X]=g[Y]=0:\;f(x)g(y)\text{ need not have the marginals }f\text{ and }g",
)
def lemma_7_1_motivation() -> Obligations:
    """The marginals of f(x)g(y) are g[Y] f and f[X] g: both vanish when the masses do."""
    yield Identity(over_y(f(s) * g(t)), Y.integral(g(t), t) * f(s), over=Domain(MEASURES, AT_S))
    yield Identity(over_x(f(s) * g(t)), X.integral(f(s), s) * g(t), over=Domain(MEASURES, AT_T))
    yield Identity(over_y(f(s) * g(t)), 0, over=Domain(NO_MASS, AT_S))
    yield Relation(over_y(f(s) * g(t)), "!=", f(s), over=Domain(NO_MASS, AT_S, f(s) > 0), label="not $f$")


@paper.claim(
    "lemma-7-1-normalised",
    at="Proof of Lemma 7.1",
    printed=r"f_0=\tfrac1{\mathcal L^d[X]},\;g_0=\tfrac1{\mathcal L^d[Y]}\text{ have total mass }1",
)
def lemma_7_1_normalised() -> Obligations:
    """∫ 1/|X| over X is 1."""
    yield Identity(X.integral(f0, s), 1, over=MEASURES)
    yield Identity(Y.integral(g0, t), 1, over=MEASURES)


@paper.claim(
    "lemma-7-1-zero-mass",
    at="Proof of Lemma 7.1",
    printed=r"(fg_0)_X=f,\;(fg_0)_Y=0,\;(f_0g)_X=0,\;(f_0g)_Y=g;\quad h=fg_0+f_0g:\;h_X=f,\;h_Y=g",
    hypotheses=(r"m=0",),
)
def lemma_7_1_zero_mass() -> Obligations:
    """The marginals of both products, where m = 0 is used twice."""
    first, second = f(s) * g0, f0 * g(t)
    yield Identity(over_y(first), f(s), over=Domain(NO_MASS, AT_S))
    yield Identity(over_x(first), 0, over=Domain(NO_MASS, AT_T))
    yield Identity(over_y(second), 0, over=Domain(NO_MASS, AT_S))
    yield Identity(over_x(second), g(t), over=Domain(NO_MASS, AT_T))
    yield Identity(over_y(first + second), f(s), over=Domain(NO_MASS, AT_S))
    yield Identity(over_x(first + second), g(t), over=Domain(NO_MASS, AT_T))


@paper.claim(
    "lemma-7-1-construction",
    at="Proof of Lemma 7.1",
    printed=r"h=fg_0+f_0g-mf_0g_0=(f-mf_0)g_0+f_0(g-mg_0)+mf_0g_0,\quad h_X=f,\;h_Y=g",
)
def lemma_7_1_construction() -> Obligations:
    """Both forms of h agree, and its marginals are f and g for every m."""
    centred = (f(s) - m * f0) * g0 + f0 * (g(t) - m * g0) + m * f0 * g0
    yield Identity(h, centred, over=Domain(EQUAL_MASS, AT_S, AT_T))
    yield Identity(over_y(h), f(s), over=Domain(EQUAL_MASS, AT_S), label="$h_X=f$")
    yield Identity(over_x(h), g(t), over=Domain(EQUAL_MASS, AT_T), label="$h_Y=g$")
    yield Identity(X.integral(f(s) - m * f0, s), 0, over=EQUAL_MASS, label="$f-mf_0$ has mass 0")


@paper.claim(
    "lemma-7-1-mass-bound",
    at="Proof of Lemma 7.1",
    printed=r"|m|=\Bigl|\int_Xf\Bigr|\le\int_X|f|\le\epsilon\mathcal L^d[X],\quad"
    r"|m|=\Bigl|\int_Yg\Bigr|\le\int_Y|g|\le\epsilon\mathcal L^d[Y]",
    hypotheses=(r"\|f\|_\infty,\|g\|_\infty<\epsilon",),
)
def lemma_7_1_mass_bound() -> Obligations:
    """Monotonicity of the integral, for -|f| <= f <= |f| < ε."""
    for owner, function, point in ((X, f, s), (Y, g, t)):
        region = Domain(owner.mass > 0, owner.everywhere(point, absolute(function(point)) < eps))
        mass = owner.integral(function(point), point)
        modulus = owner.integral(absolute(function(point)), point)
        above = Relation(mass <= modulus, over=region)
        below = Relation(owner.integral(-function(point), point) <= modulus, over=region)
        yield Relation(absolute(mass) <= modulus, over=region, by=(above, below))
        yield Relation(modulus <= owner.integral(eps, point), over=region)
        yield Identity(owner.integral(eps, point), eps * owner.mass, over=region)


@paper.claim(
    "lemma-7-1-bound-1",
    at="Proof of Lemma 7.1, line 1",
    printed=r"|h|\le|f-mf_0||g_0|+|f_0||g-mg_0|+|m||f_0||g_0|",
)
def bound_1() -> Obligations:
    """The triangle inequality on the second form of h."""
    yield Relation(absolute(value_of_h()) <= line_1(), over=MASSES)


@paper.claim(
    "lemma-7-1-bound-2",
    at="Proof of Lemma 7.1, line 2",
    printed=r"\le(|f|+|m||f_0|)|g_0|+(|g|+|m||g_0|)|f_0|+|m||f_0||g_0|",
)
def bound_2() -> Obligations:
    """The triangle inequality in each difference."""
    yield Relation(line_1() <= line_2(), over=MASSES)


@paper.claim(
    "lemma-7-1-bound-3",
    at="Proof of Lemma 7.1, line 3",
    printed=r"\le\tfrac1{|Y|}\bigl(|f|+\tfrac{|m|}{|X|}\bigr)+\tfrac1{|X|}\bigl(|g|+\tfrac{|m|}{|Y|}\bigr)+\tfrac{|m|}{|X||Y|}",
)
def bound_3() -> Obligations:
    """f_0 and g_0 put in: an equality."""
    yield Identity(line_2(), line_3(), over=MASSES)


@paper.claim(
    "lemma-7-1-bound-4",
    at="Proof of Lemma 7.1, line 4",
    printed=r"\le\tfrac{2\epsilon}{|Y|}+\tfrac{2\epsilon}{|X|}+\tfrac{\epsilon}{|X|}",
    depends=("lemma-7-1-mass-bound",),
)
def bound_4() -> Obligations:
    """|m| <= ε|X| in the first bracket, |m| <= ε|Y| in the second and in the last term."""
    yield Relation(line_3() <= line_4(), over=BOUNDED)


@paper.claim(
    "lemma-7-1-bound-5",
    at="Proof of Lemma 7.1, line 5",
    printed=r"<3\epsilon\bigl(\tfrac1{|X|}+\tfrac1{|Y|}\bigr)",
)
def bound_5() -> Obligations:
    """The difference is ε/|Y| > 0."""
    positive = Domain(eps > 0, mass_x > 0, mass_y > 0)
    yield Relation(line_4() < line_5(), over=positive)
    yield Identity(line_5() - line_4(), eps / mass_y, over=positive)


@paper.claim(
    "lemma-7-1",
    at="Lemma 7.1",
    printed=r"\|h\|_{L^\infty(X\times Y)}<3\epsilon\bigl(\tfrac1{\mathcal L^d[X]}+\tfrac1{\mathcal L^d[Y]}\bigr),"
    r"\quad h_X=f,\;h_Y=g",
    hypotheses=(r"\mathcal L^d[X],\mathcal L^d[Y]>0", r"f[X]=g[Y]=m", r"\|f\|_\infty,\|g\|_\infty<\epsilon"),
    depends=("lemma-7-1-construction", "lemma-7-1-mass-bound", "lemma-7-1-bound-5"),
)
def lemma_7_1() -> Obligations:
    """The density of the proof has the marginals, and its supremum is below the bound by ε/|Y|."""
    yield Identity(over_y(h), f(s), over=Domain(EQUAL_MASS, AT_S), label="$h_X=f$")
    yield Identity(over_x(h), g(t), over=Domain(EQUAL_MASS, AT_T), label="$h_Y=g$")
    yield Relation(absolute(value_of_h()) <= line_5() - eps / mass_y, over=BOUNDED, label="uniformly below")
    yield Relation(absolute(value_of_h()) < line_5(), over=BOUNDED)


# ---------------------------------------------------------------------------------------------------
# the chain, with the values a = f(x), b = g(y) and the sizes |X|, |Y| as numbers


def value_of_h() -> Term:
    """h(x, y)."""
    return a / mass_y + b / mass_x - m / (mass_x * mass_y)


def line_1() -> Term:
    """After the first inequality."""
    u, v = 1 / mass_x, 1 / mass_y
    return (
        absolute(a - m * u) * absolute(v)
        + absolute(u) * absolute(b - m * v)
        + absolute(m) * absolute(u) * absolute(v)
    )


def line_2() -> Term:
    """After the second."""
    u, v = absolute(1 / mass_x), absolute(1 / mass_y)
    return (absolute(a) + absolute(m) * u) * v + (absolute(b) + absolute(m) * v) * u + absolute(m) * u * v


def line_3() -> Term:
    """After the third."""
    return (
        1 / mass_y * (absolute(a) + absolute(m) / mass_x)
        + 1 / mass_x * (absolute(b) + absolute(m) / mass_y)
        + absolute(m) / (mass_x * mass_y)
    )


def line_4() -> Term:
    """After the fourth."""
    return 2 * eps / mass_y + 2 * eps / mass_x + eps / mass_x


def line_5() -> Term:
    """The bound of the lemma."""
    return number(3) * eps * (1 / mass_x + 1 / mass_y)
