"""One constant per component of the support: an exact choice that keeps other pairs inactive."""

from __future__ import annotations

from fractions import Fraction

from otverify.errors import InvalidProblem
from otverify.transport.regularized_problems import RegularizedProblem


def feasible_gauge(
    problem: RegularizedProblem, f: tuple[Fraction, ...], *, g: tuple[Fraction, ...], labels: list[int]
) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
    """f_i + t_C and g_j - t_C on each component C, with f + g <= c between components.

    The constraints t_C - t_D <= s_CD, with s_CD the least of c - f - g over rows of C and columns of D, are
    solved from both ends (largest and least t with t = 0 on component 0) and averaged, which leaves every
    constraint that can be strict strict. O(n m + k³) for k components.

    Raises InvalidProblem if there is no such choice: then the support is not that of the solution.
    """
    from otverify.transport.regularized_exact import exact_costs

    n, m = problem.shape
    count = max(labels) + 1
    costs = exact_costs(problem)
    slack: list[dict[int, Fraction]] = [{} for _ in range(count)]
    for i in range(n):
        for j in range(m):
            first, second = labels[i], labels[n + j]
            if first == second:
                continue
            cost = costs(i, j)
            if cost is None:
                continue
            room = cost - f[i] - g[j]
            if second not in slack[first] or room < slack[first][second]:
                slack[first][second] = room
    highest = _longest_shift(slack, count, upward=True)
    lowest = _longest_shift(slack, count, upward=False)
    shift = [(above + below) / 2 for above, below in zip(highest, lowest, strict=True)]
    return (
        tuple(value + shift[labels[i]] for i, value in enumerate(f)),
        tuple(value - shift[labels[n + j]] for j, value in enumerate(g)),
    )


def _longest_shift(slack: list[dict[int, Fraction]], count: int, *, upward: bool) -> list[Fraction]:
    """Largest (or least) t with t_C <= t_D + s_CD and t_0 = 0, by R. Bellman and L. R. Ford."""
    # a component without an upper bound relative to another one stays where a detour allows
    far = sum((abs(room) for row in slack for room in row.values()), Fraction(1))
    bounds: dict[tuple[int, int], Fraction] = {}
    for first, row in enumerate(slack):
        for second, room in row.items():
            bounds[(first, second) if upward else (second, first)] = room
    shift = [Fraction(0)] + [far] * (count - 1)
    for _ in range(count + 1):
        changed = False
        for (first, second), room in bounds.items():
            if shift[second] + room < shift[first]:
                shift[first], changed = shift[second] + room, True
        if not changed:
            return shift if upward else [-value for value in shift]
    raise InvalidProblem(
        "support", expected="potentials that keep other pairs inactive", got="a cycle that forbids it"
    )
