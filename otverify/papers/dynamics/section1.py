"""Section 1: the problem, c-cyclical monotonicity, chains, and the main theorems."""

from __future__ import annotations

from otverify.claims import ForAll, Identity, Relation
from otverify.claims_chains import EveryRelation, IsChain, IsCyclicChain, LongestChain
from otverify.claims_transport import ContactSet, CyclicallyMonotone, Optimal, UniquePlan
from otverify.papers.dynamics import cyclic, families, instances, patterns
from otverify.papers.dynamics.notation import Obligations, paper
from otverify.transport import problem
from otverify.transport.levels import Clause
from otverify.vocabulary import D, Domain, cos, equals, integers, number, reals, sin

h, slope, eps = reals("h p epsilon")

#: the cost with which Section 5 is worked out
COST = "c = 1 - cos(x - y)"


@paper.claim(
    "monge-kantorovich-relaxation",
    at="(1.1), (1.2)",
    printed=r"\inf_{\gamma\in\Pi(\mu,\nu)}\int c\,d\gamma\text{ is attained}",
)
def monge_kantorovich_relaxation() -> Obligations:
    """Finite problems: an optimal plan, and for uniform masses a best map, found among all permutations."""
    for name, stated in instances.assignment_problems().items():
        plan, value = instances.best_assignment(stated)
        yield Optimal(stated, value=value, plan=plan, label=name)


@paper.not_computable(
    "twist-implies-unique",
    at="Section 1, nonsmooth TWIST",
    printed=r"D_x^-c(\cdot,y_1)\cap D_x^-c(\cdot,y_2)=\emptyset\;\forall y_1\ne y_2\Rightarrow\text{unique minimiser, on a graph}",
    why="A theorem about all absolutely continuous measures, quoted from the literature.",
    analogue=r"\text{points in order on the line, }\tfrac12|x-y|^2\text{: the monotone plan is the only optimal one}",
)
def twist_implies_unique() -> Obligations:
    """½|x - y|² on the line satisfies the condition: ∂c/∂x = x - y determines y."""
    x, y1, y2 = reals("x y_1 y_2")
    yield Relation(x - y1, "!=", x - y2, over=Domain(y1 > y2, x), label="different slopes")
    points = [(k,) for k in range(5)]
    others = [(k * k,) for k in range(5)]
    stated = problem([1, 2, 3, 2, 1], [2, 2, 1, 1, 3], cost=instances.half_squares(points, others))
    yield UniquePlan(stated, label="five points")


@paper.claim(
    "twist-fails-for-c1",
    at="Section 1, before Theorem 1.1",
    printed=r"\exists x,y_1,y_2:\ c(x,y_1)=\min c(x,\cdot),\;c(x,y_2)=\max c(x,\cdot),\;\tfrac{\partial c}{\partial x}(x,y_1)=\tfrac{\partial c}{\partial x}(x,y_2)",
)
def twist_fails_for_c1() -> Obligations:
    """At the x where max c(x, .) - min c(x, .) is largest: c(x, y_2) - c(x, y_1) has a maximum there.

    For other x' the difference c(x', y_2) - c(x', y_1) is at most max c(x', .) - min c(x', .), hence at most its
    value at x; so the slope in x of c(., y_2) - c(., y_1) vanishes at x. Where this largest oscillation is 0, c does
    not depend on y and any y_1 ≠ y_2 will do.
    """
    top, bottom, second, first, best = reals("max min c_2 c_1 osc")
    other = Domain(second <= top, first >= bottom, top - bottom <= best)
    yield Relation(second - first <= best, over=other, label="a maximum at $x$")
    near = Domain(eps > 0, h > 0, slope * h - eps * h <= 0, -slope * h - eps * h <= 0)
    yield Relation(slope <= eps, over=near, label="slope from the right")
    yield Relation(slope >= -eps, over=near, label="slope from the left")


