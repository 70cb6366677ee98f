"""Section 4.2: convex conjugates, Lemma 4.5.

With f = +∞ outside a bounded Ω the lemma fails at boundary points of Ω. The counterexample is f = 0 on [0, 1],
whose conjugate is max(y, 0); any L > 0 bounds its second derivative.
"""

from __future__ import annotations

from collections.abc import Iterator

from otverify.claims import Identity, Integral, Obligation, Relation
from otverify.kernel.terms import Term
from otverify.papers.sparse_rot.notation import paper
from otverify.vocabulary import (
    BorelSet,
    D,
    Domain,
    Function,
    dot,
    equals,
    maximum,
    norm,
    points,
    positive_part,
    reals,
    vectors,
)

Obligations = Iterator[Obligation]

S = BorelSet("S")
(s,) = points("s")
#: L bounds ∇²f; p = ∇f(z); the values f(z), f*(y), f*(y_0)
L, at_z, conjugate_y, conjugate_y0 = reals("L F A B")
x, y, y0, z, p = vectors("x y y_0 z p")
u, v, slope, t = reals("u v s t")

#: f = 0 on [0, 1]: the conjugate at v, and its subgradients s at v: 0 < s < 1 only at 0, 1 for v >= 0, 0 for v <= 0
INTERVAL = Domain(L > 0, u >= 0, u <= 1)


def conjugate_of_interval(value: Term) -> Term:
    """f*(v) = max(v, 0)."""
    return positive_part(value)


@paper.claim(
    "legendre-definition",
    at="Section 4.2",
    printed=r"f^*(y):=\sup_{x\in\mathbb R^d}\{\langle x,y\rangle-f(x)\}",
)
def legendre_definition() -> Obligations:
    """Of f = L|x|²/2 it is |y|²/(2L), attained at y/L, in every dimension; of f = 0 on [0, 1] it is max(y, 0)."""
    quadratic = L * norm(x) ** 2 / 2
    yield Identity(
        norm(y) ** 2 / (2 * L) - (dot(x, y) - quadratic),
        L * norm(x - y / L) ** 2 / 2,
        over=Domain(L > 0, x, y),
    )
    yield Identity(dot(y / L, y) - L * norm(y / L) ** 2 / 2, norm(y) ** 2 / (2 * L), over=Domain(L > 0, y))
    yield Relation(u * v <= conjugate_of_interval(v), over=Domain(INTERVAL, v))
    yield Identity(maximum(0 * v, 1 * v), conjugate_of_interval(v), label="attained at $x=0$ or $x=1$")


@paper.claim(
    "lemma45-equivalence",
    at="Lemma 4.5 (i)-(iii)",
    printed=r"x\in\partial f^*(y)\;\Leftrightarrow\;\nabla f(x)=y\;\Leftrightarrow\;f^*(y)+f(x)=\langle x,y\rangle",
    hypotheses=(
        r"f:\Omega\subset\mathbb R^d\to\mathbb R\text{ convex},\;|\nabla^2f|\le L\text{ a.e.}",
        r"x\in\Omega",
    ),
)
def lemma45_equivalence() -> Obligations:
    """f = 0 on Ω = [0, 1]: (iii) at x in Ω is to imply ∇f(x) = 0 = y."""
    third = Domain(INTERVAL, equals(conjugate_of_interval(v), u * v), v)
    yield Relation(v, "==", 0, over=third, label=r"(iii) $\Rightarrow$ (ii)")


