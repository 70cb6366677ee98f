"""Section 4: levels, the proof of Lemma 4.4, the decomposition (4.7)."""

from __future__ import annotations

from otverify.claims import Exists, Identity, Relation
from otverify.claims_chains import ChainLevels, EveryRelation
from otverify.papers.dynamics import graphs
from otverify.papers.dynamics.graphs import both, only_horizontal, only_vertical
from otverify.papers.dynamics.notation import Obligations, paper
from otverify.transport.levels import Clause
from otverify.vocabulary import Domain, absolute, equals, integers, maximum, number, reals

(L, q, p) = integers("L q p")

#: the lengths of the longest chains that end with a pair horizontally, or vertically (1 for a single pair)
h, v = reals("h v")


@paper.claim(
    "def-level",
    at="Section 4, levels",
    printed=r"\tilde{\mathcal S}_{L+1}\subset\tilde{\mathcal S}_L,\quad\tilde{\mathcal S}_L=\tilde{\mathcal S}_L^h\cup\tilde{\mathcal S}_L^v\;(L\ge2)",
)
def def_level() -> Obligations:
    """A chain without its first pair is a chain with the same end, so all lengths from 2 up to h (or v) occur.

    A chain of length L >= 2 ends by a step of one of two kinds, which gives S_L = S_L^h ∪ S_L^v.
    """
    largest = maximum(h, v)
    yield Relation(
        largest >= L,
        over=Domain(largest >= L + 1),
        label=r"$\tilde{\mathcal S}_{L+1}\subset\tilde{\mathcal S}_L$",
    )
    yield Relation(
        h >= L,
        over=Domain(h >= L + 1, L >= 2),
        label=r"$\tilde{\mathcal S}^h_{L+1}\subset\tilde{\mathcal S}^h_L$",
    )
    neither = Domain(h < L, v < L)
    yield Relation(
        largest < L,
        over=neither,
        label=r"$\tilde{\mathcal S}_L\subset\tilde{\mathcal S}^h_L\cup\tilde{\mathcal S}^v_L$",
    )
    yield Relation(
        largest >= L, over=Domain(h >= L, v), label=r"$\tilde{\mathcal S}^h_L\subset\tilde{\mathcal S}_L$"
    )


@def_level.reading(
    "all relations in [4] × [4]", printed=r"\tilde{\mathcal S}^{h,v}_{L+1}\subset\tilde{\mathcal S}^{h,v}_L"
)
def def_level_small() -> Obligations:
    """Levels by walks, in every relation; and the levels of a path."""
    yield EveryRelation(Clause.SHORTER, 3, 4)
    within, lengths = graphs.path_of_five()
    yield ChainLevels(within, *lengths, label="a path of five pairs")


paper.not_attempted(
    "lem-4-4",
    at="Lemma 4.4",
    printed=r"\tilde{\mathcal S}_L^{h},\tilde{\mathcal S}_L^{v}=\bigcup_p\bigcap_qU_{p,q}\text{ are Borel}",
)


@paper.claim(
    "lem-4-4-parity",
    at="Proof of Lemma 4.4",
    printed=r"L\ge3\text{ odd},\;l\text{ even}:x_{l+1}=x_l,\;l\text{ odd}:y_{l+1}=y_l\text{ describes }\tilde{\mathcal S}_L^h",
)
def lem_4_4_parity() -> Obligations:
    """L odd: the last step is l = L - 1, even, so the rule makes it keep x; a horizontal end keeps y."""
    for length in (3, 5):
        yield Identity(graphs.kept_by_last_step(length), graphs.HORIZONTAL, label=f"$L={length}$")


@lem_4_4_parity.corrected(
    r"l\text{ odd}:x_{l+1}=x_l,\quad l\text{ even}:y_{l+1}=y_l",
    note="The two cases are exchanged; the argument is the same.",
)
def lem_4_4_parity_corrected() -> Obligations:
    """L = 2K + 1: the last step 2K is even."""
    (K,) = integers("K")
    yield Identity(2 * K + 1 - 1, 2 * K, over=Domain(K >= 1), label="the last step is even")
    for length in (3, 5, 7):
        yield Identity(
            graphs.kept_by_last_step(length, odd_keeps_x=True), graphs.HORIZONTAL, label=f"$L={length}$"
        )


@paper.claim(
    "lem-4-4-projection-commutes",
    at="Proof of Lemma 4.4",
    printed=r"\operatorname{Proj}_L\bigl(\bigcap_q(S_p^q\cap S'_q)\bigr)=\bigcap_q\operatorname{Proj}_L(S_p^q\cap S'_q)",
)
def lem_4_4_projection_commutes() -> Obligations:
    """c = 0, so 𝒮 = M × N; L = 2; E_0 = (M minus x̄) × {ȳ}, exhausted by K_q = {|x - x̄| >= 1/q} × {ȳ}, V_q its complement.

    (x̄, ȳ) is in every Proj(S_p^q ∩ S'_q): the pair (x_1, y_1) with |x_1 - x̄| = 1/p and y_1 = ȳ + 1/(2q) is off K_q
    and within 1/q of (x_1, ȳ). Equality asks for a pair (x_1, ȳ) off E_0, so x_1 = x̄, with |x_1 - x̄| >= 1/p.
    """
    x1, y1, xbar, ybar = reals("x_1 y_1 xbar ybar")
    everywhere = Domain(q >= 1, p >= 1, xbar, ybar)
    yield Exists(
        {x1: xbar + 1 / p, y1: ybar + 1 / (2 * q)},
        absolute(x1 - xbar) >= 1 / p,
        absolute(y1 - ybar) > 0,
        absolute(y1 - ybar) < 1 / q,
        over=everywhere,
        label=r"$(\bar x,\bar y)\in\bigcap_q\operatorname{Proj}(S_p^q\cap S'_q)$",
    )
    yield Relation(
        absolute(x1 - xbar) >= 1 / p,
        over=Domain(p >= 1, equals(x1, xbar)),
        label=r"$(\bar x,\bar y)\in\operatorname{Proj}\bigcap_q(S_p^q\cap S'_q)$",
    )


