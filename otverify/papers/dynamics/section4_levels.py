"""Section 4: levels, graphs and antigraphs, disjoint domains."""

from __future__ import annotations

from otverify.claims import Exists, Identity, Relation
from otverify.claims_chains import ChainLevels, EveryRelation
from otverify.papers.dynamics import graphs
from otverify.papers.dynamics.graphs import both, joined, only_horizontal, only_vertical
from otverify.papers.dynamics.notation import Obligations, paper
from otverify.transport.levels import Clause
from otverify.vocabulary import Domain, absolute, equals, integers, maximum, number, reals

(L, q, p) = integers("L q p")

#: For a pair of a set without cost, h is the length of the longest chain that ends with it and has length 1 or a
#: horizontal end, v likewise with a vertical end; the level is max(h, v). Two pairs over one x are joined by a step
#: that keeps x: each can be appended to a chain that ends with the other by length 1 or horizontally, v' >= h + 1;
#: and a longest chain with a vertical end came from some other pair over x, v' = h'' + 1.
h_i, v_i, h_j, v_j, h_k = reals("h_i v_i h_j v_j h_k")
l_i, l_j = reals("i j")
h, v = reals("h v")

#: (x, y_i), (x, y_j) over one x of finite levels i <= j: levels are at least the lengths, and pairs can be appended
LEVEL_I, LEVEL_J, ORDER = l_i >= v_i, l_j >= v_j, l_j >= l_i
TO_I, TO_J = v_i >= h_j + 1, v_j >= h_i + 1
#: the last but one pair of a longest chain that ends vertically at (x, y_j) is (x, y_i), or some (x, y_k)
FROM_I, FROM_K = l_j <= h_i + 1, Domain(l_j <= h_k + 1, v_i >= h_k + 1)


def lemma_4_6() -> Obligations:
    """The clauses of Lemma 4.6 for the lengths h, v of two pairs over one x and their levels i <= j."""
    yield Relation(l_i >= 2, over=Domain(LEVEL_I, TO_I, h_j >= 1), label=r"$i\ge2$")
    yield Relation(h_j <= l_j - 1, over=Domain(ORDER, LEVEL_I, TO_I), label=r"$(x,y_j)\in E_j^{v-}$")
    yield Relation(l_j <= l_i, over=Domain(LEVEL_I, FROM_K), label="after another pair: $j=i$")
    own = Domain(FROM_I, l_j >= l_i + 1, l_i >= h_i)
    yield Relation(l_j <= l_i + 1, over=own, label="$j=i+1$")
    yield Relation(h_i >= l_i, over=own, label=r"$(x,y_i)\in E_i^h$")
    same = Domain(l_j <= l_i, LEVEL_J, TO_J)
    yield Relation(h_i <= l_i - 1, over=same, label=r"$j=i$: $(x,y_i)\in E_i^{v-}$")


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


@paper.claim(
    "sec-4-graphs-before-4-6",
    at="Section 4, before Lemma 4.6",
    printed=r"E_k^h\text{ are graphs, }E_k^v\text{ antigraphs, }E_1\text{ and }E_k^{hv}\text{ both}",
    depends=("lem-4-6-a", "lem-4-6-b"),
)
def sec_4_graphs_before_4_6() -> Obligations:
    """Two pairs over one x of equal level k are both in E_k^{v-}: not in E_k^h, not in E_1."""
    yield Relation(h_i <= l_i - 1, over=Domain(l_j <= l_i, LEVEL_J, TO_J), label=r"not in $E_k^h$")
    yield Relation(l_i >= 2, over=Domain(LEVEL_I, TO_I, h_j >= 1), label="not in $E_1$")


