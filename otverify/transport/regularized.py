"""Solve optimal transport with an L^p penalty, p in (1, 2], in floats; then certify.

The support of the plan is what this problem is about, so the answer says how far the nearest pair is from
changing sides. ``regularized_exact`` turns a solution for p = 2 into the exact one,
``regularized_enclosures`` encloses the potentials for every p; both have the kernel accept what they return.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from otverify.errors import InvalidProblem
from otverify.transport.measures import Exact
from otverify.transport.regularized_doubles import Doubles, Floats, single
from otverify.transport.regularized_extension import extended_rows
from otverify.transport.regularized_levels import coarser
from otverify.transport.regularized_newton import Instance, Iterate, Step, minimise
from otverify.transport.regularized_outcomes import Regularized, Unconverged, masses, outcome
from otverify.transport.regularized_pairs import pair_costs
from otverify.transport.regularized_problems import RegularizedProblem
from otverify.transport.regularized_starts import (
    ALL_PAIRS,
    Start,
    homotopy,
    lifted,
    transport_potentials,
)

_TOLERANCE: Final = 1e-12
#: the tolerance of coarser levels, which only serve as a start
_COARSE: Final = 1e-6

Known = Regularized | tuple[Floats, Floats]


def solve_regularized(
    problem: RegularizedProblem,
    *,
    start: Start = Start.AUTOMATIC,
    known: Known | None = None,
    tolerance: float = _TOLERANCE,
    max_steps: int = 100,
    progress: Callable[[Step], None] | None = None,
) -> Regularized | Unconverged:
    """The minimiser of Σ c π + ε Σ h(π/(a b)) a b, h(z) = z^p/(p-1), by semismooth Newton on the dual.

    Parameters
    ----------
    problem : RegularizedProblem with n × m pairs
    start : where to begin; AUTOMATIC needs no thought
    known : begin here instead: a solution at another ε or p, or potentials (f, g) of shapes (n,), (m,), for
        instance optimal ones of the problem without penalty. One constant is added to suit ε.
    tolerance : on the residual, the largest relative error of a marginal
    max_steps : Newton steps at the final ε, for each start that is tried
    progress : called after every step

    Returns
    -------
    Regularized
        Residual at most ``tolerance``.
    Unconverged
        The best that was found, and the reason.

    Raises
    ------
    InvalidProblem
        If the potentials given do not fit, forbidden pairs leave no plan, or the support is too large.

    Notes
    -----
    4 to 8 steps from optimal transport potentials, at any ε. A step costs O(candidate pairs) and one linear
    system on the support graph; all n m pairs are looked at once or twice, in blocks.

    >>> from otverify.transport.regularized_problems import regularized_problem
    >>> two = regularized_problem(["1/2", "1/2"], ["1/2", "1/2"], cost=[[0, "1/2"], ["1/2", 0]], epsilon=1)
    >>> solve_regularized(two).density.round(12).tolist()
    [1.125, 0.875, 0.875, 1.125]
    """
    instance = instance_of(problem)
    if known is not None:
        guess: tuple[Doubles, Doubles] | None = _known(problem, instance, known=known)
    else:
        guess = None
    found = _begin(
        problem, instance, start=start, guess=guess, tolerance=tolerance, max_steps=max_steps, watch=progress
    )
    if found.residual > tolerance and start is Start.AUTOMATIC:
        again = homotopy(instance, tolerance=tolerance, max_steps=max_steps, watch=progress)
        found = min(found, again, key=lambda iterate: iterate.residual)
    if found.residual <= tolerance:
        return outcome(problem, instance, found=found)
    return Unconverged(
        problem=problem,
        potentials_f=found.f,
        potentials_g=found.g,
        residual=found.residual,
        steps=found.steps,
        reason=(
            f"the residual is {found.residual:.1e} after {found.steps} steps at "
            f"ε = {float(problem.epsilon):g}, above the tolerance {tolerance:.1e}; "
            + ("a larger max_steps may help" if found.steps >= max_steps else "no step makes progress")
        ),
    )


def solve_sequence(
    problem: RegularizedProblem,
    epsilons: Sequence[Exact | str],
    *,
    known: tuple[Floats, Floats] | None = None,
    tolerance: float = _TOLERANCE,
    progress: Callable[[Step], None] | None = None,
) -> Iterator[Regularized | Unconverged]:
    """The same problem at several ε, in the order given, each started from what is known by then.

    Optimal transport potentials, given or found once, serve every ε; without them a solution serves the next.
    """
    start: Known | None = known
    for epsilon in epsilons:
        stage = problem.at(epsilon=epsilon)
        if start is None and np.prod(stage.shape) <= ALL_PAIRS:
            start = transport_potentials(stage, instance_of(stage))
        found = solve_regularized(stage, known=start, tolerance=tolerance, progress=progress)
        if isinstance(found, Regularized) and not isinstance(start, tuple):
            start = found
        yield found


def instance_of(problem: RegularizedProblem) -> Instance:
    """The problem in floats."""
    a, b = masses(problem)
    return Instance(a=a, b=b, costs=pair_costs(problem), epsilon=float(problem.epsilon), p=float(problem.p))


def _known(problem: RegularizedProblem, instance: Instance, *, known: Known) -> tuple[Doubles, Doubles]:
    if isinstance(known, Regularized):
        if known.problem.shape != problem.shape:
            raise InvalidProblem("known", expected=f"shape {problem.shape}", got=known.problem.shape)
        f, g = known.potentials_f, known.potentials_g
        same = (known.problem.epsilon, known.problem.p) == (problem.epsilon, problem.p)
        if same:
            return f, g
        up = lifted(instance, f.high, g.high)
        return f.plus(up[0] - f.high), g.plus(up[1] - g.high)
    arrays = [np.asarray(values, dtype=np.float64) for values in known]
    for name, values, size in zip(("f", "g"), arrays, problem.shape, strict=True):
        if values.shape != (size,) or not np.isfinite(values).all():
            raise InvalidProblem(f"known {name}", expected=f"{size} finite numbers", got=values.shape)
    up = lifted(instance, arrays[0], arrays[1])
    return single(up[0]), single(up[1])


def _begin(
    problem: RegularizedProblem,
    instance: Instance,
    *,
    start: Start,
    guess: tuple[Doubles, Doubles] | None,
    tolerance: float,
    max_steps: int,
    watch: Callable[[Step], None] | None,
) -> Iterate:
    if guess is None:
        if start is Start.HOMOTOPY:
            return homotopy(instance, tolerance=tolerance, max_steps=max_steps, watch=watch)
        guess = _guess(problem, instance, start=start, watch=watch)
    return minimise(instance, guess[0], guess[1], tolerance=tolerance, max_steps=max_steps, watch=watch)


def _guess(
    problem: RegularizedProblem, instance: Instance, *, start: Start, watch: Callable[[Step], None] | None
) -> tuple[Doubles, Doubles]:
    small = problem.shape[0] * problem.shape[1] <= ALL_PAIRS
    level = None if start is Start.TRANSPORT or (small and start is Start.AUTOMATIC) else coarser(problem)
    if level is None:
        f, g = lifted(instance, *transport_potentials(problem, instance))
        return single(f), single(g)
    coarse = instance_of(level.problem)
    # below the coarsest level AUTOMATIC: transport potentials as soon as all pairs fit
    guess = _guess(level.problem, coarse, start=Start.AUTOMATIC, watch=watch)
    found = minimise(coarse, guess[0], guess[1], tolerance=_COARSE, max_steps=40, watch=watch)
    if level.prolong is not None:
        f, g = level.prolong(found.f.high, found.g.high)
    else:
        f = _extended_from(problem, level.problem, g=found.g.high)
        g = _extended_from(problem.transposed(), level.problem.transposed(), g=found.f.high)
    f, g = lifted(instance, f, g)
    return single(f), single(g)


def _extended_from(fine: RegularizedProblem, coarse: RegularizedProblem, *, g: Floats) -> Floats:
    """f on the fine source from g on the coarse target, by (6)."""
    return extended_rows(instance_of(replace(fine, target=coarse.target)), g)
