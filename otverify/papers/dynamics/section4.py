"""Section 4: potentials, differentiability, marginal prices."""

from __future__ import annotations

from otverify.claims import Exists, Identity, Limit, Relation
from otverify.claims_chains import IsChain, LongestChain
from otverify.claims_transport import ContactSet, CyclicallyMonotone, Optimal
from otverify.papers.dynamics import instances
from otverify.papers.dynamics.notation import Obligations, paper
from otverify.transport.chains import pair_set
from otverify.vocabulary import Domain, equals, maximum, minimum, number, reals

phi, psi, c, t = reals("phi psi c t")
#: values of ψ, c at x ± h, and the bound K of second derivatives
psi_plus, psi_minus, K, h = reals("psi_plus psi_minus K h")


def first_order(*, sign: int) -> Obligations:
    """sign·(F(x + h) - F(x)) >= 0 for all small h of either sign, F(x + h) <= F(x) + ah + ε|h| both ways: a = 0.

    F = ψ + c(., y) with slope a = dψ + c_x (sign 1), F = φ - c(x, .) with a = dφ - c_y (sign -1). If a differed from
    0, then ε = |a|/2 and h against the slope would contradict the extremum.
    """
    a, eps = reals("a epsilon")
    name = "minimum" if sign > 0 else "maximum"
    near = Domain(eps > 0, h > 0, -sign * a * h + eps * h >= 0, sign * a * h + eps * h >= 0)
    yield Relation(a <= eps, over=near, label=f"{name}: slope from the left")
    yield Relation(a >= -eps, over=near, label=f"{name}: slope from the right")


@paper.claim(
    "eq-4-1-4-3-duality",
    at="(4.1)-(4.3)",
    printed=r"\psi=\max_y\{\phi-c\},\;\phi=\min_x\{\psi+c\};\quad\gamma\text{ optimal}\iff\operatorname{Supp}\gamma\subset\mathcal S",
)
def eq_4_1_4_3_duality() -> Obligations:
    """Integer problems with ties: potentials with c-transforms, and 𝒮 = the pairs used by some optimal plan.

    A plan supported in 𝒮 pays φ - ψ throughout, hence the minimum.
    """
    for name, stated in instances.tied_problems().items():
        optimum = instances.solved(stated)
        yield Optimal(
            stated, value=optimum.value, potentials=optimum.potentials, label=f"{name}: (4.1), (4.2)"
        )
        pairs = instances.used_pairs(stated)
        yield ContactSet(stated, pairs, label=rf"{name}: $\mathcal S$, from all optimal plans")
        yield CyclicallyMonotone(stated.cost, pairs, label=f"{name}: monotone")


@paper.claim(
    "sec-4-order-of-transforms",
    at="(4.1), (4.2)",
    printed=r"\phi(y)-\psi(x)\le c(x,y)",
)
def sec_4_order_of_transforms() -> Obligations:
    """A maximum is above each of its terms."""
    other = reals("other")[0]
    yield Relation(phi - maximum(phi - c, other) <= c, over=Domain(phi, c, other), label="(4.1)")
    yield Relation(minimum(psi + c, other) - psi <= c, over=Domain(psi, c, other), label="(4.2)")


paper.not_attempted(
    "sec-4-clarke-sets",
    at="Section 4",
    printed=r"D^*\psi(x),\;\partial\psi(x)=\operatorname{conv}D^*\psi(x)\text{ are nonempty and compact}",
)

paper.not_attempted(
    "prop-4-1-i",
    at="Proposition 4.1 (i)",
    printed=r"x\mapsto\partial\psi(x)\text{ has closed graph}",
)


@paper.not_computable(
    "prop-4-1-ii-iii",
    at="Proposition 4.1 (ii), (iii)",
    printed=r"\psi\text{ differentiable at }x\iff\partial\psi(x)\text{ is a singleton}",
    why="Clarke gradients of a supremum over a compact set.",
    analogue=r"\psi=\max(at+kt^2,bt+mt^2),\;a\ge b:\;\psi'(0^+)=a,\;\psi'(0^-)=b,\;\partial\psi(0)=[b,a]",
)
def prop_4_1_ii_iii() -> Obligations:
    """Two pieces that tie at 0: the steeper one is active on the right, the other one on the left."""
    a, b, curved, bent = reals("a b k m")
    first, second = a * t + curved * t**2, b * t + bent * t**2
    near = (bent - curved) * t <= a - b
    yield Relation(maximum(first, second), "==", first, over=Domain(t > 0, near), label="on the right")
    yield Relation(maximum(first, second), "==", second, over=Domain(t < 0, near), label="on the left")
    yield Limit(first / t, t, to=0, equals=a, over=Domain(t > 0, a, curved), label=r"$\psi'(0^+)$")
    yield Limit(second / t, t, to=0, side="-", equals=b, over=Domain(t < 0, b, bent), label=r"$\psi'(0^-)$")


