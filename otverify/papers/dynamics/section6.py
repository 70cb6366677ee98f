"""Section 6: generic costs."""

from __future__ import annotations

from otverify.claims import Identity, Relation
from otverify.claims_chains import IsChain
from otverify.papers.dynamics import patterns
from otverify.papers.dynamics.notation import Obligations, paper
from otverify.vocabulary import Domain, equals, integers, number, reals

n, r, K, L, k = integers("n r K L k")

JETS = Domain(n >= 1, K >= 2)
#: dim J^1_L for L = 2K: a point (x, y), a value and a covector for each pair
jets = 2 * K * (2 * n + 1 + 2 * n)


@paper.claim(
    "sec-6-strata",
    at="Section 6",
    printed=r"V_r=\{\operatorname{rank}H_2=r\},\;r<n,\text{ has codimension}\ge1",
)
def sec_6_strata() -> Obligations:
    """n × n matrices of rank r: an invertible r × r block, and n - r dependent rows on either side: codimension (n-r)²."""
    stratum = r * r + 2 * r * (n - r)
    ranks = Domain(n >= 1, r >= 0, r <= n - 1)
    yield Identity(n**2 - stratum, (n - r) ** 2, over=ranks, label="codimension of $V_r$")
    yield Relation((n - r) ** 2 >= 1, over=ranks, label=r"$\ge1$")


@paper.claim(
    "sec-6-sigma-nonempty",
    at="Section 6",
    printed=r"\Sigma=\{\tfrac{\partial^2c}{\partial x\partial y}\text{ singular}\}\ne\emptyset",
)
def sec_6_sigma_nonempty() -> Obligations:
    """n = 1: ∂c/∂x(x, .) is periodic, so its derivative is not of one sign: rise >= m·(length) for a derivative >= m > 0."""
    rise, least, around = reals("rise m length")
    climbing = Domain(least > 0, around > 0, rise >= least * around)
    yield Relation(
        rise,
        "!=",
        0,
        over=climbing,
        by=[Relation(rise > 0, over=climbing)],
        label="no periodic function",
        instance="n = 1",
    )


@paper.claim(
    "sec-6-sigma-codim",
    at="Section 6",
    printed=r"\Sigma\text{ has codimension}\ge1\text{, so zero volume}",
    depends=("sec-6-strata",),
)
def sec_6_sigma_codim() -> Obligations:
    """Transverse preimages keep the codimension: 2n - (n-r)² <= 2n - 1 < 2n."""
    ranks = Domain(n >= 1, r >= 0, r <= n - 1)
    yield Relation(2 * n - (n - r) ** 2 < 2 * n, over=ranks)


@paper.claim(
    "lem-6-1-parity",
    at="Lemma 6.1",
    printed=r"x_2=x_1,\;x_L\ne x_1,\;y_L=y_1\Rightarrow L=2K,\;K\ge2",
)
def lem_6_1_parity() -> Obligations:
    """c = 0 on three sources and three targets: five pairs with x_2 = x_1, x_5 ≠ x_1, y_5 = y_1. Is their number even?"""
    within, pairs = patterns.odd_chain()
    yield IsChain(within, pairs, label="a chain")
    yield from patterns.closes(pairs)
    yield Identity(number(len(pairs) % 2), 0, label="$L$ is even", instance="c = 0")


@lem_6_1_parity.corrected(
    r"\text{if also the step from }(x_L,y_L)\text{ to }(x_1,y_1)\text{ alternates, }L=2K,\;K\ge2",
    note="Cyclic chains, for which the lemma is used, have even length by definition.",
)
def lem_6_1_parity_corrected() -> Obligations:
    """Steps 1, 3, ... keep x, the closing step L keeps y: L is even; L = 2 would give x_L = x_2 = x_1."""
    yield Relation(2 * K >= 4, over=Domain(K >= 2), label="$K\\ge2$")
    yield from patterns.even_only(9)


@paper.claim(
    "lem-6-1-equality",
    at="Lemma 6.1",
    printed=r"\sum_{k=0}^{K-1}c(x_{2k+1},y_{2k+1})=\sum_{k=0}^{K-1}c(x_{2k+1},y_{2k+2})",
    depends=("def-1-2-ccm",),
)
def lem_6_1_equality() -> Obligations:
    """On a monotone set c = φ - ψ, so each sum is Σφ - Σψ over its targets and sources.

    x_{2k+2} = x_{2k+1} and y_{2k+2} = y_{2k+3}, y_{2K} = y_1: both sums have the same sources and the same targets.
    """
    A, B, phis, psis = reals("A B Phi Psi")
    yield Identity(A, B, over=Domain(equals(A, phis - psis), equals(B, phis - psis)), label="potentials")


@lem_6_1_equality.reading("K = 2, 3, 4", printed=r"\text{two applications of Definition 1.2}")
def lem_6_1_equality_cycles() -> Obligations:
    """Both inequalities, by explicit cycles of pairs."""
    for size in (2, 3, 4):
        yield from patterns.both_monotone(size)


@paper.claim(
    "lem-6-1-indices",
    at="Proof of Lemma 6.1",
    printed=r"x_{2k+2}=x_{2k+1},\;y_{2k+3}=y_{2k+2}\quad\forall k\in\{0,K-1\}",
)
def lem_6_1_indices() -> Obligations:
    """The printed set {0, K-1} against the K steps of each kind in a closed chain of length 2K; y_{2K+1} means y_1."""
    printed = number(2)
    yield Identity(printed, K, over=Domain(K >= 2), label="steps that keep $x$")


