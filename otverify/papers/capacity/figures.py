"""The figures of the paper, recomputed from certified solutions, and the optimiser of its open problem."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from otverify.papers.capacity.section1_tiles import (
    BOUNDS,
    FAR_MINUSES,
    FINE_BOUNDS,
    GUESS,
    NEAR_MINUSES,
    OPEN_PROBLEM,
    PLUSES,
    TILES,
)
from otverify.transport.capacity import DensityProblem, density_problem, solve_cells
from otverify.transport.outcomes import Infeasible

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: cells per side of the densities that are drawn
SIZE: Final = 256
#: widths of the strips A to F in the picture of the perturbation
WIDTH: Final = 0.06
SHADE: Final = "0.35"


def optimal_density(problem: DensityProblem, *, size: int = SIZE) -> NDArray[np.float64]:
    """The certified optimal plan on size × size cells, as a density: row x, column y."""
    found = solve_cells(problem, size=size)
    if isinstance(found, Infeasible):
        raise ValueError("the problem has no plan")
    return found.plan.floats() * size**2


def figure_1() -> Figure:
    """Example 1.1: the optimal density (4) for the capacity 2, and the capacity."""
    problem = density_problem(capacity=2)
    figure, (left, right) = _row(2)
    _show(left, optimal_density(problem, size=64), level=2)
    left.set_title(r"(A) optimal $h$, $\bar h=2$: cost 1/48")
    _show(right, np.full((1, 1), 2.0), level=2)
    right.set_title(r"(B) $\bar h$")
    return figure


def figure_2() -> Figure:
    """Example 1.2: the four tiles (5), the capacity 4, and the perturbation that reduces the cost."""
    figure, (left, middle, right) = _row(3)
    corners = np.arange(4)
    _show(left, 4.0 * (corners[:, None] == corners), level=4)
    left.set_title(f"(A) the guess (5): cost {GUESS}")
    _show(middle, np.full((1, 1), 4.0), level=4)
    middle.set_title(r"(B) $\bar h$")
    _perturbation(right)
    right.set_title(r"(C) $\Delta h$: reduces the cost for $e<(\sqrt{6}-2)/4$")
    return figure


def figure_3() -> Figure:
    """Example 1.3: the strip in R' = {|y'| <= 1/2} and in the square R, for the capacity 4."""
    half = 1 / 8
    figure, (left, right) = _row(2)
    left.fill_between([0, 2], [-0.5, -0.5], [0.5, 0.5], color="0.9")
    left.fill_between([0, 2], [-half, -half], [half, half], color=SHADE)
    left.set(xlabel="$x'$", ylabel="$y'$", aspect="equal", xlim=(-0.1, 2.1), ylim=(-0.6, 0.6))
    left.set_title("(A) $h_0$ on $R'$")
    grid = (np.arange(SIZE) + 0.5) / SIZE
    distance = np.abs(grid[:, None] - grid)
    _show(right, 4.0 * (np.minimum(distance, 1 - distance) <= half), level=4)
    right.set_title(r"(B) $h_0$ on $R$, $\bar h=4$")
    return figure


def optimiser() -> Figure:
    """Example 1.2: the certified optimal plan on 256 × 256 cells; outlines of the four tiles of the guess."""
    low, high = BOUNDS[SIZE]
    figure, (axes, close) = _row(2)
    density = optimal_density(OPEN_PROBLEM)
    for place in (axes, close):
        _show(place, density, level=4)
        for start, end in TILES:
            corners = [float(start), float(end)]
            place.plot(
                [corners[0], corners[1], corners[1], corners[0], corners[0]],
                [corners[0], corners[0], corners[1], corners[1], corners[0]],
                color="tab:red",
                linewidth=0.7,
            )
    axes.set_title(rf"$\bar h=4$: cost in [{float(low):.7f}, {float(high):.7f}]")
    close.set(xlim=(-0.5, -0.1), ylim=(-0.5, -0.1))
    close.set_title("lower left corner")
    return figure


def convergence() -> Figure:
    """Example 1.2: the width of the certified enclosure against the number of cells, and the gain over the guess."""
    figure, (left, right) = _row(2)
    bounds = {**BOUNDS, **FINE_BOUNDS}
    sizes = np.array(list(bounds), dtype=float)
    widths = np.array([float(high - low) for low, high in bounds.values()])
    left.loglog(sizes, widths, "o-", color="black", label="$U-L$")
    left.loglog(sizes, widths[0] * (sizes[0] / sizes) ** 2, "--", color="0.6", label="$n^{-2}$")
    left.axhline(1e-8, color="tab:red", linewidth=0.7)
    left.set(xlabel="cells per side $n$", ylabel="width of the enclosure", title="(A) order 2")
    left.legend()
    lows = [float(low) for low, _ in bounds.values()]
    highs = [float(high) for _, high in bounds.values()]
    right.fill_between(sizes, lows, highs, color="0.8")
    right.plot(sizes, lows, "k.-", sizes, highs, "k.-")
    right.axhline(float(GUESS), color="tab:red", label="the guess (5), 1/192")
    right.set(
        xscale="log", xlabel="cells per side $n$", ylabel="minimal cost", title="(B) bounds of the minimum"
    )
    right.legend()
    return figure


FIGURES: Final[dict[str, Callable[[], Any]]] = {
    "figure-1": figure_1,
    "figure-2": figure_2,
    "figure-3": figure_3,
    "open-problem-optimiser": optimiser,
    "open-problem-convergence": convergence,
}


def _row(count: int) -> tuple[Figure, Any]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4.2 * count, 4), layout="constrained")
    return figure, figure.subplots(1, count)


def _show(axes: Axes, density: NDArray[np.float64], *, level: float) -> None:
    """A density on I², x to the right, y upwards."""
    axes.imshow(
        density.T,
        origin="lower",
        extent=(-0.5, 0.5, -0.5, 0.5),
        cmap="Greys",
        vmin=0,
        vmax=1.4 * level,
        interpolation="nearest",
    )
    axes.set(xlabel="$x$", ylabel="$y$")


def _perturbation(axes: Axes) -> None:
    starts = {"A": -0.25 - WIDTH, "B": -0.25, "C": -WIDTH, "D": 0.0, "E": 0.25 - WIDTH, "F": 0.25}
    for start, end in TILES:
        low, side = float(start), float(end - start)
        axes.add_patch(_square(low, low, side, "0.85"))
    for names, sign in ((PLUSES, "+"), ((*FAR_MINUSES, *NEAR_MINUSES), "−")):
        for name in names:
            x, y = starts[name[0]], starts[name[1]]
            axes.add_patch(_square(x, y, WIDTH, "tab:blue" if sign == "+" else "tab:red"))
            axes.text(x + WIDTH / 2, y + WIDTH / 2, sign, color="white", ha="center", va="center")
    axes.set(xlim=(-0.5, 0.5), ylim=(-0.5, 0.5), aspect="equal", xlabel="$x$", ylabel="$y$")


def _square(x: float, y: float, side: float, colour: str) -> Any:
    from matplotlib.patches import Rectangle

    return Rectangle((x, y), side, side, facecolor=colour, edgecolor="white", linewidth=0.3)