@paper.claim(
    "eq-4-4",
    at="(4.4)",
    printed=r"-\tfrac{\partial c}{\partial x}(x,y)=d\psi(x)\quad\forall y\in\partial_c\psi(x)",
)
def eq_4_4() -> Obligations:
    """ψ(x ± h) + c(x ± h, y) >= φ(y) with equality at h = 0: the slopes p of ψ and q of c have p + q = 0."""
    yield from first_order(sign=1)


@paper.claim(
    "prop-4-1-iv",
    at="Proposition 4.1 (iv)",
    printed=r"M\setminus\operatorname{Dom}d\psi=\bigcup_q\{\operatorname{diam}\partial\psi\ge1/q\}\text{ is }\sigma\text{-compact}",
)
def prop_4_1_iv() -> Obligations:
    """diam > 0 exactly if diam >= 1/q for some q: the singular set is the union of closed sets."""
    (diameter, q) = reals("diam q")
    yield Relation(diameter > 0, over=Domain(q >= 1, diameter >= 1 / q), label=r"$\supset$")
    yield Exists({q: 1 + 1 / diameter}, diameter >= 1 / q, q >= 1, over=diameter > 0, label=r"$\subset$")


@prop_4_1_iv.reading(
    "first sentence of the proof",
    printed=r"\{x:\partial\psi(x)\text{ is a singleton}\}\text{ is }\sigma\text{-compact, as }\bigcup_q\{\operatorname{diam}\ge1/q\}",
)
def prop_4_1_iv_first() -> Obligations:
    """The union consists of the points where ∂ψ is no singleton; a singleton has diameter 0."""
    (diameter, q) = reals("diam q")
    yield Relation(diameter <= 0, over=Domain(q >= 1, diameter >= 1 / q))


@paper.not_computable(
    "prop-4-2",
    at="Proposition 4.2",
    printed=r"\mu(M_0)=\nu(N_0)=\gamma(M_0\times N_0)=0",
    why="Rademacher's theorem.",
    analogue=r"\gamma(M_0\times N_0)\le\gamma(M_0\times N)=\mu(M_0)=0",
)
def prop_4_2() -> Obligations:
    """The last line of the proof: masses of nested sets."""
    small, strip, mu = reals("gamma_0 gamma_1 mu")
    yield Relation(small <= 0, over=Domain(small <= strip, equals(strip, mu), mu <= 0))


@paper.claim(
    "prop-4-2-semiconvexity",
    at="Proof of Proposition 4.2",
    printed=r"\phi\text{ and }-\psi\text{ are semiconvex}",
    hypotheses=(r"c\in C^{1,1}",),
)
def prop_4_2_semiconvexity() -> Obligations:
    """φ = min(ψ + c) with two smooth pieces that cross: does φ(h) + φ(-h) - 2φ(0) >= -Kh² hold for small h?

    c(x, y) = xy near x = ±1 and ψ = 0 there give φ(h) = min(h, -h); likewise ψ = max(h, -h).
    """
    kink = Domain(h > 0, h <= 1 / (K + 1), K >= 1)
    yield Relation(
        minimum(h, -h) + minimum(-h, h) - 2 * minimum(number(0), 0) >= -K * h**2, over=kink, label=r"$\phi$"
    )
    psi_values = maximum(h, -h) + maximum(-h, h) - 2 * maximum(number(0), 0)
    yield Relation(-psi_values >= -K * h**2, over=kink, label=r"$-\psi$")


