"""Section 2.2: nested strictly convex bodies."""

from __future__ import annotations

from otverify.claims import Identity, Relation
from otverify.claims_chains import ChainVisits, IsChain, LongestChain, TurnBound
from otverify.kernel.terms import Term
from otverify.papers.dynamics import nested
from otverify.papers.dynamics.notation import Obligations, exposed, monotone, paper, squared
from otverify.vocabulary import Domain, dot, indices, integers, norm, number, reals, vectors

(L,) = integers("L")
(i,) = indices("i")
alpha, beta = reals("alpha beta")
x2, x4, x, c = vectors("x_2 x_4 x c")
y1, n = vectors("y_1 n_2")

LAYERS = Domain(L >= 1)


def only_one_source() -> Obligations:
    """If y_1 belongs to x_2 and to another x, then α = 0 in y_3 = y_1 + α n_2."""
    third = y1 + alpha * n
    region = Domain(
        exposed(x2, n, x4, x), monotone((x2, y1), (x4, third)), monotone((x2, third), (x, y1)), alpha
    )
    yield Relation(alpha, "==", 0, over=region, label="$y_1$ has one source")


def count(first: Term, last: Term, *, step: int = 1) -> Term:
    """The number of first, first + step, ..., last."""
    return (last - first) / step + 1


@paper.claim(
    "sec-2-2-disjoint-union",
    at="(2.5)",
    printed=r"\bigcup_iU_i=\bigcup_i\partial\Omega_i\text{ disjointly},\;U_i=\partial\Omega_i\setminus\partial\Omega_{i-1}",
)
def sec_2_2_disjoint_union() -> Obligations:
    """A point on several boundaries belongs to the first of them; touching discs have one tangent line there.

    x ∈ ∂Ω_i is in U_k for the least k with x ∈ ∂Ω_k. Where the ball of radius |x - c| around c lies in the ball of
    radius |x| around 0, both normals at x have one direction: <x, x - c> >= |x||x - c|.
    """
    # membership of one point in ∂Ω_1, ∂Ω_2, ∂Ω_3 as indicators b_i; U_i = ∂Ω_i minus ∂Ω_{i-1}
    for pattern in nested.patterns(3):
        yield Identity(nested.shares(pattern), 1, label=f"boundaries {pattern}", instance="L = 3")
    touching = Domain(squared(c) <= (norm(x) - norm(x - c)) ** 2, x)
    yield Relation(dot(x, x - c) >= norm(x) * norm(x - c), over=touching, label="parallel normals")


@paper.claim(
    "lem-2-4-no-chain",
    at="Lemma 2.4",
    printed=r"M_L=\partial\Omega_1\cup\dots\cup\partial\Omega_L\Rightarrow M_L\times N\text{ contains no chain of length }4L+1",
    hypotheses=(r"\Omega_1\subset\dots\subset\Omega_L\text{ strictly convex with }C^1\text{ boundaries}",),
    depends=("lem-2-1", "lem-2-4-base", "lem-2-4-forms"),
)
def lem_2_4_no_chain() -> Obligations:
    """Induction on L: of a chain of length 4L + 5 in M_{L+1} × N at least 4L + 1 consecutive pairs are in M_L × N.

    Step l joins pairs l and l + 1. Where it keeps x and 2 <= l <= (length) - 2, Lemma 2.1 says that x is not
    exposed in M_{L+1}, so x is in M_L. The pairs of these steps are consecutive: 2..4L+3 if odd steps keep y,
    3..4L+4 if odd steps keep x.
    """
    whole = 4 * L + 5
    # odd steps keep y: the even steps 2, 4, ..., 4L + 2 keep x
    yield Relation(whole - 2 >= 4 * L + 2, over=LAYERS, label="(2.6): last step")
    yield Relation(count(number(2), 4 * L + 3) >= 4 * L + 1, over=LAYERS, label="(2.6): pairs $2..4L+3$")
    # odd steps keep x: the steps 3, 5, ..., 4L + 3
    yield Relation(whole - 2 >= 4 * L + 3, over=LAYERS, label="(2.7): last step")
    yield Relation(count(number(3), 4 * L + 4) >= 4 * L + 1, over=LAYERS, label="(2.7): pairs $3..4L+4$")
    yield Identity(4 * (L + 1) + 1, whole, over=LAYERS, label="the length to be excluded for $L+1$")
    yield Identity((4 * L + 1).at(L, 1), 5, label="$L=1$: Corollary 2.2")


@lem_2_4_no_chain.reading("attained", printed=r"\text{chains of length }4L\text{ for }L=1,2,3")
def lem_2_4_attained() -> Obligations:
    """Exact chains of length 4, 8 and 12 on concentric circles of radius 1, 2, 3; and 8 on touching circles."""
    for name, chain in nested.longest().items():
        yield IsChain(chain.within, chain.walk, label=name)


