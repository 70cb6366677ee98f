"""Figures 1 to 4 of the paper, from exact data: the lake, nested circles with chains, the bouquet, a limb system."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from otverify.papers.dynamics import nested
from otverify.papers.dynamics.limbs import ten_limbs
from otverify.papers.dynamics.nested import ExactChain
from otverify.transport.curves import Body, ball, bouquet

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SOURCE, TARGET, GREY = "tab:blue", "tab:red", "0.6"
#: sources drawn around the lake
AROUND: Final = 24


def figure_1() -> Figure:
    """Example 2.3: the lake, ȳ(x) = ∇dist(x, D) and ŷ(x) = ȳ(x) + λ(x)x, which differ where x_2 < -2/5."""
    figure, axes = _panels(1)
    axis = axes[0]
    _circle(axis, ball([0, 0], 1), "black")
    _circle(axis, ball([0, Fraction(-5, 2)], Fraction(1, 8)), "tab:cyan", fill=True)
    axis.axhline(-0.4, color=GREY, linewidth=0.6, linestyle="--")
    axis.text(1.05, -0.4, r"$x_2=-\frac{2}{5}$", va="center", color="0.4")
    for k in range(AROUND):
        angle = math.tau * (k + 0.5) / AROUND
        x = (math.cos(angle), math.sin(angle))
        toward = (x[0], x[1] + 2.5)
        length = math.hypot(*toward)
        near = (toward[0] / length, toward[1] / length)
        reach = max(0.0, -2 * (near[0] * x[0] + near[1] * x[1]))
        axis.plot(*x, ".", color=SOURCE, markersize=4)
        _arrow(axis, x, near, GREY)
        if reach > 0:
            far = (near[0] + reach * x[0], near[1] + reach * x[1])
            _arrow(axis, x, far, TARGET)
    axis.set_title(r"The lake: $x\to\bar y(x)$ (grey), $x\to\hat y(x)\neq\bar y(x)$ (red)")
    axis.set(xlim=(-1.4, 1.9), ylim=(-2.8, 1.2))
    return figure


def figure_2() -> Figure:
    """Nested circles: chains of the greatest length 4L for L = 2, 3, and one that visits its first source again."""
    figure, axes = _panels(3)
    cases = (
        (nested.concentric(2), 2, "length 8, four sources"),
        (nested.returning(2), 2, "length 8, three sources"),
        (nested.concentric(3), 3, "length 12, six sources"),
    )
    for axis, (chain, layers, title) in zip(axes, cases, strict=True):
        _draw_chain(axis, chain, nested.CIRCLES[:layers])
        axis.set_title(title)
    return figure


def figure_3() -> Figure:
    """The bouquet: circles of radius 1, 2, 3 through 0, and a chain of length 8 on the first two."""
    figure, axes = _panels(1)
    _draw_chain(axes[0], nested.touching(), bouquet(3))
    axes[0].plot(0, 0, "o", color="black", markersize=4)
    axes[0].set_title(r"$k\,\partial B_1(e_1)$, $k=1,2,3$, and a chain of length 8")
    return figure


def figure_4() -> Figure:
    """A numbered limb system with ten limbs: graphs of f_1, f_3, ... and antigraphs of f_2, f_4, ..., sorted by I_k."""
    within, *numbers = ten_limbs()
    figure, axes = _panels(1)
    axis = axes[0]
    places = [_sorted_places(side) for side in numbers]
    for i, j in within.pairs:
        odd = numbers[0][i] > numbers[1][j]
        axis.plot(
            places[0][i], places[1][j], "o" if odd else "s", color=SOURCE if odd else TARGET, markersize=2
        )
    for side in (0, 1):
        for k in sorted(set(numbers[side])):
            own = [places[side][p] for p, number in enumerate(numbers[side]) if number == k]
            (axis.axvline if side == 0 else axis.axhline)(min(own) - 0.5, color="0.85", linewidth=0.5)
            middle = (min(own) + max(own)) / 2
            at = (middle, -0.02) if side == 0 else (-0.02, middle)
            transform = axis.get_xaxis_transform() if side == 0 else axis.get_yaxis_transform()
            ends: dict[str, Any] = (
                {"ha": "center", "va": "top"} if side == 0 else {"ha": "right", "va": "center"}
            )
            axis.text(*at, f"$I_{{{k}}}$", transform=transform, fontsize=7, **ends)
    axis.set_aspect("auto")
    axis.set(title="Ten limbs: graphs (blue), antigraphs (red)", xticks=[], yticks=[])
    return figure


# ---------------------------------------------------------------------------------------------------


def _panels(count: int) -> tuple[Figure, list[Axes]]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4.2 * count, 4.8), layout="constrained")
    axes = [figure.add_subplot(1, count, k + 1) for k in range(count)]
    for axis in axes:
        axis.set_aspect("equal")
        axis.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _circle(axis: Axes, body: Body, colour: str, *, fill: bool = False) -> None:
    from matplotlib.patches import Circle

    center = (float(body.center[0]), float(body.center[1]))
    axis.add_patch(Circle(center, float(body.semiaxes[0]), fill=fill, color=colour, linewidth=1))


def _arrow(axis: Axes, start: Sequence[float], end: Sequence[float], colour: str) -> None:
    style: dict[str, Any] = {
        "arrowstyle": "->",
        "color": colour,
        "linewidth": 0.7,
        "shrinkA": 0,
        "shrinkB": 0,
    }
    axis.annotate("", xy=(end[0], end[1]), xytext=(start[0], start[1]), arrowprops=style)


def _draw_chain(axis: Axes, chain: ExactChain, bodies: Sequence[Body]) -> None:
    """The circles, the sources in the order in which they are visited, the targets with the steps between them."""
    for body in bodies:
        _circle(axis, body, "black")
    sources, targets = chain.within.sources or (), chain.within.targets or ()
    route = [i for i, _ in chain.walk][::2]
    xs = [[float(v) for v in sources[i].point] for i in route]
    ys = [[float(v) for v in where.point] for where in targets]
    axis.plot(*zip(*xs, strict=True), "--", color=SOURCE, linewidth=0.6)
    for k, x in enumerate(xs):
        axis.plot(*x, "o", color=SOURCE, markersize=4)
        if route.index(route[k]) == k:
            visits = ",".join(str(n + 1) for n, i in enumerate(route) if i == route[k])
            axis.annotate(
                f"$x_{{{visits}}}$",
                (x[0], x[1]),
                textcoords="offset points",
                xytext=(4, 4),
                color=SOURCE,
                fontsize=8,
            )
    for start, end in pairwise(ys):
        _arrow(axis, start, end, TARGET)
    axis.plot(*zip(*ys, strict=True), "s", color=TARGET, markersize=3)
    reach = max(float(body.center[0] + body.semiaxes[0]) for body in bodies) + 0.3
    low = min(float(body.center[0] - body.semiaxes[0]) for body in bodies) - 0.3
    height = max(float(body.semiaxes[0]) for body in bodies) + 0.3
    axis.set(xlim=(low, reach), ylim=(-height, height))


def _sorted_places(numbers: Sequence[int]) -> list[int]:
    """The position of each point when they are sorted by the number of their I_k."""
    order = sorted(range(len(numbers)), key=lambda p: (numbers[p], p))
    places = [0] * len(numbers)
    for position, point in enumerate(order):
        places[point] = position
    return places


FIGURES: Final[dict[str, Callable[[], Figure]]] = {
    "figure-1-lake": figure_1,
    "figure-2-nested": figure_2,
    "figure-3-bouquet": figure_3,
    "figure-4-limbs": figure_4,
}
