"""Section 3, Remark 3.5 and (3.6): the mixed second derivatives of c_δ and c_0."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from otverify.claims import Identity, Obligation, Relation
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
    paper,
    r,
    s,
    tail,
    x,
    y,
)
from otverify.symbolic.isotropic import Isotropic, radial_hessian
from otverify.vocabulary import (
    D,
    Domain,
    contract,
    det,
    differs,
    kron,
    norm,
)

Obligations = Iterator[Obligation]
BRANCHES = ((cap, INSIDE), (tail, OUTSIDE))
BEYOND = Domain(delta > 0, r > TWO_THIRDS * delta, s > r)


@paper.claim(
    "rem-3-5-invertible",
    at="Remark 3.5",
    printed=r"D^2_{yx}c_\delta(x,y)\text{ is invertible for }|x-y|\ne\tfrac23\delta",
)
def rem_3_5_invertible() -> Obligations:
    """det D²_yx c_δ = (-h'/r)^(d-1) (-h''), which vanishes at 2δ/3 only; on the diagonal it is (4/δ³)^d."""
    z = x - y
    size = norm(z)
    for branch, region in (
        (cap, Domain(APART, delta > 0, size <= delta)),
        (tail, Domain(APART, delta > 0, size >= delta)),
    ):
        hessian = -radial_hessian(branch, z, radius=r)
        cost = branch.at(r, size)
        regular = Domain(region, differs(size, TWO_THIRDS * delta))
        yield Identity(D(cost, y[i], x[j]), hessian.entry(i, j), over=region)
        yield Identity(det(D(cost, y[i], x[j]), i, j), hessian.determinant(d), over=region)
        yield Relation(hessian.determinant(d), "!=", 0, over=regular)
    at_peak = D(cap, r, 2).at(r, TWO_THIRDS * delta)
    yield Identity(
        at_peak, 0, over=delta > 0, label=r"$h''(\tfrac23\delta)=0$: there the determinant vanishes"
    )
    diagonal = Isotropic(4 / delta**3, 0, along=z)
    yield Identity(
        det(diagonal.entry(i, j), i, j), (4 / delta**3) ** d, over=Domain(APART, delta > 0), label="$y=x$"
    )
    yield Relation((4 / delta**3) ** d, "!=", 0, over=Domain(delta > 0, d >= 1), label="$y=x$")


@paper.claim(
    "rem-3-5-inverse",
    at="Remark 3.5",
    printed=r"D^2_{yx}c_\delta(x,y)^{-1}=-\frac{|x-y|}{h'}\Bigl(\mathbb I-\frac{h''|x-y|-h'}{h''|x-y|}\,"
    r"\tfrac{x-y}{|x-y|}\otimes\tfrac{x-y}{|x-y|}\Bigr)",
    hypotheses=(r"x\ne y", r"h'(|x-y|)\ne0", r"h''(|x-y|)\ne0"),
)
def rem_3_5_inverse() -> Obligations:
    """The stated matrix is a left and a right inverse, for every profile h and every dimension."""
    z = x - y
    first = D(h(s), s).at(s, norm(z))
    second = D(h(s), s, 2).at(s, norm(z))
    regular = Domain(APART, differs(first, 0), differs(second, 0))
    scale = -norm(z) / first
    stated = Isotropic(scale, -scale * (second * norm(z) - first) / (second * norm(z)), along=z)
    block = -radial_hessian(h, z)
    yield Identity(contract(k, block.entry(i, k) * stated.entry(k, j)), kron(i, j), over=regular)
    yield Identity(contract(k, stated.entry(i, k) * block.entry(k, j)), kron(i, j), over=regular)


@paper.claim(
    "c0-gradients",
    at="After Remark 3.5",
    printed=r"\nabla_xc_0=-\frac{x-y}{|x-y|^3},\quad\nabla_yc_0=\frac{x-y}{|x-y|^3}",
)
def c0_gradients() -> Obligations:
    """The gradients of the Coulomb cost, in every dimension."""
    z = x - y
    yield Identity(D(c0, x[i]), -z[i] / norm(z) ** 3, over=APART)
    yield Identity(D(c0, y[i]), z[i] / norm(z) ** 3, over=APART)


@paper.claim(
    "c0-hessian-blocks",
    at="After Remark 3.5",
    printed=r"\begin{pmatrix}D^2_{xx}c_0&D^2_{yx}c_0\\D^2_{xy}c_0&D^2_{yy}c_0\end{pmatrix}=\frac1{|x-y|^3}"
    r"\begin{pmatrix}-1+3e\otimes e&1-3e\otimes e\\1-3e\otimes e&-1+3e\otimes e\end{pmatrix}",
)
def c0_hessian_blocks() -> Obligations:
    """The four Hessian blocks of the Coulomb cost, in every dimension."""
    z = x - y
    block = Isotropic(-1, 3, along=z).scaled(norm(z) ** -3)
    yield Identity(D(c0, x[i], x[j]), block.entry(i, j), over=APART)
    yield Identity(D(c0, y[i], y[j]), block.entry(i, j), over=APART)
    yield Identity(D(c0, x[i], y[j]), (-block).entry(i, j), over=APART)
    yield Identity(D(c0, y[i], x[j]), (-block).entry(i, j), over=APART)


@paper.claim(
    "eq-3-6-det",
    at="Section 3, (3.6)",
    printed=r"\det D^2_{xy}c_0(x,y)=|y-x|^{-3d}(1-3|e|^2)=\frac{-2}{|y-x|^{3d}}<0\quad\forall x,y\in\mathbb R^d",
)
def eq_3_6_det() -> Obligations:
    """Sylvester's determinant, with symbolic d, for all x and y as printed."""
    yield from determinant(Domain(x, y, d >= 1))


@eq_3_6_det.corrected(
    r"\det D^2_{xy}c_0(x,y)=\frac{-2}{|y-x|^{3d}}<0\quad\forall x\ne y\in\mathbb R^d",
    note="The cost is not defined on the diagonal; the next sentence of the paper says x different from y.",
)
def eq_3_6_det_corrected() -> Obligations:
    """The same for x different from y."""
    yield from determinant(APART)


def determinant(region: Domain) -> Obligations:
    """The three assertions of (3.6)."""
    z = x - y
    matrix = det(D(c0, x[i], y[j]), i, j)
    e_squared = contract(k, (z[k] / norm(z)) ** 2)
    yield Identity(matrix, norm(z) ** (-3 * d) * (1 - 3 * e_squared), over=region)
    yield Identity(matrix, -2 / norm(z) ** (3 * d), over=region)
    yield Relation(-2 / norm(z) ** (3 * d) < 0, over=region)


@paper.claim(
    "c0-hessian-nonsingular",
    at="After (3.6)",
    printed=r"D^2_{xy}c_0(x,y)\text{ is non-singular for }x\ne y",
    depends=("eq-3-6-det",),
)
def c0_hessian_nonsingular() -> Obligations:
    """The determinant does not vanish; the inverse is |x-y|³ (I - 3/2 e⊗e)."""
    z = x - y
    yield Relation(-2 / norm(z) ** (3 * d), "!=", 0, over=APART)
    block = Isotropic(1, -3, along=z).scaled(norm(z) ** -3)
    inverse = Isotropic(1, Fraction(-3, 2), along=z).scaled(norm(z) ** 3)
    yield Identity(contract(k, block.entry(i, k) * inverse.entry(k, j)), kron(i, j), over=APART)
    yield Identity(contract(k, inverse.entry(i, k) * block.entry(k, j)), kron(i, j), over=APART)
