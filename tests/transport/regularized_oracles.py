"""Independent ways to the regularised optimum: the primal by SLSQP, the dual block by block."""

from __future__ import annotations

import mpmath
import numpy as np
from scipy.optimize import minimize

from otverify.transport.regularized_problems import RegularizedProblem


def costs(problem: RegularizedProblem) -> np.ndarray:
    return problem.tabulated().floats()


def primal_value(problem: RegularizedProblem) -> tuple[float, np.ndarray]:
    """Minimise over the densities themselves, marginals as constraints; potentials play no part."""
    a = np.array([float(m) for m in problem.source.masses])
    b = np.array([float(m) for m in problem.target.masses])
    weights, cost = np.outer(a, b), costs(problem)
    epsilon, p = float(problem.epsilon), float(problem.p)
    n, m = cost.shape

    def value(z: np.ndarray) -> float:
        return float((weights * (cost * z + epsilon * z**p / (p - 1))).sum())

    def objective(flat: np.ndarray) -> float:
        return value(np.maximum(flat.reshape(n, m), 0.0))

    def slope(flat: np.ndarray) -> np.ndarray:
        z = np.maximum(flat.reshape(n, m), 0.0)
        return (weights * (cost + epsilon * p * z ** (p - 1) / (p - 1))).ravel()

    rows = np.kron(np.eye(n), b)
    columns = np.kron(a, np.eye(m))
    matrix = np.vstack([rows, columns[:-1]])
    total = a.sum()
    found = minimize(
        objective,
        np.full(n * m, 1.0 / total),
        jac=slope,
        bounds=[(0, None)] * (n * m),
        constraints={"type": "eq", "fun": lambda z: matrix @ z - 1.0, "jac": lambda z: matrix},
        method="SLSQP",
        options={"maxiter": 1000, "ftol": 1e-15},
    )
    density = np.maximum(found.x.reshape(n, m), 0.0)
    return value(density), density


def block_maximum(problem: RegularizedProblem, *, sweeps: int, digits: int = 30) -> mpmath.mpf:
    """The dual value after alternating exact maximisation in f and in g, by bisection."""
    with mpmath.workdps(digits):
        a = [mpmath.mpf(m.numerator) / m.denominator for m in problem.source.masses]
        b = [mpmath.mpf(m.numerator) / m.denominator for m in problem.target.masses]
        rows = [[mpmath.mpf(c.numerator) / c.denominator for c in row] for row in problem.tabulated().rows()]
        columns = [list(column) for column in zip(*rows, strict=True)]
        epsilon = mpmath.mpf(problem.epsilon.numerator) / problem.epsilon.denominator
        q = mpmath.mpf(problem.q.numerator) / problem.q.denominator
        unit = epsilon * q

        def density(t: mpmath.mpf) -> mpmath.mpf:
            return (t / unit) ** (q - 1) if t > 0 else mpmath.mpf(0)

        def best(weights: list[mpmath.mpf], values: list[mpmath.mpf]) -> mpmath.mpf:
            low = -max(values)
            high = low + unit * max(1 / w for w in weights) ** (1 / (q - 1)) + unit
            for _ in range(int(3.4 * digits)):
                middle = (low + high) / 2
                if sum(w * density(middle + v) for w, v in zip(weights, values, strict=True)) < 1:
                    low = middle
                else:
                    high = middle
            return high

        g = [mpmath.mpf(0)] * len(b)
        f = [mpmath.mpf(0)] * len(a)
        for _ in range(sweeps):
            f = [best(b, [v - c for v, c in zip(g, row, strict=True)]) for row in rows]
            g = [best(a, [v - c for v, c in zip(f, column, strict=True)]) for column in columns]
        energy = sum(
            a[i] * b[j] * density(f[i] + g[j] - rows[i][j]) * (f[i] + g[j] - rows[i][j])
            for i in range(len(a))
            for j in range(len(b))
        )
        linear = sum(map(mpmath.fmul, a, f)) + sum(map(mpmath.fmul, b, g))
        return linear - energy / q
