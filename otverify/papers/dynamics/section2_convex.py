"""Section 2.1: the quadratic cost on a strictly convex hypersurface."""

from __future__ import annotations

from otverify.claims import Identity, Relation
from otverify.claims_chains import ChainVisits, IsChain, LongestChain, TurnBound
from otverify.claims_transport import CyclicallyMonotone, UniquePlan
from otverify.kernel.terms import Term
from otverify.papers.dynamics import instances
from otverify.papers.dynamics.notation import Obligations, cost, exposed, monotone, paper, path, squared
from otverify.vocabulary import D, Domain, contract, dot, equals, indices, integers, number, reals, vectors

x0, x2, x4, x, z = vectors("x_0 x_2 x_4 x z")
y, y1, y3, y5, yp = vectors("y y_1 y_3 y_5 yprime")
n, n4, tau = vectors("n_2 n_4 tau")
alpha, beta, t = reals("alpha beta t")
(length,) = integers("L")
(i,) = indices("i")

#: y' with y' - y = α n_2
shifted = y + alpha * n


def full_cost(a: Term, b: Term) -> Term:
    """|x - y|², the cost printed in Corollary 2.2."""
    return squared(a - b)


def no_return() -> Obligations:
    """A 4-chain with y_3 = y_1 + α n_2 and y_5 = y_1 has α = 0 where x_2 is exposed."""
    same = y1 + alpha * n
    region = Domain(exposed(x2, n, x4), monotone((x2, y1), (x4, same)), monotone((x2, same), (x4, y1)), alpha)
    yield Relation(alpha, "==", 0, over=region, label=r"$y_5=y_1\Rightarrow y_3=y_1$")


def middle_index(pairs: list[tuple[int, int]]) -> Term:
    """The index of the source that the second and the third of four pairs share."""
    (_, (source, _), (same, _), _) = pairs
    if source != same:
        raise ValueError(f"not of the form of Lemma 2.1: {pairs}")
    return number(source)


@paper.claim(
    "sec-2-1-ccm-quadratic",
    at="Section 2.1, after (2.1)",
    printed=r"\sum_i[c(x_{i+1},y_i)-c(x_i,y_i)]=\sum_i\langle y_i,x_i-x_{i+1}\rangle,\quad c=\tfrac12|x-y|^2",
)
def sec_2_1_ccm_quadratic() -> Obligations:
    """Each summand is <y, x - x'> + ½|x'|² - ½|x|²; by induction on I the squares telescope."""
    step = dot(y, x - z) + squared(z) / 2 - squared(x) / 2
    yield Identity(cost(z, y) - cost(x, y), step, label="a summand")
    # Σ_{i<=I} of the left sides is A, of the right sides B, along a path from x_1 to x_{I+1} = x
    costs, products, start = reals("A B s")
    path_so_far = Domain(equals(costs, products + squared(x) / 2 - start), x, z, y)
    yield Identity(
        costs + cost(z, y) - cost(x, y),
        products + dot(y, x - z) + squared(z) / 2 - start,
        over=path_so_far,
        label=r"$I\to I+1$",
    )
    closed = Domain(equals(costs, products + squared(x) / 2 - start), equals(start, squared(x) / 2))
    yield Identity(costs, products, over=closed, label="$x_{I+1}=x_1$")


@paper.claim(
    "eq-2-1-support-ccm",
    at="(2.1)",
    printed=r"\text{the support of a minimiser is }c\text{-cyclically monotone}",
)
def eq_2_1_support_ccm() -> Obligations:
    """Finite problems on rational points of two circles: the support of the optimal plan."""
    for name, stated in instances.circle_problems().items():
        yield CyclicallyMonotone(stated.cost, instances.solved(stated).plan.support, label=name)


@paper.not_computable(
    "sec-2-1-uniqueness",
    at="Section 2.1",
    printed=r"M\text{ strictly convex},\;\mu\ll\mathcal H^m\Rightarrow\text{the optimal plan for }\tfrac12|x-y|^2\text{ is unique}",
    why="A statement about all measures without atoms; the finite analogue needs masses in general position.",
    analogue=r"\text{rational points of a circle against points of the plane, masses without equal partial sums}",
    depends=("cor-2-2-no-5-chain",),
)
def sec_2_1_uniqueness() -> Obligations:
    """The optimal plan is unique for sources on the unit circle and targets on an ellipse, a circle, a grid."""
    for name, stated in instances.circle_problems().items():
        yield UniquePlan(stated, label=name)