@lem_4_4_projection_commutes.corrected(
    r"\operatorname{Proj}_L\bigl(\bigcap_q(S_p^q\cap S'_q)\bigr)\subset\bigcap_q\operatorname{Proj}_L(S_p^q\cap S'_q)",
    note="Projections of G_δ sets are analytic: measurable for every plan, which Theorem 3.2 can be given; Borel is not shown.",
)
def lem_4_4_projection_commutes_corrected() -> Obligations:
    """A tuple of S_p that lies in every S'_q has distance 0 < 1/q from S_p, so its last pair is in every projection."""
    yield Relation(number(0) < 1 / q, over=Domain(q >= 1), label=r"$S_p\subset S_p^q$")


@paper.claim(
    "lem-4-4-monotone",
    at="Proof of Lemma 4.4",
    printed=r"U_{p-1,q}\subset U_{p,q}\subset U_{p,q-1}",
)
def lem_4_4_monotone() -> Obligations:
    """S_{p-1} ⊂ S_p as 1/(p-1) >= 1/p; smaller neighbourhoods and smaller V_q as q grows."""
    (distance,) = reals("delta")
    yield Relation(
        p * distance >= 1, over=Domain(p >= 2, distance >= 0, (p - 1) * distance >= 1), label="$p$"
    )
    yield Relation((q - 1) * distance < 1, over=Domain(q >= 2, distance >= 0, q * distance < 1), label="$q$")


@paper.claim(
    "cor-4-5",
    at="Corollary 4.5",
    printed=r"\pi^M(\tilde{\mathcal S}_i)=\bigcup_p\bigcap_q\pi^M(U_{p,q})",
    depends=("lem-4-4-projection-commutes",),
)
def cor_4_5() -> Obligations:
    """The step from U to its projections, for the open sets U_q = {0 < |y - ȳ| < 1/q}: each projects onto M.

    Equality asks for one y that serves all q, so for 0 < |y - ȳ| < 1/q for all q.
    """
    y1, ybar, delta = reals("y_1 ybar delta")
    yield Exists(
        {y1: ybar + 1 / (2 * q)},
        absolute(y1 - ybar) > 0,
        absolute(y1 - ybar) < 1 / q,
        over=Domain(q >= 1, ybar),
        label=r"every $x$ is in $\bigcap_q\pi^M(U_q)$",
    )
    yield Relation(delta < 1 / q, over=Domain(q >= 1, delta > 0), label=r"one $y$ serves all $q$")


@cor_4_5.corrected(
    r"\pi^M(\tilde{\mathcal S}_i)\subset\bigcup_p\bigcap_q\pi^M(U_{p,q})",
    note="As in Lemma 4.4: projections of G_δ sets are analytic, hence universally measurable; Borel is not shown.",
)
def cor_4_5_corrected() -> Obligations:
    """The inclusion for the same sets: a y that serves all q serves each."""
    (delta,) = reals("delta")
    inside = Domain(p >= 1, q >= p, delta >= 0, q * delta < 1)
    yield Relation(p * delta < 1, over=inside, label="what serves $q$ serves $p\\le q$")


@paper.claim(
    "def-graph-antigraph",
    at="Section 4, after Corollary 4.5",
    printed=r"\text{graph: one }y\text{ for each }x;\quad\text{antigraph: one }x\text{ for each }y",
)
def def_graph_antigraph() -> Obligations:
    """A vertical step is two pairs over one x: graphs have none, antigraphs no horizontal one."""
    within, lengths = graphs.graph_example()
    yield ChainLevels(within, *lengths, label="a graph: no vertical ends")
    within, lengths = graphs.antigraph_example()
    yield ChainLevels(within, *lengths, label="an antigraph: no horizontal ends")


@paper.claim(
    "eq-4-6-4-7",
    at="(4.6), (4.7)",
    printed=r"\tilde{\mathcal S}=E_\infty\cup E_1\cup\bigcup_{k\ge2}(E_k^{h-}\cup E_k^{hv}\cup E_k^{v-})\text{ disjointly}",
)
def eq_4_6_4_7() -> Obligations:
    """A pair of finite level k has max(h, v) = k: exactly one of h = k > v, h = k = v, v = k > h.

    Indicators of E_k^{h-}, E_k^{hv}, E_k^{v-} add up to 1; level 1 is h = v = 1 by the convention for length 1.
    """
    finite = Domain(h >= 1, v >= 1)
    total = only_horizontal(h, v) + both(h, v) + only_vertical(h, v)
    yield Identity(total, 1, over=finite, label="exactly one type")


@eq_4_6_4_7.reading(
    "all relations in [4] × [4]",
    printed=r"\text{every pair outside }E_\infty\text{ lies in exactly one of the sets}",
)
def eq_4_6_4_7_small() -> Obligations:
    """With the G_k of (4.10), which collect these sets."""
    yield EveryRelation(Clause.PARTITION)
    yield EveryRelation(Clause.ENDLESS_CYCLES, label=r"$E_\infty=\emptyset$ without cycle")
