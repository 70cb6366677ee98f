"""Wrong variants of the encoded claims: each one must be REFUTED with a witness that the kernel accepts.

A variant changes one thing: a constant, a sign, an exponent, strictness, the domain, or it drops a
hypothesis. None may come out undecided, let alone proved.
"""

from fractions import Fraction

import pytest

from otverify.check import decide
from otverify.claims import Exists, Identity, Integral, Limit, MatrixIdentity, Relation, finite, oo
from otverify.kernel.statements import statement_from_json
from otverify.kernel.verify import Conclusion, verify
from otverify.matrices import Matrix
from otverify.papers.capacity import appendix, section7
from otverify.papers.capacity import notation as capacity
from otverify.papers.coulomb.notation import (
    APART,
    INSIDE,
    OUTSIDE,
    TWO_THIRDS,
    c0,
    cap,
    d,
    delta,
    h,
    i,
    j,
    k,
    r,
    s,
    tail,
    x,
    y,
)
from otverify.papers.sparse_rot.notation import EXPONENTS, HALF, PARAMETERS, RATE, C, eps, p, q, z
from otverify.papers.sparse_rot.section6 import C_EPS, MASS, SOLVED, R
from otverify.symbolic.isotropic import Isotropic, radial_hessian
from otverify.symbolic.spheres import ball_volume, sphere_area
from otverify.verdict import Status
from otverify.vocabulary import (
    D,
    Domain,
    absolute,
    ball_integral,
    beta,
    contract,
    det,
    differs,
    dot,
    equals,
    gamma,
    integral,
    kron,
    norm,
    reals,
    vectors,
)

zz = x - y
e = Isotropic(-1, 3, along=zz).scaled(norm(zz) ** -3)
a, b, xi, rho, t = reals("a b xi rho t")
u, v = vectors("u v")
density = xi ** (q - 1) / (eps ** (q - 1) * q ** (q - 1))
M7 = section7
slack_z = 2 * C - z**2 / 2
X, Y = M7.X, M7.Y