@lem_2_4_no_chain.reading(
    "on points of circles", printed=r"\text{nine points on each of }L\text{ circles, any targets, }L=1,2,3"
)
def lem_2_4_on_circles() -> Obligations:
    """The turning rule alone, exhausted."""
    for layers in (1, 2, 3):
        yield TurnBound(nested.concentric_places(layers), 4 * layers, label=f"$L={layers}$")


@lem_2_4_no_chain.reading(
    "nestedness is needed", printed=r"\text{two disjoint circles carry a chain of length }\ge9"
)
def lem_2_4_not_nested() -> Obligations:
    """Two unit circles apart from each other: an exact chain longer than 4L = 8."""
    chain = nested.disjoint_circles()
    yield IsChain(chain.within, chain.walk)
    yield LongestChain(chain.within, 8, ">", label="longer than $4L$")


@paper.claim(
    "lem-2-4-projections",
    at="Lemma 2.4",
    printed=r"\text{a chain of length }4L\text{ projects onto }2L\text{ points of }M_L\text{ and }2L+1\text{ points of }N",
    depends=("lem-2-4-no-chain",),
)
def lem_2_4_projections() -> Obligations:
    """Concentric circles of radius 1 and 2: a chain of length 8 that starts and ends at one point of the outer circle."""
    chain = nested.returning(2)
    yield IsChain(chain.within, chain.walk, label="a chain of length $4L$, $L=2$")
    yield ChainVisits(chain.within, chain.walk, sources=4, targets=5)


@lem_2_4_projections.corrected(
    r"2L+1\text{ points of }N\text{ and at least }L+1\text{, at most }2L\text{ points of }M_L",
    note="The ends of the chain on each layer may coincide; the count on N and the uniqueness of plans are untouched.",
)
def lem_2_4_projections_corrected() -> Obligations:
    """The first and last source lie on the outer layer only, off the sources of the inner chain: one or two points.

    The targets: y_1 belongs to the one source x_2, which is exposed, so y_1 is none of the inner targets; if the
    ends are one point then y_1 ≠ y_{4L+5}, for otherwise the chain closes.
    """
    points = reals("points")[0]
    yield Identity((L + 1).at(L, 1), (2 * L).at(L, 1), label="$L=1$: two points")
    inner = Domain(L >= 1, points >= L + 1, points <= 2 * L)
    yield Relation(points + 1 >= (L + 1) + 1, over=inner, label="at least")
    yield Relation(points + 2 <= 2 * (L + 1), over=inner, label="at most")
    yield from only_one_source()
    yield Identity(
        count(number(1), 4 * L + 1, step=2), 2 * L + 1, over=LAYERS, label="$y_1,y_3,\\dots,y_{4L+1}$"
    )


@lem_2_4_projections.reading(
    "the extremes for L = 2, 3", printed=r"L+1\text{ and }2L\text{ points of }M_L\text{ occur}"
)
def lem_2_4_projection_extremes() -> Obligations:
    """4L-chains with L + 1 and with 2L sources."""
    for layers in (2, 3):
        for chain, sources in (
            (nested.returning(layers), layers + 1),
            (nested.concentric(layers), 2 * layers),
        ):
            label = f"$L={layers}$, {sources} points"
            yield IsChain(chain.within, chain.walk, label=label)
            yield ChainVisits(chain.within, chain.walk, sources=sources, targets=2 * layers + 1, label=label)


@paper.claim(
    "lem-2-4-base",
    at="Proof of Lemma 2.4",
    printed=r"L=1\text{ is Corollary 2.2}",
    depends=("cor-2-2-no-5-chain", "cor-2-2-4-chain-projections"),
)
def lem_2_4_base() -> Obligations:
    """4L + 1, 4L, 2L and 2L + 1 at L = 1."""
    for value, expected in ((4 * L + 1, 5), (4 * L, 4), (2 * L, 2), (2 * L + 1, 3)):
        yield Identity(value.at(L, 1), expected)


