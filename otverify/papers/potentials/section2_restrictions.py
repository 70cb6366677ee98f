"""Section 2, Restrictions: potentials of problems restricted to parts of X and Y."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, combinations
from typing import Any

from otverify.claims import ForAll, Identity, Limit, Relation, oo
from otverify.claims_transport import Optimal, PotentialWidth, UniquePotential
from otverify.papers.potentials.instances import (
    BLOCKS_COST,
    BLOCKS_PLANS,
    BLOCKS_POTENTIALS,
    EMPTY_COST,
    MASSLESS_POTENTIALS,
    blocks,
    empty_atoms,
    finite,
    transform,
    transposed,
)
from otverify.papers.potentials.notation import (
    F_v,
    F_y,
    c_uy,
    c_xv,
    c_xy,
    eps,
    f_u,
    f_x,
    g_y,
    infimum,
    paper,
)
from otverify.strategies import relations
from otverify.vocabulary import Domain, equals, maximum, minimum, reals

Obligations = Iterator[Any]

#: values of the restricted or extended functions: at x, u of X, at y, v of Y
r_x, r_u, R_y, R_v = reals("tf_x tf_u tF_y tF_v")
#: (x, y) in the support of π, within the restricted spaces; every f is below c - f^c
CONTACT = equals(f_x + F_y, c_xy)
TILDE_CONTACT = equals(r_x + R_y, c_xy)


def restriction_agrees() -> Obligations:
    """f~(x) = inf over Y~ of c(x, y) - f^c(y) is f(x) at the contacts (x, y)."""
    lower = Domain(CONTACT, infimum(r_x, near=c_xv - F_v), f_x + F_v <= c_xv)
    yield Relation(
        r_x <= f_x, over=Domain(CONTACT, infimum(r_x, below=(c_xy - F_y,))), label=r"$\tilde f\le f$"
    )
    yield Relation(f_x <= r_x + eps, over=lower, label=r"$\tilde f\ge f$")


def conjugate_of_restriction_agrees() -> Obligations:
    """f~^c~(y) = f^c(y) at the contacts: f~ = f at x, and f~ <= c - f^c throughout."""
    upper = Domain(CONTACT, equals(r_x, f_x), infimum(R_y, below=(c_xy - r_x,)))
    yield Relation(R_y <= F_y, over=upper, label=r"$\tilde f^{\tilde c}\le f^c$")
    lower = Domain(infimum(R_y, near=c_uy - r_u), r_u <= c_uy - F_y)
    yield Relation(F_y <= R_y + eps, over=lower, label=r"$\tilde f^{\tilde c}\ge f^c$")


def extension_agrees() -> Obligations:
    """f(x) = inf over Y~ of c(x, y) - f~^c~(y) for x in X~: the double transform of f~."""
    yield Relation(
        f_x <= r_x, over=Domain(TILDE_CONTACT, infimum(f_x, below=(c_xy - R_y,))), label=r"$f\le\tilde f$"
    )
    lower = Domain(infimum(f_x, near=c_xv - R_v), r_x + R_v <= c_xv)
    yield Relation(r_x <= f_x + eps, over=lower, label=r"$f\ge\tilde f$")


def conjugate_of_extension_agrees() -> Obligations:
    """f^c(y) = f~^c~(y) at the contacts, y in Y~."""
    upper = Domain(TILDE_CONTACT, equals(r_x, f_x), infimum(F_y, below=(c_xy - f_x,)))
    yield Relation(F_y <= R_y, over=upper, label=r"$f^c\le\tilde f^{\tilde c}$")
    lower = Domain(infimum(F_y, near=c_uy - f_u), infimum(f_u, below=(c_uy - R_y,)))
    yield Relation(R_y <= F_y + eps, over=lower, label=r"$f^c\ge\tilde f^{\tilde c}$")


#: ``empty_atoms`` without its points of mass zero, and potentials of both
SMALL_COST = ((0, 1), (3, 5))
WHOLE, SMALL = MASSLESS_POTENTIALS, ((0, 3), (0, 1))


def points_without_mass() -> Obligations:
    """A finite problem with a point without mass on each side, whole and restricted."""
    yield Optimal(empty_atoms(), potentials=WHOLE, label="whole")
    yield Optimal(finite([1, 2], [2, 1], SMALL_COST), potentials=SMALL, label="restricted")


@paper.claim(
    "lemma3-restrict",
    at="Lemma 3 (Restrict)",
    printed=r"\forall f\in S_c(\mu,\nu)\;\exists\tilde f\in S_{\tilde c}(\mu,\nu):\;\tilde f=f\text{ on }p_X(\tilde\Gamma)",
    hypotheses=(r"\mu(\tilde X)=\nu(\tilde Y)=1",),
    depends=("support-inclusion",),
)
def lemma3_restrict() -> Obligations:
    """The restriction of the proof agrees with f at contacts and is optimal; a finite instance."""
    yield from restriction_agrees()
    yield from conjugate_of_restriction_agrees()
    yield from points_without_mass()
    for i, term in enumerate(transform(transposed(SMALL_COST), WHOLE[1][:2])):
        yield Identity(term, WHOLE[0][i], label=rf"$\tilde f(x_{i + 1})=f(x_{i + 1})$", instance="3 points")


@paper.claim(
    "lemma3-extend",
    at="Lemma 3 (Extend)",
    printed=r"\forall\tilde f\in S_{\tilde c}(\mu,\nu)\;\exists f\in S_c(\mu,\nu):\;f=\tilde f\text{ on }p_X(\tilde\Gamma)",
    hypotheses=(r"\mu(\tilde X)=\nu(\tilde Y)=1",),
    depends=("support-inclusion", "double-conjugate"),
)
def lemma3_extend() -> Obligations:
    """The extension of the proof agrees with f~ on X~ and is optimal; a finite instance."""
    yield from extension_agrees()
    yield from conjugate_of_extension_agrees()
    extended = transform(transposed([row[:2] for row in EMPTY_COST]), SMALL[1])
    for i, term in enumerate(extended):
        yield Identity(term, (0, 3, 0)[i], label=f"$f(x_{i + 1})$", instance="3 points")
    for j, term in enumerate(transform(EMPTY_COST, (0, 3, 0))):
        yield Identity(term, WHOLE[1][j], label=f"$f^c(y_{j + 1})$", instance="3 points")
    yield from points_without_mass()


@paper.claim(
    "lemma3-conjugates",
    at="Lemma 3, last sentence",
    printed=r"f^c=\tilde f^{\tilde c}\text{ on }p_Y(\tilde\Gamma)",
    depends=("lemma3-restrict", "lemma3-extend"),
)
def lemma3_conjugates() -> Obligations:
    """Both constructions of the proof."""
    yield from conjugate_of_restriction_agrees()
    yield from conjugate_of_extension_agrees()


# ---------------------------------------------------------------------------------------------------
# Remark 2

d_xy, d_yx, d_uy, d_xu, d_ux, f_y = reals("d_xy d_yx d_uy d_xu d_ux f_y")


@paper.claim(
    "remark2-one-lipschitz",
    at="Remark 2",
    printed=r"c\text{ a metric on }X=Y\;\Rightarrow\;S_c=\{f:|f(x)-f(x')|\le c(x,x')\}",
)
def remark2_one_lipschitz() -> Obligations:
    """An infimum of d(x, y) - g(y) is 1-Lipschitz; a 1-Lipschitz f is the transform of -f, attained at y = x."""
    triangle = Domain(d_xy <= d_xu + d_uy, infimum(f_x, below=(d_xy - g_y,)), infimum(f_u, near=d_uy - g_y))
    yield Relation(f_x - f_u <= d_xu + eps, over=triangle, label=r"$c$-concave $\Rightarrow$ 1-Lipschitz")
    lipschitz = Domain(f_x - f_y <= d_xy, f_y - f_x <= d_xy)
    yield Relation(d_xy - (0 - f_y) >= f_x, over=lipschitz, label=r"1-Lipschitz $\Rightarrow f\le(-f)^c$")
    (d_xx,) = reals("d_xx")
    yield Relation(d_xx - (0 - f_x), "==", f_x, over=Domain(f_x, equals(d_xx, 0)), label="attained at $y=x$")


@paper.claim(
    "remark2-conjugate",
    at="Remark 2",
    printed=r"c\text{ a metric},\;f\in S_c\;\Rightarrow\;f^c=-f",
    depends=("remark2-one-lipschitz",),
)
def remark2_conjugate() -> Obligations:
    """f^c(y) <= d(y, y) - f(y) = -f(y), and d(x, y) - f(x) >= -f(y)."""
    (d_yy,) = reals("d_yy")
    upper = Domain(equals(d_yy, 0), infimum(F_y, below=(d_yy - f_y,)))
    yield Relation(F_y <= 0 - f_y, over=upper, label=r"$f^c\le-f$")
    lower = Domain(infimum(F_y, near=d_xy - f_x), f_x - f_y <= d_xy)
    yield Relation(0 - f_y <= F_y + eps, over=lower, label=r"$f^c\ge-f$")


@paper.claim(
    "remark2-ambiguity",
    at="Remark 2",
    printed=r"\operatorname{supp}\mu\cup\operatorname{supp}\nu\ne X\text{: several extensions of }f",
    depends=("remark2-one-lipschitz",),
)
def remark2_ambiguity() -> Obligations:
    """0, 1, 2 on the line, no mass at 1, f(0) = f(2) = 0: exactly the values f(1) in [-1, 1] extend f."""
    stated = finite([1, 0, 1], [1, 0, 1], [[abs(i - j) for j in range(3)] for i in range(3)])
    for value in (-1, 0, 1):
        yield Optimal(stated, potentials=((0, value, 0), (0, -value, 0)), label=f"$f(1)={value}$")
    f_0, f_1, f_2 = reals("f_0 f_1 f_2")
    steps = Domain(f_1 - f_0 <= 1, f_0 - f_1 <= 1, f_2 - f_1 <= 1, f_1 - f_2 <= 1)
    yield Relation(f_1 <= minimum(f_0 + 1, f_2 + 1), over=steps, label=r"$f(z)\le\min f(s)+c(s,z)$")
    yield Relation(f_1 >= maximum(f_0 - 1, f_2 - 1), over=steps, label=r"$f(z)\ge\max f(s)-c(s,z)$")


# ---------------------------------------------------------------------------------------------------
# parts of X

#: the blocks restricted to the first three points: the plan is that of BLOCKS_PLANS[0]
PART_COST = BLOCKS_COST[:3]


@paper.claim(
    "restricted-problem",
    at="Section 2, before Lemma 4",
    printed=r"\mu_{\tilde X}=\mu|_{\tilde X}/\mu(\tilde X),\;\nu_{\tilde X}=\pi(\tilde X\times\cdot)/\mu(\tilde X),\;c_{\tilde X}=c|_{\tilde X\times Y}",
)
def restricted_problem() -> Obligations:
    """Three of the four points of the blocks: the restricted plan has the marginals and is optimal."""
    plan = BLOCKS_PLANS[0][:3]
    yield Optimal(finite([1, 1, 1], [1, 1, 1, 0], PART_COST), plan=plan, label="restricted plan")
    # for general plans: a cheaper plan of the part would make the whole cheaper
    part, rest, other, whole = reals("p r q T")
    better = Domain(equals(whole, part + rest), whole <= other + rest)
    yield Relation(other >= part, over=better, label="no better plan of the part")


@paper.claim(
    "lemma4",
    at="Lemma 4",
    printed=r"\forall f\in S_c(\mu,\nu)\;\exists\tilde f\in S_{c_{\tilde X}}(\mu_{\tilde X},\nu_{\tilde X}):\;\tilde f=f\text{ on }p_X(\operatorname{supp}\pi)\cap\tilde X",
    hypotheses=(r"\tilde X\text{ closed},\;\mu(\tilde X)>0",),
    depends=("restricted-problem", "support-inclusion"),
)
def lemma4() -> Obligations:
    """f restricted to X~ is the same infimum over Y; its conjugate agrees at contacts, so it is optimal."""
    upper = Domain(CONTACT, infimum(R_y, below=(c_xy - f_x,)))
    yield Relation(R_y <= F_y, over=upper, label="conjugate over fewer points, contact")
    lower = Domain(infimum(R_y, near=c_uy - f_u), infimum(f_u, below=(c_uy - F_y,)))
    yield Relation(F_y <= R_y + eps, over=lower, label="conjugate over fewer points")
    for f, g in BLOCKS_POTENTIALS:
        yield Optimal(
            finite([1, 1, 1], [1, 1, 1, 0], PART_COST), potentials=(f[:3], g), label="$f|_{\\tilde X}$"
        )
    # the restricted problem may have more potentials than those of the whole
    yield PotentialWidth(blocks(), (0, 2), -1, 0, label="whole problem")
    yield PotentialWidth(
        finite([1, 1], [1, 1], [[0, 1], [3, 0]]), (0, 1), -3, 1, label="rows 1, 3 with columns 1, 3"
    )


@paper.not_computable(
    "components-closed",
    at="Section 2, before (8)",
    printed=r"\text{connected components are closed}",
    why="General topology.",
    analogue=r"\text{components of finite topological spaces are closed; in }\{0\}\cup\{\tfrac1n\}\text{ the component }\{0\}\text{ is not open}",
)
def components_closed() -> Obligations:
    """Topologies on four points, given by cl{i} ∋ j for pairs (i, j): no component has a limit point outside; 1/n tends to 0."""

    def no_limit_points_outside(pairs: list[tuple[int, int]]) -> Obligations:
        closure = closures(pairs, 4)
        for point in range(4):
            component = component_of(point, closure)
            outside = set().union(*(closure[other] for other in component)) - component
            yield Identity(len(outside), 0, label="limit points outside")

    yield ForAll(relations(rows=4, columns=4), no_limit_points_outside, examples=60, label="finite spaces")
    (n,) = reals("n")
    yield Relation(1 / n - 1 / (n + 1) > 0, over=n >= 1, label="$1/n$ is isolated")
    yield Limit(1 / n, n, to=oo, equals=0, over=n >= 1, label="0 is not")


def closures(pairs: Sequence[tuple[int, int]], size: int) -> list[set[int]]:
    """The closures of the points of the topology in which j ∈ cl{i} for the pairs (i, j)."""
    closure = [{point} for point in range(size)]
    for _ in range(size):
        for i, j in pairs:
            closure[i] |= closure[j]
    return closure


def component_of(point: int, closure: Sequence[set[int]]) -> set[int]:
    """The union of all connected sets of points that contain the point."""
    points = range(len(closure))
    candidates = chain.from_iterable(combinations(points, size) for size in points)
    sets = [set(points), *(set(chosen) for chosen in candidates)]
    return set().union(*(chosen for chosen in sets if point in chosen and is_connected(chosen, closure)))


def is_connected(chosen: set[int], closure: Sequence[set[int]]) -> bool:
    """Whether no proper part of the set is separated from the rest: neither meets the closure of the other."""
    for size in range(1, len(chosen)):
        for part in map(set, combinations(sorted(chosen), size)):
            rest = chosen - part
            touches = any(closure[k] & rest for k in part) or any(closure[k] & part for k in rest)
            if not touches:
                return False
    return True


@paper.claim(
    "decomposition-8",
    at="(8)",
    printed=r"f=\sum_{i\in I}\mathbb 1_{X_i}f_i\text{ on }p_X(\operatorname{supp}\pi),\;f_i\in S_{c_{X_i}}(\mu_{X_i},\nu_{X_i})",
    depends=("lemma4",),
)
def decomposition() -> Obligations:
    """The two blocks as components: both extreme potentials split into potentials of the blocks, for both plans."""
    for rows, columns in (((0, 1), (0, 1)), ((2, 3), (2, 3))):
        cost = [[BLOCKS_COST[i][j] for j in range(4)] for i in rows]
        target = [int(j in columns) for j in range(4)]
        for f, g in BLOCKS_POTENTIALS:
            yield Optimal(
                finite([1, 1], target, cost),
                potentials=([f[i] for i in rows], g),
                label=f"block {rows[0] // 2 + 1}",
            )
        yield UniquePotential(finite([1, 1], target, cost), label=f"block {rows[0] // 2 + 1}")
    for k, plan in enumerate(BLOCKS_PLANS):
        yield Optimal(blocks(), plan=plan, label=f"plan {k + 1} stays in the blocks")