@lemma45_equivalence.corrected(
    r"\text{the same for }x\text{ in the interior of }\Omega",
    note="At x on the boundary of Ω the subdifferential is larger than {∇f(x)}; the paper uses interior points.",
)
def lemma45_equivalence_corrected() -> Obligations:
    """(ii) ⇒ (iii) ⇒ (i) by Fenchel's inequality; (iii) ⇒ (ii) as <·, y> - f is maximal at an interior x.

    (iii) ⇒ (i): f*(y') >= <x, y'> - f(x) = f*(y) + <x, y' - y>. (i) ⇒ (iii): put y' = ∇f(x).
    """
    at_x, value, other = reals("F A B")
    target = vectors("w")[0]
    # (ii) => (iii): f(x') >= f(x) + <y, x' - x> says that <x', y> - f(x') <= <x, y> - f(x)
    at_other = reals("G")[0]
    convex = Domain(at_other >= at_x + dot(y, z - x))
    yield Relation(dot(z, y) - at_other <= dot(x, y) - at_x, over=convex, label=r"(ii) $\Rightarrow$ (iii)")
    known = Domain(equals(value + at_x, dot(x, y)), other >= dot(x, target) - at_x)
    yield Relation(other >= value + dot(x, target - y), over=known, label=r"(iii) $\Rightarrow$ (i)")
    # (i) at y' = p = ∇f(x), where f*(p) = <x, p> - f(x) by (ii) => (iii)
    lower = Domain(dot(x, p) - at_x >= value + dot(x, p - y), value + at_x >= dot(x, y))
    yield Identity(value + at_x, dot(x, y), over=lower, label=r"(i) $\Rightarrow$ (iii)")
    # (iii) => (ii): with p = ∇f(x), moving from x by τ(y - p) inside Ω gains τ|y - p|² - Lτ²|y - p|²/2 > 0
    step, far = reals("tau N")
    moved = Domain(L > 0, step > 0, step * L < 2, far > 0)
    yield Relation(
        step * far**2 - L * step**2 * far**2 / 2 > 0, over=moved, label=r"(iii) $\Rightarrow$ (ii)"
    )
    # the interval: at interior points the equivalence holds
    inside = Domain(u > 0, u < 1, equals(conjugate_of_interval(v), u * v), v)
    yield Relation(v, "==", 0, over=inside, label=r"$f=0$ on $[0,1]$, $0<x<1$")


@paper.claim(
    "lemma45-strong-convexity",
    at="Lemma 4.5, last display",
    printed=r"f^*(y)\ge f^*(y_0)+\langle z,y-y_0\rangle+\tfrac1{2L}\|y-y_0\|^2",
    hypotheses=(
        r"f:\Omega\subset\mathbb R^d\to\mathbb R\text{ convex},\;|\nabla^2f|\le L\text{ a.e.}",
        r"z\in\partial f^*(y_0)",
    ),
)
def lemma45_strong_convexity() -> Obligations:
    """f = 0 on [0, 1]: f* is linear on y > 0, with subgradient 1 there."""
    yield Relation(
        conjugate_of_interval(v),
        ">=",
        conjugate_of_interval(u) + 1 * (v - u) + (v - u) ** 2 / (2 * L),
        over=Domain(L > 0, u > 0, v > 0),
    )


@lemma45_strong_convexity.corrected(
    r"\text{the same if }z+\tfrac1L(y-y_0)\in\Omega\text{, in particular for }\Omega=\mathbb R^d",
    note="The supremum in (9) is taken at the point z + (y - ∇f(z))/L, which has to lie in Ω; "
    "for small ε and interior points, where the paper uses the lemma, it does.",
)
def lemma45_strong_convexity_corrected() -> Obligations:
    """(9) with ∇f(z) = y_0 and f*(y_0) = <y_0, z> - f(z); equality for f = L|x|²/2 on R^d."""
    admissible = Domain(L > 0, equals(conjugate_y0, dot(y0, z) - at_z), conjugate_y >= nine(y0), y, y0, z)
    yield Relation(
        conjugate_y >= conjugate_y0 + dot(z, y - y0) + norm(y - y0) ** 2 / (2 * L), over=admissible
    )
    of = norm(y) ** 2 / (2 * L), norm(y0) ** 2 / (2 * L)
    yield Identity(
        of[0],
        of[1] + dot(y0 / L, y - y0) + norm(y - y0) ** 2 / (2 * L),
        over=Domain(L > 0, y, y0),
        label=r"$f=\frac L2|x|^2$",
    )


def nine(gradient: Term) -> Term:
    """The right side of (9), first line, with ∇f(z) as given."""
    return (
        dot(y, z + (y - gradient) / L)
        - at_z
        - dot(gradient, (y - gradient) / L)
        - norm(y - gradient) ** 2 / (2 * L)
    )


