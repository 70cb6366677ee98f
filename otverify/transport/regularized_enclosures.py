"""Enclosures of the potentials for every p in (1, 2]: barriers that the kernel has accepted.

Ordered as z = (f, -g) the equations of the optimum are monotone: each increases in its own unknown and
decreases in the others. So z + t w is above the solution and z - t w below it as soon as the excess of every
equation has the right sign there; with w from one linear system, (generalised Laplacian) w = masses, the
excess is t times the masses to first order, and any t well above the error of z will do. This is the monotone
form of interval Newton: no inverse has to be enclosed, and each sign is one sum of balls.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

import numpy as np
from flint import arb, ctx, fmpq
from scipy.sparse import csc_array, csr_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import splu

from otverify.errors import InvalidProblem
from otverify.kernel.errors import Rejected
from otverify.kernel.transport_regularized import check
from otverify.kernel.transport_regularized_barriers import RegularizedEnclosure
from otverify.transport.regularized_doubles import Floats
from otverify.transport.regularized_exact import integer_costs, near_pairs
from otverify.transport.regularized_gauges import feasible_gauge
from otverify.transport.regularized_newton import raised
from otverify.transport.regularized_outcomes import Regularized
from otverify.transport.regularized_problems import RegularizedProblem
from otverify.transport.tables import RadicalTable

_DIGITS: Final = 25
_MAX_DIGITS: Final = 1000
_MAX_ROUNDS: Final = 400
#: densities below this fraction of the largest may be none
_FAINT: Final = 1e-7
#: barriers are tried at these multiples of the error that was reached
_FACTORS: Final = (16, 256, 4096, 1 << 20)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EnclosedRegularized:
    """Barriers between which a pair of optimal potentials lies, and what the kernel concludes from them.

    Attributes
    ----------
    f, g : (low, high) for each atom. In each component of the support one constant is free, (f + t, g - t);
        the solution meant is the one that agrees with ``f`` at the component's first source atom.
    conclusion : bounds of the minimum, pairs that are active for certain, pairs that could not be decided;
        the plan is zero for certain on all others
    certificate : what the kernel accepted, plain JSON
    """

    problem: RegularizedProblem
    f: tuple[tuple[Fraction, Fraction], ...]
    g: tuple[tuple[Fraction, Fraction], ...]
    conclusion: RegularizedEnclosure
    certificate: dict[str, Any]

    @property
    def is_support_certain(self) -> bool:
        """Whether every pair is decided."""
        return not self.conclusion.undecided

    @property
    def width(self) -> float:
        """The largest distance of the barriers."""
        return float(max(high - low for low, high in (*self.f, *self.g)))

    def balls(self, *, bits: int = 128) -> tuple[list[arb], list[arb]]:
        """The potentials f and g as Arb balls."""
        with ctx.workprec(bits):
            return [_ball_between(*pair) for pair in self.f], [_ball_between(*pair) for pair in self.g]


def enclose(
    solution: Regularized, *, digits: int = _DIGITS, progress: Callable[[str], None] | None = None
) -> EnclosedRegularized:
    """Enclose the potentials next to a float solution, to about ``digits`` digits relative to ε.

    ``progress`` is told in words what is being done, for instance ``Progress().say``.

    Raises
    ------
    InvalidProblem
        If ``digits`` is not in 1..1000, or the float solution is too far from the true one: its support
        leaves a row without mass, or has components of unequal masses.

    Notes
    -----
    Each round gains the digits of one float factorisation and costs a ball per pair near the support; the
    kernel then looks at all n m pairs.
    """
    if not 1 <= digits <= _MAX_DIGITS:
        raise InvalidProblem("digits", expected=f"an integer from 1 to {_MAX_DIGITS}", got=digits)
    reason = ""
    for candidate in (solution, _trimmed(solution)):
        if candidate is None:
            break
        try:
            work = _Refinement(candidate, digits=digits)
            work.refine(progress)
        except InvalidProblem as refusal:
            reason = str(refusal)
            continue
        for factor in _FACTORS:
            if progress is not None:
                progress(f"the kernel looks at {solution.problem.shape[0] * solution.problem.shape[1]} pairs")
            try:
                return work.enclosure(factor)
            except (Rejected, InvalidProblem) as refusal:
                reason = str(refusal)
    raise InvalidProblem(
        "solution",
        expected="barriers that the kernel accepts",
        got=f"its answer: {reason}",
        hint="A pair that is almost active may need more digits; one exactly at the edge has none that do.",
    )


def _trimmed(solution: Regularized) -> Regularized | None:
    """The solution without pairs of hardly any mass, which may be an error of the size of the residual.

    For p < 2 a density of 1e-12 belongs to an excess of 1e-12^(p-1), which looks like a number.
    """
    support = solution.support
    kept = solution.density > _FAINT * float(solution.density.max())
    n, m = solution.problem.shape
    rows, columns = support.rows[kept], support.columns[kept]
    if kept.all() or len(np.unique(rows)) < n or len(np.unique(columns)) < m:
        return None
    graph = csr_array((np.ones(len(rows)), (rows, columns + n)), shape=(n + m, n + m))
    _, labels = connected_components(graph, directed=False)
    return replace(
        solution,
        support=replace(
            support,
            rows=rows,
            columns=columns,
            starts=np.searchsorted(rows, np.arange(n + 1)).astype(np.int32),
            excess=support.excess[kept],
            highest_inactive=max(support.highest_inactive, float(support.excess[~kept].max())),
            labels=labels.astype(np.int32),
        ),
        density=solution.density[kept],
    )


class _Refinement:
    """Newton's method in units of 2^-bits: residuals in balls, corrections in floats."""

    def __init__(self, solution: Regularized, *, digits: int) -> None:
        self.solution, self.problem = solution, solution.problem
        problem = self.problem
        self.n, self.m = problem.shape
        self.power = 1 / (problem.p - 1)
        unit = problem.epsilon * problem.q
        self.digits = digits
        # the unit of the excess, ε q, has this many digits before the point
        self.bits = max(32, int(digits * 3.33) + 24 + max(0, (1 / unit).__ceil__().bit_length()))
        self.scale = int(unit * (1 << self.bits)) or 1
        self.labels = solution.support.labels
        self.first = _first_rows(self.labels, self.n)
        _check_balance(problem, self.labels)
        f, g = solution.potentials_f.fractions(), solution.potentials_g.fractions()
        if solution.support.components > 1:
            f, g = _separated(solution, f, g=g)
        self.f = [round(v * (1 << self.bits)) for v in f]
        self.g = [round(v * (1 << self.bits)) for v in g]
        support = solution.support
        pairs = set(zip(support.rows.tolist(), support.columns.tolist(), strict=True))
        pairs |= {(i, j) for i, j in near_pairs(solution) if self.labels[i] == self.labels[self.n + j]}
        self.pairs = sorted(pairs)
        self.rows = np.array([i for i, _ in self.pairs])
        self.columns = np.array([j for _, j in self.pairs])
        self.costs = _rounded_costs(problem, self.bits)(self.pairs)
        a, b = problem.source, problem.target
        self.a = np.array([w / a.denominator for w in a.weights])
        self.b = np.array([w / b.denominator for w in b.weights])

    def refine(self, progress: Callable[[str], None] | None) -> None:
        """Until the residual is below 10^-digits, or no longer falls."""
        goal, best = 10.0**-self.digits, np.inf
        kept = (self.f, self.g)
        for _ in range(_MAX_ROUNDS):
            excess, residual, rows, columns = self._residual()
            if progress is not None:
                progress(f"residual {residual:.1e} in {self.bits} bits")
            if not residual < 0.5 * best:
                self.f, self.g = kept
                break
            best, kept = residual, (self.f, self.g)
            if residual <= goal:
                break
            df, dg = self._solved(self._weights(excess), -rows * self.a, right_columns=-columns * self.b)
            self.f = [v + _integer(d, self.scale) for v, d in zip(self.f, df.tolist(), strict=True)]
            self.g = [v + _integer(d, self.scale) for v, d in zip(self.g, dg.tolist(), strict=True)]
        self.error = max(best, 2.0**-self.bits / float(self.problem.epsilon))

    def enclosure(self, factor: int) -> EnclosedRegularized:
        """Barriers at a multiple of the error, if the kernel accepts them."""
        excess, _, _, _ = self._residual()
        # z = (f, -g) rises by w: f up by wf, g down by wg
        wf, wg = self._solved(self._weights(excess), self.a, right_columns=-self.b)
        size = factor * self.error
        f, g = {}, {}
        widths_f = [_integer(abs(w) * size, self.scale) + 1 for w in wf.tolist()]
        widths_g = [_integer(abs(w) * size, self.scale) + 1 for w in wg.tolist()]
        for i in self.first:
            widths_f[i] = 0
        f["low"] = [v - w for v, w in zip(self.f, widths_f, strict=True)]
        f["high"] = [v + w for v, w in zip(self.f, widths_f, strict=True)]
        g["low"] = [v - w for v, w in zip(self.g, widths_g, strict=True)]
        g["high"] = [v + w for v, w in zip(self.g, widths_g, strict=True)]
        certificate = {
            "kind": "regularized-enclosure",
            "bits": self.bits,
            "blocks": {"rows": self.labels[: self.n].tolist(), "columns": self.labels[self.n :].tolist()},
            "f": f,
            "g": g,
        }
        conclusion = check(self.problem.statement(), certificate)
        if not isinstance(conclusion, RegularizedEnclosure):
            raise Rejected("not a certificate of an enclosure")
        return EnclosedRegularized(
            problem=self.problem,
            f=_intervals(f, self.bits),
            g=_intervals(g, self.bits),
            conclusion=conclusion,
            certificate=certificate,
        )

    def _residual(self) -> tuple[Floats, float, Floats, Floats]:
        """u = excess / (ε q) at the pairs; Σ b φ - 1 and Σ a φ - 1; the largest of those."""
        u = np.zeros(len(self.pairs))
        a, b = self.problem.source, self.problem.target
        with ctx.workprec(self.bits + 32):
            unit = _ball(self.problem.epsilon * self.problem.q) * arb(2) ** self.bits
            masses_a, masses_b = [_ball(v) for v in a.masses], [_ball(v) for v in b.masses]
            rows, columns = [arb(0)] * self.n, [arb(0)] * self.m
            whole = self.power.denominator == 1
            exponent = self.power.numerator if whole else _ball(self.power)
            for k, (i, j) in enumerate(self.pairs):
                excess = self.f[i] + self.g[j] - self.costs[k]
                if excess > 0:
                    ratio = arb(excess) / unit
                    u[k] = float(ratio.mid())
                    density = ratio**exponent
                    rows[i] += masses_b[j] * density
                    columns[j] += masses_a[i] * density
            left = np.array([float((total - 1).mid()) for total in rows])
            right = np.array([float((total - 1).mid()) for total in columns])
        return u, float(max(abs(left).max(), abs(right).max())), left, right

    def _weights(self, u: Floats) -> csr_array:
        """a b φ' in units of 1/(ε q)."""
        power = float(self.power)
        on = u > 0
        data = power * raised(u[on], power - 1.0) * self.a[self.rows[on]] * self.b[self.columns[on]]
        return csr_array((data, (self.rows[on], self.columns[on])), shape=(self.n, self.m))

    def _solved(self, weights: csr_array, right: Floats, *, right_columns: Floats) -> tuple[Floats, Floats]:
        """[R W; Wᵀ S] (df, dg) = right sides, with df = 0 at the first row of each component."""
        n, m = self.n, self.m
        coo = weights.tocoo()
        size = n + m
        rows, columns = coo.coords[0], coo.coords[1] + n
        sums = np.concatenate([weights.sum(axis=1), weights.sum(axis=0)])
        free = np.ones(size, dtype=bool)
        free[self.first] = False
        index = np.cumsum(free) - 1
        inner = free[rows] & free[columns]
        first, second, data = index[rows[inner]], index[columns[inner]], coo.data[inner]
        diagonal = np.arange(int(free.sum()))
        matrix = csc_array(
            (
                np.concatenate([data, data, sums[free]]),
                (
                    np.concatenate([first, second, diagonal]),
                    np.concatenate([second, first, diagonal]),
                ),
            )
        )
        wanted = np.concatenate([right, right_columns])[free]
        try:
            factor = splu(
                matrix, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True}
            )
        except RuntimeError as error:
            raise InvalidProblem(
                "solution", expected="a support that determines the potentials", got=str(error)
            ) from error
        found = np.zeros(size)
        solved = factor.solve(wanted)
        found[free] = solved + factor.solve(wanted - matrix @ solved)
        if not np.isfinite(found).all():
            raise InvalidProblem("solution", expected="mass in every row and column", got="a singular system")
        return found[:n], found[n:]