FALSE = {
    # coulomb: Prop. 3.4, Remark 3.5, (3.6)
    "cap value at δ": Identity(cap.at(r, delta), 2 / delta, over=delta > 0),
    "cap slope at δ: sign": Identity(D(cap, r).at(r, delta), 1 / delta**2, over=delta > 0),
    "cap curvature at δ: constant": Identity(D(cap, r, 2).at(r, delta), 3 / delta**3, over=delta > 0),
    "cap matches to third order": Identity(
        D(cap, r, 3).at(r, delta), D(tail, r, 3).at(r, delta), over=delta > 0
    ),
    "cap coefficient 2 -> 3": Identity(
        (r**3 / delta**4 - 3 * r**2 / delta**3 + 2 / delta).at(r, delta), 1 / delta, over=delta > 0
    ),
    "cap < 1/r, strict": Relation(cap < 1 / r, over=INSIDE),
    "cap >= 1/r": Relation(cap >= 1 / r, over=INSIDE),
    "cap <= 1/r beyond δ": Relation(cap <= 1 / r, over=OUTSIDE),
    "cap increasing": Relation(D(cap, r) > 0, over=INSIDE),
    "cap decreasing from 0 on, strict": Relation(D(cap, r) < 0, over=Domain(delta > 0, r >= 0, r <= delta)),
    "h'' < 0 (as printed)": Relation(
        D(cap, r, 2) < 0, over=Domain(delta > 0, r > TWO_THIRDS * delta, r <= delta)
    ),
    "h'' > 0 from δ/2 on": Relation(D(cap, r, 2) > 0, over=Domain(delta > 0, r > delta / 2, r <= delta)),
    "h'' > 0 at 2δ/3 included": Relation(
        D(cap, r, 2) > 0, over=Domain(delta > 0, r >= TWO_THIRDS * delta, r <= delta)
    ),
    "sup |h'| = 1/δ²": Relation(absolute(D(cap, r)) <= 1 / delta**2, over=INSIDE),
    "sup |h''-h'/r| = 2/δ³": Relation(absolute(D(cap, r, 2) - D(cap, r) / r) <= 2 / delta**3, over=INSIDE),
    "sup |h'''| = 5/δ⁴": Relation(absolute(D(cap, r, 3)) <= 5 / delta**4, over=INSIDE),
    "limit of h'/r: sign": Limit(D(cap, r) / r, r, to=0, equals=4 / delta**3, over=INSIDE),
    "limit of h'/r: exponent": Limit(D(cap, r) / r, r, to=0, equals=-4 / delta**2, over=INSIDE),
    "limit of h': not 0": Limit(D(cap, r), r, to=0, equals=-1 / delta**2, over=INSIDE),
    "limit of 1/r": Limit(tail, r, to=0, equals=1 / delta, over=Domain(delta > 0, r > 0)),
    "gradient of c_0: sign": Identity(D(c0, x[i]), zz[i] / norm(zz) ** 3, over=APART),
    "gradient of c_0: exponent": Identity(D(c0, x[i]), -zz[i] / norm(zz) ** 2, over=APART),
    "Hessian of c_0: 3 -> 2": Identity(
        D(c0, x[i], x[j]), Isotropic(-1, 2, along=zz).scaled(norm(zz) ** -3).entry(i, j), over=APART
    ),
    "mixed Hessian has the sign of the pure one": Identity(D(c0, x[i], y[j]), e.entry(i, j), over=APART),
    "(3.6): -2 -> 2": Identity(det(D(c0, x[i], y[j]), i, j), 2 / norm(zz) ** (3 * d), over=APART),
    "(3.6): 3d -> 3": Identity(det(D(c0, x[i], y[j]), i, j), -2 / norm(zz) ** 3, over=APART),
    "(3.6) for the pure Hessian": Identity(
        det(D(c0, x[i], x[j]), i, j), -2 / norm(zz) ** (3 * d), over=APART
    ),
    "(3.6) without x != y": Identity(
        det(D(c0, x[i], y[j]), i, j), -2 / norm(zz) ** (3 * d), over=Domain(x, y, d >= 1)
    ),
    "radial Hessian without h'/r": Identity(
        D(h(norm(zz)), x[i], x[j]), Isotropic(0, radial_hessian(h, zz).b, along=zz).entry(i, j), over=APART
    ),
    "inverse: 3/2 -> 3": Identity(
        contract(k, Isotropic(1, -3, along=zz).entry(i, k) * Isotropic(1, -3, along=zz).entry(k, j)),
        kron(i, j),
        over=APART,
    ),
    "invertible at 2δ/3 too": Relation(D(cap, r, 2), "!=", 0, over=INSIDE),
    "map formula: exponent 3/2 -> 1": Identity(
        x[i] + D(c0, x[i]) / contract(k, D(c0, x[k]) ** 2) ** HALF, y[i], over=APART
    ),
    "twist collision off the axis": Exists(
        {a: delta / 2, b: delta}, equals(D(cap, r).at(r, a), D(cap, r).at(r, b)), over=delta > 0
    ),
    "threshold 2/r_0 reversed": Relation(1 / delta > 2 / t, over=Domain(delta > 0, t > 0, delta >= t / 2)),
    # sparse_rot: Sections 1, 5, 6
    "density: power q instead of q-1": Identity(
        eps * D(z**p / (p - 1), z).at(z, xi**q / (eps ** (q - 1) * q ** (q - 1))),
        xi,
        over=Domain(EXPONENTS, eps > 0, xi > 0),
    ),
    "conjugate: q^(q-1) instead of q^q": Identity(
        xi * density - eps * density**p / (p - 1),
        xi**q / (eps ** (q - 1) * q ** (q - 1)),
        over=Domain(EXPONENTS, eps > 0, xi > 0),
    ),
    "conjugate exponent p/(p+1)": Identity(q - 1, 1 / (p - 1), over=Domain(p > 1, p <= 2, q=p / (p + 1))),
    "(10): exponent d/(d+2) for all p": Identity(
        ball_volume(d, eps ** (1 / RATE)), ball_volume(d) * eps ** (d / (d + 2)), over=PARAMETERS
    ),
    "(12): 1/D instead of 2/D": Identity(
        (q - 1) / (q - 1 + d * HALF), 1 / RATE, over=Domain(EXPONENTS, d >= 1)
    ),
    "(18): q-2 -> q-1": Identity(
        (eps ** (2 / RATE)) ** (q - 1) * eps ** (d / RATE), eps ** ((2 * (q - 2) + d) / RATE), over=PARAMETERS
    ),
    "(27) without π": Identity(MASS.at(C, C_EPS * 2), eps ** (q - 1) * q ** (q - 1), over=PARAMETERS),
    "(27): ε exponent 1/D": Identity(C_EPS, C_EPS.at(eps, 1) * eps ** (1 / RATE), over=PARAMETERS),
    "Beta without the half": Integral(
        (1 - t**2) ** (q - 1) * t ** (d - 1),
        (t, 0, 1),
        equals=beta(d * HALF, q),
        over=Domain(EXPONENTS, d >= 1),
    ),
    "Beta: Γ(d) for Γ(d/2)": Integral(
        (1 - t**2) ** (q - 1) * t ** (d - 1),
        (t, 0, 1),
        equals=gamma(d) * gamma(q) / (2 * gamma(d * HALF + q)),
        over=Domain(EXPONENTS, d >= 1),
    ),
    "mass: 2^(q+d-1) -> 2^(q+d)": Identity(ball_integral(slack_z ** (q - 1), z, R, d), 2 * MASS, over=SOLVED),
    "polar coordinates: area of S^d": Identity(
        ball_integral(1, z, t, d),
        sphere_area(d + 1) * integral(z ** (d - 1), z, 0, t),
        over=Domain(t > 0, d >= 1),
    ),
    "f = g for every optimal pair": Relation(a, "==", b, over=Domain(C > 0, equals(a + b, 2 * C))),
    "Jensen ratio without d/2": Identity((q - 1 + d * HALF) / (q - 1), 1, over=Domain(EXPONENTS, d >= 1)),
    "cone: 1/4 -> 1/2": Relation(dot(u, v) ** 2 >= norm(u) ** 2 / 2, over=Domain(dot(u, v) >= norm(u) / 2)),
    "triangle inequality reversed": Relation(norm(u) + norm(v) <= norm(u + v), over=Domain(u, v)),
    # capacity: Lemma 7.1 and Example 1.1
    "Lemma 7.1 with 1 instead of 3": Relation(
        absolute(M7.value_of_h()) <= M7.eps * (1 / M7.mass_x + 1 / M7.mass_y), over=M7.BOUNDED
    ),
    "Lemma 7.1, line 4 without the last term": Relation(
        M7.line_3() <= 2 * M7.eps / M7.mass_y + 2 * M7.eps / M7.mass_x, over=M7.BOUNDED
    ),
    "Lemma 7.1: marginal without equal masses": Identity(
        M7.over_y(M7.h), M7.f(M7.s), over=Domain(M7.MEASURES, M7.AT_S, M7.m)
    ),
    "Lemma 7.1: plus sign in h": Identity(
        M7.over_y(M7.h + 2 * M7.m * M7.f0 * M7.g0), M7.f(M7.s), over=Domain(M7.EQUAL_MASS, M7.AT_S)
    ),
    "Lemma 7.1: zero-mass h for every m": Identity(
        M7.over_y(M7.f(M7.s) * M7.g0 + M7.f0 * M7.g(M7.t)), M7.f(M7.s), over=Domain(M7.EQUAL_MASS, M7.AT_S)
    ),
    "mass bound strict for ε = 0 excluded domain": Relation(
        X.integral(M7.f(M7.s), M7.s) >= 0,
        over=Domain(X.mass > 0, X.everywhere(M7.s, absolute(M7.f(M7.s)) < M7.eps)),
    ),
    "c + u + v = xy: sign": Identity(
        capacity.cost + appendix.u + appendix.v, capacity.x * capacity.y, over=appendix.PLANE
    ),
    "w = 0 on S": Identity(appendix.w, 0, over=appendix.ON_S),
    "u integrable on the line": Limit(
        integral(capacity.x**2 / 2, capacity.x, -t, t), t, to=oo, equals=finite
    ),
    "Example 1.1: value 1/24": Identity(capacity.over_diagonal_quarters(2 * capacity.cost), Fraction(1, 24)),
    "weak duality without w <= 0": Relation(a * t >= a * b, over=Domain(t >= 0, t <= b, a)),
    # matrices
    "(AB)' = A'B'": MatrixIdentity((Matrix("A") @ Matrix("B")).T, Matrix("A").T @ Matrix("B").T),
    "inverse of a product in the same order": MatrixIdentity(
        Matrix("A", invertible=True)
        @ Matrix("B", invertible=True)
        @ Matrix("A", invertible=True).inv
        @ Matrix("B", invertible=True).inv,
        1,
    ),
    "regular without its condition": Identity(1 / r * r, 1, over=Domain(r)),
    "differs is not less": Relation(r < s, over=Domain(differs(r, s))),
}


def test_there_are_at_least_forty():
    assert len(FALSE) >= 40


@pytest.mark.parametrize("name", FALSE)
def test_false_variants_are_refuted_with_an_accepted_witness(name):
    obligation = FALSE[name]
    evidence = list(decide(obligation))
    refuted = [item for item in evidence if item.status is Status.REFUTED]
    assert refuted, [(item.status.value, item.reason) for item in evidence]
    for item in refuted:
        accepted = verify(statement_from_json(item.statement), item.certificate)
        assert accepted.conclusion is Conclusion.REFUTED
        assert item.witness