@paper.claim(
    "lem-2-1",
    at="Lemma 2.1",
    printed=r"((x_0,y),(x_2,y),(x_2,y'),(x_4,y'))\text{ a chain}\Rightarrow\text{no hyperplane strictly separates }x_2\text{ from }M\setminus\{x_2\}",
    hypotheses=(r"c=\tfrac12|x-y|^2",),
    depends=("lem-2-1-normal", "lem-2-1-pairwise", "lem-2-1-sign"),
)
def lem_2_1() -> Obligations:
    """If x_2 is exposed with normal n_2, then y' = y + α n_2 and two monotone pairs force α = 0, so y' = y.

    For all points in every dimension; the shape of M and N away from the chain plays no part.
    """
    region = Domain(
        exposed(x2, n, x0, x4),
        monotone((x2, y), (x4, shifted)),
        monotone((x0, y), (x2, shifted)),
        alpha,
    )
    yield Relation(alpha, "==", 0, over=region, label=r"$\alpha=0$")


@lem_2_1.reading(
    "on points of a circle",
    printed=r"\text{nine rational points, any targets: no chain visits three of them}",
)
def lem_2_1_circle() -> Obligations:
    """The two sign conditions of the proof, exhausted over all triples."""
    yield TurnBound(instances.circle_places(), 4)


@paper.claim(
    "lem-2-1-normal",
    at="Proof of Lemma 2.1",
    printed=r"\tfrac{\partial c}{\partial x}(x_2,y)=\tfrac{\partial c}{\partial x}(x_2,y')\Rightarrow y'-y=\alpha n_2",
    hypotheses=(r"\langle x-x_2,n_2\rangle>0\text{ on }M\setminus\{x_2\}",),
)
def lem_2_1_normal() -> Obligations:
    """∂_τ c(x_2, y) - ∂_τ c(x_2, y') = <y' - y, τ>; a vector orthogonal to the tangent space is a multiple of n_2.

    (2.2) makes x_2 a minimum of <., n_2> on M, so the tangent space is the orthogonal complement of n_2.
    """
    slope = D(cost(x2, y) - cost(x2, yp), x2[i])
    yield Identity(slope, yp[i] - y[i], label="gradient")
    yield Identity(contract(i, tau[i] * slope), dot(yp - y, tau), label=r"$\partial_\tau$")
    yield Identity(D(dot(x2, n), x2[i]), n[i], label=r"$\nabla\langle\cdot,n_2\rangle=n_2$")
    # the part w of v = y' - y orthogonal to n_2 is tangent, hence orthogonal to v
    (v,) = vectors("v")
    w = v - dot(v, n) / squared(n) * n
    region = squared(n) > 0
    yield Identity(dot(w, n), 0, over=Domain(region, v), label="$w$ is tangent")
    yield Identity(squared(w), 0, over=Domain(region, equals(dot(v, w), 0)), label="$w=0$")


@paper.claim(
    "lem-2-1-pairwise",
    at="Proof of Lemma 2.1",
    printed=r"\langle x_4-x_2,y'-y\rangle=\alpha\langle x_4-x_2,n_2\rangle\ge0,\quad\langle x_2-x_0,y'-y\rangle=\alpha\langle x_2-x_0,n_2\rangle\ge0",
    depends=("lem-2-1-normal",),
)
def lem_2_1_pairwise() -> Obligations:
    """c(x, y') + c(x', y) - c(x, y) - c(x', y') = <x' - x, y' - y>, for two pairs of the chain each."""
    swapped = cost(x2, yp) + cost(x4, y) - cost(x2, y) - cost(x4, yp)
    yield Identity(swapped, dot(x4 - x2, yp - y), label="identity")
    yield Identity(dot(x4 - x2, shifted - y), alpha * dot(x4 - x2, n), label="first equality")
    yield Identity(dot(x2 - x0, shifted - y), alpha * dot(x2 - x0, n), label="second equality")
    first = Domain(monotone((x2, y), (x4, yp)))
    yield Relation(dot(x4 - x2, yp - y) >= 0, over=first, label="first inequality")
    second = Domain(monotone((x0, y), (x2, yp)))
    yield Relation(dot(x2 - x0, yp - y) >= 0, over=second, label="second inequality")