def _first_rows(labels: Any, n: int) -> list[int]:
    first: dict[int, int] = {}
    for i, label in enumerate(labels[:n].tolist()):
        first.setdefault(label, i)
    missing = set(labels[n:].tolist()) - set(first)
    if missing:
        raise InvalidProblem("solution", expected="mass in every column", got="a column without support")
    return list(first.values())


def _check_balance(problem: RegularizedProblem, labels: Any) -> None:
    n = problem.shape[0]
    totals: dict[int, Fraction] = {}
    for label, mass in zip(labels[:n].tolist(), problem.source.masses, strict=True):
        totals[label] = totals.get(label, Fraction(0)) + mass
    for label, mass in zip(labels[n:].tolist(), problem.target.masses, strict=True):
        totals[label] = totals.get(label, Fraction(0)) - mass
    if any(totals.values()):
        raise InvalidProblem(
            "solution",
            expected="components of the support with equal masses on both sides",
            got="a component whose masses differ",
            hint="Pairs that are hardly active may have been lost: lower the tolerance.",
        )


def _separated(
    solution: Regularized, f: list[Fraction], *, g: list[Fraction]
) -> tuple[list[Fraction], list[Fraction]]:
    """The constants of the components chosen such that pairs between them stay inactive."""
    if isinstance(solution.problem.cost, RadicalTable):
        return f, g
    first, second = feasible_gauge(
        solution.problem, tuple(f), g=tuple(g), labels=solution.support.labels.tolist()
    )
    return list(first), list(second)


