"""Pictures of chains, levels and limb systems, like Figures 1 to 4 of McCann and Rifford, from exact data.

Chains are those of ``otverify.transport.chains_examples``: every point, normal and target is rational and the
chain was accepted by the kernel before it is drawn. Curves and arrows are evaluated in floating point.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise, permutations
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from otverify.transport.chains import Chain, PairSet, pair_set
from otverify.transport.chains_examples import (
    crossing_chain,
    extremal_chain,
    repeated_source_chain,
    two_discs_chain,
)
from otverify.transport.chains_lake import lake, lake_pairs
from otverify.transport.chains_longest import LongestChain, longest_chain
from otverify.transport.chains_search import disjoint_spheres
from otverify.transport.chains_validation import examine
from otverify.transport.curves import Body, Vector
from otverify.transport.levels import levels
from otverify.transport.limbs import LimbPlan, LimbSystem, level_limbs, plan_on

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Planar = tuple[float, float]
M_COLOR: Final = "tab:blue"
N_COLOR: Final = "tab:red"
QUIET: Final = "0.65"
#: rational points of the lakes that are drawn have parameters a/b up to this height
HEIGHT: Final = 60


def lake_figure() -> Figure:
    """Example 2.3: ȳ and ŷ around the circle, and a longest chain of exact contact pairs."""
    figure, axes = _row(3, width=4.4)
    water = lake()
    p, radius = _floats(water.center), float(water.radius)
    _lake_arrows(axes[0], p, radius)
    _lake_angles(axes[1], p)
    axes[1].set_title(r"$p=(0,-5/2)$: they part where $x_2<-2/5$")
    # the printed lake has rational contact pairs at its poles only
    other = lake((0, "-4/3"))
    _lake_angles(axes[2], _floats(other.center))
    contacts = lake_pairs(other, other.points(height=HEIGHT))
    found = longest_chain(contacts)
    length = found.length if isinstance(found, LongestChain) else None
    _staircase(axes[2], _widest(contacts))
    axes[2].set_title(f"$p=(0,-4/3)$: {len(contacts)} exact pairs, longest chain {length}")
    return figure


def nested_figure() -> Figure:
    """Lemma 2.4: chains of the greatest length 4L on nested circles, their targets, and an N through them."""
    cases = (
        (extremal_chain(2, distinct=True)[0], "length 8, 4 points of $M$"),
        (repeated_source_chain(), "length 8, 3 points of $M$"),
        (extremal_chain(3, distinct=True)[0], "length 12, 6 points of $M$"),
    )
    return _chains_figure(cases)


def bouquet_figure() -> Figure:
    """Proposition 2.6: circles of radius k around (k, 0), and longest chains on 2 and 3 of them."""
    cases = [
        (extremal_chain(layers, touching=True, distinct=True)[0], f"bouquet of {layers}, length {4 * layers}")
        for layers in (2, 3)
    ]
    return _chains_figure(cases)


def endless_figure() -> Figure:
    """Without nestedness: chains that repeat for ever, on disjoint discs and on ellipses that cross."""
    cases = (
        (two_discs_chain(), "disjoint discs: 8 pairs repeat"),
        (crossing_chain(), "ellipses that cross: 6 pairs repeat"),
    )
    return _chains_figure(cases)


def limb_figure() -> Figure:
    """A numbered limb system with ten limbs (Lemma 4.8), and the only plan on it with its marginals (3.4)."""
    figure, axes = _row(2, width=6.0)
    system, plan = ten_limbs()
    along = _ordered(system)
    x, y = along[0][system.within.rows], along[1][system.within.columns]
    odd = system.limbs % 2 == 1
    masses = np.array([float(mass) for mass in plan.masses])
    for axis, sizes in zip(axes, (np.full(len(masses), 9.0), 2 + 60 * masses / masses.max()), strict=True):
        for chosen, color, marker in ((odd, M_COLOR, "o"), (~odd, N_COLOR, "s")):
            axis.scatter(x[chosen], y[chosen], s=sizes[chosen], color=color, marker=marker, linewidths=0)
        _limb_grid(axis, system)
    axes[0].set_title("$f_{2i+1}$ graphs (blue), $f_{2i}$ antigraphs (red)")
    axes[1].set_title("masses by the recursion (3.4), from limb 10 down")
    return figure


def level_figure() -> Figure:
    """Levels of the pairs of a forest, by the two kinds of ends, and how many pairs there are of each."""
    figure, axes = _row(2, width=5.2)
    found = levels(ten_limbs()[0].within)
    top = int(found.level.max())
    axis = axes[0]
    counts = np.zeros((top + 1, top + 1), dtype=np.int64)
    np.add.at(counts, (found.vertical, found.horizontal), 1)
    v, h = np.nonzero(counts)
    axis.scatter(h, v, s=14 * np.sqrt(counts[v, h]), color=M_COLOR, linewidths=0)
    axis.plot([0, top], [0, top], color=QUIET, linewidth=0.8, zorder=0)
    axis.set(xlabel="longest horizontal end", ylabel="longest vertical end", aspect="equal")
    axis.set_title("below the line $E^{h-}$, on it $E^{hv}$, above $E^{v-}$")
    parts = [found.horizontal > found.vertical, found.horizontal == found.vertical]
    parts.append(~(parts[0] | parts[1]))
    bottom = np.zeros(top)
    for part, label, color in zip(parts, ("h-", "hv, first", "v-"), (M_COLOR, QUIET, N_COLOR), strict=True):
        each = np.bincount(found.level[part], minlength=top + 1)[1:]
        axes[1].bar(range(1, top + 1), each, bottom=bottom, color=color, label=label)
        bottom = bottom + each
    axes[1].set(xlabel=r"level $\ell$", ylabel="pairs")
    axes[1].legend(frameon=False)
    return figure


FIGURES: Final[dict[str, Callable[[], Figure]]] = {
    "lake": lake_figure,
    "nested": nested_figure,
    "bouquet": bouquet_figure,
    "endless": endless_figure,
    "limbs": limb_figure,
    "levels": level_figure,
}


# ---------------------------------------------------------------------------------------------------
# data


def ten_limbs() -> tuple[LimbSystem, LimbPlan]:
    """A forest whose levels give ten limbs, with a plan on it; both by a fixed rule."""
    within = _brooms(longest=10)
    system = level_limbs(levels(within))
    masses = [Fraction(1 + k * k % 7, 1 + k % 3) for k in range(len(within))]
    mu, nu = [Fraction(0)] * within.shape[0], [Fraction(0)] * within.shape[1]
    for (i, j), mass in zip(within.pairs, masses, strict=True):
        mu[i] += mass
        nu[j] += mass
    plan = plan_on(system, mu, target=nu)
    if not isinstance(plan, LimbPlan) or list(plan.masses) != masses:
        raise RuntimeError("the recursion did not give back the plan")
    return system, plan


def _brooms(*, longest: int) -> PairSet:
    """Paths of 1, ..., longest pairs, several of each, with a second leaf at both ends."""
    pairs: list[tuple[int, int]] = []
    counts = [0, 0]

    def fresh(side: int) -> int:
        counts[side] += 1
        return counts[side] - 1

    for length in range(1, longest + 1):
        for copy in range(2 + (longest - length) // 3):
            side = copy % 2
            here = fresh(side)
            for step in range(length):
                leaves = 2 if length > 1 and step in (0, length - 1) else 1
                # at the start the leaves hang at the second point of the path
                following = fresh(1 - side)
                joined = [(here, following)]
                if leaves == 2:
                    joined.append((fresh(side), following) if step == 0 else (here, fresh(1 - side)))
                pairs += [(a, b) if side == 0 else (b, a) for a, b in joined]
                here, side = following, 1 - side
    return pair_set(pairs)


def _ordered(system: LimbSystem) -> tuple[Any, Any]:
    """Places of the points along X and Y: limb by limb, within a limb by the places of their images."""
    sides = (system.source_limbs.tolist(), system.target_limbs.tolist())
    places: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for k in range(system.highest + 1):
        side = 0 if k % 2 else 1
        images = system.limb(k) if k else {}
        own = [index for index, number in enumerate(sides[side]) if number == k]
        own.sort(key=lambda index: (places[1 - side].get(images.get(index, -1), -1), index))
        for index in own:
            places[side][index] = len(places[side])
    x, y = (np.array([side[k] for k in range(len(side))]) for side in places)
    return x, y


# ---------------------------------------------------------------------------------------------------
# drawing


def _chains_figure(cases: Sequence[tuple[Chain, str]]) -> Figure:
    """Per chain a panel with M and a panel with the targets."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4.2 * len(cases), 8.0), layout="constrained")
    axes = figure.subplots(2, len(cases), squeeze=False)
    for column, (chain, title) in enumerate(cases):
        _draw_sources(axes[0][column], chain)
        _draw_targets(axes[1][column], chain)
        axes[0][column].set_title(title)
    return figure


