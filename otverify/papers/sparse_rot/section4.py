"""Section 4.1: Proposition 4.1, duality and the potentials."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from hypothesis import strategies as st

from otverify.claims import ForAll, Identity, Limit, Obligation, Relation, finite, oo
from otverify.papers.sparse_rot import instances
from otverify.papers.sparse_rot.instances import Optimum, distance
from otverify.papers.sparse_rot.notation import EXPONENTS, HALF, RATE, C, d, eps, p, paper, q, r, z
from otverify.papers.sparse_rot.section1 import SUPPORT, density, two_atoms_value, xi
from otverify.papers.sparse_rot.torus import SOLVED, slack
from otverify.papers.sparse_rot.torus import R as RADIUS
from otverify.vocabulary import (
    BorelSet,
    D,
    Domain,
    Function,
    absolute,
    ball_integral,
    equals,
    integral,
    norm,
    points,
    reals,
    vectors,
)

Obligations = Iterator[Obligation]

S = BorelSet("S")
(s,) = points("s")
excess, mass_density = Function("xi"), Function("rho")
rho, t, top = reals("rho t M")


@paper.claim(
    "strong-duality",
    at="Proposition 4.1 (i)",
    printed=r"\mathrm{ROT}_{\varepsilon,p}=\mathrm{ROT}^*_{\varepsilon,p}",
    hypotheses=(r"h_p(z)=\frac{|z|^p}{p-1}",),
    depends=("density-1", "dual-problem"),
)
def strong_duality() -> Obligations:
    """The gap vanishes wherever ξ = εqρ^(p-1); on the torus both values agree; finite marginals, exactly."""
    slope = eps * q * rho ** (p - 1)
    positive = Domain(EXPONENTS, eps > 0, rho > 0)
    yield Identity(
        eps * rho**p / (p - 1) - slope * rho,
        -(slope**q) / (eps ** (q - 1) * q**q),
        over=positive,
        label=r"$\varepsilon h_p(\rho)-\xi\rho=-\xi^q/(\varepsilon^{q-1}q^q)$",
    )
    scale = ball_integral(slack ** (q - 1), r, RADIUS, d)
    dual = 2 * C - ball_integral(slack**q, r, RADIUS, d) / (q * scale)
    yield Identity(
        dual, 2 * C * RATE / (RATE + 2 * (p - 1)), over=SOLVED, label="torus: the value of (D-ROT)"
    )
    yield ForAll(instances.optima(), no_gap, examples=60, label="finite marginals, $p=2$")


@strong_duality.reading("printed penalty", printed=r"h_p(z)=\frac{|z|^{p-1}}{p-1}", note="See hp-definition.")
def strong_duality_printed() -> Obligations:
    """Two atoms, p = 2: with h(z) = |z| the penalty of every plan is ε, the infimum of (ROT) is ε at ρ = 2."""
    dual = two_atoms_value(1 + 1 / (8 * eps)).at(p, 2)
    yield Identity(eps, dual, over=eps >= Fraction(1, 8), label="primal = dual")


def no_gap(found: Optimum) -> Obligations:
    """Equal values, on an instance that solves (6)."""
    if not found.error():
        yield Identity(found.primal(), found.dual_of(found.f, found.g))


@paper.claim(
    "primal-uniqueness",
    at="Proposition 4.1 (ii)",
    printed=r"\text{(ROT) has exactly one optimiser }\pi_\varepsilon\in\Pi(\lambda,\mu)",
    hypotheses=(r"h_p(z)=\frac{|z|^p}{p-1}",),
)
def primal_uniqueness() -> Obligations:
    """h_p is strictly convex; finite marginals: other plans are worse by at least ε∫(ρ' - ρ)²."""
    yield Relation(D(z**p / (p - 1), z, 2) > 0, over=Domain(EXPONENTS, z > 0))
    yield ForAll(st.tuples(instances.optima(), st.integers(0, 3)), other_plans_are_worse, examples=60)


def other_plans_are_worse(instance: tuple[Optimum, int]) -> Obligations:
    """The product plan, a corner plan and their mean cost more, by ε∫(ρ' - ρ)² at least."""
    found, choice = instance
    if found.error():
        return
    product = dict.fromkeys(found.pairs(), Fraction(1))
    corner = corner_plan(found, reverse=choice % 2 == 1)
    other = corner if choice < 2 else {pair: (product[pair] + corner[pair]) / 2 for pair in product}
    apart = sum(
        (found.a[i] * found.b[j] * (value - found.density(i, j)) ** 2 for (i, j), value in other.items()),
        Fraction(0),
    )
    yield Relation(found.value_of(other) - found.primal(), ">=", found.epsilon * apart)


def corner_plan(found: Optimum, *, reverse: bool) -> dict[tuple[int, int], Fraction]:
    """The density of the plan that fills the atoms in their order (the rows backwards if ``reverse``)."""
    result = dict.fromkeys(found.pairs(), Fraction(0))
    rows, columns = list(found.a), list(found.b)
    for i in sorted(range(len(rows)), reverse=reverse):
        for j in range(len(columns)):
            moved = min(rows[i], columns[j])
            rows[i], columns[j] = rows[i] - moved, columns[j] - moved
            result[i, j] = moved / (found.a[i] * found.b[j])
    return result


@paper.claim(
    "dual-existence-nonunique",
    at="Proposition 4.1 (iii)",
    printed=r"(f_\varepsilon,g_\varepsilon)\in L^\infty(\lambda)\times L^\infty(\mu)\text{ exists, and is not unique}",
)
def dual_existence_nonunique() -> Obligations:
    """(f + t, g - t) has the same value; two atoms with ε < 1/(q 2^p) have a further parameter; existence by solving."""
    f, g, c, shift = reals("f g c sigma")
    yield Identity((f + t) + (g - t) - c, f + g - c, label=r"$\xi$ is unchanged")
    level = eps * q * 2 ** (p - 1)
    sparse = Domain(EXPONENTS, eps > 0, eps < 1 / (q * 2**p))
    yield Relation(HALF - level > 0, over=sparse, label="two atoms: room for a second parameter")
    moved = Domain(sparse, absolute(shift) <= HALF - level)
    for sign in (1, -1):
        yield Relation(level - HALF + sign * shift <= 0, over=moved, label="two atoms: (6) still holds")
    yield ForAll(
        instances.optima(),
        lambda found: [Identity(found.error(), 0)],
        examples=40,
        label="(6) has a solution",
    )


@paper.claim(
    "foc-6",
    at="(6)",
    printed=r"\int(f_\varepsilon(x)+g_\varepsilon(y)-\tfrac12\|x-y\|^2)_+^{q-1}d\mu(y)=\varepsilon^{q-1}q^{q-1}\;\forall x,\quad"
    r"\int(f_\varepsilon(x)+g_\varepsilon(y)-\tfrac12\|x-y\|^2)_+^{q-1}d\lambda(x)=\varepsilon^{q-1}q^{q-1}\;\forall y",
    depends=("dual-problem",),
)
def foc_6() -> Obligations:
    """(6) is stationarity of (D-ROT), says that the marginals of (1) are right, and suffices by concavity."""
    a, b, eta, u, v = reals("a b eta u v")
    moved = (xi + t * eta) ** q / (eps ** (q - 1) * q**q)
    yield Identity(
        D(a + b + t * eta - moved, t).at(t, 0),
        eta * (1 - density),
        over=Domain(SUPPORT, eta, a, b),
        label=r"the derivative along $\eta$ is $\int\eta(1-\rho)$",
    )
    (scale,) = reals("k")
    total = S.integral(excess(s) ** (q - 1), s)
    known = Domain(EXPONENTS, scale > 0, S.everywhere(s, excess(s) > 0), S.mass > 0, equals(total, scale))
    yield Identity(
        S.integral(excess(s) ** (q - 1) / scale, s), 1, over=known, label=r"mass 1, $k=(\varepsilon q)^{q-1}$"
    )
    # Φ(t) = t_+^q is convex: Φ(u) >= Φ(v) + Φ'(v)(u - v), so that (6) gives a maximum
    (sigma,) = reals("sigma")
    tangent = v**sigma + sigma * v ** (sigma - 1) * (u - v)
    yield Relation(
        u**sigma >= tangent, over=Domain(sigma >= 1, u > 0, v > 0), label=r"concavity of the dual, $\sigma=q$"
    )
    yield Relation(tangent <= 0, over=Domain(sigma >= 1, u <= 0, v > 0), label=r"concavity, $u\le0$")
    yield ForAll(
        st.tuples(instances.optima(), st.lists(instances.shifts(), min_size=8, max_size=8)),
        perturbations_are_worse,
        examples=60,
        label="finite marginals, $p=2$",
    )


def perturbations_are_worse(instance: tuple[Optimum, list[Fraction]]) -> Obligations:
    """The dual value does not increase along a random direction."""
    found, steps = instance
    if found.error():
        return
    f = tuple(value + step for value, step in zip(found.f, steps[:4], strict=False))
    g = tuple(value + step for value, step in zip(found.g, steps[4:], strict=False))
    yield Relation(found.dual_of(f, g), "<=", found.dual_of(found.f, found.g))


@paper.claim(
    "potential-sup-bound",
    at="Proposition 4.1 (iv)",
    printed=r"\|f_\varepsilon\oplus g_\varepsilon\|_\infty\le C(\Omega_0,\Omega_1,p)",
    depends=("foc-6",),
)
def potential_sup_bound() -> Obligations:
    """Uniform marginals on [0, 1], p = 2, ε > 1/8: f + g = 2ε at x = y = 1/2. One C for all ε would be a bound."""
    x, y = reals("x y")
    slope = 2 * eps + (x - HALF) * (y - HALF)
    yield Identity(integral(slope, y, 0, 1), 2 * eps, over=Domain(x, eps > 0), label="(6)")
    yield Limit(
        2 * eps,
        eps,
        to=oo,
        equals=finite,
        over=eps > 0,
        label=r"$f_\varepsilon+g_\varepsilon$ as $\varepsilon\to\infty$",
    )


@potential_sup_bound.corrected(
    r"\|f_\varepsilon\oplus g_\varepsilon\|_\infty\le\tfrac52m^2+\varepsilon q,\quad m=\max_{\Omega_0\times\Omega_1}\|x-y\|",
    note="The constant depends on an upper bound of ε as well, as in all uses of it (ε <= 1).",
)
def potential_sup_bound_corrected() -> Obligations:
    """Some ρ(x, y') <= 1 since the mean is 1, so f + g <= c + εq there; then g varies by at most 2m²."""
    far, value, other, c0 = reals("m v w c")
    yield Relation(
        S.integral(mass_density(s), s) >= (1 + t) * S.mass,
        over=Domain(t > 0, S.everywhere(s, mass_density(s) >= 1 + t)),
        label=r"if $\rho\ge1+t$ everywhere, the mean is not 1",
        by=[
            Relation(
                S.integral(mass_density(s), s) >= S.integral(1 + t, s),
                over=Domain(t > 0, S.everywhere(s, mass_density(s) >= 1 + t)),
            )
        ],
    )
    near = Domain(EXPONENTS, eps > 0, far > 0, c0 >= 0, c0 <= far**2 / 2, absolute(other) <= 2 * far**2)
    yield Relation(
        value + other <= Fraction(5, 2) * far**2 + eps * q,
        over=Domain(near, value <= c0 + eps * q),
        label="above",
    )
    yield Relation(
        value + other >= -Fraction(5, 2) * far**2 - eps * q, over=Domain(near, value >= 0), label="below"
    )
    yield ForAll(instances.optima(), sup_bound, examples=60, label="finite marginals, $p=2$")


def sup_bound(found: Optimum) -> Obligations:
    """|f + g| <= 5/2 m² + 2ε at all pairs of atoms."""
    if found.error():
        return
    far = max(distance(u, v) for u in found.x for v in found.y)
    largest = max(abs(u + v) for u in found.f for v in found.g)
    yield Relation(largest, "<=", Fraction(5, 2) * far + 2 * found.epsilon)


@paper.claim(
    "potential-lipschitz",
    at="Proposition 4.1 (iv)",
    printed=r"|f_\varepsilon(x)-f_\varepsilon(z)|\le L\|x-z\|,\quad|g_\varepsilon(y)-g_\varepsilon(w)|\le L\|y-w\|",
    depends=("foc-6",),
)
def potential_lipschitz() -> Obligations:
    """L = max|x - y|: the cost is L-Lipschitz in x, and (6) is monotone in f - c; finite marginals, exactly."""
    u, e = vectors("u e")
    (far,) = reals("m")
    yield Relation(
        norm(u) ** 2 / 2 - norm(u - e) ** 2 / 2 <= far * norm(e),
        over=Domain(norm(u) <= far, e),
        label=r"$u=x-y,\;e=x-z$",
    )
    yield ForAll(instances.optima(), lipschitz, examples=60, label="finite marginals, $p=2$")


def lipschitz(found: Optimum) -> Obligations:
    """(f_i - f_k)² <= max|x - y|² |x_i - x_k|² for the potentials that (6) defines at the atoms, both sides."""
    if found.error():
        return
    for side in (found, found.transposed()):
        far = max(distance(u, v) for u in side.x for v in side.y)
        for i, k in combinations(range(len(side.x)), 2):
            yield Relation((side.f[i] - side.f[k]) ** 2, "<=", far * distance(side.x[i], side.x[k]))


@paper.claim(
    "weight-lower-bound",
    at="Proposition 4.1 (v)",
    printed=r"\int(\xi(\cdot,y))_+^{q-2}d\mu(y)\ge\delta\text{ on }\Omega_0,\quad\int(\xi(x,\cdot))_+^{q-2}d\lambda(x)\ge\delta\text{ on }\Omega_1",
    hypotheses=(r"\delta=\delta(\varepsilon)>0",),
    depends=("foc-6",),
)
def weight_lower_bound() -> Obligations:
    """δ = (εq)^(q-1)/max ξ: the integral in (6) is at most max ξ times the one here."""
    power = S.integral(excess(s) ** (q - 1), s)
    lower = S.integral(excess(s) ** (q - 2), s)
    section = Domain(
        EXPONENTS, top > 0, S.mass > 0, S.everywhere(s, excess(s) > 0), S.everywhere(s, excess(s) <= top)
    )
    bounded = Relation(power <= S.integral(top * excess(s) ** (q - 2), s), over=section)
    yield Relation(lower >= power / top, over=section, by=[bounded])
    (scale,) = reals("k")
    yield Relation(scale / top > 0, over=Domain(scale > 0, top > 0), label=r"$\delta>0$")
