"""Components, contractions and matrices in symbolic dimension."""

from __future__ import annotations

from flint import fmpq

from otverify.kernel.errors import Rejected
from otverify.kernel.polynomials import Atom, Exponent, Monomial, Poly, Quotient
from otverify.kernel.terms import Term, substitute
from otverify.kernel.written import DIMENSION, constant, names


def gram(u: str, v: str) -> Quotient:
    """The inner product of two named vectors."""
    first, second = sorted((u, v))
    term = Term("dot", Term("vec", first), Term("vec", second))
    return Quotient(Poly.of(Atom(f"<{first},{second}>", term, frozenset((first, second)))))


def contracted(monomial: Monomial, index: str) -> Poly:
    """Σ_index of a product: δ_kk = d, δ_ik u_k = u_i, u_k v_k = u·v, a product without the index times d."""
    with_index: list[Atom] = []
    others: dict[Atom, Exponent] = {}
    for atom, exponent in monomial:
        if index not in atom.free:
            others[atom] = exponent
        elif atom.term.op in ("comp", "kron") and isinstance(exponent, fmpq) and exponent in (1, 2):
            with_index += [atom] * (1 if atom.term.op == "kron" else int(exponent.p))
        else:
            raise Rejected(f"the summation index occurs in {atom.key!r}, which cannot be contracted")
    rest = Poly({tuple(others.items()): fmpq(1)})
    if not with_index:
        return rest * Poly.of(DIMENSION)
    if len(with_index) == 1 and with_index[0].term.op == "kron":
        return rest
    if len(with_index) != 2:
        raise Rejected("a summation index must occur exactly twice")
    first, second = with_index
    if first.term.op == "comp" and second.term.op == "comp":
        return rest * gram(first.term.args[0].args[0], second.term.args[0].args[0]).num
    if second.term.op == "kron":
        first, second = second, first
    (other,) = (i for i in first.term.args if i.args[0] != index)
    replaced = substitute(second.term, {Term("idx", index): other})
    if replaced.op == "kron" and replaced.args[0] == replaced.args[1]:
        return rest
    if replaced.op == "kron":
        i, j = sorted(ix.args[0] for ix in replaced.args)
        replaced, key = Term("kron", Term("idx", i), Term("idx", j)), f"kron({i},{j})"
    else:
        key = f"{replaced.args[0].args[0]}[{other.args[0]}]"
    return rest * Poly.of(Atom(key, replaced, names(replaced)))


def isotropic_parts(value: Quotient, i: str, j: str) -> tuple[Quotient, dict[tuple[str, str], Quotient]]:
    """A matrix in the indices i, j as ``a δ_ij + Σ b_uv u_i v_j``."""
    if any({i, j} & atom.free for atom in value.den.atoms()):
        raise Rejected("a matrix index occurs in a denominator")
    a = Poly()
    b: dict[tuple[str, str], Poly] = {}
    for monomial, c in value.num.terms.items():
        left: list[str] = []
        right: list[str] = []
        krons = 0
        others: dict[Atom, Exponent] = {}
        for atom, exponent in monomial:
            if not {i, j} & atom.free:
                others[atom] = exponent
            elif atom.term.op == "kron" and {i, j} == set(atom.free):
                krons += 1
            elif atom.term.op == "comp" and exponent == 1:
                (left if i in atom.free else right).append(str(atom.term.args[0].args[0]))
            else:
                raise Rejected(f"{atom.key!r} is not part of a matrix a I + b u⊗v")
        coefficient = Poly({tuple(others.items()): c})
        if krons == 1 and not left and not right:
            a = a + coefficient
        elif not krons and len(left) == len(right) == 1:
            pair = (left[0], right[0])
            b[pair] = b.get(pair, Poly()) + coefficient
        else:
            raise Rejected("the matrix is not of the form a I + b u⊗v")
    return Quotient(a, value.den), {pair: Quotient(poly, value.den) for pair, poly in b.items()}


def leibniz(matrix: list[list[Quotient]]) -> Quotient:
    """The determinant of a small matrix by expansion along the first row."""
    if not matrix:
        return constant(1)
    total = constant(0)
    for k, entry in enumerate(matrix[0]):
        minor = [row[:k] + row[k + 1 :] for row in matrix[1:]]
        total = total + constant((-1) ** k) * entry * leibniz(minor)
    return total