@twist_fails_for_c1.reading(
    "for every x",
    printed=r"\text{the derivatives agree at }y_1=\arg\min c(x,\cdot),\;y_2=\arg\max c(x,\cdot)\text{, whichever }x",
)
def twist_fails_everywhere() -> Obligations:
    """c = cos y (2 + sin x) on the torus: y_1 = π, y_2 = 0 for every x, and ∂c/∂x = cos x cos y."""
    x, y, u = reals("x y u")
    yield Identity(D(cos(y) * (2 + sin(x)), x), cos(x) * cos(y), label="derivative")
    # at x with cos x = u: the values at y_2 (cos y = 1) and y_1 (cos y = -1)
    yield Identity(u * 1, u * (-1), over=Domain(u >= -1, u <= 1), label="equal for every $x$")


@paper.claim(
    "thm-1-1",
    at="Theorem 1.1",
    printed=r"\tfrac{\partial^2c}{\partial x\partial y}(\bar x,\bar y)\text{ invertible}\Rightarrow\exists\,\mu,\nu\text{ with a unique optimal plan, not on a graph}",
    hypotheses=(r"c=1-\cos(x-y)\text{ on }S^1\times S^1",),
    depends=("sec-5-integral-chain", "eq-5-9"),
)
def thm_1_1() -> Obligations:
    """The construction of Section 5 for f = x², |x| <= 1/4: ȳ - x and π - (ȳ - x) have the sine 2x.

    k(x') = f(x') + c(x', y) has k'' = 2 + cos(x' - y) >= 1 and k'(x) = 0 for both y, so both are contact points of x
    and of no other x': the half-half plan is optimal and determined by ν. It is not on a graph.
    """
    x, y, s, w = reals("x y s w")
    cost = 1 - cos(x - y)
    yield Relation(1 - s >= 0, over=Domain(s >= -1, s <= 1), label=r"$c\ge0$", instance=COST)
    yield Identity(D(D(cost, x), y).at(x, 0).at(y, 0), -1, label="(1.3) at $(0,0)$", instance=COST)
    yield Identity(D(x**2 + cost, x, 2), 2 + cos(x - y), label="$k''$", instance=COST)
    yield Relation(2 + s >= 1, over=Domain(s >= -1, s <= 1), label=r"$k''\ge1$", instance=COST)
    yield Identity(D(x**2 + cost, x), 2 * x - sin(y - x), label="$k'$ vanishes at both $y$", instance=COST)
    # both have the sine 2x; the cosines are w = √(1-4x²) and -w
    yield Relation(w, "!=", -w, over=w > 0, label=r"$\hat y\ne\bar y$", instance=COST)


@thm_1_1.reading(
    "a discrete example",
    printed=r"\text{five sources, ten targets: the half-half plan is the only optimal one}",
)
def thm_1_1_discrete() -> Obligations:
    """Rational points of the circle: every source has two targets in every optimal plan."""
    stated, plan, contacts = instances.two_targets()
    yield Optimal(stated, plan=plan)
    yield ContactSet(stated, contacts, label="two targets per source")
    yield UniquePlan(stated)


@paper.claim(
    "def-1-2-ccm",
    at="Definition 1.2",
    printed=r"\sum_{i=1}^I[c(x_{i+1},y_i)-c(x_i,y_i)]\ge0;\quad\text{subsets inherit it}",
)
def def_1_2_ccm() -> Obligations:
    """Subsets: an inequality for all cycles in S is one for all cycles in a subset. Repeated pairs add nothing.

    A cycle that visits a pair twice splits into two cycles, whose sums add up.
    """
    one, two, total = reals("A B total")
    yield Relation(
        total >= 0, over=Domain(equals(total, one + two), one >= 0, two >= 0), label="repeated pairs"
    )


@def_1_2_ccm.reading(
    "all cycles", printed=r"\text{the exact test agrees with the definition, and is hereditary}"
)
def def_1_2_all_cycles() -> Obligations:
    """Random relations with integer costs: the test against all cyclic orders of distinct pairs, and all subsets."""
    yield ForAll(families.priced_relations(), families.agrees_with_all_cycles, examples=80)