@paper.claim(
    "lem-2-4-forms",
    at="Proof of Lemma 2.4, (2.6), (2.7)",
    printed=r"\text{a chain of length }4L+5\text{ is }((x_1,y_2),\dots,(x_{4L+5},y_{4L+6}))\text{ or }((x_2,y_1),\dots,(x_{4L+6},y_{4L+5}))",
)
def lem_2_4_forms() -> Obligations:
    """A chain of length n visits n + 1 indices: 1, ..., 4L + 6; the last pairs are (x_{4L+5}, y_{4L+6}), (x_{4L+6}, y_{4L+5})."""
    length = 4 * L + 5
    yield Identity(count(number(1), length), length, over=LAYERS, label="pairs $(1,2),\\dots,(n,n+1)$")
    yield Identity(length + 1, 4 * L + 6, over=LAYERS, label="last index")
    # the pair k, k+1 has its source at the odd index in (2.6), at the even index in (2.7); 4L+5 = 2k+1 is odd
    yield Identity(4 * L + 5, 2 * (2 * L + 2) + 1, over=LAYERS, label="(2.6): last source $x_{4L+5}$")
    yield Identity(4 * L + 6, 2 * (2 * L + 3), over=LAYERS, label="(2.7): last source $x_{4L+6}$")


@lem_2_4_forms.reading("the last pairs", printed=r"\text{the ends of (2.6) and (2.7) for }L=1,2,3")
def lem_2_4_printed_ends() -> Obligations:
    """The last two pairs as printed."""
    for layers in (1, 2, 3):
        yield from nested.printed_ends(layers)


@paper.claim(
    "lem-2-4-exposed",
    at="Proof of Lemma 2.4",
    printed=r"\{x_4,\dots,x_{4L+3}\}\subset M_L:\text{ all but the first and the last pair lie in }M_L\times N",
    depends=("lem-2-4-forms",),
)
def lem_2_4_exposed() -> Obligations:
    """What is left without the first and the last pair, against what Lemma 2.1 puts into M_L × N."""
    yield Identity(count(number(2), 4 * L + 3), 4 * L + 5 - 2, over=LAYERS, label="(2.6)")
    yield Identity(count(number(3), 4 * L + 4), 4 * L + 5 - 2, over=LAYERS, label="(2.7)")


@lem_2_4_exposed.corrected(
    r"\{x_3,\dots,x_{4L+3}\}\subset M_L\text{ in (2.6)},\;\{x_4,\dots,x_{4L+4}\}\subset M_L\text{ in (2.7)}:\ 4L+2\text{ pairs}",
    note="One end of the chain loses two pairs; 4L+2 > 4L pairs are left, which is all that the induction needs.",
)
def lem_2_4_exposed_corrected() -> Obligations:
    """Pairs 2, ..., 4L + 3 of (2.6) and 3, ..., 4L + 4 of (2.7)."""
    yield Identity(count(number(2), 4 * L + 3), 4 * L + 2, over=LAYERS, label="(2.6)")
    yield Identity(count(number(3), 4 * L + 4), 4 * L + 2, over=LAYERS, label="(2.7)")
    yield Relation(4 * L + 2 >= 4 * L + 1, over=LAYERS, label="too long for $M_L\\times N$")
    # the sources of pairs 2..4L+3 are x_3, x_5, ..., x_{4L+3}, those of 3..4L+4 are x_4, ..., x_{4L+4}: two pairs each
    yield Identity(
        2 * count(number(3), 4 * L + 3, step=2), 4 * L + 2, over=LAYERS, label="two pairs per source, (2.6)"
    )
    yield Identity(
        2 * count(number(4), 4 * L + 4, step=2), 4 * L + 2, over=LAYERS, label="two pairs per source, (2.7)"
    )


@paper.claim(
    "lem-2-4-second-step",
    at="Proof of Lemma 2.4",
    printed=r"\text{a chain of length }2L+4\text{ starts as (2.7); as (2.6) it leaves a chain of length }4L+3\text{ in }M_L\times N",
    depends=("lem-2-4-exposed",),
)
def lem_2_4_second_step() -> Obligations:
    """The length 4(L + 1) against the printed 2L + 4, and the pairs of x_3, ..., x_{4L+3} against the printed 4L + 3."""
    yield Identity(2 * L + 4, 4 * (L + 1), over=LAYERS, label="length of the chain")
    yield Identity(
        2 * count(number(3), 4 * L + 3, step=2),
        4 * L + 3,
        over=LAYERS,
        label="(2.6): pairs in $M_L\\times N$",
    )
    yield Identity(
        2 * count(number(4), 4 * L + 2, step=2), 4 * L, over=LAYERS, label="(2.7): pairs in $M_L\\times N$"
    )


