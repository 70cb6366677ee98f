"""Figures 1 to 3 of the paper, recomputed from exact examples, and one picture of a dual face."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from otverify.papers.potentials.instances import figure2_decoupled, figure2_linked, power_grid

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from otverify.transport.semidiscrete import SemiDiscreteProblem

DARK, MIDDLE, LIGHT, ACCENT = "0.15", "0.55", "0.88", "tab:red"


def _axes(columns: int, *, width: float, height: float) -> tuple[Figure, list[Axes]]:
    from matplotlib.figure import Figure as NewFigure

    figure = NewFigure(figsize=(width, height), layout="constrained")
    axes = figure.subplots(1, columns, squeeze=False)[0]
    for one in axes:
        one.spines[["top", "right"]].set_visible(False)
    return figure, list(axes)


# ---------------------------------------------------------------------------------------------------
# Figure 1

#: plans y = T(x) >= x on [-1, 1], optimal for c = |x - y| with f(x) = -x, f^c(y) = y, and the point x = 0
PLANS: tuple[tuple[str, Callable[[Any], Any], Callable[[Any], Any]], ...] = (
    ("regular", lambda x: x + 1 + x**2 / 2, lambda x: x + 1 + x**2 / 2),
    ("regular, two partners", lambda x: x + 0.5, lambda x: x + 1.75),
    ("not regular, no partner", lambda x: x + (-x) ** -0.5, lambda x: x + x**-0.5),
    ("not regular, a partner", lambda x: x, lambda x: x + x**-0.5),
)
TOP = 5.0


def figure_1() -> Figure:
    """Four optimal plans for c = |x - y| on the line: two induce regularity at x = 0, two do not."""
    import numpy as np

    figure, axes = _axes(4, width=10, height=2.8)
    near = np.geomspace(1e-3, 1, 200)
    for one, (title, left, right) in zip(axes, PLANS, strict=True):
        one.axvline(0, color=ACCENT, lw=0.8, ls="--")
        for xs, transport in ((-near[::-1], left), (near, right)):
            ys = transport(xs)
            one.plot(xs[ys <= TOP], ys[ys <= TOP], color=DARK, lw=1.8)
        one.set(
            title=title,
            ylim=(-1.1, TOP),
            xlim=(-1, 1),
            xticks=[-1, 0, 1],
            xticklabels=["", "$x$", ""],
            yticks=[],
        )
    for place in (0.5, 1.75):
        axes[1].plot([0], [place], "o", color=DARK, ms=4)
    axes[3].plot([0], [0], "o", color=DARK, ms=4)
    for one in axes[:2]:
        low, high = (0.25, 2.1) if one is axes[0] else (0.2, 2.1)
        one.axhspan(low, high, color=LIGHT, lw=0)
        one.text(0.93, high - 0.05, "$K$", ha="right", va="top", color=MIDDLE)
    return figure


# ---------------------------------------------------------------------------------------------------
# Figure 2


def _draw_cells(one: Axes, stated: SemiDiscreteProblem, names: tuple[str, ...]) -> None:
    """The pieces of the optimal plan above their points; contacts as lines; exact widths in the title."""
    from otverify.transport.semidiscrete import semidiscrete_widths, solve_monotone

    optimum = solve_monotone(stated)
    table = semidiscrete_widths(optimum)
    for low, high, _ in stated.components:
        one.axhspan(float(low), float(high), color=LIGHT, lw=0)
    cells: dict[int, list[tuple[Fraction, Fraction]]] = {}
    for i, low, high, _ in optimum.pieces:
        cells.setdefault(i, []).append((low, high))
        one.plot([i, i], [float(low), float(high)], color=DARK, lw=6, solid_capstyle="butt")
    rows = sorted(cells)
    said = []
    for i, k in itertools.pairwise(rows):
        contacts = {y for a, b in cells[i] for y in (a, b)} & {y for a, b in cells[k] for y in (a, b)}
        for y in contacts:
            one.plot([i, k], [float(y)] * 2, color=ACCENT, lw=1.2, ls="--", marker="o", ms=3)
        up, down = table[i][k], table[k][i]
        if up is not None and down is not None:
            difference = f"f_{i + 1}-f_{k + 1}"
            said.append(f"${difference}={up}$" if up == -down else f"${difference}\\in[{-down},{up}]$")
    one.set(xticks=rows, xticklabels=names, xlim=(-0.5, len(rows) - 0.5), title=", ".join(said))
    one.set_yticks(
        [float(sum(c[:2])) / 2 for c in stated.components],
        [f"$Y_{j + 1}$" for j in range(len(stated.components))],
    )


def figure_2() -> Figure:
    """Three points, two intervals, cost |x - y|²: decoupled, and linked through two contact points."""
    figure, axes = _axes(2, width=8, height=3.2)
    for one, stated in zip(axes, (figure2_decoupled(), figure2_linked()), strict=True):
        _draw_cells(one, stated, ("$X_1$", "$X_2$", "$X_3$"))
    return figure


# ---------------------------------------------------------------------------------------------------
# Figure 3


def figure_3() -> Figure:
    """The regions C(x, y_n) for y_n -> ∞: balls growing to a half plane, diamonds growing to a cone."""
    import numpy as np
    from matplotlib.patches import Circle, Polygon

    figure, axes = _axes(2, width=8, height=3.9)
    # (a) the direction u = (4, 3)/5, exact points; (b) y_n = (a_n, 1), so the apex is (-1, 1)
    for n, shade in zip((1, 2, 5, 20), ("0.75", "0.65", "0.55", "0.45"), strict=True):
        centre = (0.8 * n, 0.6 * n)
        axes[0].add_patch(Circle(centre, n, fill=False, ec=shade, lw=1.4))
        a = n
        radius = a + 1
        corners = [(a - radius, 1), (a, 1 + radius), (a + radius, 1), (a, 1 - radius)]
        axes[1].add_patch(Polygon(corners, fill=False, ec=shade, lw=1.4))
    side = np.array([-9.0, 9.0])
    axes[0].fill_between(side, -0.8 / 0.6 * side, 12, color=ACCENT, alpha=0.15, lw=0)
    axes[0].plot(side, -0.8 / 0.6 * side, color=ACCENT, lw=1.4)
    axes[0].annotate("", (1.6, 1.2), (0, 0), arrowprops={"arrowstyle": "->"})
    axes[0].text(1.7, 1.2, "$u$")
    axes[1].fill([-1, 9, 9], [1, 11, -9], color=ACCENT, alpha=0.15, lw=0)
    axes[1].plot([9, -1, 9], [11, 1, -9], color=ACCENT, lw=1.4)
    for one, title in zip(axes, ("(a) Euclidean norm", "(b) $l_1$ norm, $y_n=(a_n,1)$"), strict=True):
        one.plot([0], [0], "o", color=DARK, ms=4)
        one.text(-0.12, -0.12, "$x$", ha="right", va="top")
        one.set(xlim=(-2.5, 7.5), ylim=(-4, 6), aspect="equal", title=title, xticks=[], yticks=[])
    return figure


# ---------------------------------------------------------------------------------------------------
# a dual face


def dual_face() -> Figure:
    """[0, 1] ∪ [2, 3] with μ = ν uniform on a grid, cost |x - y|²: all potentials with f = 0 at the left end.

    Filled: the exact range of f(x) - f(0); the lines are f = a on [0, 1], b on [2, 3] for a - b = -1, 0, 1, and
    the two extreme potentials of f(3) - f(0).
    """
    from otverify.transport import solve, width, widths
    from otverify.transport.outcomes import Optimal

    half = [Fraction(k, 12) for k in range(13)]
    places = [*half, *(2 + place for place in half)]
    optimum = solve(power_grid(places, 2))
    if not isinstance(optimum, Optimal):
        raise TypeError("the problem has no plan")
    table = widths(optimum)
    last = len(places) - 1
    figure, (one,) = _axes(1, width=6, height=3.4)
    for part in (range(13), range(13, 26)):
        xs = [float(places[k]) for k in part]
        low, high = ([float(bound(k, 0) or 0) for k in part] for bound in (table.lowest, table.highest))
        one.fill_between(xs, low, high, color=LIGHT, lw=0)
        side = width(optimum, (last, 0)).certificate
        for name in ("highest", "lowest"):
            values = _numbers(side[name]["f"])
            one.plot(xs, [float(values[k] - values[0]) for k in part], color=DARK, lw=1.4)
        for offset in (-1, 0, 1):
            one.plot(xs, [offset if part[0] else 0] * len(part), color=ACCENT, lw=1, ls="--")
    one.set(xlabel="$x$", ylabel="$f(x)-f(0)$")
    return figure


def _numbers(written: Any) -> list[Fraction]:
    """Numbers as certificates hold them."""
    if isinstance(written, dict):
        return [Fraction(value, written["denominator"]) for value in written["numerators"]]
    return [Fraction(value) for value in written]


FIGURES: dict[str, Callable[[], Figure]] = {
    "figure-1": figure_1,
    "figure-2": figure_2,
    "figure-3": figure_3,
    "dual-face": dual_face,
}
