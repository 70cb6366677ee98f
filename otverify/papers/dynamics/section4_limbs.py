"""Section 4: graphs and antigraphs (Lemma 4.6), the limbs (4.10), disjoint domains, the proof of Theorem 1.4."""

from __future__ import annotations

from otverify.claims import Exists, ForAll, Identity, Relation
from otverify.claims_chains import EveryRelation
from otverify.papers.dynamics import families, graphs, instances
from otverify.papers.dynamics.graphs import both, joined, only_horizontal
from otverify.papers.dynamics.notation import Obligations, paper
from otverify.transport.levels import Clause
from otverify.vocabulary import Domain, integers, reals

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


@paper.claim(
    "thm-1-4-proof-projection-of-intersection",
    at="Proof of Theorem 1.4",
    printed=r"\pi^M(E_\infty)=\bigcap_k\pi^M(\tilde{\mathcal S}_k)",
    depends=("lem-4-6-a",),
)
def projection_of_intersection() -> Obligations:
    """Is it enough that the sets decrease? {(0, j): j >= k}, k = 1, 2, ..., all project onto {0}; no j serves all k."""
    j, k = reals("j k")
    yield Exists({j: k}, j >= k, over=Domain(k >= 1), label="every set has a pair over 0")
    yield Relation(j >= k, over=Domain(k >= 1, j >= 1), label="one pair is in all sets")


@projection_of_intersection.corrected(
    r"\pi^M(E_\infty)=\bigcap_k\pi^M(\tilde{\mathcal S}_k)\text{, since levels over one }x\text{ differ by 1 at most}",
    note="The reason is Lemma 4.6, not monotonicity; the equality holds.",
)
def projection_of_intersection_corrected() -> Obligations:
    """If all levels over x are finite they are i and i + 1 at most, so some S_k has no pair over x."""
    yield Relation(l_j <= l_i + 1, over=Domain(FROM_I, l_i >= h_i), label="the pair before is $(x,y_i)$")
    yield Relation(l_j <= l_i + 1, over=Domain(FROM_K, LEVEL_I), label="the pair before is another one")


@paper.claim(
    "thm-1-4-proof-assembly",
    at="Proof of Theorem 1.4",
    printed=r"\text{at most one optimal plan vanishes outside }\tilde{\mathcal S}\setminus E_\infty",
    depends=("eq-3-4-recursion", "lem-4-8", "thm-1-4-uniqueness"),
)
def proof_assembly() -> Obligations:
    """Used pairs without cycle, their levels, the limbs of Lemma 4.8, the recursion (3.4): the optimal plan."""
    for stated in instances.tied_problems().values():
        if families.has_finite_levels(stated):
            yield from families.recursion_gives_optimum(stated)


@proof_assembly.reading(
    "random integer problems", printed=r"\text{the recursion on the used pairs gives the optimal plan}"
)
def proof_assembly_random() -> Obligations:
    """Problems whose used pairs have no cycle."""
    yield ForAll(families.small_problems(), families.recursion_where_unique, examples=60)
