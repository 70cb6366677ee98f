"""What the discrete transport solvers must show: ``python -m benchmarks.transport [SECTION ...]``.

Every section prints its measurements beside their targets; the exit status is 1 if a target is missed.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from benchmarks.measuring import (
    Line,
    interleaved,
    median,
    median_ratio,
    peak_memory,
    run_sections,
    seconds,
    timed,
)
from otverify.kernel.errors import Rejected
from otverify.kernel.transport import check
from otverify.transport.capacity import bound_continuum, cell_problem, density_problem, solve_cells
from otverify.transport.costs import coulomb
from otverify.transport.exact import solve
from otverify.transport.faces import dual_face, widths
from otverify.transport.measures import uniform
from otverify.transport.problems import TransportProblem, problem


def random_plane(size: int, *, seed: int = 0, uniform_masses: bool = False) -> TransportProblem:
    """Random integer points of a square, squared distances, integer masses."""
    draw = np.random.default_rng(seed)
    x, y = draw.integers(0, 1000, (size, 2)), draw.integers(0, 1000, (size, 2))
    weights = np.ones(size, dtype=int) if uniform_masses else draw.integers(1, 100, size)
    cost = ((x[:, None] - y[None]) ** 2).sum(-1)
    return problem(weights.tolist(), draw.permutation(weights).tolist(), cost=cost)


def against_emd() -> Iterator[Line]:
    """Solve and certify, against ot.emd alone; SciPy's HiGHS for scale."""
    import ot

    for size in (1000, 2000):
        stated = random_plane(size)
        a, b, costs = stated.floats()
        ours, theirs = interleaved(
            partial(solve, stated), partial(ot.emd, a, b, costs, numItermax=10**9), repeat=7
        )
        ratio = median_ratio(ours, theirs)
        yield Line(
            what=f"n = {size}, integer data, solve + exact certificate",
            measured=f"{median(ours):.3f} s, ot.emd alone {median(theirs):.3f} s, ratio {ratio:.2f}",
            target="<= 1.25 x ot.emd",
            met=ratio <= 1.25,
        )
    stated = random_plane(300)
    ours, highs = interleaved(lambda: solve(stated), lambda: highs_transport(stated), repeat=1)
    yield Line(
        what="n = 300, SciPy HiGHS beside",
        measured=f"{median(ours):.4f} s against {median(highs):.2f} s, {median(highs) / median(ours):.0f} x",
    )


def highs_transport(stated: TransportProblem) -> Any:
    """SciPy's HiGHS (dual simplex) on the same problem, sparse equality constraints."""
    from scipy.optimize import linprog
    from scipy.sparse import eye_array, kron, vstack

    n, m = stated.shape
    a, b, costs = stated.floats()
    rows = kron(eye_array(n), np.ones((1, m)), format="csr")
    columns = kron(np.ones((1, n)), eye_array(m), format="csr")
    bounds = (0, None) if stated.capacity is None else (0, float(stated.capacity.floats().max()))
    return linprog(
        costs.ravel(),
        A_eq=vstack([rows, columns], format="csr"),
        b_eq=np.concatenate([a, b]),
        bounds=bounds,
        method="highs-ds",
    )


def capacities() -> Iterator[Line]:
    """Korman-McCann, Examples 1.1 and 1.2, on 512 × 512 cells."""
    for name, bound in (("1.1", 2), ("1.2", 4)):
        stated = cell_problem(density_problem(capacity=bound), size=512)
        ours = interleaved(partial(solve, stated), repeat=7)[0]
        highs = seconds(partial(highs_transport, stated))
        again = interleaved(partial(solve, stated), repeat=3)[0]
        time = median([*ours, *again])
        yield Line(
            what=f"Example {name}, n = 512, solve + exact certificate",
            measured=f"{time:.3f} s, SciPy HiGHS {highs:.2f} s, {highs / time:.0f} x",
            target="<= 0.2 s and >= 10 x faster than HiGHS",
            met=time <= 0.2 and highs >= 10 * time,
        )


def multiscale() -> Iterator[Line]:
    """n = 4096 coarse to fine with all pairs priced, and bounds that nest."""
    stated = density_problem(capacity=4)
    time = seconds(lambda: solve_cells(stated, size=4096))
    yield Line(
        what="Example 1.2, n = 4096, coarse to fine, all 16.8 million pairs priced exactly",
        measured=f"{time:.2f} s, peak memory {peak_memory():.2f} GB",
        target="<= 15 s and 4 GB",
        met=time <= 15 and peak_memory() <= 4,
    )
    lower, upper = Fraction(-1), Fraction(1)
    nested = True
    for size in (64, 128, 256, 512, 1024, 2048, 4096):
        time, bounds = timed(partial(bound_continuum, stated, size=size))
        nested = nested and lower <= bounds.lower <= bounds.upper <= upper
        lower, upper = bounds.lower, bounds.upper
        gap = float(upper - lower)
        yield Line(
            what=f"Example 1.2, n = {size}, two-sided rational bounds",
            measured=f"[{float(lower):.12f}, {float(upper):.12f}], "
            f"gap·n² = {gap * size * size:.3f}, {time:.2f} s",
        )
    yield Line(what="the bounds nest", measured=str(nested), target="nested", met=nested)
    yield Line(
        what="peak memory", measured=f"{peak_memory():.2f} GB", target="<= 4 GB", met=peak_memory() <= 4
    )