@sec_4_graphs_before_4_6.reading("all relations in [4] × [4]", printed=r"E_k^h,E_k^v,E_1,E_k^{hv}")
def sec_4_graphs_small() -> Obligations:
    """Each of the four sets."""
    for clause in (Clause.HORIZONTAL_ENDS, Clause.VERTICAL_ENDS, Clause.FIRST_LEVEL, Clause.BOTH_ENDS):
        yield EveryRelation(clause)


@paper.claim(
    "lem-4-6-a",
    at="Lemma 4.6 (a)",
    printed=r"(x,y_i)\in E_i,(x,y_j)\in E_j,j\ge i:\ i\ge2;\ j>i\Rightarrow(x,y_i)\in E_i^h,(x,y_j)\in E_{i+1}^{v-};\ j=i\Rightarrow\text{both}\in E_i^{v-}",
    depends=("lem-4-6-a-proof",),
)
def lem_4_6_a() -> Obligations:
    """For all sets, finite or not: linear inequalities between the lengths h, v of two pairs over one x."""
    yield from lemma_4_6()


@lem_4_6_a.reading("all relations in [4] × [4]", printed=r"\text{clause by clause}")
def lem_4_6_a_small() -> Obligations:
    """By enumeration."""
    for clause in (Clause.LEAST, Clause.NEXT, Clause.EQUAL):
        yield EveryRelation(clause)


@paper.claim(
    "lem-4-6-a-proof",
    at="Proof of Lemma 4.6, (4.8), (4.9)",
    printed=r"(x,y_i)\in E_i^h\Rightarrow j\ge i+1;\quad\text{(c) }y'_{j-1}=y_i,\;i\ge j-1;\quad\text{(d) }j\le i",
)
def lem_4_6_a_proof() -> Obligations:
    """Each inequality of the proof. Appending: (4.8) if h_i = i; otherwise h_j = j would give i >= j + 1.

    (c) If the pair before (x, y_j) is not (x, y_i), replacing the last pair gives a vertical end at (x, y_i), so
    v_i >= j; (d) likewise where h_i < i.
    """
    yield Relation(l_j >= l_i + 1, over=Domain(LEVEL_J, TO_J, h_i >= l_i), label="(4.8)")
    yield Relation(h_j <= l_j - 1, over=Domain(ORDER, LEVEL_I, TO_I), label=r"$(x,y_j)\in E_j^{v-}$")
    yield Relation(l_i >= l_j - 1, over=Domain(FROM_I, l_i >= h_i), label="(c): $y'_{j-1}=y_i$")
    yield Relation(l_j <= l_i, over=Domain(LEVEL_I, FROM_K), label="(c), (d): replaced")


@paper.claim(
    "lem-4-6-b",
    at="Lemma 4.6 (b)",
    printed=r"(x_i,y)\in E_i,(x_j,y)\in E_j,j\ge i:\ i=2;\ j>i\Rightarrow(x_i,y)\in E_i^v,(x_j,y)\in E_{i+1}^{h-};\ j=i\Rightarrow\text{both}\in E_i^{h-}",
    depends=("lem-4-6-a",),
)
def lem_4_6_b() -> Obligations:
    """Exchange x and y, h and v in (a); the printed first clause is i = 2."""
    yield EveryRelation(Clause.LEAST_COLUMN_PRINTED, label="$i=2$")
    yield EveryRelation(Clause.NEXT_COLUMN, label="$j>i$")
    yield EveryRelation(Clause.EQUAL_COLUMN, label="$j=i$")


@lem_4_6_b.corrected(
    r"i\ge2;\ j>i\Rightarrow(x_i,y)\in E_i^v,(x_j,y)\in E_{i+1}^{h-};\ j=i\Rightarrow(x_i,y),(x_j,y)\in E_i^{h-}",
    note="i >= 2 as in (a), and the last two pairs are (x_i, y), (x_j, y). Only this form is used.",
)
def lem_4_6_b_corrected() -> Obligations:
    """The inequalities of (a) for the lengths of two pairs over one y: the letters h and v are exchanged."""
    yield from lemma_4_6()