@paper.claim(
    "common-ccm-support",
    at="Section 1, after Definition 1.2",
    printed=r"\text{one closed }c\text{-cyclically monotone set contains the supports of all optimal plans}",
)
def common_ccm_support() -> Obligations:
    """The union of the supports of all optimal plans of integer problems, by listing the plans."""
    for name, stated in instances.tied_problems().items():
        yield CyclicallyMonotone(stated.cost, instances.used_pairs(stated), label=name)


@paper.claim(
    "def-1-3-chain",
    at="Definition 1.3, (1.4), (1.5)",
    printed=r"x_l=x_{l+1},\,y_l\ne y_{l+1}=y_{\min\{L,l+2\}},\,\tfrac{\partial c}{\partial x}(x_l,y_l)=\tfrac{\partial c}{\partial x}(x_l,y_{l+1});\ \text{or with }x,y\text{ exchanged}",
)
def def_1_3_chain() -> Obligations:
    """The clause y_{l+1} = y_{min(L, l+2)} makes the two kinds of steps take turns: after a step that keeps x, y is kept.

    Checked on all sequences of length up to 5 in [2] × [2] with c = 0, literally against the alternating walks.
    """
    for length in range(1, 6):
        literal, walks = patterns.literal_chains(length), patterns.alternating(length)
        yield Identity(
            number(len(literal ^ walks)), 0, label=f"$L={length}$: same sequences", instance="[2] × [2]"
        )
        if length > 1:
            yield Identity(number(len(literal)), 8, label=f"$L={length}$: how many", instance="[2] × [2]")
    within, pairs = instances.cyclic_chain()
    yield IsChain(within, pairs, label="derivatives and costs")
    yield IsChain(within, pairs[::-1], label="reversed")
    yield IsChain(within, pairs[1:], label="a part")
    yield IsChain(within, [*pairs, pairs[0]], holds=False, label="other derivatives at $y_1$")


@paper.claim(
    "def-1-3-cyclic",
    at="Definition 1.3, last sentence",
    printed=r"\#\pi^M=\#\pi^N=L/2\Rightarrow L\text{ even},\;y_L=y_1,\;x_L\ne x_1",
)
def def_1_3_cyclic() -> Obligations:
    """c = 0, three sources and three targets: a chain of length 6 that ends at y_L = y_2; one of length 4 with x_L = x_1."""
    within, lasso = patterns.lasso()
    yield IsCyclicChain(within, lasso, label="$L/2$ points on either side")
    yield Identity(number(len(lasso) % 2), 0, label="$L$ even", instance="c = 0")
    yield Relation(number(lasso[-1][1]), "==", lasso[0][1], label="$y_L=y_1$, length 6", instance="c = 0")
    within, square = patterns.square()
    yield IsCyclicChain(within, square, label="length 4, first step keeps $y$")
    yield Relation(
        number(square[-1][0]), "!=", square[0][0], label=r"$x_L\ne x_1$, length 4", instance="c = 0"
    )