@prop_4_2_semiconvexity.corrected(
    r"\psi\text{ and }-\phi\text{ are semiconvex}",
    note="The signs belong to the convention of the cited paper; differentiability almost everywhere is unaffected.",
)
def prop_4_2_semiconvexity_corrected() -> Obligations:
    """A maximum of functions with second differences >= -Kh² has them; a minimum has them <= Kh².

    The piece that attains the value at x is below the maximum at x ± h.
    """
    f, f_plus, f_minus = reals("f f_plus f_minus")
    piece = Domain(f_plus + f_minus - 2 * f >= -K * h**2)
    upper = Domain(piece, psi <= f, psi_plus >= f_plus, psi_minus >= f_minus)
    yield Relation(psi_plus + psi_minus - 2 * psi >= -K * h**2, over=upper, label=r"$\psi$, a maximum")
    lower = Domain(f_plus + f_minus - 2 * f <= K * h**2, psi >= f, psi_plus <= f_plus, psi_minus <= f_minus)
    yield Relation(psi_plus + psi_minus - 2 * psi <= K * h**2, over=lower, label=r"$\phi$, a minimum")


paper.not_attempted(
    "sec-4-sigma-compact-open",
    at="Section 4, after Proposition 4.2",
    printed=r"\text{open subsets of compact manifolds are }\sigma\text{-compact}",
)


@paper.claim(
    "sec-4-E0-enlargement",
    at="Section 4, after Proposition 4.2",
    printed=r"M_0\times N_0\subset E_0\Rightarrow\psi\text{ is differentiable at }x\text{ and }\phi\text{ at }y\text{ for all }(x,y)\notin E_0",
)
def sec_4_e0_enlargement() -> Obligations:
    """Indicators a = [x ∈ M_0], b = [y ∈ N_0]: (x, y) ∉ M_0 × N_0 is ab = 0; is a = b = 0 then?"""
    for a, b in ((0, 0), (0, 1), (1, 0)):
        yield Identity(number(a) * b, 0, label=f"({a}, {b}) is off $M_0\\times N_0$")
        yield Identity(number(a) + b, 0, label=r"both differentiable")


@sec_4_e0_enlargement.corrected(
    r"(M_0\times N)\cup(M\times N_0)\subset E_0\Rightarrow\psi\text{ is differentiable at }x\text{ and }\phi\text{ at }y",
    note="Both strips are negligible for every plan, since μ(M_0) = ν(N_0) = 0, and σ-compact: the proof goes on.",
)
def sec_4_e0_enlargement_corrected() -> Obligations:
    """(x, y) off both strips is a = 0 and b = 0; γ of the union is at most μ(M_0) + ν(N_0)."""
    a, b, strips, union = reals("a b strips union")
    off = Domain(a >= 0, b >= 0, strips >= a, strips >= b, strips <= 0)
    yield Relation(a + b, "==", 0, over=off, label="both differentiable")
    yield Relation(union <= 0, over=Domain(a <= 0, b <= 0, union <= a + b), label="negligible")


@paper.claim(
    "prop-4-3",
    at="Proposition 4.3, (4.5)",
    printed=r"d\psi(x)=-\tfrac{\partial c}{\partial x}(x,y),\quad d\phi(y)=\tfrac{\partial c}{\partial y}(x,y)",
    depends=("eq-4-4",),
)
def prop_4_3() -> Obligations:
    """ψ + c(., y) has a minimum at x, φ - c(x, .) a maximum at y: first-order conditions with both signs."""
    yield from first_order(sign=1)
    yield from first_order(sign=-1)


@paper.claim(
    "sec-4-chain-is-chain",
    at="Section 4, after Proposition 4.3",
    printed=r"\text{an }L\text{-chain in }\tilde{\mathcal S}\text{ is an }L\text{-chain with respect to }c",
    depends=("prop-4-3",),
)
def sec_4_chain_is_chain() -> Obligations:
    """By (4.5) c_x(x, y) = -dψ(x) = c_x(x, y') along a step; subsets of 𝒮 are monotone."""
    slope, one, two = reals("dpsi c_x cprime_x")
    yield Relation(
        one,
        "==",
        two,
        over=Domain(one <= -slope, one >= -slope, two <= -slope, two >= -slope),
        label="(1.4), (1.5)",
    )


@sec_4_chain_is_chain.reading(
    "an example", printed=r"\text{contact pairs of a solved problem, alternating walks only}"
)
def sec_4_chain_example() -> Obligations:
    """Walks in a contact set without cycle: the longest is a chain with the cost taken into account."""
    stated = instances.tied_problems()["a path"]
    pairs = instances.used_pairs(stated)
    yield LongestChain(pair_set(pairs, cost=instances.cost_rows(stated)), len(pairs))
    yield IsChain(pair_set(pairs, cost=instances.cost_rows(stated)), pairs)