@paper.claim(
    "lemma45-descent",
    at="Proof of Lemma 4.5",
    printed=r"\langle y,x\rangle-f(x)\ge\langle y,x\rangle-f(z)-\langle\nabla f(z),x-z\rangle-\tfrac L2\|z-x\|^2",
    hypotheses=(r"\nabla f\text{ is }L\text{-Lipschitz}", r"[z,x]\subset\Omega"),
)
def lemma45_descent() -> Obligations:
    """Along the segment g(t) = f(z + t(x - z)) has |g''| <= L|x - z|²: g(1) <= g(0) + g'(0) + L|x - z|²/2.

    g(1) - g(0) - g'(0) = ∫(g'(t) - g'(0))dt, where the integrand is at most L t |x - z|².
    """
    g = Function("g")
    (far,) = reals("N")
    lipschitz = Domain(L > 0, far > 0)
    yield Integral(D(g(t), t), (t, 0, 1), equals=g(1) - g(0), over=Domain(L > 0))
    growth, bound = Function("h"), Function("b")
    everywhere = S.everywhere(s, growth(s) <= bound(s))
    yield Relation(
        S.integral(growth(s), s) <= S.integral(bound(s), s),
        over=everywhere,
        label=r"$g'(t)-g'(0)\le Lt\|x-z\|^2$, integrated",
    )
    yield Integral(L * t * far**2, (t, 0, 1), equals=L * far**2 / 2, over=lipschitz)
    value, start, gradient, inner = reals("a b c i")
    yield Relation(
        inner - value >= inner - start - gradient - L * far**2 / 2,
        over=Domain(L > 0, far > 0, value <= start + gradient + L * far**2 / 2, inner),
        label="the display",
    )


@paper.claim(
    "lemma45-eq9-line1",
    at="Proof of Lemma 4.5, (9), first line",
    printed=r"f^*(y)\ge\bigl\langle y,z+\tfrac{y-\nabla f(z)}L\bigr\rangle-f(z)-\bigl\langle\nabla f(z),\tfrac{y-\nabla f(z)}L\bigr\rangle-\tfrac1{2L}\|y-\nabla f(z)\|^2",
    hypotheses=(r"x=z+\tfrac{y-\nabla f(z)}L",),
    depends=("lemma45-descent",),
)
def lemma45_eq9_line1() -> Obligations:
    """f = 0 on [0, 1]: ∇f(z) = 0 and f* = max(y, 0), for all z in [0, 1] and all y."""
    yield Relation(conjugate_of_interval(v), ">=", v * (u + v / L) - v**2 / (2 * L), over=Domain(INTERVAL, v))


@lemma45_eq9_line1.corrected(
    r"\text{the same if }z+\tfrac{y-\nabla f(z)}L\in\Omega",
    note="f*(y) >= <y, x> - f(x) may be used for x in Ω only.",
)
def lemma45_eq9_line1_corrected() -> Obligations:
    """Put x = z + (y - ∇f(z))/L into the descent inequality."""
    place = z + (y - p) / L
    (at_x,) = reals("G")
    yield Identity(
        dot(y, place) - at_z - dot(p, place - z) - L * norm(place - z) ** 2 / 2,
        nine(p),
        over=Domain(L > 0, y, z, p, at_z),
    )
    yield Relation(
        conjugate_y >= nine(p),
        over=Domain(
            L > 0,
            conjugate_y >= dot(y, place) - at_x,
            at_x <= at_z + dot(p, place - z) + L * norm(place - z) ** 2 / 2,
            y,
            z,
            p,
        ),
    )


@paper.claim(
    "lemma45-eq9-line2",
    at="Proof of Lemma 4.5, (9), second line",
    printed=r"=\langle y_0,z\rangle-f(z)+\langle y-y_0,z\rangle+\tfrac1L\|y-\nabla f(z)\|^2-\tfrac1{2L}\|y-\nabla f(z)\|^2",
)
def lemma45_eq9_line2() -> Obligations:
    """For every y_0."""
    square = norm(y - p) ** 2
    yield Identity(
        nine(p),
        dot(y0, z) - at_z + dot(y - y0, z) + square / L - square / (2 * L),
        over=Domain(L > 0, y, y0, z, p, at_z),
    )


@paper.claim(
    "lemma45-final",
    at="Proof of Lemma 4.5, end",
    printed=r"z\in\partial f^*(y_0)\Rightarrow\langle y_0,z\rangle-f(z)=f^*(y_0),\;\nabla f(z)=y_0;\quad(9)\text{ becomes }"
    r"f^*(y)\ge f^*(y_0)+\langle y-y_0,z\rangle+\tfrac1{2L}\|y-y_0\|^2",
    depends=("lemma45-eq9-line2",),
)
def lemma45_final() -> Obligations:
    """Substituted into the second line of (9)."""
    square = norm(y - y0) ** 2
    known = Domain(L > 0, equals(conjugate_y0, dot(y0, z) - at_z), y, y0, z)
    yield Identity(
        dot(y0, z) - at_z + dot(y - y0, z) + square / L - square / (2 * L),
        conjugate_y0 + dot(y - y0, z) + square / (2 * L),
        over=known,
    )
