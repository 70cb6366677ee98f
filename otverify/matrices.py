"""Matrices of any size as letters: what a proof about Hessians and normalisations is written in.

    A = Matrix("A", invertible=True)
    S = Matrix("S", symmetric=True, positive=True)     # S.root squares to S
    MatrixIdentity((A @ S.root).T @ A.inv.T, S.root)

An expression is a sum of words with rational coefficients; transposition is carried out when written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from otverify.errors import InvalidStatement
from otverify.kernel.statements import Words

Word = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expression:
    """A polynomial in letters, and the relations that its letters bring with them."""

    terms: tuple[tuple[Word, Fraction], ...]
    relations: frozenset[tuple[Any, Any]] = field(default=frozenset(), compare=False)

    def __add__(self, other: Expression | int) -> Expression:
        return _sum(self, lift(other))

    __radd__ = __add__

    def __neg__(self) -> Expression:
        return Expression(tuple((w, -c) for w, c in self.terms), self.relations)

    def __sub__(self, other: Expression | int) -> Expression:
        return self + (-lift(other))

    def __rsub__(self, other: Expression | int) -> Expression:
        return lift(other) - self

    def __matmul__(self, other: Expression) -> Expression:
        terms = [(u + v, a * b) for u, a in self.terms for v, b in other.terms]
        return Expression(_collected(terms), self.relations | other.relations)

    def __mul__(self, factor: int | Fraction) -> Expression:
        return Expression(tuple((w, c * Fraction(factor)) for w, c in self.terms), self.relations)

    __rmul__ = __mul__

    @property
    def T(self) -> Expression:
        """The transpose: letters in reverse order, each transposed."""
        return Expression(
            _collected((tuple(_transposed(x) for x in reversed(w)), c) for w, c in self.terms), self.relations
        )


IDENTITY = Expression((((), Fraction(1)),))


def lift(value: Expression | int | Fraction) -> Expression:
    """A number stands for that multiple of the identity matrix."""
    return value if isinstance(value, Expression) else IDENTITY * Fraction(value)


def _sum(a: Expression, b: Expression) -> Expression:
    return Expression(_collected([*a.terms, *b.terms]), a.relations | b.relations)


def _collected(terms: Iterable[tuple[Word, Fraction]]) -> tuple[tuple[Word, Fraction], ...]:
    total: dict[Word, Fraction] = {}
    for word, c in terms:
        total[word] = total.get(word, Fraction(0)) + c
    return tuple(sorted((w, c) for w, c in total.items() if c))


def _transposed(letter: str) -> str:
    return letter[:-1] if letter.endswith("'") else letter + "'"


def _letter(name: str) -> Expression:
    return Expression((((name,), Fraction(1)),))


@dataclass(frozen=True, slots=True, init=False, eq=False)
class Matrix(Expression):
    """A letter. ``invertible`` gives ``A.inv``; ``symmetric`` makes A equal to its transpose; ``positive``
    (definite, symmetric) gives ``S.root`` with ``S.root @ S.root = S`` and its inverse."""

    # a letter is compared as an expression; the field has a default only because the base has one
    name: str = ""

    def __init__(
        self, name: str, *, symmetric: bool = False, invertible: bool = False, positive: bool = False
    ) -> None:
        if not name.isidentifier():
            raise InvalidStatement("Matrix", expected="a plain name", got=repr(name))
        symmetric, invertible = symmetric or positive, invertible or positive
        rules: list[tuple[Expression, Expression]] = []
        letters = [name]
        if invertible:
            letters.append(f"{name}^-1")
            rules += _inverse_rules(name, f"{name}^-1")
        if positive:
            root = f"{name}^1/2"
            letters += [root, f"{name}^-1/2"]
            rules += [(_letter(root) @ _letter(root), _letter(name)), *_inverse_rules(root, f"{name}^-1/2")]
        if symmetric:
            rules += [(_letter(x + "'"), _letter(x)) for x in letters]
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "terms", (((name,), Fraction(1)),))
        object.__setattr__(self, "relations", frozenset((a.terms, b.terms) for a, b in rules))

    @property
    def inv(self) -> Expression:
        """The inverse."""
        return self._derived("^-1")

    @property
    def root(self) -> Expression:
        """The square root of a positive definite matrix."""
        return self._derived("^1/2")

    @property
    def inv_root(self) -> Expression:
        """The inverse of the square root."""
        return self._derived("^-1/2")

    def _derived(self, suffix: str) -> Expression:
        letter = self.name + suffix
        if not any(letter in word for pair in self.relations for side in pair for word, _ in side):
            raise InvalidStatement(
                f"Matrix {self.name}", expected="invertible=True or positive=True", got=f"a use of {letter}"
            )
        return Expression((((letter,), Fraction(1)),), self.relations)


def _inverse_rules(name: str, inverse: str) -> list[tuple[Expression, Expression]]:
    return [(_letter(name) @ _letter(inverse), IDENTITY), (_letter(inverse) @ _letter(name), IDENTITY)]


def words_statement(
    lhs: Expression, rhs: Expression | int, given: Iterable[tuple[Expression, Expression | int]]
) -> Words:
    """The kernel statement: both sides, all relations of the letters, and the transposes of all relations."""
    left, right = lift(lhs), lift(rhs)
    pairs = [(lift(a), lift(b)) for a, b in given]
    own: set[tuple[Any, Any]] = set(left.relations | right.relations)
    for a, b in pairs:
        own |= a.relations | b.relations
    equations = [(Expression(a), Expression(b)) for a, b in sorted(own)] + pairs
    relations: list[tuple[Any, Any]] = []
    for a, b in equations:
        for pair in ((a, b), (a.T, b.T)):
            sides = (_plain(pair[0]), _plain(pair[1]))
            if sides not in relations and sides[0] != sides[1]:
                relations.append(sides)
    return Words(left=_plain(left), right=_plain(right), relations=tuple(relations))


def _plain(value: Expression) -> tuple[tuple[str, Word], ...]:
    return tuple((str(c), word) for word, c in value.terms)