def _draw_sources(axis: Axes, chain: Chain) -> None:
    """M with its bodies; the sources in the order in which the chain visits them, with their normals."""
    places = chain.within.sources or ()
    bodies = list(dict.fromkeys([*chain.within.nested, *(w.body for w in places if w.body is not None)]))
    for body in bodies:
        _draw_body(axis, body)
    visited = _visits([i for i, _ in chain.pairs], periodic=chain.periodic)
    points = [_floats(where.point) for where in places]
    scale = 0.12 * max(float(max(body.semiaxes)) for body in bodies)
    for (x, y), where in zip(points, places, strict=True):
        normal = np.array(_floats(where.normals[0]))
        a, b = (scale * normal / np.linalg.norm(normal)).tolist()
        _arrow(axis, (x, y), (x + a, y + b), QUIET)
    for a, b in pairwise(visited):
        _arrow(axis, points[a], points[b], M_COLOR)
    _numbers(axis, points, visited, M_COLOR, "x")
    axis.set(aspect="equal", xticks=[], yticks=[], xlabel="$M$")
    axis.margins(0.12)


def _draw_targets(axis: Axes, chain: Chain) -> None:
    """The targets in order, the segments of N through them, and small spheres that make an N."""
    from matplotlib.patches import Circle

    places = chain.within.targets or ()
    points = [_floats(where.point) for where in places]
    spheres = disjoint_spheres(places)
    for center, square in spheres:
        axis.add_patch(Circle(_floats(center), math.sqrt(square), fill=False, color=QUIET, linewidth=0.8))
    extent = max(max(abs(c) for c in point) for point in points) or 1.0
    for (x, y), where in zip(points, places, strict=True):
        a, b = _floats(where.normals[0])
        length = 0.07 * extent / math.hypot(a, b)
        axis.plot([x - b * length, x + b * length], [y + a * length, y - a * length], color="black", lw=1.6)
    visited = _visits([j for _, j in chain.pairs], periodic=chain.periodic)
    for a, b in pairwise(visited):
        _arrow(axis, points[a], points[b], N_COLOR)
    _numbers(axis, points, visited, N_COLOR, "y")
    axis.set(aspect="equal", xticks=[], yticks=[], xlabel="$N$")
    axis.margins(0.15)


