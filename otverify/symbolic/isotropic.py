"""Matrices ``a I + b ẑ⊗ẑ`` of symbolic size d, with ẑ = z/|z|: the Hessians of radial costs.

The rules below write down products, inverses, determinants, traces and eigenvalues; every one of them is
itself an obligation (``tests/symbolic``), proved by the kernel for all d and compared with explicit
matrices for d = 1..6. In dimension 1, ẑ⊗ẑ is the identity and the matrix is the number a + b.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from otverify.kernel.terms import Term, number
from otverify.vocabulary import Function, diff, kron, norm, term


@dataclass(frozen=True, slots=True, init=False)
class Isotropic:
    """``a I + b ẑ⊗ẑ`` along the vector z (nonzero on the domain)."""

    a: Term
    b: Term
    z: Term

    def __init__(self, a: Any, b: Any, *, along: Term) -> None:
        object.__setattr__(self, "a", term(a))
        object.__setattr__(self, "b", term(b))
        object.__setattr__(self, "z", along)

    def entry(self, i: Term, j: Term) -> Term:
        """The entry in row i and column j."""
        return self.a * kron(i, j) + self.b * self.z[i] * self.z[j] / norm(self.z) ** 2

    def __add__(self, other: Isotropic) -> Isotropic:
        """The sum of two matrices along the same vector."""
        return Isotropic(self.a + other.a, self.b + other.b, along=self.z)

    def __neg__(self) -> Isotropic:
        """Minus the matrix."""
        return Isotropic(-self.a, -self.b, along=self.z)

    def __matmul__(self, other: Isotropic) -> Isotropic:
        """The product: (a I + b P)(c I + d P) = ac I + (ad + bc + bd) P, since P² = P."""
        mixed = self.a * other.b + self.b * other.a + self.b * other.b
        return Isotropic(self.a * other.a, mixed, along=self.z)

    def scaled(self, factor: Any) -> Isotropic:
        """A multiple of the matrix."""
        return Isotropic(term(factor) * self.a, term(factor) * self.b, along=self.z)

    @property
    def inverse(self) -> Isotropic:
        """(1/a)(I - b/(a+b) P), where a and a + b do not vanish (Sherman and Morrison)."""
        return Isotropic(1 / self.a, -self.b / (self.a * (self.a + self.b)), along=self.z)

    def determinant(self, d: Term) -> Term:
        """a^(d-1) (a + b) (Sylvester)."""
        return self.a ** (d - 1) * (self.a + self.b)

    def trace(self, d: Term) -> Term:
        """d a + b."""
        return d * self.a + self.b

    def eigenvalues(self, d: Term) -> tuple[tuple[Term, Term], ...]:
        """(value, multiplicity): a on the orthogonal complement of z, a + b along z."""
        return (self.a, d - 1), (self.a + self.b, number(1))


def radial_hessian(profile: Function | Term, z: Term, *, radius: Term | None = None) -> Isotropic:
    """D²_z h(|z|) = (h'/r) I + (h'' - h'/r) ẑ⊗ẑ at r = |z|, z not 0.

    ``profile`` is a general function or a formula in the symbol ``radius``.
    """
    r = norm(z)
    if isinstance(profile, Function):
        s = Term("sym", "s", "real")
        first, second = (diff(profile(s), s, k).at(s, r) for k in (1, 2))
    else:
        symbol = radius if radius is not None else Term("sym", "r", "real")
        first, second = (diff(profile, symbol, k).at(symbol, r) for k in (1, 2))
    return Isotropic(first / r, second - first / r, along=z)


def radial_gradient(profile: Function | Term, z: Term, i: Term, *, radius: Term | None = None) -> Term:
    """∂_i h(|z|) = h'(|z|) z_i/|z|, z not 0."""
    r = norm(z)
    if isinstance(profile, Function):
        s = Term("sym", "s", "real")
        slope = diff(profile(s), s).at(s, r)
    else:
        symbol = radius if radius is not None else Term("sym", "r", "real")
        slope = diff(profile, symbol).at(symbol, r)
    return slope * z[i] / r
