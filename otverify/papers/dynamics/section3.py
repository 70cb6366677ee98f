"""Section 3: numbered limb systems."""

from __future__ import annotations

from otverify.claims import ForAll, Identity, Relation
from otverify.claims_chains import LimbSystemOn, PlanOnLimbs
from otverify.papers.dynamics import limbs
from otverify.papers.dynamics.notation import Obligations, paper
from otverify.strategies import relations
from otverify.vocabulary import Domain, equals, reals

#: masses of two plans on one limb, and what a point keeps for the lower limbs
first, second, mu, above = reals("gamma gammaprime mu above")


@paper.claim(
    "def-3-1",
    at="Definition 3.1, (3.1), (3.2)",
    printed=r"S=\bigcup_i\operatorname{Graph}(f_{2i-1})\cup\operatorname{Antigraph}(f_{2i}),\quad\operatorname{Dom}(f_k)\cup\operatorname{Ran}(f_{k+1})\subset I_k",
)
def def_3_1() -> Obligations:
    """A forest over targets is one, with limbs by the distance from the roots; a cycle admits no numbering."""
    yield LimbSystemOn(*limbs.ten_limbs(), label="Figure 4: ten limbs")
    yield LimbSystemOn(limbs.cycle(), holds=False, label="a cycle of four pairs")


@def_3_1.reading(
    "finite relations", printed=r"S\text{ is a numbered limb system}\iff\text{its graph is a forest}"
)
def def_3_1_finite() -> Obligations:
    """Random forests are systems; a random relation is one exactly if it has no more pairs than a spanning forest."""
    yield ForAll(limbs.forest_pairs(40), limbs.is_system, examples=60, label="forests")
    yield ForAll(relations(rows=4, columns=4), limbs.forest_or_not, examples=100, label="relations")


@paper.claim(
    "thm-3-2-uniqueness",
    at="Theorem 3.2",
    printed=r"\text{at most one }\gamma\in\Gamma(\mu,\nu)\text{ vanishes outside a numbered limb system}",
    hypotheses=(r"\text{finitely many limbs}",),
    depends=("def-3-1",),
)
def thm_3_2_uniqueness() -> Obligations:
    """Downward induction over the limbs: where two plans agree on all higher limbs, they agree on the next one.

    A point x of Dom f_k has one pair in limb k, and its other pairs are in limb k + 1, as Ran f_{k+1} ⊂ I_k and the
    I_k of one parity are disjoint: γ(x, f_k(x)) = μ(x) - (mass of limb k + 1 above x). With finitely many limbs the
    induction starts above the last.
    """
    balance = Domain(first + above <= mu, first + above >= mu, second + above <= mu, second + above >= mu)
    yield Relation(first, "==", second, over=balance, label="limb $k+1$ determines limb $k$")


@thm_3_2_uniqueness.reading(
    "finite relations", printed=r"\text{forest: one plan at most};\quad\text{cycle: two plans}"
)
def thm_3_2_finite() -> Obligations:
    """On random relations plans are determined by their marginals exactly where there is no cycle."""
    yield LimbSystemOn(limbs.cycle(), holds=False, label="two plans around a cycle")
    yield ForAll(relations(rows=4, columns=4), limbs.forest_or_not, examples=100)


@paper.claim(
    "eq-3-4-recursion",
    at="(3.4)",
    printed=r"\eta_{2i-1}=(\mu-\pi^X_\#\gamma_{2i})|_{\operatorname{Dom}f_{2i-1}},\;\eta_{2i}=(\nu-\pi^Y_\#\gamma_{2i+1})|_{\operatorname{Dom}f_{2i}}\text{ recursively from }k=N",
    depends=("thm-3-2-uniqueness",),
)
def eq_3_4_recursion() -> Obligations:
    """The pairs of x ∈ I_k are in limb k (one at most) and in limb k + 1: what limb k + 1 leaves of μ(x) is in limb k.

    ``above`` is the mass of limb k + 1 at the point; for k = N there is no such limb.
    """
    balance = Domain(equals(mu, first + above))
    yield Identity(
        first, mu - above, over=balance, label=r"$\eta_k=(\mu-\pi_\#\gamma_{k+1})|_{\operatorname{Dom}f_k}$"
    )
    yield Identity((mu - above).at(above, 0), mu, label="$k=N$")


@eq_3_4_recursion.reading(
    "finite systems", printed=r"\text{the recursion gives the plan that the marginals determine}"
)
def eq_3_4_finite() -> Obligations:
    """The printed recursion in exact arithmetic, from k = N down; limbs by levels as in Lemma 4.8."""
    within, source, target, masses = limbs.worked_example()
    yield PlanOnLimbs(within, source, target, masses, label="eight pairs")
    yield PlanOnLimbs(within, source, limbs.swapped(target), None, label="marginals without a plan on $S$")
    yield ForAll(
        limbs.planted_plans(), limbs.recursion_recovers, examples=80, label="random forests and plans"
    )


paper.not_attempted(
    "thm-3-2-measurability",
    at="Theorem 3.2",
    printed=r"\eta_k\text{ is a Borel measure on }I_k",
)

paper.not_attempted(
    "sec-3-nonmeasurable",
    at="Section 3, after Theorem 3.2",
    printed=r"\text{without measurability there may be non-extremal measures on }S",
)
