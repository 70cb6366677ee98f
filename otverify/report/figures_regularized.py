"""Pictures of regularised transport: sections that shrink with ε, and the rates at which they do.

Sections are those of the solved problems, found along rays; see ``otverify.transport.sections``. The
bars of a rate are intervals of the measurement, the lines the claimed exponents through the finest one.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from otverify.transport.rates import section_exponent
from otverify.transport.rates_studies import Study, study_rates
from otverify.transport.regularized import solve_regularized
from otverify.transport.regularized_doubles import Floats
from otverify.transport.regularized_families import Family, cosine_line, cosine_square
from otverify.transport.regularized_outcomes import Regularized
from otverify.transport.sections import section_shapes

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

EXPONENTS: Final = ("2", "9/5", "3/2", "4/3")
LINE_SIZE: Final = 240
PLANE_SIZE: Final = 40
RATES_SIZE: Final = 48


def sections_on_the_line() -> Figure:
    """The support of π_ε as the union of the sections {x} × S_x, for p = 2 and p = 4/3."""
    figure, axes = _row(2, height=4.2)
    family = cosine_line(LINE_SIZE)
    x = np.linspace(0.005, 0.995, 67)
    for axis, p in zip(axes, ("2", "4/3"), strict=True):
        for k, epsilon in enumerate(("1/100", "1/1000", "1/10000", "1/100000")):
            shapes = section_shapes(_solved(family, epsilon, p=p), x[:, None])
            low, high = np.clip(np.sort(shapes.boundary[:, :, 0], axis=1).T, 0.0, 1.0)
            axis.fill_between(x, low, high, color=_shade(k), lw=0, label=rf"$\varepsilon={_power(epsilon)}$")
        exact = x - np.sin(np.pi * x) / (2 * np.pi)
        axis.plot(x, exact, color="tab:red", lw=1, label=r"$y=\nabla\varphi(x)$")
        axis.set(xlabel="$x$", ylabel="$y$", xlim=(0, 1), ylim=(0, 1), aspect="equal")
        axis.set_title(f"$p={p}$")
    axes[0].legend(loc="upper left", frameon=False, fontsize=8)
    return figure


def sections_in_the_plane() -> Figure:
    """Boundaries of S_x for nine x as ε decreases, about ∇φ_ε(x); crosses are ∇φ(x)."""
    figure, axes = _row(2, height=4.4)
    family = cosine_square(PLANE_SIZE)
    ticks = (0.25, 0.5, 0.75)
    points = np.array([(s, t) for s in ticks for t in ticks])
    for axis, p in zip(axes, ("2", "4/3"), strict=True):
        for k, epsilon in enumerate(("1/1000", "1/4000", "1/16000")):
            shapes = section_shapes(_solved(family, epsilon, p=p), points, rays=48)
            for number, outline in enumerate(shapes.boundary):
                closed = np.vstack([outline, outline[:1]])
                label = rf"$\varepsilon=1/{Fraction(epsilon).denominator}$" if number == 0 else None
                axis.plot(closed[:, 0], closed[:, 1], color=_shade(k + 1), lw=1.2, label=label)
        exact = _limit_map(points)
        axis.plot(exact[:, 0], exact[:, 1], "+", color="tab:red", label=r"$\nabla\varphi(x)$")
        axis.set(xlabel="$y_1$", ylabel="$y_2$", xlim=(0, 1), ylim=(0, 1), aspect="equal")
        axis.set_title(f"$p={p}$")
    axes[1].legend(loc="upper center", ncols=2, frameon=False, fontsize=8)
    return figure


def rates_on_the_line() -> Figure:
    """Largest diameter of S_x and the gap to transport without penalty against ε, d = 1."""
    figure, axes = _row(2, height=4.0)
    for k, p in enumerate(EXPONENTS):
        study = study_rates(
            cosine_line,
            size=LINE_SIZE,
            p=p,
            epsilons=_steps(count=9, first=3.0),
            points=[[0.4], [0.5], [0.6]],
        )
        _draw_rates(axes, study, names=("diameter", "gap"), dimension=1, colour=f"C{k}")
    _finish(axes, ("largest diameter of $S_x$", r"$\mathrm{ROT}_\varepsilon-\mathrm{OT}$"))
    return figure


def rates_in_the_plane() -> Figure:
    """Largest diameter and largest area of S_x against ε, d = 2."""
    figure, axes = _row(2, height=4.0)
    for k, p in enumerate(("2", "3/2")):
        study = study_rates(
            cosine_square,
            size=RATES_SIZE,
            p=p,
            epsilons=_steps(count=6, first=2.6),
            points=[(0.5, 0.5)],
            rays=16,
        )
        _draw_rates(axes, study, names=("diameter", "volume"), dimension=2, colour=f"C{2 * k}")
    _finish(axes, ("largest diameter of $S_x$", "largest area of $S_x$"))
    return figure


FIGURES: Final[dict[str, Callable[[], Figure]]] = {
    "regularized_sections_line": sections_on_the_line,
    "regularized_sections_plane": sections_in_the_plane,
    "regularized_rates_line": rates_on_the_line,
    "regularized_rates_plane": rates_in_the_plane,
}


def _solved(family: Family, epsilon: str, *, p: str) -> Regularized:
    found = solve_regularized(family.problem(epsilon=epsilon, p=p), known=(family.f, family.g))
    if not isinstance(found, Regularized):
        raise ArithmeticError(found.reason)
    return found


def _limit_map(x: Floats) -> Floats:
    """∇φ for φ = |x|²/2 + (κ/π²) cos πx₁ cos πx₂, κ = 2/5."""
    sines, cosines = np.sin(np.pi * x), np.cos(np.pi * x)
    result: Floats = x - 0.4 / np.pi * sines * cosines[:, ::-1]
    return result


def _steps(*, count: int, first: float) -> list[Fraction]:
    return [Fraction(round(10 ** (12 - first - k / 3)), 10**12) for k in range(count)]


def _draw_rates(
    axes: list[Axes], study: Study, *, names: tuple[str, str], dimension: int, colour: str
) -> None:
    for axis, name in zip(axes, names, strict=True):
        rate = study.rates[name]
        epsilons = np.array([sample.epsilon for sample in rate.samples])
        middles = np.array([sample.middle for sample in rate.samples])
        bars = np.array([[s.middle - s.low, s.high - s.middle] for s in rate.samples]).T
        label = f"$p={study.p}$: claimed {rate.expected}, measured [{rate.low:.3f}, {rate.high:.3f}]"
        axis.errorbar(epsilons, middles, yerr=bars, fmt="o", ms=3.5, color=colour, label=label)
        line = middles[-1] * (epsilons / epsilons[-1]) ** float(rate.expected)
        axis.plot(epsilons, line, color=colour, lw=0.8)
    if study.rates["diameter"].expected != section_exponent(dimension, study.p):
        raise ArithmeticError("the claimed exponents are those of another dimension")


def _finish(axes: list[Axes], titles: tuple[str, str]) -> None:
    for axis, title in zip(axes, titles, strict=True):
        axis.set(xscale="log", yscale="log", xlabel=r"$\varepsilon$")
        axis.set_title(title)
        axis.legend(frameon=False, fontsize=7)


def _shade(k: int) -> tuple[float, float, float]:
    """Blues, darker with k."""
    light = 0.85 - 0.22 * k
    return (max(light - 0.1, 0.0), max(light, 0.05), min(light + 0.15, 1.0))


def _power(epsilon: str) -> str:
    return f"10^{{-{round(math.log10(Fraction(epsilon).denominator))}}}"


def _row(count: int, *, height: float) -> tuple[Figure, list[Any]]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4.6 * count, height), layout="constrained")
    return figure, list(figure.subplots(1, count))