@lem_2_4_second_step.corrected(
    r"\text{a chain of length }4L+4\text{ starts as (2.7); as (2.6) it leaves a chain of length }4L+2\text{ in }M_L\times N",
    note="Two numbers; 4L+2 > 4L contradicts the induction hypothesis just as well.",
)
def lem_2_4_second_step_corrected() -> Obligations:
    """(2.6) cut at 4L + 4 pairs keeps the steps 2, ..., 4L + 2 interior; (2.7) the steps 3, ..., 4L + 1."""
    length = 4 * L + 4
    yield Identity(length, 4 * (L + 1), over=LAYERS, label="length of the chain")
    yield Relation(length - 2 >= 4 * L + 2, over=LAYERS, label="(2.6): last interior step")
    yield Identity(
        2 * count(number(3), 4 * L + 3, step=2),
        4 * L + 2,
        over=LAYERS,
        label="(2.6): pairs in $M_L\\times N$",
    )
    yield Relation(4 * L + 2 > 4 * L, over=LAYERS, label="too long")
    yield Identity(
        2 * count(number(4), 4 * L + 2, step=2), 4 * L, over=LAYERS, label="(2.7): pairs in $M_L\\times N$"
    )


@paper.claim(
    "lem-2-4-index-sets",
    at="Proof of Lemma 2.4",
    printed=r"\#\{x_4,x_6,\dots,x_{4L+2}\}=2L,\quad\#\{y_3,y_5,\dots,y_{4L+3}\}=2L+1",
)
def lem_2_4_index_sets() -> Obligations:
    """Arithmetic progressions of step 2."""
    yield Identity(count(number(4), 4 * L + 2, step=2), 2 * L, over=LAYERS, label="sources")
    yield Identity(count(number(3), 4 * L + 3, step=2), 2 * L + 1, over=LAYERS, label="targets")


@paper.claim(
    "lem-2-4-x-distinct",
    at="Proof of Lemma 2.4",
    printed=r"x_2,x_{4L+4}\notin\{x_4,\dots,x_{4L+2}\};\ x_2=x_{4L+4}\Rightarrow\text{a cycle of length }4L+2\Rightarrow\text{an infinite chain}",
    depends=("lem-2-4-second-step",),
)
def lem_2_4_x_distinct() -> Obligations:
    """With x_2 ∈ M_L the pairs 1, ..., 4L + 2 are in M_L × N: too many. Is x_2 = x_{4L+4} excluded?

    The 8-chain with x_2 = x_8 is to close, by the pairs 2, ..., 7, to an infinite one.
    """
    yield Relation(
        2 * count(number(2), 4 * L + 2, step=2) > 4 * L, over=LAYERS, label="$x_2\\in M_L$: too long"
    )
    yield Relation(
        2 * count(number(4), 4 * L + 4, step=2) > 4 * L, over=LAYERS, label="$x_{4L+4}\\in M_L$: too long"
    )
    chain = nested.returning(2)
    yield IsChain(chain.within, chain.walk, label="an 8-chain with $x_2=x_8$")
    yield IsChain(chain.within, chain.walk[1:7], periodic=True, label="the cycle of length $4L+2$ repeats")


@lem_2_4_x_distinct.corrected(
    r"x_2,x_{4L+4}\notin\{x_4,\dots,x_{4L+2}\};\quad x_2=x_{4L+4}\text{ is possible}",
    note="Closing the chain needs equal derivatives at x_2 for the targets y_3 and y_{4L+3}, which nothing grants.",
)
def lem_2_4_x_distinct_corrected() -> Obligations:
    """The two lengths; the chain with x_2 = x_8 is a chain, and does not repeat."""
    yield Relation(
        2 * count(number(2), 4 * L + 2, step=2) > 4 * L, over=LAYERS, label="$x_2\\in M_L$: too long"
    )
    yield Relation(
        2 * count(number(4), 4 * L + 4, step=2) > 4 * L, over=LAYERS, label="$x_{4L+4}\\in M_L$: too long"
    )
    chain = nested.returning(2)
    yield IsChain(chain.within, chain.walk[1:7], periodic=True, holds=False, label="it does not repeat")


@paper.claim(
    "lem-2-4-y-distinct",
    at="Proof of Lemma 2.4",
    printed=r"y_1\ne y_{4L+5}\text{ are not in }\{y_3,\dots,y_{4L+3}\}\text{, else a cycle and an infinite chain}",
    depends=("lem-2-4-second-step",),
)
def lem_2_4_y_distinct() -> Obligations:
    """y_1 is a target of no source but x_2; and where x_2 = x_{4L+4}, y_1 = y_{4L+5} closes the chain.

    First: if (x, y_1) is tight for another x, the pairs (x_2, y_3) and those of x, x_4 give opposite signs to α in
    y_3 = y_1 + α n_2. Then: y_3 - y_1 and y_{4L+3} - y_{4L+5} are multiples of n_2, hence so is y_{4L+3} - y_3.
    """
    yield from only_one_source()
    first, last = y1 + alpha * n, y1 + beta * n
    yield Identity((last - first)[i], (beta - alpha) * n[i], label="$y_{4L+3}-y_3$ is a multiple of $n_2$")
