"""Semismooth Newton for the dual of regularised transport at one ε, on a sparse set of candidate pairs.

D. A. Lorenz, P. Manns, C. Meyer, Appl. Math. Optim. 83 (2021) for p = 2; the same works for every p in
(1, 2], where the dual is once (p = 2) or twice differentiable. What is particular here:

- potentials are kept as high + low, and each step works with increments to them, so the residual is that of
  the data and not of their rounding;
- pairs outside the candidates were at distance ``threshold`` from the support when they were left out; as
  long as the potentials have risen by less they cannot have entered it, and when they have, all are looked at
  again;
- the diagonal shift is proportional to the residual, the mean weight and the masses, so far from the solution
  steps stay bounded on thin support graphs and close to it convergence is quadratic.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.sparse import csr_array

from otverify.errors import InvalidProblem
from otverify.transport.regularized_doubles import Doubles, Floats
from otverify.transport.regularized_linear import solve_newton_system
from otverify.transport.regularized_pairs import PairCosts, Pairs, blocks, excess_at, scan

#: candidates reach this multiple of the largest excess below the support
_REACH: Final = 1.0
_SHIFT: Final = 1e-3
_LEAST_SHIFT: Final = 1e-12
#: below this residual full steps are taken and the potentials are refined at full precision
_CLOSE: Final = 1e-5
_REFINE: Final = 1e-9
_MAX_STALLED: Final = 6
_FALLING: Final = 0.7
#: with ε q above this multiple of (q - 1) times the potentials, single floats reach _REFINE
_ROUGH: Final = 1e-5
#: up to this many pairs the precise costs are kept
_KEPT: Final = 1 << 22


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Instance:
    """The numbers of a problem in floats: masses a (n,) and b (m,), ε q, and q - 1; costs by pairs."""

    a: Floats
    b: Floats
    costs: PairCosts
    epsilon: float
    p: float

    @property
    def power(self) -> float:
        """q - 1 = 1/(p-1)."""
        return 1.0 / (self.p - 1.0)

    @property
    def unit(self) -> float:
        """ε q: the excess at which the density is 1."""
        return self.epsilon * self.p / (self.p - 1.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Iterate:
    """Potentials with what follows from them on the candidate pairs."""

    f: Doubles
    g: Doubles
    pairs: Pairs
    excess: Floats
    residual: float
    steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Told after every Newton step: the residual, the active pairs, and steps so far at this ε."""

    epsilon: float
    step: int
    residual: float
    active: int


def minimise(
    instance: Instance,
    f: Doubles,
    g: Doubles,
    *,
    tolerance: float,
    max_steps: int,
    watch: Callable[[Step], None] | None = None,
    pairs: Pairs | None = None,
) -> Iterate:
    """Newton from (f, g) until the residual is at most ``tolerance`` or the steps are used up.

    The residual is the largest relative error of a marginal, max |Σ_j b_j ρ_ij - 1| over rows and columns.
    """
    work = _Work(instance, f, g, pairs=pairs)
    stalled = 0
    step = 0
    best: Iterate | None = None
    while True:
        if watch is not None:
            watch(Step(epsilon=instance.epsilon, step=step, residual=work.residual, active=work.active))
        if work.residual <= max(tolerance, _REFINE):
            if not work.fresh:
                work.refine()
                continue
            # fresh: the residual is that of the stated problem; where pairs of vanishing weight must empty it
            # falls by a constant factor only
            falling = best is None or work.residual < _FALLING * best.residual
            if best is None or work.residual < best.residual:
                best = work.iterate(step)
            stalled = 0 if falling else stalled + 1
            if work.residual <= tolerance or stalled >= _MAX_STALLED:
                return best
        if step >= max_steps:
            work.refine()
            last = work.iterate(step)
            return best if best is not None and best.residual <= last.residual else last
        if not work.advance():
            work.refine()
            return best or work.iterate(step)
        step += 1