def faces() -> Iterator[Line]:
    """Widths at n = 400 and the dimension at n = 800, beyond the solve."""
    for label, size in (("widths", 400), ("dimension", 800)):
        for kind in ("uniform masses", "random masses", "costs 0..5", "equal costs"):
            stated = random_plane(size, uniform_masses=kind != "random masses")
            if "costs" in kind:
                values = 6 if kind == "costs 0..5" else 1
                cost = np.random.default_rng(1).integers(0, values, (size, size))
                stated = problem(stated.source, stated.target, cost=cost)
            optimum = solve(stated)
            run: Callable[[Any], Any] = widths if label == "widths" else dual_face
            time = median(interleaved(partial(run, optimum), repeat=5)[0])
            limit = 0.3 if label == "widths" else 0.1
            yield Line(
                what=f"{label} of the dual face, n = {size}, {kind}",
                measured=f"{time:.3f} s beyond the solve, dimension {dual_face(optimum).dimension}",
                target=f"<= {limit} s",
                met=time <= limit,
            )


def coulomb_line() -> Iterator[Line]:
    """Exact optimal values for uniform masses on 0..n-1, diagonal forbidden."""
    values = []
    for n in range(2, 17):
        outcome = solve(problem(uniform(range(n)), uniform(range(n)), cost=coulomb()))
        values.append(f"{n}: {outcome.value}")
    yield Line(what="Coulomb on the line", measured=", ".join(values))


def small_problems() -> Iterator[Line]:
    """Hypothesis-sized problems, built, solved and certified."""
    draw = random.Random(0)
    for size, capacitated in ((4, False), (8, False), (8, True)):
        data = [small_data(draw, size=size, capacitated=capacitated) for _ in range(500)]
        rate = len(data) / median(interleaved(partial(solve_all, data), repeat=5)[0])
        yield Line(
            what=f"n = {size}{' with capacities' if capacitated else ''}, built, solved and certified",
            measured=f"{rate:.0f} per second",
            target=">= 1000 per second",
            met=rate >= 1000,
        )


def solve_all(data: list[tuple[Any, ...]]) -> None:
    for source, target, cost, capacity in data:
        solve(problem(source, target, cost=cost, capacity=capacity))


def small_data(draw: random.Random, *, size: int, capacitated: bool) -> tuple[Any, ...]:
    plan = [[draw.choice([0, 0, draw.randint(0, 5)]) for _ in range(size)] for _ in range(size)]
    cost = [[draw.randint(-50, 50) for _ in range(size)] for _ in range(size)]
    bound = [[mass + draw.choice([0, 1, 2]) for mass in row] for row in plan] if capacitated else None
    return [sum(row) for row in plan], [sum(column) for column in zip(*plan, strict=True)], cost, bound


def million_pairs() -> Iterator[Line]:
    """A certificate for 1000 × 1000 pairs, read from JSON, and three corruptions."""
    stated = random_plane(1000)
    data = json.loads(json.dumps([stated.as_json(), solve(stated).certificate]))
    time = median(interleaved(lambda: check(*data), repeat=5)[0])
    yield Line(
        what="certificate for a million pairs, from parsed JSON",
        measured=f"{time:.3f} s",
        target="< 1 s",
        met=time < 1,
    )
    rejected = 0
    for keys in (("plan", "masses"), ("f",), ("plan", "columns")):
        bad = json.loads(json.dumps(data[1]))
        inner = bad
        for key in keys:
            inner = inner[key]
        inner[500] += 1
        try:
            check(data[0], bad)
        except Rejected:
            rejected += 1
    yield Line(
        what="one mass, one potential, one pair corrupted",
        measured=f"{rejected} of 3 rejected",
        target="all",
        met=rejected == 3,
    )


SECTIONS: dict[str, Callable[[], Iterator[Line]]] = {
    "emd": against_emd,
    "capacity": capacities,
    "multiscale": multiscale,
    "faces": faces,
    "coulomb": coulomb_line,
    "small": small_problems,
    "million": million_pairs,
}


if __name__ == "__main__":
    sys.exit(run_sections(SECTIONS, prog="python -m benchmarks.transport", about=__doc__))