def _visits(indices: Sequence[int], *, periodic: bool) -> list[int]:
    """The points in the order of visits, without repetition in a row; closed if the chain repeats."""
    visited = [indices[0]]
    for index in indices[1:]:
        if index != visited[-1]:
            visited.append(index)
    if periodic and visited[0] != visited[-1]:
        visited.append(visited[0])
    return visited


def _numbers(axis: Axes, points: Sequence[Planar], visited: Sequence[int], color: str, letter: str) -> None:
    """Each point with the numbers of its visits."""
    own: dict[int, list[int]] = {}
    for number, index in enumerate(visited, start=1):
        own.setdefault(index, []).append(number)
    for index, numbers in own.items():
        axis.plot(*points[index], "o", color=color, markersize=4.5)
        label = ",".join(map(str, numbers))
        axis.annotate(
            f"${letter}_{{{label}}}$",
            points[index],
            xytext=(5, 5),
            textcoords="offset points",
            fontsize=9,
            color=color,
        )


def _draw_body(axis: Axes, body: Body) -> None:
    from matplotlib.patches import Ellipse

    width, height = (2 * value for value in _floats(body.semiaxes))
    axis.add_patch(Ellipse(_floats(body.center), width, height, fill=False, color="black", linewidth=0.9))


def _lake_fields(p: Planar, angles: Any) -> tuple[Any, Any, Any]:
    """(x, ȳ, ŷ) at the angles, as arrays of points of the plane."""
    x = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    toward = x - np.array(p)
    near = toward / np.linalg.norm(toward, axis=1, keepdims=True)
    reach = np.maximum(0.0, -2 * (near * x).sum(axis=1, keepdims=True))
    return x, near, near + reach * x


def _lake_arrows(axis: Axes, p: Planar, radius: float) -> None:
    from matplotlib.patches import Circle

    axis.add_patch(Circle((0, 0), 1, fill=False, color="black"))
    axis.add_patch(Circle(p, radius, color="tab:cyan"))
    x, near, far = _lake_fields(p, math.tau * (np.arange(24) + 0.5) / 24)
    for a, b, c in zip(x.tolist(), near.tolist(), far.tolist(), strict=True):
        axis.plot([p[0], a[0]], [p[1], a[1]], color="0.9", linewidth=0.6, zorder=0)
        axis.plot(*a, ".", color=M_COLOR)
        _arrow(axis, (a[0], a[1]), (b[0], b[1]), QUIET)
        if b != c:
            _arrow(axis, (a[0], a[1]), (c[0], c[1]), N_COLOR)
    axis.axhline(1 / p[1], color=QUIET, linewidth=0.6, linestyle="--")
    axis.set(aspect="equal", xlim=(-1.35, 1.35), ylim=(-2.8, 1.2), xticks=[], yticks=[])
    axis.set_title(r"$x\to\bar y(x)$ grey, $x\to\hat y(x)\ne\bar y(x)$ red")