@paper.claim(
    "lem-2-1-sign",
    at="Proof of Lemma 2.1",
    printed=r"\alpha\ge0,\;\alpha\le0,\;\text{and }\alpha=0\text{ gives }y'=y",
)
def lem_2_1_sign() -> Obligations:
    """Signs of <x_4 - x_2, n_2> > 0 and <x_2 - x_0, n_2> < 0."""
    first = Domain(exposed(x2, n, x4), alpha * dot(x4 - x2, n) >= 0)
    yield Relation(alpha >= 0, over=first, label=r"$\alpha\ge0$")
    second = Domain(exposed(x2, n, x0), alpha * dot(x2 - x0, n) >= 0)
    yield Relation(alpha <= 0, over=second, label=r"$\alpha\le0$")
    yield Identity(shifted[i].at(alpha, 0), y[i], label="$y'=y$")


@paper.claim(
    "cor-2-2-no-5-chain",
    at="Corollary 2.2",
    printed=r"M\text{ strictly convex}\Rightarrow M\times N\text{ contains no chain of length }L\ge5",
    hypotheses=(r"M\text{ strictly convex}", r"c=|x-y|^2\text{ or }\tfrac12|x-y|^2"),
    depends=("lem-2-1", "cor-2-2-exposed"),
)
def cor_2_2_no_5_chain() -> Obligations:
    """In a chain of length L >= 5 step 2 or step 3 keeps x and has a pair before and after it: Lemma 2.1 applies.

    Steps are l = 1, ..., L - 1; step l joins pairs l and l + 1, which needs pairs l - 1 >= 1 and l + 2 <= L. The
    bound is attained: a 4-chain on the unit circle, exactly.
    """

    long = Domain(length >= 5)
    for step in (2, 3):
        yield Relation(number(step - 1) >= 1, label=f"step {step}: a pair before")
        yield Relation(number(step + 2) <= length, over=long, label=f"step {step}: a pair after")
    region = Domain(
        exposed(x2, n, x0, x4),
        monotone((x2, y), (x4, shifted), c=full_cost),
        monotone((x0, y), (x2, shifted), c=full_cost),
        alpha,
    )
    yield Relation(alpha, "==", 0, over=region, label=r"Lemma 2.1 for $|x-y|^2$")


@cor_2_2_no_5_chain.reading("attained", printed=r"\text{a 4-chain on the unit circle}")
def cor_2_2_attained() -> Obligations:
    """x = (1, 0), (0, 1) and y = (0, 0), (-1, 0), (-1, 1): it is the longest chain between these points."""
    yield IsChain(instances.four_chain(), instances.FOUR)
    yield LongestChain(instances.four_chain(), 4)
    yield ChainVisits(instances.four_chain(), instances.FOUR, sources=2, targets=3)


@cor_2_2_no_5_chain.reading(
    "strict convexity is needed", printed=r"M\supset\text{a segment}\Rightarrow\text{chains of every length}"
)
def cor_2_2_not_strict() -> Obligations:
    """Two points of a horizontal segment of M, two points of a vertical segment of N."""
    yield LongestChain(instances.flat_pairs(), None)


@paper.claim(
    "cor-2-2-4-chain-projections",
    at="Corollary 2.2",
    printed=r"\text{a 4-chain projects onto three points of }N\text{ and two points of }M",
    hypotheses=(r"M\text{ strictly convex}",),
    depends=("cor-2-2-no-5-chain", "lem-2-1"),
)
def cor_2_2_4_chain_projections() -> Obligations:
    """Step 2 keeps y by Lemma 2.1, so x_2, x_4 and y_1, y_3, y_5 are visited; y_5 = y_1 is excluded directly.

    With y_3 = y_1 + α n_2 and y_5 = y_1 the pairs (x_2, y_1), (x_4, y_3) and (x_2, y_3), (x_4, y_1) are monotone,
    and x_2 is exposed: α = 0. No extension to an infinite chain is needed.
    """
    yield Relation(number(2) <= length - 2, over=Domain(equals(length, 4)), label="step 2 is interior")
    yield from no_return()