@lem_6_1_indices.corrected(
    r"x_{2k+2}=x_{2k+1},\;y_{2k+3}=y_{2k+2}\quad\forall k\in\{0,\dots,K-1\},\;y_{2K+1}:=y_1",
    note="Dots in the index set, and the last index is taken modulo L.",
)
def lem_6_1_indices_corrected() -> Obligations:
    """2k + 1 = 1, 3, ..., 2K - 1 are the odd steps, 2k + 2 = 2, ..., 2K the even ones, the last one closing."""
    yield Identity((K - 1) - 0 + 1, K, over=Domain(K >= 2), label="$K$ values")
    yield Identity(2 * (K - 1) + 1, 2 * K - 1, over=Domain(K >= 2), label="last odd step")
    yield Identity(2 * (K - 1) + 3, 2 * K + 1, over=Domain(K >= 2), label="last target index $L+1$")


@paper.claim(
    "lem-6-1-chain-of-inequalities",
    at="Proof of Lemma 6.1",
    printed=r"\sum c(x_{2k+1},y_{2k+1})\le\sum c(x_{2k+1},y_{2k+3})=\dots\le c(x_2,y_{2K})+\sum_{k\ge1}c(x_{2k+2},y_{2k})=\sum c(x_{2k+1},y_{2k+1})",
    depends=("lem-6-1-equality",),
)
def lem_6_1_chain_of_inequalities() -> Obligations:
    """The five steps for K = 2, 3, 4: sums as multisets of entries c(x_i, y_j), the two <= by explicit cycles."""
    for size in (2, 3, 4):
        yield from patterns.five_steps(size)


@paper.claim(
    "sec-6-WL-dimension",
    at="Section 6, W_L",
    printed=r"\dim W_L=4Kn+L-1=(2n+1)L-1,\quad k\in\{0,K-1\}",
)
def sec_6_wl_dimension() -> Obligations:
    """Equations for the printed index set {0, K-1}: 4n for each k, and one for the values."""
    constraints = 2 * 4 * n + 1
    yield Identity(jets - constraints, 4 * K * n + 2 * K - 1, over=JETS, label="$k\\in\\{0,K-1\\}$")


@sec_6_wl_dimension.corrected(
    r"\dim W_L=4Kn+L-1=(2n+1)L-1,\quad k\in\{0,\dots,K-1\}",
    note="Dots in the index set, indices modulo L; the printed numbers are right then.",
)
def sec_6_wl_dimension_corrected() -> Obligations:
    """4n equations for each of K values of k, and one for the values; they are independent."""
    constraints = K * 4 * n + 1
    yield Identity(jets - constraints, 4 * K * n + 2 * K - 1, over=JETS, label="dimension")
    yield Identity(4 * K * n + 2 * K - 1, (2 * n + 1) * 2 * K - 1, over=JETS, label="the two forms")
    for size, dimension in ((2, 1), (3, 1), (2, 2), (4, 3)):
        rank = patterns.constraint_rank(size, dimension)
        yield Identity(
            number(rank),
            (constraints).at(K, size).at(n, dimension),
            label="rank",
            instance=f"K = {size}, n = {dimension}",
        )


@sec_6_wl_dimension.reading(
    "chains of Definition 1.3", printed=r"\text{without the derivative at the closing step: }\dim W_L+n"
)
def sec_6_wl_dimension_chains() -> Obligations:
    """Definition 1.3 asks for L - 1 derivative conditions: the one at y_1 = y_L is missing."""
    constraints = 2 * K * n + (2 * K - 1) * n + 1
    yield Identity(jets - constraints, (4 * K * n + 2 * K - 1) + n, over=JETS)


@paper.claim(
    "sec-6-jet-dimension",
    at="Section 6",
    printed=r"\dim J^1_L(M\times N)=(4n+1)L,\quad\operatorname{codim}W_L=2nL+1",
    depends=("sec-6-WL-dimension",),
)
def sec_6_jet_dimension() -> Obligations:
    """2n + 1 + 2n for each pair."""
    yield Identity(jets, (4 * n + 1) * 2 * K, over=JETS, label="jets")
    yield Identity(jets - (4 * K * n + 2 * K - 1), 2 * n * 2 * K + 1, over=JETS, label="codimension of $W_L$")


@paper.claim(
    "sec-6-transversality",
    at="Section 6",
    printed=r"j^1_{2K}c\pitchfork W_{2K}\;\forall K\ge2\Rightarrow\text{the conclusions of Theorem 1.7}",
    depends=("sec-6-jet-dimension", "thm-1-7"),
)
def sec_6_transversality() -> Obligations:
    """Codimension above 2nL excludes W_L; are cyclic chains in the sense of Definition 1.3 excluded, too?"""
    yield Relation(2 * n * 2 * K + 1 > 2 * n * 2 * K, over=JETS, label="$W_L$")
    chains = 2 * K * n + (2 * K - 1) * n + 1
    yield Relation(chains > 2 * n * 2 * K, over=JETS, label="cyclic chains of Definition 1.3")


@sec_6_transversality.corrected(
    r"j^1_{2K}c\pitchfork W_{2K}\;\forall K\ge2\Rightarrow\text{no cost in }\mathcal C\text{ admits a periodic chain}",
    note="Periodic: the closing step keeps its derivative as well. Then codim W_L = dim (M×N)^L + 1.",
)
def sec_6_transversality_corrected() -> Obligations:
    """codim W_L - dim (M × N)^L = 1 > 0."""
    yield Identity(2 * n * 2 * K + 1 - 2 * K * 2 * n, 1, over=JETS)
    yield Relation(2 * n * 2 * K + 1 > 2 * n * 2 * K, over=JETS, label="$W_L$ is avoided")
