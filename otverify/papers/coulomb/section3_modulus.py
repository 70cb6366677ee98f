"""Section 3, opening and Lemma 3.1: the diagonal, the modulus ω_μ, uniform absolute continuity."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from hypothesis import strategies as st

from otverify.claims import ForAll, Identity, Limit, Obligation, Relation, oo
from otverify.papers.coulomb.instances import Steps, compare, largest_integral, mass_above, step_functions
from otverify.papers.coulomb.notation import delta, paper, r
from otverify.vocabulary import (
    BorelSet,
    D,
    Domain,
    Function,
    absolute,
    integral,
    maximum,
    minimum,
    norm,
    points,
    reals,
    vectors,
)

Obligations = Iterator[Obligation]

eps, C, t, p = reals("epsilon C t p")
(point,) = points("p")


@paper.claim(
    "sec3-known-support-fact",
    at="Section 3, opening",
    printed=r"\exists\,\delta>0:\;|x-y|\ge\delta\text{ on }\operatorname{supp}\gamma\text{ for optimal }\gamma",
    depends=("intro-1d-map-optimal", "intro-radial-jump-sphere"),
)
def sec3_known_support_fact() -> Obligations:
    """In closed form: exactly L/2 on the interval, and |x| + 1/|x| >= 2 for the map -x/|x|²."""
    place, length = reals("u L")
    for shift in (length / 2, -length / 2):
        moved = (place + shift - place) ** 2
        yield Identity(moved, (length / 2) ** 2, over=Domain(length > 0, place), instance="uniform interval")
    yield Relation(r + 1 / r >= 2, over=r > 0, instance="the map $-x/|x|^2$")


@paper.claim(
    "def-3-1-fattened-diagonal",
    at="Section 3, (3.1)",
    printed=r"\overline D_\delta:=\{(x,y)\in\mathbb R^d\times\mathbb R^d:|x-y|\le\delta\}",
)
def def_3_1_fattened_diagonal() -> Obligations:
    """It is symmetric in x and y, and grows with δ."""
    x, y = vectors("x y")
    yield Identity(norm(x - y), norm(y - x), over=Domain(x, y))
    (gap,) = reals("r")
    yield Relation(gap <= t, over=Domain(gap <= delta, delta <= t))


@paper.claim(
    "def-3-2-modulus",
    at="Section 3, (3.2)",
    printed=r"\omega_\mu(\delta):=\sup\{\mu(A):|A|<\delta\}",
)
def def_3_2_modulus() -> Obligations:
    """The uniform density on a set of volume L: μ(A) = |A|/L <= min(δ/L, 1), approached, increasing in δ."""
    volume, length, larger = reals("v L s")
    name = "uniform density"
    inside = Domain(length > 0, volume >= 0, volume <= length, volume < delta)
    yield Relation(volume / length <= minimum(delta / length, 1), over=inside, instance=name)
    region = Domain(length > 0, delta > 0, delta <= length, eps > 0, eps < delta)
    yield Identity(
        (delta - eps) / length, minimum(delta / length, 1) - eps / length, over=region, instance=name
    )
    ordered = Domain(length > 0, delta > 0, larger >= delta)
    yield Relation(minimum(delta / length, 1) <= minimum(larger / length, 1), over=ordered, instance=name)


#: the powers u^-p on (0, 1), 0 < p < 1, unbounded and integrable
POWERS = Domain(p > 0, p < 1)
NAME = "$u^{-p}$ on $(0,1)$"
part, f = BorelSet("A"), Function("f")
size = absolute(f(point))


@paper.claim(
    "lem-3-1",
    at="Lemma 3.1",
    printed=r"f\in L^1(\mathbb R^d):\;\forall\varepsilon>0\;\exists\delta>0:\;|A|<\delta\Rightarrow\int_A|f|\,d\mathcal L<\varepsilon",
    depends=("lem-3-1-delta-choice", "lem-3-1-tail"),
)
def lem_3_1() -> Obligations:
    """∫_A |f| <= C|A| + ∫_A (|f|-C)_+ for all f, A, C. For u^-p the choice C = |A|^-p shows that (0, |A|) is the
    worst set, and gives a δ. For step functions: the δ of the proof, and the largest ∫_A |f| with |A| < δ.
    """
    yield from cut_at_height()
    (u,) = reals("u")
    peak = (u**-p).at(u, delta)
    over = Domain(POWERS, delta > 0, delta < 1)
    yield Identity(
        peak * delta + integral(u**-p - peak, u, 0, delta),
        integral(u**-p, u, 0, delta),
        over=over,
        label=r"$C|A|+\int(f-C)_+$ at $C=|A|^{-p}$",
        instance=NAME,
    )
    yield Identity(integral(u**-p, u, 0, delta), delta ** (1 - p) / (1 - p), over=over, instance=NAME)
    chosen = ((1 - p) * eps / 2) ** (1 / (1 - p))
    given = Domain(POWERS, eps > 0)
    yield Relation(
        (chosen ** (1 - p)) / (1 - p) < eps, over=given, label=r"$\delta(\varepsilon)$", instance=NAME
    )

    def delta_of_the_proof(drawn: tuple[Steps, Fraction]) -> list[Obligation]:
        steps, small = drawn
        levels = sorted({Fraction(1), *(height for _, height in steps)})
        level = next(c for c in levels if c > 0 and mass_above(steps, c) < small / 2)
        return [compare(largest_integral(steps, small / (2 * level)), "<", small)]

    drawn = st.tuples(step_functions(), st.fractions(Fraction(1, 20), 3, max_denominator=20))
    yield ForAll(drawn, delta_of_the_proof, examples=60, label="step functions")


def cut_at_height() -> Obligations:
    """|f| <= C + (|f|-C)_+, integrated over A."""
    above = maximum(size - C, 0)
    region = Domain(C > 0, part.everywhere(point, size <= C + above))
    (value,) = reals("s")
    whole = C + maximum(absolute(value) - C, 0)
    yield Relation(absolute(value) <= whole, over=Domain(C > 0, value), label=r"$|f|\le C+(|f|-C)_+$")
    yield Relation(
        part.integral(size, point) <= part.integral(C + above, point),
        over=region,
        label=r"$\int_A|f|\le\int_A(C+(|f|-C)_+)$",
    )
    yield Identity(
        part.integral(C + above, point), C * part.mass + part.integral(above, point), over=Domain(C > 0)
    )


@paper.claim(
    "lem-3-1-tail",
    at="Proof of Lemma 3.1",
    printed=r"\int_{\{|f|>C\}}|f|\,d\mathcal L\to0\quad(C\to\infty)",
)
def lem_3_1_tail() -> Obligations:
    """For u^-p, {f > C} = (0, C^(-1/p)); for f in L^q, q > 1, |f| <= C^(1-q)|f|^q where |f| > C, so at most
    C^(1-q)‖f‖_q^q. For p > 1 the function is not integrable.
    """
    (u,) = reals("u")
    high = Domain(POWERS, C > 1)
    end = C ** (-1 / p)
    yield Identity((u**-p).at(u, end), C, over=high, label="end of $\\{f>C\\}$", instance=NAME)
    tail = integral(u**-p, u, 0, end)
    yield Identity(tail, C ** ((p - 1) / p) / (1 - p), over=high, instance=NAME)
    yield Limit(C ** ((p - 1) / p) / (1 - p), C, to=oo, equals=0, over=high)
    q, height, whole = reals("q s N")
    region = Domain(q > 1, C > 0, height > C)
    yield Relation(height <= C ** (1 - q) * height**q, over=region, instance="$L^q$, $q>1$")
    yield Limit(C ** (1 - q) * whole, C, to=oo, equals=0, over=Domain(q > 1, C > 0, whole > 0))
    steep = Domain(p > 1, t > 0)
    rest = (t ** (1 - p) - 1) / (p - 1)
    yield Identity(D(rest, t), -(t**-p), over=steep, label=r"$\int_t^1u^{-p}du$, $p>1$")
    yield Identity(rest.at(t, 1), 0, over=p > 1)
    yield Limit(rest, t, to=0, equals=oo, over=steep, label="not integrable for $p>1$")


@paper.claim(
    "lem-3-1-delta-choice",
    at="Proof of Lemma 3.1",
    printed=r"\int_{\{|f|>C\}}|f|<\tfrac\varepsilon2,\;\delta=\tfrac\varepsilon{2C},\;|A|<\delta:\quad"
    r"\int_A|f|=\int_{A\cap\{|f|\le C\}}|f|+\int_{A\cap\{|f|>C\}}|f|<\varepsilon",
)
def lem_3_1_delta_choice() -> Obligations:
    """The part of A where |f| <= C contributes at most C|A| < ε/2, the rest less than ε/2."""
    bounded = Domain(C > 0, part.everywhere(point, absolute(f(point)) <= C))
    contribution = part.integral(absolute(f(point)), point)
    yield Relation(contribution <= part.integral(C, point), over=bounded, label="where $|f|\\le C$")
    yield Identity(part.integral(C, point), C * part.mass, over=C > 0)
    mass, first, second = reals("m u v")
    chosen = Domain(C > 0, eps > 0, mass < eps / (2 * C))
    yield Relation(C * mass < eps / 2, over=chosen, label=r"$C|A|<C\delta=\varepsilon/2$")
    both = Domain(eps > 0, first < eps / 2, second < eps / 2)
    yield Relation(first + second < eps, over=both)


@paper.claim(
    "lem-3-1-consequence",
    at="Lemma 3.1",
    printed=r"\mu\ll\mathcal L\;\Rightarrow\;\omega_\mu(\delta)\to0\quad(\delta\to0)",
    depends=("lem-3-1", "def-3-2-modulus"),
)
def lem_3_1_consequence() -> Obligations:
    """The density (1-p)u^-p: ω_μ(δ) = δ^(1-p) → 0. Step densities: ω_μ(δ) is at most δ
    times the largest height, with equality for small δ.
    """
    (u,) = reals("u")
    region = Domain(POWERS, delta > 0, delta <= 1)
    mass = integral((1 - p) * u**-p, u, 0, delta)
    yield Identity(mass, delta ** (1 - p), over=region, instance=NAME)
    yield Limit(delta ** (1 - p), delta, to=0, equals=0, over=Domain(POWERS, delta > 0))

    def modulus_vanishes(steps: Steps) -> list[Obligation]:
        total = mass_above(steps, Fraction(0))
        if not total:
            return []
        highest = max(height for _, height in steps)
        narrow = sum((length for length, height in steps if height == highest), Fraction(0))
        linear = largest_integral(steps, narrow / 2) / total
        below = [largest_integral(steps, narrow * 2**k) / total for k in range(1, 4)]
        return [
            compare(linear, "==", highest / total * narrow / 2),
            *(
                compare(modulus, "<=", highest / total * narrow * 2**k)
                for k, modulus in enumerate(below, start=1)
            ),
        ]

    yield ForAll(step_functions(), modulus_vanishes, examples=40, label="step densities")