@lem_4_6_b.reading("corrected, all relations in [4] × [4]", printed=r"\text{clause by clause}")
def lem_4_6_b_small() -> Obligations:
    """By enumeration."""
    for clause in (Clause.LEAST_COLUMN, Clause.NEXT_COLUMN, Clause.EQUAL_COLUMN):
        yield EveryRelation(clause)


@paper.claim(
    "eq-4-10",
    at="(4.10)",
    printed=r"G_{2i}=E_{2i}^{v-}\cup E_{2i}^{hv}\cup E_{2i+1}^{v-}=E_{2i}^v\cup E_{2i+1}^{v-},\;G_{2i+1}=E_{2i+2}^{h-}\cup E_{2i+1}^{hv}\cup E_{2i+1}^{h-}=E_{2i+2}^h\cup E_{2i+1}^{h-}",
)
def eq_4_10() -> Obligations:
    """G_{2i} and G_{2i+1} written twice: do the two expressions give the same sets?"""
    yield EveryRelation(Clause.EXPRESSIONS, 3, 3)


@eq_4_10.corrected(
    r"G_{2i+1}=E_{2i+2}^{h-}\cup E_{2i+1}^{hv}\cup E_{2i+1}^{h-}=E_{2i+2}^{h-}\cup E_{2i+1}^h",
    note="The second expression has the wrong bar: with it E_{2i+2}^{hv} occurs twice and E_{2i+1}^{hv} never. Proofs use the first.",
)
def eq_4_10_corrected() -> Obligations:
    """Levels 2i (v-, hv), 2i + 1 (v-) and 2i + 2 (h-), 2i + 1 (hv, h-): types h >= v of level 2i + 1 are E_{2i+1}^h.

    The sets G_1, G_2, ... contain each type of each level once.
    """
    parts = both(h, v) + only_horizontal(h, v)
    yield Identity(parts, joined(h, v), over=Domain(h >= 1, v >= 1), label=r"$E_k^{hv}\cup E_k^{h-}=E_k^h$")
    yield EveryRelation(Clause.PARTITION, label="all relations in $[4]\\times[4]$")


@eq_4_10.reading(
    "second expressions",
    printed=r"G_{2i}=E_{2i}^v\cup E_{2i+1}^{v-},\;G_{2i+1}=E_{2i+2}^h\cup E_{2i+1}^{h-}\text{ is a partition}",
)
def eq_4_10_second() -> Obligations:
    """E_{2i+1}^{hv} is lost, E_{2i+2}^{hv} is in two sets."""
    yield EveryRelation(Clause.PARTITION_SECOND, 3, 3, holds=False)


@paper.claim(
    "lem-4-7",
    at="Lemma 4.7, (4.11)",
    printed=r"I_k=\pi^{M|N}(G_k\cup G_{k+1}):\ \{I_{2i+1}\}_{i\ge0}\text{ are disjoint, as are }\{I_{2i}\}_{i\ge1}",
    depends=("lem-4-6-a", "lem-4-6-b", "eq-4-10"),
)
def lem_4_7() -> Obligations:
    """Pairs over one x in G_{k}, G_{k+1} and in G_{l}, G_{l+1}, k + 2 <= l odd: their levels differ by 1 at most.

    G_k has levels k and k + 1, so the pairs have levels <= k + 2 and >= l >= k + 2: both are k + 2 and hence in
    E_{k+2}^{v-}; but for k odd E_{k+2}^{v-} is in G_{k+1} and not in G_{k+2} or G_{k+3}.
    """
    yield from graphs.disjointness()


@lem_4_7.reading(
    "all relations in [4] × [4]", printed=r"\{I_{2i+1}\}_{i\ge0},\;\{I_{2i}\}_{i\ge1},\;\{I_{2i}\}_{i\ge0}"
)
def lem_4_7_small() -> Obligations:
    """Also with I_0, which Definition 3.1 needs."""
    for clause in (Clause.SOURCES_DISJOINT, Clause.TARGETS_DISJOINT, Clause.TARGETS_DISJOINT_FROM_ZERO):
        yield EveryRelation(clause)