def _rounded_costs(problem: RegularizedProblem, bits: int) -> Callable[[list[tuple[int, int]]], list[int]]:
    """Costs of pairs in units of 2^-bits, to the nearest but one."""
    cost = problem.cost
    if not isinstance(cost, RadicalTable):
        numerator, denominator = integer_costs(problem)

        def rational(pairs: list[tuple[int, int]]) -> list[int]:
            return [(numerator(i, j) << bits) // denominator for i, j in pairs]

        return rational

    def radical(pairs: list[tuple[int, int]]) -> list[int]:
        known: dict[int, int] = {}
        result = []
        for i, j in pairs:
            code = int(cost.codes[i, j])
            if code not in known:
                with ctx.workprec(bits + 128):
                    ball = cost.values[code].enclosure(bits + 64) * arb(2) ** bits
                    whole = ball.mid().floor().unique_fmpz()
                    if whole is None:
                        raise InvalidProblem("cost", expected="a finite value", got=ball)
                    known[code] = int(whole)
            result.append(known[code])
        return result

    return radical


def _integer(value: float, scale: int) -> int:
    """round(value · scale) for a finite float."""
    top, bottom = value.as_integer_ratio()
    return (2 * top * scale + bottom) // (2 * bottom)


def _intervals(data: dict[str, list[int]], bits: int) -> tuple[tuple[Fraction, Fraction], ...]:
    unit = 1 << bits
    return tuple(
        (Fraction(low, unit), Fraction(high, unit))
        for low, high in zip(data["low"], data["high"], strict=True)
    )


def _ball(value: Fraction) -> arb:
    return arb(fmpq(value.numerator, value.denominator))


def _ball_between(low: Fraction, high: Fraction) -> arb:
    return _ball(low).union(_ball(high))