@paper.claim(
    "cor-2-2-both-convex",
    at="Corollary 2.2",
    printed=r"M,N\text{ strictly convex}\Rightarrow\text{no chain of length }L\ge4",
    hypotheses=(r"M,N\text{ strictly convex}",),
    depends=("cor-2-2-4-chain-projections",),
)
def cor_2_2_both_convex() -> Obligations:
    """A 4-chain is (x_2, y_1), (x_2, y_3), (x_4, y_3), (x_4, y_5); Lemma 2.1 with x and y exchanged excludes it.

    x_4 - x_2 = β m with m normal to N at y_3, which is exposed.
    """
    (m,) = vectors("m_3")
    moved = x2 + beta * m
    region = Domain(
        exposed(y3, m, y1, y5), monotone((x2, y1), (moved, y3)), monotone((x2, y3), (moved, y5)), beta
    )
    yield Relation(beta, "==", 0, over=region, label="$x_4=x_2$")


@cor_2_2_both_convex.reading("attained", printed=r"\text{a 3-chain on two unit circles}")
def cor_2_2_both_attained() -> Obligations:
    """A 3-chain with sources and targets on one circle, and no longer one between these points."""
    within, pairs = instances.three_chain()
    yield IsChain(within, pairs)
    yield LongestChain(within, 3)


@paper.claim(
    "cor-2-2-proof-forms",
    at="Proof of Corollary 2.2, (2.3)",
    printed=r"\text{the middle points to which Lemma 2.1 applies are }x_2\text{ in (2.3) and }x_4\text{ in the other form}",
)
def cor_2_2_proof_forms() -> Obligations:
    """The index of the point that pairs 2 and 3 of the template share, against the one printed."""
    yield Identity(middle_index(path(4, source_first=True)), 2, label="(2.3): $x_2$")
    yield Identity(middle_index(path(5, source_first=False)[1:]), 4, label="the other form: $x_4$")


@cor_2_2_proof_forms.corrected(
    r"\text{the middle points are }x_3\text{ in (2.3) and }x_4\text{ in the other form}",
    note="An index: (2.3) has no x_2. The argument holds as it stands with x_3.",
)
def cor_2_2_proof_forms_corrected() -> Obligations:
    """x_3 and x_4."""
    yield Identity(middle_index(path(4, source_first=True)), 3, label="(2.3)")
    yield Identity(middle_index(path(5, source_first=False)[1:]), 4, label="the other form")


@paper.claim(
    "cor-2-2-proof-4-form",
    at="Proof of Corollary 2.2",
    printed=r"((x_2,y_1),(x_2,y_3),(x_4,y_3),(x_4,y_5)),\;y_5=y_1\Rightarrow\text{cyclic}\Rightarrow\text{an infinite chain by (1.6)}",
    depends=("cor-2-2-4-chain-projections",),
)
def cor_2_2_proof_4_form() -> Obligations:
    """The cited step for general costs: is a cyclic 4-chain always periodic? A trigonometric cost says no."""
    within, pairs = instances.cyclic_chain()
    yield IsChain(within, pairs, label="a cyclic 4-chain, $y_5=y_1$")
    yield IsChain(within, pairs, periodic=True, label="(1.6) applies")


@cor_2_2_proof_4_form.corrected(
    r"y_5=y_1\Rightarrow\langle x_4-x_2,y_3-y_1\rangle=0\Rightarrow y_3=y_1",
    note="The step through (1.6) fails for general costs; for ½|x-y|² and exposed x_2 the case is excluded directly.",
)
def cor_2_2_proof_4_form_corrected() -> Obligations:
    """Both orders of the pairs are monotone, and <x_4 - x_2, n_2> > 0."""
    yield from no_return()


@paper.claim(
    "cor-2-2-exposed",
    at="Proof of Corollary 2.2",
    printed=r"\text{each point of a strictly convex }M\text{ is exposed}",
)
def cor_2_2_exposed() -> Obligations:
    """Where <x' - x, n> = 0 for a supporting normal n, the segment from x to x' supports as well, so it lies in M.

    Hence x' = x for strictly convex M. On the unit sphere of any dimension n = -x works explicitly.
    """
    touching = Domain(equals(dot(z - x, n), 0), t)
    yield Identity(
        dot(x + t * (z - x) - x, n), 0, over=touching, label="the segment is in the supporting plane"
    )
    sphere = Domain(equals(squared(x), 1), equals(squared(z), 1))
    yield Identity(dot(z - x, -x), squared(z - x) / 2, over=sphere, label="sphere, $n=-x$")
    apart = Domain(sphere, squared(z - x) > 0)
    yield Relation(dot(z - x, -x) > 0, over=apart, label="strictly")
