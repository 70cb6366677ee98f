"""Sections of a regularised plan: S_x = {y : ρ(x, y) > 0}, by their atoms and as regions of R^d.

The sections of the other side, T_y = {x : ρ(x, y) > 0}, are those of ``solution.transposed()``.

By atoms everything is a statement about the finite problem. As regions, the potentials are continued off the
atoms by (6): y ↦ ξ(x, y) is then concave on R^d and S_x is convex, so its boundary is found along rays from
∇φ_ε(x), with far less than a grid spacing of error where the potentials are accurate.
A. González-Sanz, R. S. Gvalani, L. Koch, Sharp local sparsity of regularized optimal transport, Theorem 3.1.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from otverify.errors import InvalidProblem
from otverify.transport.regularized_doubles import Floats
from otverify.transport.regularized_extension import Extension, coordinates, extension
from otverify.transport.regularized_outcomes import Regularized, masses
from otverify.transport.regularized_pairs import Indices

_RAYS: Final = 64
_MAX_STEPS: Final = 60
_RADIAL_NODES: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AtomSections:
    """S_x for the source atoms ``rows``, by atoms; arrays of length k, centres (k, d).

    Attributes
    ----------
    sizes : number of atoms
    masses : μ(S_x)
    centres : ∇φ_ε(x), equation (7)
    barycentres : T_ε(x), the mean of y under the plan
    diameters : largest distance of two atoms of S_x
    outer_radii : largest distance of an atom of S_x from the centre
    inner_radii : least distance of another atom from the centre; inf if S_x has all
    """

    rows: Indices
    sizes: Indices
    masses: Floats
    centres: Floats
    barycentres: Floats
    diameters: Floats
    outer_radii: Floats
    inner_radii: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SectionShapes:
    """S_x as convex regions in R^d, d = 1 or 2, for given x (k, d).

    Attributes
    ----------
    directions : unit vectors (r, d): -1 and 1 on the line, equally spaced angles in the plane
    centres : ∇φ_ε(x), (k, d)
    reach : distance of the boundary from the centre in each direction, (k, r)
    slopes : -∂ξ/∂r at the boundary, in the units of the paper, (k, r)
    inside : whether S_x lies in the box spanned by the target atoms, (k,)
    """

    directions: Floats
    centres: Floats
    reach: Floats
    slopes: Floats
    inside: np.ndarray[tuple[int], np.dtype[np.bool_]]

    @property
    def boundary(self) -> Floats:
        """The points centre + reach · direction, (k, r, d)."""
        result: Floats = self.centres[:, None] + self.reach[:, :, None] * self.directions
        return result

    @property
    def outer_radii(self) -> Floats:
        """Radius of the smallest ball about the centre that holds S_x (over the directions)."""
        result: Floats = self.reach.max(axis=1)
        return result

    @property
    def inner_radii(self) -> Floats:
        """Radius of the largest ball about the centre inside S_x (over the directions)."""
        result: Floats = self.reach.min(axis=1)
        return result

    @property
    def diameters(self) -> Floats:
        """Largest distance of two boundary points."""
        points = self.boundary
        gaps = points[:, :, None] - points[:, None]
        result: Floats = np.sqrt((gaps * gaps).sum(axis=3).max(axis=(1, 2)))
        return result

    @property
    def volumes(self) -> Floats:
        """Length or area; the trapezoidal rule in the angle."""
        d = self.directions.shape[1]
        result: Floats = self._angular(self.reach**d / d)
        return result

    def masses(self, density: Callable[[Floats], Floats]) -> Floats:
        """μ(S_x) for a density of points (j, d)."""
        k, rays = self.reach.shape
        d = self.directions.shape[1]
        nodes, weights = np.polynomial.legendre.leggauss(_RADIAL_NODES)
        radii = self.reach[:, :, None] * (nodes + 1) / 2
        points = self.centres[:, None, None] + radii[..., None] * self.directions[:, None]
        values = np.asarray(density(points.reshape(-1, d)), dtype=np.float64).reshape(k, rays, -1)
        along = (values * radii ** (d - 1) * weights).sum(axis=2) * self.reach / 2
        return self._angular(along)

    def hessians(self, density: Callable[[Floats], Floats] | None = None) -> Floats:
        """∇²φ_ε(x) for p = 2, (k, d, d), by the second line of (8):

        ∫_{∂S} (∇φ - y)(∇φ - y)ᵀ / |∇ψ(y) - x| μ dH / μ(S_x),

        for the density of μ, uniform if none is given. ∂S_x must not meet the boundary of the support of μ:
        that part would have to be left out; see ``inside``.
        """
        d = self.directions.shape[1]
        if density is None:
            values, total = np.ones_like(self.reach), self.volumes
        else:
            points = self.boundary.reshape(-1, d)
            values = np.asarray(density(points), dtype=np.float64).reshape(self.reach.shape)
            total = self.masses(density)
        # dH / |∇ξ| = r^(d-1) dθ / |∂ξ/∂r|
        weights = values * self.reach ** (d + 1) / self.slopes
        outer = self.directions[:, :, None] * self.directions[:, None, :]
        step = 1.0 if d == 1 else 2 * math.pi / len(self.directions)
        result: Floats = step * np.einsum("kr,rde->kde", weights, outer) / total[:, None, None]
        return result

    def _angular(self, values: Floats) -> Floats:
        step = 1.0 if self.directions.shape[1] == 1 else 2 * math.pi / len(self.directions)
        result: Floats = step * values.sum(axis=1)
        return result


def atom_sections(solution: Regularized, rows: ArrayLike | None = None) -> AtomSections:
    """The sections of some source atoms (all by default) as sets of atoms.

    Raises InvalidProblem unless the cost is a squared distance without period and the rows exist.
    """
    problem = solution.problem
    wide = extension(solution)
    if wide.period is not None:
        raise InvalidProblem("cost", expected="a distance of R^d", got="a torus", hint="See section_shapes.")
    points, b = wide.points, masses(problem)[1]
    chosen = np.arange(problem.shape[0]) if rows is None else np.atleast_1d(np.asarray(rows))
    if chosen.dtype.kind not in "iu" or chosen.ndim != 1:
        raise InvalidProblem("rows", expected="a list of indices", got=rows)
    if len(chosen) and not 0 <= chosen.min() <= chosen.max() < problem.shape[0]:
        raise InvalidProblem("rows", expected=f"indices of {problem.shape[0]} atoms", got=rows)
    support = solution.support
    columns: dict[str, list[float]] = {name: [] for name in ("size", "mass", "width", "outer", "inner")}
    centres, means = [], []
    for i in chosen.tolist():
        here = support.columns_of(i)
        excess = support.excess[support.starts[i] : support.starts[i + 1]]
        atoms = points[here]
        centre = _mean(atoms, b[here] * (excess / wide.unit) ** (wide.power - 1.0))
        distances = np.sqrt(((points - centre) ** 2).sum(axis=1))
        outside = np.ones(len(points), dtype=bool)
        outside[here] = False
        centres.append(centre)
        means.append(_mean(atoms, b[here] * (excess / wide.unit) ** wide.power))
        columns["size"].append(len(here))
        columns["mass"].append(b[here].sum())
        columns["width"].append(_diameter(atoms))
        columns["outer"].append(distances[here].max())
        columns["inner"].append(distances[outside].min(initial=np.inf))
    d = points.shape[1]
    return AtomSections(
        rows=chosen.astype(np.int32),
        sizes=np.array(columns["size"], dtype=np.int32),
        masses=np.array(columns["mass"]),
        centres=np.array(centres).reshape(-1, d),
        barycentres=np.array(means).reshape(-1, d),
        diameters=np.array(columns["width"]),
        outer_radii=np.array(columns["outer"]),
        inner_radii=np.array(columns["inner"]),
    )


def section_shapes(solution: Regularized, x: ArrayLike, *, rays: int = _RAYS) -> SectionShapes:
    """S_x as regions, for points x (k, d) that need not be atoms, d = 1 or 2.

    Raises
    ------
    InvalidProblem
        If the cost is no squared distance, the dimension is above 2, or ∇φ_ε(x) is not in S_x, which (for
        finite measures) happens when ε is far below the spacing of the atoms.

    Notes
    -----
    Newton's method along each ray from outside, where the concave excess is above its tangents' roots:
    monotone. O(k · rays · n) per step.
    """
    wide, narrow = extension(solution), extension(solution.transposed())
    points = np.asarray(x, dtype=np.float64)
    d = wide.points.shape[1]
    if points.ndim != 2 or points.shape[1] != d:
        raise InvalidProblem("x", expected=f"points of shape (k, {d})", got=points.shape)
    directions = _directions(d, rays)
    values, centres = wide.values(points), wide.gradients(points)
    within = _excess(narrow, points, centres, values=values)
    if not (within > 0).all():
        k = int(np.argmin(within))
        raise InvalidProblem(
            "x",
            expected="points whose ∇φ lies in the section",
            got=f"{points[k].tolist()}, where the excess is {within[k]:.1e}",
            hint="Sections narrower than the spacing of the atoms have no shape.",
        )
    k = len(points)
    start = np.repeat(points, len(directions), axis=0)
    base = np.repeat(centres, len(directions), axis=0)
    level = np.repeat(values, len(directions))
    along = np.tile(directions, (k, 1))
    reach, slopes = _boundary(narrow, start, base, along=along, level=level)
    boundary = base + reach[:, None] * along
    low, high = wide.points.min(axis=0), wide.points.max(axis=0)
    held = ((boundary >= low) & (boundary <= high)).all(axis=1) | (wide.period is not None)
    return SectionShapes(
        directions=directions,
        centres=centres,
        reach=reach.reshape(k, -1),
        slopes=slopes.reshape(k, -1),
        inside=held.reshape(k, -1).all(axis=1),
    )


def barycentric_map(solution: Regularized) -> Floats:
    """T_ε at all source atoms, (n, d)."""
    return extension(solution).barycentres(coordinates(solution.problem))


def gradient_map(solution: Regularized) -> Floats:
    """∇φ_ε at all source atoms, (n, d): equations (3) and (7)."""
    return extension(solution).gradients(coordinates(solution.problem))


def _mean(atoms: Floats, weights: Floats) -> Floats:
    result: Floats = (weights / weights.sum()) @ atoms
    return result


def _diameter(atoms: Floats) -> float:
    if atoms.shape[1] == 1:
        return float(np.ptp(atoms))
    if len(atoms) > 400 and atoms.shape[1] == 2:
        from scipy.spatial import ConvexHull, QhullError

        try:
            atoms = atoms[ConvexHull(atoms).vertices]
        except QhullError:  # all on one line: its ends are extreme in some direction
            atoms = atoms[np.lexsort(atoms.T)[[0, -1]]]
    gaps = atoms[:, None] - atoms
    return float(np.sqrt((gaps * gaps).sum(axis=2).max()))


def _directions(dimension: int, rays: int) -> Floats:
    if dimension == 1:
        return np.array([[-1.0], [1.0]])
    if dimension != 2:
        raise InvalidProblem("dimension", expected="1 or 2", got=dimension, hint="See atom_sections.")
    if rays < 8 or rays % 2:
        raise InvalidProblem("rays", expected="an even number >= 8", got=rays)
    angles = 2 * math.pi * np.arange(rays) / rays
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)


def _excess(narrow: Extension, x: Floats, y: Floats, *, values: Floats) -> Floats:
    """ξ(x_k, y_k) for paired points, from f at x and the continuation of g."""
    steps = y - x
    if narrow.period is not None:
        steps -= narrow.period * np.rint(steps / narrow.period)
    result: Floats = values + narrow.values(y) - narrow.scale * (steps * steps).sum(axis=1)
    return result


def _slope(narrow: Extension, x: Floats, y: Floats, *, along: Floats) -> Floats:
    """<x - ∇ψ(y), direction>, the derivative of ξ/(2s) along the ray."""
    steps = x - narrow.gradients(y)
    if narrow.period is not None:
        steps -= narrow.period * np.rint(steps / narrow.period)
    result: Floats = (steps * along).sum(axis=1)
    return result


def _boundary(
    narrow: Extension, x: Floats, centre: Floats, *, along: Floats, level: Floats
) -> tuple[Floats, Floats]:
    """Distances at which ξ vanishes, and -∂ξ/∂r there."""
    inside = _excess(narrow, x, centre, values=level)
    # a first guess outside: a parabola of curvature 1, then doubled until ξ <= 0
    reach = np.sqrt(inside / narrow.scale)
    for _ in range(_MAX_STEPS):
        low = _excess(narrow, x, centre + reach[:, None] * along, values=level) > 0
        if not low.any():
            break
        reach[low] *= 1.5
    moving = np.arange(len(reach))
    slopes = np.zeros_like(reach)
    for _ in range(_MAX_STEPS):
        here = x[moving], centre[moving] + reach[moving, None] * along[moving]
        excess = _excess(narrow, *here, values=level[moving])
        slope = _slope(narrow, *here, along=along[moving])
        slopes[moving] = -slope
        change = np.where(slope < 0, excess / (2 * narrow.scale * slope), 0.0)
        reach[moving] -= change
        moving = moving[(excess < 0) & (np.abs(change) > 1e-13 * reach[moving])]
        if not len(moving):
            break
    return reach, slopes
