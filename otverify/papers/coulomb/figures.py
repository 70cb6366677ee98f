"""The pictures of the paper's claims, drawn from certified plans and the formulas that were checked."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from otverify.papers.coulomb.instances import (
    solved,
    squared_diameter,
    squared_distance,
    support_pairs,
)
from otverify.transport.costs import capped_coulomb, coulomb
from otverify.transport.measures import Measure, measure, uniform
from otverify.transport.problems import problem

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BLUE, ORANGE, GREY = "#0b5394", "#c55a11", "#888888"


def figure(columns: int, *, width: float = 3.4, height: float = 3.0) -> tuple[Figure, list[Any]]:
    """An empty figure of panels side by side, without a display."""
    from matplotlib.figure import Figure as Canvas

    canvas = Canvas(figsize=(width * columns, height), layout="constrained")
    return canvas, [canvas.add_subplot(1, columns, k + 1) for k in range(columns)]


def optimal_maps() -> Figure:
    """The optimal map of the interval with certified plans of 16 cells, and the radial map |x| ↦ 1/|x|."""
    canvas, (left, right) = figure(2)
    size = 16
    cells = uniform([Fraction(2 * k + 1, 2 * size) for k in range(size)])
    plan = solved(problem(cells, cells, cost=coulomb()))
    for low, high, shift in ((0.0, 0.5, 0.5), (0.5, 1.0, -0.5)):
        left.plot([low, high], [low + shift, high + shift], color=BLUE, lw=1.5)
    left.plot(*floats(support_pairs(plan)), "o", color=ORANGE, ms=4, label="certified plan, 16 cells")
    left.plot([0, 1], [0, 1], ":", color=GREY, lw=1, label="diagonal")
    left.set(xlabel="$x$", ylabel="$T(x)$", title="uniform density on $[0, 1]$")
    left.legend(fontsize=7, loc="lower left")
    radii = [k / 50 for k in range(13, 201)]
    right.plot(radii, [1 / r for r in radii], color=BLUE, lw=1.5)
    # rings that carry equal masses of r²/(1 + r²): the partner of the quantile q is the quantile 1 - q
    rings = [Fraction(2 * k + 1, 2 * size) for k in range(size)]
    ring_radius = {q: float(q / (1 - q)) ** 0.5 for q in rings}
    shown = [q for q in rings if 0.25 < ring_radius[q] < 4]
    right.plot(
        [ring_radius[q] for q in shown],
        [ring_radius[1 - q] for q in shown],
        "o",
        color=ORANGE,
        ms=4,
        label="rings of equal mass, $d=2$",
    )
    right.plot([0, 4], [0, 4], ":", color=GREY, lw=1)
    right.set(xlabel="$|x|$", ylabel="$|T(x)|$", title=r"density $(1+|x|^d)^{-2}$: $T(x)=-x/|x|^2$")
    right.set(xlim=(0, 4), ylim=(0, 4))
    right.legend(fontsize=7)
    return canvas


def capped_cost() -> Figure:
    """h of Proposition 3.4 against 1/r, with the first two derivatives, for δ = 1."""
    canvas, panels = figure(3, width=2.9)
    inside, outside = capped_coulomb(1).pieces
    curves = (
        (inside.terms, [k / 100 for k in range(101)]),
        (outside.terms, [1 + k / 100 for k in range(151)]),
    )
    for order, panel in enumerate(panels):
        for terms, grid in curves:
            panel.plot(grid, [derivative(terms, order, r) for r in grid], color=BLUE, lw=1.8)
        near = [k / 100 for k in range(45, 101)]
        panel.plot(near, [derivative(outside.terms, order, r) for r in near], "--", color=ORANGE, lw=1.2)
        panel.axvline(1, color=GREY, lw=0.8, ls=":")
        panel.axvline(2 / 3, color=GREY, lw=0.8, ls="-.")
        panel.set(xlabel=r"$r/\delta$", title=("$h$", "$h'$", "$h''$")[order], xlim=(0, 2.5))
    panels[0].set(ylim=(0, 2.3))
    panels[1].set(ylim=(-3.2, 0.2))
    panels[2].set(ylim=(-4.5, 9))
    panels[0].plot([], [], color=BLUE, label="$h$")
    panels[0].plot([], [], "--", color=ORANGE, label="$1/r$ inside")
    panels[0].plot([], [], "-.", color=GREY, label=r"$r=\frac{2}{3}\delta$")
    panels[0].legend(fontsize=7)
    return canvas


def derivative(terms: tuple[tuple[Fraction, Fraction], ...], order: int, r: float) -> float:
    """The derivative of Σ a r^e."""
    total = 0.0
    for coefficient, exponent in terms:
        factor = float(coefficient)
        for step in range(order):
            factor *= float(exponent) - step
        if factor:
            total += factor * r ** (float(exponent) - order)
    return total


def distance_from_diagonal() -> Figure:
    """The least |x - y| on certified supports under refinement, against r_0/2 of the proof of Lemma 3.2."""
    canvas, panels = figure(2, width=3.6)
    families: tuple[tuple[str, Callable[[int], Measure]], ...] = (
        ("uniform density on $[0, 1]$", lambda n: uniform([Fraction(2 * k + 1, 2 * n) for k in range(n)])),
        ("density $2x$ on $[0, 1]$", increasing),
    )
    sizes = range(6, 25, 2)
    for panel, (title, build) in zip(panels, families, strict=True):
        gaps, bounds = [], []
        for size in sizes:
            side = build(size)
            plan = solved(problem(side, side, cost=coulomb()))
            gaps.append(float(min(squared_distance(x, y) for x, y in support_pairs(plan))) ** 0.5)
            squared = squared_diameter(side, side)
            bounds.append(0.0 if squared is None else float(squared) ** 0.5 / 4)
        panel.plot(sizes, gaps, "o-", color=BLUE, ms=4, lw=1, label=r"$\min_{\mathrm{supp}\,\gamma}|x-y|$")
        panel.plot(sizes, bounds, "s--", color=ORANGE, ms=3, lw=1, label="$r_0/2$")
        panel.set(xlabel="atoms", title=title, ylim=(0, 0.6))
        panel.legend(fontsize=7)
    return canvas


def increasing(size: int) -> Measure:
    """The density 2x on [0, 1] in cells of equal length, exactly."""
    masses = [Fraction((k + 1) ** 2 - k**2, size**2) for k in range(size)]
    return measure(masses, [Fraction(2 * k + 1, 2 * size) for k in range(size)])


def support_constant() -> Figure:
    """Two pairs at distance t: monotone as soon as 1/t + 1/(2r_0-t) <= 2/(r_0-t), r_0 = 1."""
    canvas, (panel,) = figure(1, width=4.4)
    grid = [k / 500 for k in range(110, 281)]
    root = (3 - 5**0.5) / 2
    panel.plot(
        grid,
        [1 / t + 1 / (2 - t) for t in grid],
        color=BLUE,
        label=r"$\frac{1}{t}+\frac{1}{2r_0-t}$: own pairs",
    )
    panel.plot(grid, [2 / (1 - t) for t in grid], color=ORANGE, label=r"$\frac{2}{r_0-t}$: exchanged")
    for place, name in (
        (1 / 3, r"$\frac{1}{3}$"),
        (root, r"$\frac{3-\sqrt{5}}{2}$"),
        (0.5, r"$\frac{1}{2}$"),
    ):
        panel.axvline(place, color=GREY, lw=0.8, ls=":")
        panel.text(place + 0.004, 2.4, name, fontsize=9)
    panel.axvspan(root, 0.5, color=ORANGE, alpha=0.12, lw=0)
    panel.set(xlabel="$t/r_0$", ylabel="cost", ylim=(2.3, 5.1), title="the constant of Lemma 3.3")
    panel.legend(fontsize=7, loc="upper center")
    return canvas


def floats(pairs: list[Any]) -> tuple[list[float], list[float]]:
    """Abscissae and ordinates of pairs of points of the line."""
    return [float(x[0]) for x, _ in pairs], [float(y[0]) for _, y in pairs]


FIGURES: dict[str, Callable[[], Figure]] = {
    "optimal-maps": optimal_maps,
    "capped-cost": capped_cost,
    "distance-from-diagonal": distance_from_diagonal,
    "support-constant": support_constant,
}
