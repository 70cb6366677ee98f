"""Newton systems of the dual: weighted bipartite graphs, eliminated to the smaller side.

    [ R   W ] [df]   [r]        R = diag(row sums of W + shifts),   S = diag(column sums + shifts).
    [ Wᵀ  S ] [dg] = [s]

With dg replaced by -dg this is the Laplacian of the support graph plus the shifts: positive definite. What
remains after elimination, S - Wᵀ R⁻¹ W, is factored densely when small, sparsely when the graph is thin, and
left to conjugate gradients otherwise.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from scipy.linalg import lapack
from scipy.sparse import csr_array, diags_array
from scipy.sparse.linalg import splu

from otverify.transport.regularized_doubles import Floats

#: up to this side a dense Cholesky factorisation is fast whatever the threads of the BLAS do
_DENSE: Final = 64
#: up to this many neighbours per node a sparse factorisation has little fill
_THIN: Final = 10.0
_MAX_ITERATIONS: Final = 600


def solve_newton_system(
    weights: csr_array, right: tuple[Floats, Floats], *, shifts: tuple[Floats, Floats], accuracy: float
) -> tuple[Floats, Floats]:
    """(df, dg) for the weights W > 0 on active pairs, shape (n, m); ``accuracy`` is relative."""
    if weights.shape[0] < weights.shape[1]:
        second, first = solve_newton_system(
            weights.T.tocsr(), (right[1], right[0]), shifts=(shifts[1], shifts[0]), accuracy=accuracy
        )
        return first, second
    r, s = right
    rows = weights.sum(axis=1) + shifts[0]
    columns = weights.sum(axis=0) + shifts[1]
    transposed = weights.T.tocsr()
    reduced = s - transposed @ (r / rows)
    size, degree = weights.shape[1], weights.nnz / weights.shape[0]
    if size <= _DENSE:
        dg = _dense(weights, transposed, reduced, rows=rows, columns=columns)
    elif degree <= _THIN:
        dg = _sparse(weights, transposed, reduced, rows=rows, columns=columns)
    else:
        dg = _conjugate_gradients(weights, transposed, reduced, rows=rows, columns=columns, accuracy=accuracy)
    return (r - weights @ dg) / rows, dg


def _reduced(weights: csr_array, transposed: csr_array, rows: Floats) -> csr_array:
    scaled = csr_array(
        (weights.data * np.repeat(1.0 / rows, np.diff(weights.indptr)), weights.indices, weights.indptr),
        shape=weights.shape,
    )
    return transposed @ scaled


def _dense(
    weights: csr_array, transposed: csr_array, right: Floats, *, rows: Floats, columns: Floats
) -> Floats:
    if weights.nnz > 0.1 * weights.shape[0] * weights.shape[1]:
        full = weights.toarray()
        matrix = -(full.T @ (full / rows[:, None]))
    else:
        matrix = -_reduced(weights, transposed, rows).toarray()
    matrix.flat[:: len(columns) + 1] += columns
    factor, failed = lapack.dpotrf(matrix.T, lower=1, overwrite_a=1, clean=0)
    if failed:
        return _sparse(weights, transposed, right, rows=rows, columns=columns)
    solution: Floats = lapack.dpotrs(factor, right, lower=1)[0]
    return solution


def _sparse(
    weights: csr_array, transposed: csr_array, right: Floats, *, rows: Floats, columns: Floats
) -> Floats:
    matrix = diags_array(columns, format="csr") - _reduced(weights, transposed, rows)
    factor = splu(
        matrix.tocsc(), permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True}
    )
    solution: Floats = factor.solve(right)
    return solution


def _conjugate_gradients(
    weights: csr_array,
    transposed: csr_array,
    right: Floats,
    *,
    rows: Floats,
    columns: Floats,
    accuracy: float,
) -> Floats:
    squares = csr_array((weights.data**2, weights.indices, weights.indptr), shape=weights.shape)
    diagonal = columns - squares.T @ (1.0 / rows)
    # where a column meets rows of its own only, the diagonal cancels down to its shift
    diagonal = np.maximum(diagonal, 1e-12 * columns)
    solution = np.zeros_like(right)
    rest = right.copy()
    preconditioned = rest / diagonal
    direction = preconditioned.copy()
    product: Any = rest @ preconditioned
    goal = accuracy * accuracy * product
    for _ in range(_MAX_ITERATIONS):
        if not product > goal:
            return solution
        image = columns * direction - transposed @ ((weights @ direction) / rows)
        step = product / (direction @ image)
        solution += step * direction
        rest -= step * image
        preconditioned = rest / diagonal
        previous, product = product, rest @ preconditioned
        direction = preconditioned + (product / previous) * direction
    return _sparse(weights, transposed, right, rows=rows, columns=columns)
