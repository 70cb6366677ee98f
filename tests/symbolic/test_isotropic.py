"""The algebra of a I + b ẑ⊗ẑ: proved for symbolic d, and equal to explicit matrices for d = 1..6."""

import random
from fractions import Fraction

import pytest
from flint import fmpq, fmpq_mat

from otverify.check import decide
from otverify.claims import Identity
from otverify.kernel.points import Point, exact, ground
from otverify.kernel.terms import number
from otverify.symbolic.isotropic import Isotropic, radial_gradient, radial_hessian
from otverify.verdict import Status
from otverify.vocabulary import (
    D,
    Domain,
    Function,
    contract,
    det,
    differs,
    indices,
    integers,
    kron,
    norm,
    reals,
    vectors,
)

(d,) = integers("d")
(z,) = vectors("z")
i, j, k = indices("i j k")
a, b, e, f = reals("a b e f")
h = Function("h")
M, N = Isotropic(a, b, along=z), Isotropic(e, f, along=z)
AWAY = Domain(norm(z) > 0, a, b, e, f, d >= 1)
REGULAR = Domain(norm(z) > 0, differs(a, 0), differs(a + b, 0), d >= 1)

RULES = {
    "sum": Identity(M.entry(i, j) + N.entry(i, j), (M + N).entry(i, j), over=AWAY),
    "product": Identity(contract(k, M.entry(i, k) * N.entry(k, j)), (M @ N).entry(i, j), over=AWAY),
    "inverse, right": Identity(contract(k, M.entry(i, k) * M.inverse.entry(k, j)), kron(i, j), over=REGULAR),
    "inverse, left": Identity(contract(k, M.inverse.entry(i, k) * M.entry(k, j)), kron(i, j), over=REGULAR),
    "determinant": Identity(det(M.entry(i, j), i, j), M.determinant(d), over=REGULAR),
    "trace": Identity(contract(k, M.entry(k, k)), M.trace(d), over=AWAY),
    "eigenvector": Identity(contract(k, M.entry(i, k) * z[k]), (a + b) * z[i], over=AWAY),
    "gradient": Identity(D(h(norm(z)), z[i]), radial_gradient(h, z, i), over=norm(z) > 0),
    "Hessian": Identity(D(h(norm(z)), z[i], z[j]), radial_hessian(h, z).entry(i, j), over=norm(z) > 0),
}


@pytest.mark.parametrize("name", RULES)
def test_every_rule_is_proved_for_symbolic_dimension(name):
    (evidence,) = decide(RULES[name])
    assert evidence.status is Status.PROVED, evidence.reason


def explicit(matrix, size, point):
    """The d x d matrix of exact numbers."""
    rows = []
    for row in range(1, size + 1):
        for column in range(1, size + 1):
            here = Point(symbols=point.symbols, vectors=point.vectors, indices={i: row, j: column})
            value = exact(ground(matrix.entry(i, j), here))
            rows.append(fmpq(value.numerator, value.denominator))
    return fmpq_mat(size, size, rows)


def value(term, point):
    result = exact(ground(term, point))
    return fmpq(result.numerator, result.denominator)


@pytest.mark.parametrize("size", range(1, 7))
def test_rules_agree_with_explicit_matrices(size):
    pick = random.Random(size)
    for _ in range(5):
        numbers = {s: number(Fraction(pick.randint(1, 9), pick.randint(1, 5))) for s in (a, b, e, f)}
        vector = tuple(number(pick.randint(-3, 3) or 1) for _ in range(size))
        point = Point(symbols={**numbers, d: number(size)}, vectors={z: vector})
        left, right = explicit(M, size, point), explicit(N, size, point)
        assert explicit(M @ N, size, point) == left * right
        assert explicit(M.inverse, size, point) == left.inv()
        assert value(M.determinant(d), point) == left.det()
        assert value(M.trace(d), point) == sum((left[n, n] for n in range(size)), fmpq(0))
        polynomial = left.charpoly()
        for eigenvalue, multiplicity in M.eigenvalues(d):
            if value(multiplicity, point) > 0:
                assert polynomial(value(eigenvalue, point)) == 0
        multiplicities = [value(m, point) for _, m in M.eigenvalues(d)]
        assert sum(multiplicities, fmpq(0)) == size


def test_in_dimension_one_the_matrix_is_the_number_a_plus_b():
    point = Point(
        symbols={a: number(2), b: number(3), d: number(1)}, vectors={z: (number(-7),)}, indices={i: 1, j: 1}
    )
    assert exact(ground(M.entry(i, j), point)) == 5
    assert exact(ground(det(M.entry(i, j), i, j), point)) == 5
    assert exact(ground(M.determinant(d), point)) == 5


def test_a_vanishing_coefficient_is_not_divided_by():
    """det(0·I + b ẑ⊗ẑ) is b for d = 1 and 0 beyond: the rule a^(d-1)(a+b) is used for a ≠ 0 only."""
    (evidence,) = decide(Identity(det(M.entry(i, j), i, j), M.determinant(d), over=AWAY))
    assert evidence.status is not Status.PROVED