def _lake_angles(axis: Axes, p: Planar) -> None:
    """Angles from the south pole: ȳ turns slowly, ŷ the other way, and they part where x_2 < 1/p_2."""
    start = np.linspace(-math.pi, math.pi, 1201)
    _, near, far = _lake_fields(p, start - math.pi / 2)
    angles = [np.unwrap(np.arctan2(field[:, 0], -field[:, 1])) / math.pi for field in (near, far)]
    angles = [np.mod(angle + 1, 2) - 1 for angle in angles]
    for angle, color, label in zip(angles, (QUIET, N_COLOR), (r"$\bar y$", r"$\hat y$"), strict=True):
        shown = np.where(np.abs(np.diff(angle, prepend=angle[0])) > 1, np.nan, angle)
        axis.plot(start / math.pi, shown, color=color, label=label, linewidth=2.4 if color == QUIET else 1.2)
    edge = math.acos(-1 / p[1]) / math.pi
    for side in (-edge, edge):
        axis.axvline(side, color=QUIET, linewidth=0.6, linestyle="--")
    axis.set(xlabel="angle of $x$ from the south pole, in $\\pi$", ylabel="angle of $y$, in $\\pi$")
    axis.legend(frameon=False, loc="upper left")


def _widest(contacts: PairSet) -> Chain:
    """The chain of three pairs whose shortest step is longest."""
    sources, targets = contacts.sources or (), contacts.targets or ()

    def width(chain: Chain) -> float:
        ends = [(*_floats(sources[i].point), *_floats(targets[j].point)) for i, j in chain.pairs]
        return min(math.dist(a, b) for a, b in pairwise(ends))

    listed = (examine(contacts, triple) for triple in permutations(contacts.pairs, 3))
    return max((found for found in listed if isinstance(found, Chain)), key=width)


def _staircase(axis: Axes, chain: Chain) -> None:
    """Pairs by the angles of x and y from the south pole; the steps of a chain run along the axes."""
    sources, targets = chain.within.sources or (), chain.within.targets or ()

    def angles(pair: tuple[int, int]) -> Planar:
        (a, b), (c, d) = _floats(sources[pair[0]].point), _floats(targets[pair[1]].point)
        return math.atan2(a, -b) / math.pi, math.atan2(c, -d) / math.pi

    for pair in chain.within.pairs:
        axis.plot(*angles(pair), "o", color=M_COLOR, markersize=3.5)
    corners = [angles(pair) for pair in chain.pairs]
    for start, end in pairwise(corners):
        _arrow(axis, start, end, "black")
    for number, corner in enumerate(corners, start=1):
        axis.annotate(str(number), corner, xytext=(-10, 4), textcoords="offset points")


def _limb_grid(axis: Axes, system: LimbSystem) -> None:
    """The sets I_k as stripes: odd ones over X, even ones over Y."""
    for side, numbers in enumerate((system.source_limbs, system.target_limbs)):
        counts = np.bincount(numbers)
        edges = np.cumsum(counts) - 0.5
        for k in np.flatnonzero(counts).tolist():
            start = edges[k] - counts[k]
            (axis.axvline if side == 0 else axis.axhline)(start, color="0.85", linewidth=0.5, zorder=0)
            middle, outside = (start + edges[k]) / 2, -0.035
            x, y = (middle, outside) if side == 0 else (outside, middle)
            transform = axis.get_xaxis_transform() if side == 0 else axis.get_yaxis_transform()
            axis.text(x, y, f"$I_{{{k}}}$", transform=transform, ha="center", va="center", fontsize=8)
    axis.set(xticks=[], yticks=[])
    axis.set_xlabel("$X$", labelpad=14)
    axis.set_ylabel("$Y$", labelpad=14)


def _row(count: int, *, width: float) -> tuple[Figure, list[Axes]]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width * count, 4.8), layout="constrained")
    return figure, list(figure.subplots(1, count, squeeze=False)[0])


def _arrow(axis: Axes, start: Planar, end: Planar, color: str) -> None:
    style = {"arrowstyle": "-|>", "color": color, "linewidth": 1.0, "shrinkA": 0, "shrinkB": 2}
    axis.annotate("", xy=end, xytext=start, arrowprops=style)


def _floats(point: Vector) -> Planar:
    x, y = point
    return float(x), float(y)