@def_1_3_cyclic.corrected(
    r"L\text{ even},\;y_L=y_1,\;x_L\ne x_1,\text{ and the projections have }L/2\text{ points each}",
    note="The three properties are to be required, up to exchanging M and N; the rest of the paper requires them.",
)
def def_1_3_cyclic_corrected() -> Obligations:
    """Of all patterns with L/2 points on either side, those with y_L = y_1 start by keeping x and close up."""
    for length in (4, 6, 8):
        found = [p for p in patterns.cyclic_patterns(length) if p[-1][1] == p[0][1] and p[-1][0] != p[0][0]]
        yield Identity(number(len(found)), 1, label=f"$L={length}$: one pattern", instance="c = 0")
        yield IsChain(
            patterns.free_pairs(length // 2), found[0], periodic=True, label=f"$L={length}$ repeats for $c=0$"
        )


@paper.claim(
    "eq-1-6-periodic-extension",
    at="(1.6)",
    printed=r"(x_{kL+l},y_{kL+l}):=(x_l,y_l)\text{ extends a cyclic chain to an infinite chain}",
    depends=("def-1-3-cyclic",),
)
def eq_1_6_periodic_extension() -> Obligations:
    """The cyclic 4-chain of a trigonometric cost, twice in a row: the step from (x_4, y_4) to (x_1, y_1) keeps y."""
    within, pairs = instances.cyclic_chain()
    yield IsChain(within, pairs, label="a chain")
    yield IsCyclicChain(within, pairs, label="cyclic")
    yield IsChain(within, [*pairs, *pairs], label="(1.6), two periods")


@eq_1_6_periodic_extension.corrected(
    r"\tfrac{\partial c}{\partial y}(x_L,y_L)=\tfrac{\partial c}{\partial y}(x_1,y_1)\text{ in addition: (1.6) is an infinite chain}",
    note="One condition at the closing step. In Theorem 1.4 it holds, for potentials are differentiable at the points used.",
)
def eq_1_6_corrected() -> Obligations:
    """With classes that agree at the closing step as well."""
    within, pairs = instances.periodic_chain()
    yield IsChain(within, [*pairs, *pairs], label="two periods")
    yield IsChain(within, pairs, periodic=True, label="all periods")


@paper.claim(
    "thm-1-4-uniqueness",
    at="Theorem 1.4",
    printed=r"\gamma(E_\infty)=0\;\forall\gamma\in\Pi_0\Rightarrow\#\Pi_0=1",
    hypotheses=(r"\text{finite sets: }E_\infty\text{ of the pairs used by optimal plans}",),
    depends=("thm-3-2-uniqueness", "lem-4-8"),
)
def thm_1_4_uniqueness() -> Obligations:
    """Finite analogue: E_∞ of the pairs used by optimal plans is empty exactly if the optimal plan is unique.

    Levels are finite exactly without a cycle (all relations in [4] × [4]); then marginals determine the plan. With a
    cycle of used pairs mass can move around it: two optimal plans. So the converse holds as well.
    """
    yield EveryRelation(Clause.ENDLESS_CYCLES, label=r"$E_\infty=\emptyset$ without cycle")
    for name, stated in instances.tied_problems().items():
        yield UniquePlan(stated, holds=families.has_finite_levels(stated), label=name)


@thm_1_4_uniqueness.reading("random integer problems", printed=r"E_\infty=\emptyset\iff\#\Pi_0=1")
def thm_1_4_random() -> Obligations:
    """The optimal plans are listed, their pairs united, cycles looked for; uniqueness is certified independently."""
    yield ForAll(families.small_problems(), families.unique_without_cycle, examples=80)


paper.not_attempted(
    "thm-1-4-borel",
    at="Theorem 1.4",
    printed=r"E_\infty,\;\pi^M(E_\infty),\;\pi^N(E_\infty)\text{ are Borel}",
)

paper.not_attempted(
    "rem-1-5",
    at="Remark 1.5",
    printed=r"c\in C^{1,1},\;\mu,\nu\text{ without mass on }c\text{-}c\text{ hypersurfaces, is enough}",
)


@paper.claim(
    "cor-1-6",
    at="Corollary 1.6",
    printed=r"\mu(\pi^M(E_\infty))=0\text{ or }\nu(\pi^N(E_\infty))=0\Rightarrow\gamma(E_\infty)=0",
)
def cor_1_6() -> Obligations:
    """E ⊂ π^M(E) × N and E ⊂ M × π^N(E), so γ(E) is at most either marginal mass."""
    mass, left, right = reals("gamma mu nu")
    both = Domain(mass >= 0, mass <= left, left <= 0)
    yield Relation(mass <= 0, over=both, label=r"$\mu$")
    yield Relation(mass <= 0, over=Domain(mass >= 0, mass <= right, right <= 0), label=r"$\nu$")


@paper.claim(
    "uniform-bound-empties-einfty",
    at="Section 1, after Corollary 1.6",
    printed=r"\text{all chains in }M\times N\text{ have length}\le K\Rightarrow E_\infty=\emptyset",
)
def uniform_bound_empties_einfty() -> Obligations:
    """A point in chains of every length would be in one of length K + 1; finite relations: no cycle, finite levels."""
    K, length = integers("K L")
    bounded = Domain(K >= 1, length >= 1, length <= K)
    yield Relation(length, "!=", K + 1, over=bounded, label="length $K+1$ is excluded")
    yield EveryRelation(Clause.ENDLESS_CYCLES, 3, 4, label=r"$[3]\times[4]$")
    yield LongestChain(instances.four_chain(), 4, label="a path: bounded by its length")
    yield LongestChain(instances.flat_pairs(), None, label="a cycle: unbounded")


@paper.claim(
    "thm-1-7",
    at="Theorem 1.7",
    printed=r"\text{a residual set of costs in }C^\infty(M\times N)\text{ admits no cyclic chain}",
    depends=("eq-1-6-periodic-extension",),
)
def thm_1_7() -> Obligations:
    """A trigonometric cost on S¹ × S¹ with a cyclic 4-chain that survives every small perturbation in C².

    The chain solves four equations for four unknowns: ∂_x1 D = ∂_x2 D = ∂_y2 D = D = 0 for D = c(x_1, y_1) +
    c(x_2, y_2) - c(x_1, y_2) - c(x_2, y_1), which is all that Definition 1.3 asks for L = 4. If the theorem holds,
    such solutions are never regular: their Jacobian vanishes.
    """
    yield from cyclic.chain_conditions()
    within, pairs = instances.cyclic_chain()
    yield IsChain(within, pairs, label="the four pairs")
    yield IsCyclicChain(within, pairs, label="cyclic")
    yield Identity(cyclic.jacobian(), 0, label="the chain is not regular", instance="a trigonometric cost")


@thm_1_7.corrected(
    r"\text{a residual set of costs admits no periodic chain: equal derivatives at the closing step as well}",
    note="The proof counts the closing condition, which Definition 1.3 omits. Σ is as stated.",
)
def thm_1_7_corrected() -> Obligations:
    """The closing condition makes codim W_L = dim (M × N)^L + 1; without it the codimension is 1 - n below."""
    n, K = integers("n K")
    periodic = 2 * K * n + 2 * K * n + 1
    jets = Domain(n >= 1, K >= 2)
    yield Relation(periodic > 2 * K * 2 * n, over=jets, label="periodic chains")
    cyclic_only = 2 * K * n + (2 * K - 1) * n + 1
    yield Relation(cyclic_only <= 2 * K * 2 * n, over=jets, label="cyclic chains of Definition 1.3")
    # the closing condition fails for the example: 2 against -2
    yield Relation(
        cyclic.closing_gap(), "!=", 0, label="the example is not periodic", instance="a trigonometric cost"
    )


@paper.not_computable(
    "thm-1-8",
    at="Theorem 1.8",
    printed=r"\text{for given }\mu,\nu\text{ a residual set of costs in }C^k(M\times N)\text{ has a unique optimal plan}",
    why="A statement about residual sets of functions.",
    analogue=r"\text{finite problems: small perturbations of the cost make the optimal plan unique}",
)
def thm_1_8() -> Obligations:
    """Problems with several optimal plans; the cost plus a small generic matrix has one."""
    for name, stated in instances.tied_problems().items():
        tilted = instances.tilted(stated)
        yield UniquePlan(tilted, label=name)


paper.not_attempted(
    "residual-definitions",
    at="Section 1; Appendix A",
    printed=r"\text{residual: a countable intersection of open dense sets / of sets with dense interiors}",
)
