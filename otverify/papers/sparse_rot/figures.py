"""The pictures of the paper's claims, from exact optima, closed forms and measured sections."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from otverify.papers.sparse_rot.instances import line
from otverify.transport.rates import section_exponent
from otverify.transport.rates_studies import study_rates
from otverify.transport.regularized_families import cosine_line
from otverify.transport.regularized_torus import solve_torus

if TYPE_CHECKING:
    from matplotlib.figure import Figure

EXPONENTS = tuple(Fraction(p) for p in ("2", "9/5", "3/2", "4/3"))
COLOURS = ("#0b5394", "#38761d", "#c55a11", "#741b47")
GREY = "#888888"


def figure(columns: int, *, width: float = 3.4, height: float = 3.0) -> tuple[Figure, list[Any]]:
    """An empty figure of panels side by side, without a display."""
    from matplotlib.figure import Figure as Canvas

    canvas = Canvas(figsize=(width * columns, height), layout="constrained")
    return canvas, [canvas.add_subplot(1, columns, k + 1) for k in range(columns)]


def supports() -> Figure:
    """Exact densities for p = 2 on a grid of [0, 1] against the graph of T, for three values of ε."""
    canvas, panels = figure(3, width=3.0)
    levels = (Fraction(1, 50), Fraction(1, 200), Fraction(1, 1000))
    for panel, level in zip(panels, levels, strict=True):
        found = line(48, level)
        size = len(found.x)
        density = [[float(found.density(i, j)) or float("nan") for i in range(size)] for j in range(size)]
        panel.imshow(
            density, origin="lower", extent=(0, 1, 0, 1), cmap="Blues", vmin=0, interpolation="nearest"
        )
        places = [float(place[0]) for place in found.x]
        panel.plot(places, [float(found.gradient(i)[0]) for i in range(size)], color=COLOURS[2], lw=1.2)
        panel.plot(places, transport_map(places), "--", color="black", lw=0.8)
        panel.set(title=rf"$\varepsilon={level.numerator}/{level.denominator}$", xlabel="$x$")
    panels[0].set_ylabel("$y$")
    panels[0].plot([], [], color=COLOURS[2], lw=1.2, label=r"$\nabla\varphi_\varepsilon$")
    panels[0].plot([], [], "--", color="black", lw=0.8, label="$T$")
    panels[0].legend(fontsize=7, loc="upper left")
    return canvas


def transport_map(places: list[float]) -> list[float]:
    """T(x) = x - sin(πx)/(2π)."""
    from math import pi, sin

    return [x - sin(pi * x) / (2 * pi) for x in places]


def torus_radii() -> Figure:
    """R_ε on the torus from (27), in balls: straight lines of slope 1/(d(p-1)+2) up to R = 1/2."""
    canvas, panels = figure(3, width=3.0)
    levels = [Fraction(1, 10**k) for k in range(1, 9)]
    for dimension, panel in enumerate(panels, start=1):
        for p, colour in zip(EXPONENTS, COLOURS, strict=True):
            radii = []
            for level in levels:
                radius = torus_radius(dimension, level, p)
                if radius is not None:
                    radii.append((float(level), radius))
            slope = section_exponent(dimension, p)
            panel.loglog(
                *zip(*radii, strict=True), "o-", color=colour, ms=3, lw=1, label=f"$p={p}$: ${slope}$"
            )
        panel.axhline(0.5, color=GREY, lw=0.8, ls=":")
        panel.set(title=f"$d={dimension}$", xlabel=r"$\varepsilon$")
        panel.legend(fontsize=7, title="slope", title_fontsize=7)
    panels[0].set_ylabel(r"$R_\varepsilon$")
    return canvas


def torus_radius(dimension: int, epsilon: Fraction, p: Fraction) -> float | None:
    """R_ε, or None beyond the cut locus."""
    from otverify.errors import InvalidProblem

    try:
        return float(solve_torus(dimension, epsilon=epsilon, p=p).radius.mid())
    except InvalidProblem:
        return None


def measured_radii() -> Figure:
    """Largest outer, least inner radius and diameter at three interior points, over ε^(1/D): bounded above and below."""
    canvas, panels = figure(len(EXPONENTS), width=2.7)
    points = [(0.3,), (0.5,), (0.7,)]
    levels = [Fraction(1, n) for n in (1000, 3000, 9000, 27000)]
    for p, panel in zip(EXPONENTS, panels, strict=True):
        study = study_rates(cosine_line, size=160, p=p, epsilons=levels, points=points)
        for name, colour in zip(("diameter", "outer radius", "inner radius"), COLOURS, strict=False):
            rate = study.rates[name]
            scaled = [
                (sample.epsilon, sample.middle * sample.epsilon ** -float(rate.expected))
                for sample in rate.samples
            ]
            panel.semilogx(*zip(*scaled, strict=True), "o-", color=colour, ms=3, lw=1, label=name)
        panel.set(title=f"$p={p}$, $1/D={section_exponent(1, p)}$", xlabel=r"$\varepsilon$", ylim=(0, None))
    panels[0].set_ylabel(r"length $\cdot\,\varepsilon^{-1/D}$, $d=1$")
    panels[0].legend(fontsize=7)
    return canvas


FIGURES: dict[str, Callable[[], Figure]] = {
    "supports": supports,
    "torus_radii": torus_radii,
    "measured_radii": measured_radii,
}