class _Work:
    """Increments u, v to the potentials f, g, and the excess of the candidate pairs."""

    def __init__(self, instance: Instance, f: Doubles, g: Doubles, *, pairs: Pairs | None) -> None:
        self.instance, self.f, self.g = instance, f, g
        self.cost: Doubles | None = None
        self.u, self.v = np.zeros(len(f)), np.zeros(len(g))
        if pairs is None:
            self._scan()
        else:
            self._take(pairs)

    # -- candidates

    def _take(self, pairs: Pairs, *, rough: Floats | None = None) -> None:
        self.pairs, self.cost = pairs, None
        self.base = self._precise() if rough is None else rough
        self.rough = rough is not None
        self._repair_empty()
        self._evaluate()

    def _precise(self) -> Floats:
        pairs = self.pairs
        cost = self.cost if self.cost is not None else self.instance.costs.at(pairs.rows, pairs.columns)
        self.cost = cost if len(pairs) <= _KEPT else None
        return excess_at(pairs.rows, pairs.columns, f=self.f, g=self.g, cost=cost)

    def _scan(self) -> None:
        """Look at all pairs again, at the current potentials."""
        self._absorb()
        costs = self.instance.costs
        highest = _highest_excess(costs, self.f.high, self.g.high)
        reach = _REACH * max(highest, self.instance.unit)
        pairs, excess = scan(costs, self.f.high, g=self.g.high, threshold=reach)
        # single floats serve until the residual is small if ε is not
        size = float(abs(self.f.high).max() + abs(self.g.high).max())
        enough = self.instance.unit > _ROUGH * self.instance.power * size
        self._take(pairs, rough=excess if enough else None)

    def _narrow(self) -> None:
        """Drop candidates that are far from the support by now."""
        f, g = self.f.high + self.u, self.g.high + self.v
        highest = max(float(self.excess.max()), self.instance.unit)
        threshold = min(_REACH * highest, self.pairs.threshold - self.pairs.rise(f, g))
        if not threshold > 0.25 * highest or self.active > 0.2 * len(self.pairs):
            return
        kept = self.excess > -threshold
        self.pairs = self.pairs.restricted(kept, f=f, g=g, threshold=threshold)
        self.base = self.base[kept]
        self.cost = None if self.cost is None else self.cost[kept]
        self._evaluate()

    def _absorb(self) -> None:
        self.f, self.g = self.f.plus(self.u), self.g.plus(self.v)
        self.u, self.v = np.zeros_like(self.u), np.zeros_like(self.v)

    def refine(self) -> None:
        """Make the increments part of the potentials and compute the excess anew."""
        self._absorb()
        self.base, self.rough = self._precise(), False
        self._evaluate()

    # -- one step

    def _evaluate(self) -> None:
        self.excess, self.density, self.rows, self.columns = self._at(self.u, self.v)
        self.active = int(np.count_nonzero(self.density))
        self.residual = max(float(abs(self.rows - 1).max()), float(abs(self.columns - 1).max()))
        self.fresh = not (self.rough or self.u.any() or self.v.any())

    def _at(self, u: Floats, v: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        instance, pairs = self.instance, self.pairs
        excess = self.base + u[pairs.rows]
        excess += v[pairs.columns]
        density = raised(np.maximum(excess, 0.0) / instance.unit, instance.power)
        matrix = csr_array((density, pairs.columns, pairs.starts), shape=instance.costs.shape)
        return excess, density, matrix @ instance.b, matrix.T @ instance.a

    def _objective(self, u: Floats, v: Floats, excess: Floats, density: Floats) -> float:
        """The negative dual value, up to a constant."""
        instance, pairs = self.instance, self.pairs
        energy = density * np.maximum(excess, 0.0)
        matrix = csr_array((energy, pairs.columns, pairs.starts), shape=instance.costs.shape)
        linear = instance.a @ u + instance.b @ v
        q = instance.power + 1.0
        return float(instance.a @ (matrix @ instance.b)) / q - float(linear)

    def advance(self) -> bool:
        """One Newton step; False if none makes progress."""
        direction = self._direction()
        instance = self.instance
        slope = float(
            (instance.a * (1 - self.rows)) @ direction[0] + (instance.b * (1 - self.columns)) @ direction[1]
        )
        if not np.isfinite(slope):
            return False
        before = self._objective(self.u, self.v, self.excess, self.density)
        length = 1.0
        while True:
            u, v = self.u + length * direction[0], self.v + length * direction[1]
            excess, density, rows, columns = self._at(u, v)
            residual = max(float(abs(rows - 1).max()), float(abs(columns - 1).max()))
            if residual < self.residual and self.residual < _CLOSE:
                break
            if self._objective(u, v, excess, density) <= before - 1e-4 * length * slope:
                break
            length /= 2
            if length < 1e-10:
                return False
        self.u, self.v = u, v
        self.excess, self.density, self.rows, self.columns = excess, density, rows, columns
        self.active, self.residual, self.fresh = int(np.count_nonzero(density)), residual, False
        risen = self.pairs.rise(self.f.high + u, self.g.high + v)
        if not risen < 0.999 * self.pairs.threshold:
            self._scan()
        elif not (rows.all() and columns.all()):
            self._repair_empty()
            self._evaluate()
        else:
            self._narrow()
        return True

    def _direction(self) -> tuple[Floats, Floats]:
        instance, pairs = self.instance, self.pairs
        on = self.density > 0
        rows, columns = pairs.rows[on], pairs.columns[on]
        slope = raised(self.excess[on] / instance.unit, instance.power - 1.0)
        slope *= instance.power / instance.unit
        data = slope * instance.a[rows] * instance.b[columns]
        counts = np.concatenate([[0], np.cumsum(on)])[pairs.starts]
        weights = csr_array((data, columns, counts), shape=instance.costs.shape)
        # in proportion to the masses: a shift that is small for large atoms would freeze the small ones
        shift = max(_SHIFT * min(self.residual, 1.0), _LEAST_SHIFT)
        shift *= float(data.sum()) / float(instance.a.sum())
        return solve_newton_system(
            weights,
            (instance.a * (1 - self.rows), instance.b * (1 - self.columns)),
            shifts=(shift * instance.a, shift * instance.b),
            accuracy=min(max(0.1 * self.residual, 1e-12), 1e-2),
        )

    def _repair_empty(self) -> None:
        """Raise the potential of every row and column without mass until its best pair carries it."""
        excess, _, rows, columns = self._at(self.u, self.v)
        if rows.all() and columns.all():
            return
        for mine, increments, index, other in (
            (rows, self.u, self.pairs.rows, self.instance.b),
            (columns, self.v, self.pairs.columns, self.instance.a),
        ):
            best = np.full(len(increments), -np.inf)
            np.maximum.at(best, index, excess)
            empty = mine == 0
            if not np.isfinite(best[empty]).all():
                self._cover()
                return
            increments[empty] += self._lift(other) - best[empty]

    def _cover(self) -> None:
        """The same over all pairs, for rows or columns without a candidate; then look at all pairs again."""
        self._absorb()
        costs = self.instance.costs
        rows = np.concatenate(
            [costs.excess(block, self.f.high, self.g.high).max(axis=1) for block in blocks(costs.shape)]
        )
        raised_rows = np.where(rows > 0, 0.0, self._lift(self.instance.b) - rows)
        columns = np.full(costs.shape[1], -np.inf)
        for block in blocks(costs.shape):
            excess = costs.excess(block, self.f.high + raised_rows, self.g.high)
            np.maximum(columns, excess.max(axis=0), out=columns)
        raised_columns = np.where(columns > 0, 0.0, self._lift(self.instance.a) - columns)
        for name, changes in (("row", raised_rows), ("column", raised_columns)):
            if not np.isfinite(changes).all():
                raise InvalidProblem(
                    "cost",
                    expected="an allowed pair in every row and column",
                    got=f"none in {name} {int(np.flatnonzero(~np.isfinite(changes))[0])}",
                )
        self.f, self.g = self.f.plus(raised_rows), self.g.plus(raised_columns)
        self._scan()

    def _lift(self, other: Floats) -> float:
        # one pair of mean mass would then carry everything; more pairs share it after the next step
        lift = raised(np.array([1.0 / other.mean()]), 1.0 / self.instance.power)
        return self.instance.unit * float(lift[0])

    def iterate(self, steps: int) -> Iterate:
        """The state, once the increments are part of the potentials."""
        return Iterate(
            f=self.f, g=self.g, pairs=self.pairs, excess=self.excess, residual=self.residual, steps=steps
        )


def raised(base: Floats, power: float) -> Floats:
    """base^power for base >= 0; products where the power is a small integer."""
    if power == 0.0:
        return np.ones_like(base)
    if power == 1.0:
        return base
    if power == 2.0:
        return base * base
    if power == 3.0:
        return base * base * base
    result: Floats = base**power
    return result


def _highest_excess(costs: PairCosts, f: Floats, g: Floats) -> float:
    """max f + g - c over a sample of rows: enough for a scale."""
    n = costs.shape[0]
    wanted = max(1, min(n, (1 << 18) // costs.shape[1]))
    rows = np.unique(np.linspace(0, n - 1, wanted).astype(int))
    return float(costs.excess(rows, f, g).max())
