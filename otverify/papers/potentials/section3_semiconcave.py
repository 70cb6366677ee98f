"""Section 3, Remark 4: locally semiconcave costs. The counterexample is the cusp of ``examples``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from otverify.claims import Exists, Identity, Limit, Relation, oo
from otverify.claims_transport import UniquePotential
from otverify.kernel.terms import Term
from otverify.papers.potentials.examples import HEIGHTS, cusp, perspective_is_convex, s, t, v, w
from otverify.papers.potentials.instances import line
from otverify.papers.potentials.notation import paper
from otverify.papers.potentials.section3_connected import gradient_is_determined
from otverify.vocabulary import (
    BorelSet,
    D,
    Domain,
    Function,
    absolute,
    dot,
    equals,
    indices,
    kron,
    norm,
    points,
    reals,
    vectors,
)

Obligations = Iterator[Any]

p, r, delta, e = reals("p r delta e")
lam, bound = reals("lambda K")
x, y = vectors("x y")
i, j = indices("i j")


def limit_at_the_end() -> Obligations:
    """h concave on [0, 1]: h(e) >= (1-e)h(0) + e h(1), so that lim inf h(e) >= h(0)."""
    h0, h1, he = reals("h_0 h_1 h_e")
    concave = Domain(e > 0, e < 1, he >= (1 - e) * h0 + e * h1)
    yield Relation(h0 - he <= e * (h0 - h1), over=concave, label=r"$h(0)-h(e)\le e(h(0)-h(1))$")
    yield Limit(e * (h0 - h1), e, to=0, equals=0, over=Domain(h0, h1, e), label=r"$\liminf h(e)\ge h(0)$")


LOCAL = r"\nabla f_1(x)=\nabla f_2(x)\text{ where both exist};\;f_i(x)=\lim f_i(x_n),\;M\ni x_n\to x\in\partial M,\text{ if }X\subset\mathbb R"
SURVIVES = (
    "Potentials are unique on the interior of the support, so uniqueness holds if the boundary has no mass, and in dimension 1; "
    "an atom at a cusp of the support breaks it in $\\mathbb R^2$."
)


@paper.claim(
    "remark4-statement",
    at="Remark 4",
    printed=r"\text{Corollary 3 with }c(\cdot,y)\text{ locally semiconcave uniformly in }y",
    depends=("remark4-proof-boundary", "corollary3"),
)
def statement() -> Obligations:
    """The potentials f_v and f_w agree on M; their values at the atom are -2v and -2w."""
    yield from cusp()
    yield Relation(-2 * v, "==", -2 * w, over=HEIGHTS, label="$f_v(0)=f_w(0)$, where $\\mu$ has an atom")


@statement.corrected(LOCAL, note=SURVIVES)
def statement_corrected() -> Obligations:
    """Gradients agree where both exist; in dimension 1 the values at an end of the interval are limits."""
    yield from gradient_is_determined()
    yield from limit_at_the_end()


@paper.claim(
    "remark4-squared-semiconcave",
    at="Remark 4",
    printed=r"\|x-y\|^2-\lambda\|x\|^2\text{ concave},\;\nabla_x\|x-y\|^2\text{ unbounded in }y",
)
def squared_semiconcave() -> Obligations:
    """The Hessian of |x-y|² - λ|x|² is 2(1-λ)I; the gradient 2(x-y) exceeds every K for a suitable y."""
    hessian = D(dot(x - y, x - y) - lam * dot(x, x), x[i], x[j])
    yield Identity(hessian, 2 * (1 - lam) * kron(i, j), over=Domain(lam, x, y), label="Hessian")
    yield Relation(2 * (1 - lam) <= 0, over=lam >= 1, label=r"concave for $\lambda\ge1$")
    yield Relation(2 * (1 - lam) > 0, over=lam < 1, label=r"not for $\lambda<1$")
    yield Identity(D(dot(x - y, x - y), x[i]), 2 * (x[i] - y[i]), over=Domain(x, y), label="gradient")
    yield Exists(
        {t: s - bound},
        absolute(2 * (s - t)) > bound,
        over=Domain(s, bound > 0),
        label="not Lipschitz uniformly in $y$",
    )


@paper.claim(
    "remark4-affine-unique",
    at="Remark 4",
    printed=r"X,Y\subset\mathbb R^d\text{ affine},\;c=\|x-y\|^2,\;\mu\text{ as in Corollary 3}\;\Rightarrow\;S_c(\mu,\nu)\text{ a.s. unique}",
    depends=("remark4-statement",),
)
def affine_unique() -> Obligations:
    """X = Y = R²: the counterexample has the squared cost."""
    yield from perspective_is_convex()
    yield from cusp()
    yield Relation(-2 * v, "==", -2 * w, over=HEIGHTS, label="$f_v(0)=f_w(0)$, where $\\mu$ has an atom")


@affine_unique.corrected(r"c=\|x-y\|^2:\;" + LOCAL, note=SURVIVES)
def affine_unique_corrected() -> Obligations:
    """The gradient of the squared cost determines that of f; ends of intervals by limits."""
    yield from gradient_is_determined()
    yield from limit_at_the_end()


#: |x|^p: eigenvalues of the Hessian across and along x, r = |x|
TANGENTIAL, RADIAL = p * r ** (p - 2), p * (p - 1) * r ** (p - 2)


def hessian_of_power() -> Term:
    """The entries of D²|x|^p, any dimension."""
    size = norm(x)
    return p * size ** (p - 2) * kron(i, j) + p * (p - 2) * size ** (p - 4) * x[i] * x[j]


@paper.claim(
    "remark4-power-range",
    at="Remark 4, last sentence",
    printed=r"\|x-y\|^p,\;0<p\,\cdots\text{: semiconcave in }x\text{ uniformly in }y\text{ for separated supports}",
)
def power_range() -> Obligations:
    """Both eigenvalues are at most pδ^(p-2) for r >= δ if p <= 2; for p > 2 they are unbounded."""
    yield Identity(
        D(norm(x) ** p, x[i], x[j]), hessian_of_power(), over=Domain(norm(x) > 0, p), label="Hessian"
    )
    apart = Domain(p > 0, p <= 2, delta > 0, r >= delta)
    further = Relation(delta ** (2 - p) <= r ** (2 - p), over=apart)
    yield Relation(
        TANGENTIAL * delta ** (2 - p) <= p, over=apart, by=(further,), label="tangential, $p\\le2$"
    )
    yield Relation(RADIAL <= TANGENTIAL, over=apart, label="radial, $p\\le2$: below the tangential one")
    yield Limit(TANGENTIAL, r, to=oo, equals=oo, over=Domain(p > 2, r > 0), label="tangential, $p>2$")


@paper.claim(
    "section3-closing",
    at="Section 3, last paragraph",
    printed=r"\Sigma\subset\partial\operatorname{supp}\mu\text{: condition 1 becomes }\mu(\partial\operatorname{supp}\mu)=0;\;M\subset p_X(\Gamma)",
    depends=("lemma2-cover",),
)
def section3_closing() -> Obligations:
    """Indicators σ of Σ and b of ∂ supp μ with σ = σb: M = int(supp μ), and μ(Σ) <= μ(∂ supp μ) = 0 is condition 1.

    That condition is sufficient, not necessary: for compact Y Σ is empty, and an atom at the end of the interval
    does not matter. Condition 3: m <= 1 - σ <= p for the indicators m of M and p of p_X(Γ).
    """
    mass, (where,) = BorelSet("mu"), points("u")
    part, edge = Function("sigma")(where), Function("b")(where)
    in_sigma, in_edge, in_m, on_plan = reals("sigma b m p")
    contained = Domain(in_edge, equals(in_sigma, in_sigma * in_edge))
    yield Identity((1 - in_edge) * (1 - in_sigma), 1 - in_edge, over=contained, label="$M$: condition 2")
    yield Relation(
        mass.integral(part, where) <= mass.integral(edge, where),
        over=Domain(mass.everywhere(where, part <= edge)),
        label=r"$\mu(\Sigma)\le\mu(\partial\operatorname{supp}\mu)$: condition 1",
    )
    yield UniquePotential(
        line([0, 3], [1, 2], [(0, 1, 2), (1, 1, 1)]), label=r"$\Sigma=\emptyset$, an atom at the boundary"
    )
    inside = Domain(in_m <= 1 - in_sigma, 1 - in_sigma <= on_plan)
    yield Relation(in_m <= on_plan, over=inside, label=r"$M\subset p_X(\Gamma)$: condition 3")
