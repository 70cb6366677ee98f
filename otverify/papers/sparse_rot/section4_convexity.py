"""Section 4.1: Proposition 4.2, convexity and gradient of φ_ε, and convexity of the sections."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from otverify.claims import ForAll, Identity, Obligation, Relation
from otverify.papers.sparse_rot import instances
from otverify.papers.sparse_rot.instances import OneSided, Optimum, Point, between, inner
from otverify.papers.sparse_rot.notation import EXPONENTS, HALF, eps, paper, q
from otverify.papers.sparse_rot.section1_results import gradient_formula
from otverify.vocabulary import (
    BorelSet,
    Domain,
    Function,
    dot,
    equals,
    integral,
    maximum,
    points,
    positive_part,
    reals,
    vectors,
)

Obligations = Iterator[Obligation]
Drawn = tuple[OneSided, Point, Point, Fraction]

S = BorelSet("S")
(s,) = points("s")
excess, mixed, first, second = (Function(name) for name in ("xi", "M", "A", "B"))
t, gap, scale, total = reals("t delta k W")
SHARE = Domain(t > 0, t < 1)


@paper.claim(
    "prop42-step1",
    at="Proof of Proposition 4.2, line 2",
    printed=r"\langle(1-t)x+tz,y\rangle-(1-t)\varphi_\varepsilon(x)-t\varphi_\varepsilon(z)-\psi_\varepsilon(y)"
    r"=(1-t)(\langle x,y\rangle-\varphi_\varepsilon(x)-\psi_\varepsilon(y))+t(\langle z,y\rangle-\varphi_\varepsilon(z)-\psi_\varepsilon(y))",
)
def prop42_step1() -> Obligations:
    """Linear in t."""
    x, y, z = vectors("x y z")
    at_x, at_z, psi = reals("a b c")
    yield Identity(
        dot((1 - t) * x + t * z, y) - (1 - t) * at_x - t * at_z - psi,
        (1 - t) * (dot(x, y) - at_x - psi) + t * (dot(z, y) - at_z - psi),
    )


@paper.claim(
    "prop42-step2",
    at="Proof of Proposition 4.2, line 3",
    printed=r"\int((1-t)A+tB)_+^{q-1}d\mu\le(1-t)\int A_+^{q-1}d\mu+t\int B_+^{q-1}d\mu",
    hypotheses=(r"q\ge2",),
)
def prop42_step2() -> Obligations:
    """t_+^σ is convex for σ = q - 1 >= 1: it lies above its tangents; then chords, then the integral.

    Directly for q = 2 and q = 3.
    """
    u, v, sigma, a, b, c, slope = reals("u v sigma a b c l")
    power = Domain(sigma >= 1, v > 0)
    tangent = v**sigma + sigma * v ** (sigma - 1) * (u - v)
    yield Relation(u**sigma >= tangent, over=Domain(power, u > 0), label="tangents")
    yield Relation(tangent <= 0, over=Domain(power, u <= 0), label=r"tangents, $u\le0$")
    yield Relation(q - 1 >= 1, over=EXPONENTS, label=r"$\sigma=q-1$")
    mean = (1 - t) * u + t * v
    above = Domain(SHARE, a >= c + slope * (u - mean), b >= c + slope * (v - mean), u, v)
    yield Relation(c <= (1 - t) * a + t * b, over=above, label="chords from a tangent")
    for value, name in ((1, "$q=2$"), (2, "$q=3$")):
        yield Relation(
            positive_part(mean) ** value
            <= (1 - t) * positive_part(u) ** value + t * positive_part(v) ** value,
            over=Domain(SHARE, u, v),
            label=name,
        )
    chords = S.everywhere(s, mixed(s) <= (1 - t) * first(s) + t * second(s))
    yield Relation(
        S.integral(mixed(s), s) <= (1 - t) * S.integral(first(s), s) + t * S.integral(second(s), s),
        over=Domain(SHARE, chords),
        by=[
            Relation(
                S.integral(mixed(s), s) <= S.integral((1 - t) * first(s) + t * second(s), s),
                over=Domain(SHARE, chords),
            )
        ],
        label="integrated",
    )


@paper.claim(
    "prop42-step3",
    at="Proof of Proposition 4.2, line 4",
    printed=r"(1-t)\int(\cdot)_+^{q-1}d\mu+t\int(\cdot)_+^{q-1}d\mu=\varepsilon^{q-1}q^{q-1}"
    r"=\int(\langle(1-t)x+tz,y\rangle-\varphi_\varepsilon((1-t)x+tz)-\psi_\varepsilon(y))_+^{q-1}d\mu(y)",
    depends=("foc-6",),
)
def prop42_step3() -> Obligations:
    """(6) at the three points; finite one-sided instances with q = 2, exactly."""
    a, b, c = (S.integral(f(s), s) for f in (first, second, mixed))
    level = (eps * q) ** (q - 1)
    known = Domain(SHARE, scale > 0, equals(a, scale), equals(b, scale), equals(c, scale))
    yield Identity((1 - t) * a + t * b, c, over=known)
    yield Identity(level, eps ** (q - 1) * q ** (q - 1), over=Domain(EXPONENTS, eps > 0))
    yield ForAll(instances.one_sided(), equation_at_three_points, examples=60, label="finite $\\mu$, $q=2$")


def equation_at_three_points(drawn: Drawn) -> Obligations:
    """Σ w (<x, y> - φ(x) - ψ)_+ = 2ε at x, z and (1-t)x + tz."""
    side, x, z, share = drawn
    for place in (x, z, between(x, z, share)):
        yield Identity(side.mass_at(place, -side.potential(place)), 2 * side.epsilon)


@paper.claim(
    "prop42-monotone",
    at="Proof of Proposition 4.2",
    printed=r"s\mapsto\int(\langle(1-t)x+tz,y\rangle+s-\psi_\varepsilon(y))_+^{q-1}d\mu(y)"
    r"\text{ is monotone, strictly for }s\text{ near }\varphi_\varepsilon((1-t)x+tz)",
    depends=("foc-6",),
)
def prop42_monotone() -> Obligations:
    """Uniform marginals on [0, 1], p = 2, ε > 1/8: φ(m) = m/2 + τ, ψ(y) = y/2 - 1/4 - 2ε - τ for any τ.

    Strictly increasing near s = φ(m) means that my + s - ψ(y), linear in y, is not negative on all of [0, 1].
    """
    m, y, shift = reals("m y tau")
    optimal = Domain(m >= 0, m <= 1, eps > Fraction(1, 8), shift)
    phi, psi = m / 2 + shift, y / 2 - Fraction(1, 4) - 2 * eps - shift
    yield Identity(integral(m * y - phi - psi, y, 0, 1), 2 * eps, over=optimal, label="(6)")
    at_ends = [(m * y + phi - psi).at(y, end) for end in (0, 1)]
    yield Relation(
        maximum(*at_ends) >= 0, over=optimal, label=r"positive somewhere at $s=\varphi_\varepsilon(m)$"
    )


@prop42_monotone.corrected(
    r"\text{strictly for }s\text{ near }-\varphi_\varepsilon((1-t)x+tz)",
    note="A sign: the integral is (εq)^(q-1) at s = -φ_ε, where its derivative is positive; the proof uses that.",
)
def prop42_monotone_corrected() -> Obligations:
    """Raising ξ by δ > 0 raises ∫ξ^(q-1) by (q-1)δ∫ξ^(q-2) > 0 at least; finite instances on both sides of -φ."""
    sigma, high = reals("sigma u")
    yield Relation(
        high**sigma >= total**sigma + sigma * total ** (sigma - 1) * (high - total),
        over=Domain(sigma >= 1, total > 0, high > total),
        label=r"pointwise, $\xi=W$ raised to $u=W+\delta$, $\sigma=q-1$",
    )
    yield Relation(
        (q - 1) * gap * total > 0, over=Domain(EXPONENTS, gap > 0, total > 0), label=r"$W=\int\xi^{q-2}>0$"
    )
    yield ForAll(
        instances.one_sided(), strictly_monotone_at_minus_phi, examples=60, label="finite $\\mu$, $q=2$"
    )


def strictly_monotone_at_minus_phi(drawn: Drawn) -> Obligations:
    """Below 2ε to the left of -φ(x), above 2ε to the right."""
    side, x, _, share = drawn
    level = -side.potential(x)
    yield Relation(side.mass_at(x, level - share), "<", 2 * side.epsilon)
    yield Relation(side.mass_at(x, level + share), ">", 2 * side.epsilon)


@paper.claim(
    "prop42-convexity",
    at="Proposition 4.2",
    printed=r"\varphi_\varepsilon((1-t)x+tz)\le(1-t)\varphi_\varepsilon(x)+t\varphi_\varepsilon(z)",
    hypotheses=(r"p\in(1,2]",),
    depends=("prop42-step2", "prop42-step3", "prop42-monotone"),
)
def prop42_convexity() -> Obligations:
    """If φ exceeded the chord by δ > 0, the integral at the chord would exceed (εq)^(q-1), against step 2.

    ξ belongs to (1-t)x + tz and has ∫ξ^(q-1) = k; at the chord it is ξ + δ, and by step 2 the integral is at most k.
    """
    # h = (ξ + δ)^(q-1) - ξ^(q-1) >= δw with w = (q-1)ξ^(q-2), shown pointwise in prop42-monotone; ∫h <= 0
    gain, weight = Function("h"), Function("w")
    mass = S.integral(weight(s), s)
    facts = Domain(
        gap >= 0, S.everywhere(s, gain(s) >= gap * weight(s)), mass > 0, S.integral(gain(s), s) <= 0
    )
    below = Relation(S.integral(gain(s), s) >= S.integral(gap * weight(s), s), over=facts)
    yield Relation(gap * mass <= 0, over=facts, by=[below], label=r"so $\delta=0$")
    yield ForAll(
        instances.one_sided(),
        convex_along_the_segment,
        examples=100,
        label="finite $\\mu$, any $\\psi$, $q=2$",
    )


def convex_along_the_segment(drawn: Drawn) -> Obligations:
    """φ((1-t)x + tz) <= (1-t)φ(x) + tφ(z), exactly."""
    side, x, z, share = drawn
    chord = (1 - share) * side.potential(x) + share * side.potential(z)
    yield Relation(side.potential(between(x, z, share)), "<=", chord)


@paper.claim(
    "prop42-gradient-7",
    at="(7)",
    printed=r"\nabla\varphi_\varepsilon(x)=\frac{\int_{\mathcal S_x}y(\xi(x,y))^{q-2}d\mu(y)}{\int_{\mathcal S_x}(\xi(x,y))^{q-2}d\mu(y)}",
    depends=("foc-6",),
)
def prop42_gradient_7() -> Obligations:
    """Differentiated (6), every q >= 2; for q = 2 and finite μ the mean is a subgradient of φ everywhere."""
    yield from gradient_formula()
    yield ForAll(instances.one_sided(), mean_is_a_subgradient, examples=100, label="finite $\\mu$, $q=2$")


def mean_is_a_subgradient(drawn: Drawn) -> Obligations:
    """φ(z) >= φ(x) + <∇φ(x), z - x> with (7) for ∇φ."""
    side, x, z, _ = drawn
    step = tuple(v - u for u, v in zip(x, z, strict=True))
    yield Relation(side.potential(z), ">=", side.potential(x) + inner(side.gradient(x), step))


@paper.claim(
    "prop42-hoelder",
    at="Proof of Proposition 4.2, end",
    printed=r"q>2:\;(\xi)^{q-2}\text{ is }\min(q-2,1)\text{-H\"older continuous}",
    hypotheses=(r"\xi\text{ Lipschitz and bounded}",),
)
def prop42_hoelder() -> Obligations:
    """a^σ - b^σ <= (a - b)^σ for 0 < σ <= 1 and 0 < b < a; <= σ M^(σ-1)(a - b) for σ >= 1 and b < a <= M."""
    a, b, sigma, top, share = reals("a b sigma M theta")
    other, tau = reals("eta tau")  # b = θa, a - b = ηa with θ + η = 1; σ = 1 - τ
    unit = Domain(share > 0, share < 1, other > 0, other < 1, tau >= 0, tau < 1, equals(share + other, 1))
    steps = [Relation(part**tau <= 1, over=unit) for part in (share, other)]
    steps += [Relation(part ** (1 - tau) >= part, over=unit) for part in (share, other)]
    yield Relation(
        share ** (1 - tau) + other ** (1 - tau) >= 1,
        over=unit,
        by=steps,
        label=r"$\sigma=1-\tau\le1$, $b=\theta a$, $a-b=\eta a$",
    )
    yield Identity(
        (share * a) ** sigma,
        a**sigma * share**sigma,
        over=Domain(share > 0, a > 0, sigma > 0),
        label="homogeneous",
    )
    large = Domain(sigma >= 1, b > 0, a > b, a <= top)
    yield Relation(
        a**sigma - b**sigma <= sigma * top ** (sigma - 1) * (a - b),
        over=large,
        by=[
            Relation(a**sigma - b**sigma <= sigma * a ** (sigma - 1) * (a - b), over=large),
            Relation(a ** (sigma - 1) <= top ** (sigma - 1), over=large),
        ],
        label=r"$\sigma\ge1$",
    )


@paper.claim(
    "Sx-convex",
    at="Proposition 4.2, last sentence",
    printed=r"\mathcal S_x\cap\partial\Omega_1=\emptyset\text{ or }\Omega_1\text{ convex}\;\Rightarrow\;\mathcal S_x\text{ convex}",
    depends=("prop42-convexity",),
)
def sx_convex() -> Obligations:
    """Superlevel sets of the concave ξ(x, ·) are convex; finite marginals: ξ > 0 on the segment, ψ extended by (6)."""
    x, y, z = vectors("x y z")
    phi, at_y, at_z, at_mean = reals("f a b c")
    facts = Domain(
        SHARE, at_mean <= (1 - t) * at_y + t * at_z, dot(x, y) - phi - at_y > 0, dot(x, z) - phi - at_z > 0
    )
    yield Relation(dot(x, (1 - t) * y + t * z) - phi - at_mean > 0, over=facts)
    yield ForAll(instances.optima(), segments_stay_inside, examples=80, label="finite marginals, $p=2$")


def segments_stay_inside(found: Optimum) -> Obligations:
    """ξ(x_i, ·) > 0 between any two atoms of S_x, and the extension of ψ agrees with ψ at the atoms."""
    if found.error():
        return
    extension = found.extension()
    for j, place in enumerate(found.y):
        yield Identity(extension.potential(place), inner(place, place) / 2 - found.g[j])
    for i, place in enumerate(found.x):
        phi = inner(place, place) / 2 - found.f[i]
        for j, k in combinations(found.section(i), 2):
            middle = between(found.y[j], found.y[k], HALF)
            yield Relation(inner(place, middle) - phi - extension.potential(middle), ">", 0)