@paper.claim(
    "lem-4-7-proof",
    at="Proof of Lemma 4.7",
    printed=r"x\in I_{2i+1}\Rightarrow\exists(x,y)\in E_1\cup E_2^{h-}\cup E_{2i+1}^h\cup E_{2i+2}^{h-}",
)
def lem_4_7_proof() -> Obligations:
    """Is there always such a pair? x may be in the range of f_{2i+2} only."""
    yield EveryRelation(Clause.REPRESENTATIVE, 2, 2)


@lem_4_7_proof.corrected(
    r"x\in I_{2i+1}\Rightarrow\exists(x,y)\in G_{2i+1}\cup G_{2i+2}",
    note="The case (x, y) ∈ G_{2i+2} is missing; Lemma 4.6 excludes it just as well, and Lemma 4.7 holds.",
)
def lem_4_7_proof_corrected() -> Obligations:
    """The lemma for all relations in [4] × [4], whichever pair is chosen."""
    yield EveryRelation(Clause.SOURCES_DISJOINT)


@paper.claim(
    "lem-4-8",
    at="Lemma 4.8",
    printed=r"G_{2i+1}=\operatorname{Graph}(f_{2i+1}),\;G_{2i}=\operatorname{Antigraph}(f_{2i}),\;\operatorname{Dom}f_k\cup\operatorname{Ran}f_{k+1}\subset I_k",
    depends=("lem-4-7", "eq-4-10"),
)
def lem_4_8() -> Obligations:
    """With the first expressions of (4.10), which the proof uses: two pairs of G_{2i+1} over one x do not exist.

    They would have levels 2i + 1, 2i + 2 with h = level; but the higher one, or both, are in E^{v-}.
    """
    yield Relation(h_j <= l_j - 1, over=Domain(ORDER, LEVEL_I, TO_I), label="the higher one is in $E^{v-}$")


@lem_4_8.reading(
    "all relations in [4] × [4]", printed=r"\text{graphs, antigraphs, disjoint }I_k\text{ including }I_0"
)
def lem_4_8_small() -> Obligations:
    """The axioms of Definition 3.1 for the G_k."""
    for clause in (
        Clause.PARTITION,
        Clause.GRAPHS,
        Clause.ANTIGRAPHS,
        Clause.SOURCES_DISJOINT,
        Clause.TARGETS_DISJOINT_FROM_ZERO,
    ):
        yield EveryRelation(clause)


@paper.claim(
    "einfty-two-definitions",
    at="Theorem 1.4 against (4.7)",
    printed=r"\text{points in }k\text{-chains for arbitrarily large }k=\bigcap_k\tilde{\mathcal S}_k",
)
def einfty_two_definitions() -> Obligations:
    """A pair at place l of a chain of length k ends chains of length l and k - l + 1: one of them is >= (k+1)/2."""
    place, k = integers("l k")
    late = Domain(place >= 1, place <= k, k - place + 1 <= place)
    yield Relation(2 * place >= k + 1, over=late, label="truncated")
    early = Domain(place >= 1, place <= k, place <= k - place + 1)
    yield Relation(2 * (k - place + 1) >= k + 1, over=early, label="reversed")


paper.not_attempted(
    "thm-1-4-proof-projection-of-intersection",
    at="Proof of Theorem 1.4",
    printed=r"\pi^M(E_\infty)=\bigcap_k\pi^M(\tilde{\mathcal S}_k)",
)

paper.not_attempted(
    "thm-1-4-proof-assembly",
    at="Proof of Theorem 1.4",
    printed=r"\text{at most one optimal plan vanishes outside }\tilde{\mathcal S}\setminus E_\infty",
)
