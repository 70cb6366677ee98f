"""Identities of matrices of any size, as polynomials in noncommuting letters.

``left - right = Σ c · A (p - q) B`` over the given relations ``p = q``: then the identity holds for all
matrices of all (fitting) sizes that satisfy the relations. Transposition is part of the letters: ``A'`` is
the transpose of ``A`` because the engine states relations and their transposes together.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product as cartesian
from typing import Any

from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.statements import Words
from otverify.kernel.terms import Json, parse_rational

Polynomial = dict[tuple[str, ...], Fraction]
MAX_WORDS = 20_000


def polynomial(words: Any) -> Polynomial:
    """A noncommutative polynomial from ``(coefficient, word)`` pairs."""
    total: Polynomial = {}
    for c, word in words:
        key = tuple(word)
        total[key] = total.get(key, Fraction(0)) + parse_rational(c)
    return {word: c for word, c in total.items() if c}


def add(a: Polynomial, b: Polynomial, factor: Fraction = Fraction(1)) -> Polynomial:
    """``a + factor * b``."""
    total = dict(a)
    for word, c in b.items():
        total[word] = total.get(word, Fraction(0)) + factor * c
    return {word: c for word, c in total.items() if c}


def multiply(a: Polynomial, b: Polynomial) -> Polynomial:
    """The product; the order of the letters matters."""
    if len(a) * len(b) > MAX_WORDS:
        raise Rejected("a product of matrix polynomials is too large")
    total: Polynomial = {}
    for (u, c), (v, e) in cartesian(a.items(), b.items()):
        total[u + v] = total.get(u + v, Fraction(0)) + c * e
    return {word: c for word, c in total.items() if c}


def check_words(statement: Words, steps: Json) -> None:
    """Check ``left - right = Σ c A (p_k - q_k) B`` for ``steps = [[c, A, k, B], ...]``."""
    if not isinstance(steps, list) or len(steps) > 5000:
        raise Malformed("the steps are a list")
    rest = add(polynomial(statement.left), polynomial(statement.right), Fraction(-1))
    for step in steps:
        if not isinstance(step, list) or len(step) != 4:
            raise Malformed("a step is [coefficient, left word, number of the relation, right word]")
        c, before, k, after = step
        if type(k) is not int or not 0 <= k < len(statement.relations):
            raise Malformed("no such relation")
        if not all(
            isinstance(word, list) and all(isinstance(x, str) for x in word) for word in (before, after)
        ):
            raise Malformed("a word is a list of letters")
        p, q = (polynomial(side) for side in statement.relations[k])
        wrapped = multiply(
            multiply({tuple(before): Fraction(1)}, add(p, q, Fraction(-1))), {tuple(after): Fraction(1)}
        )
        rest = add(rest, wrapped, -parse_rational(c))
        if len(rest) > MAX_WORDS:
            raise Rejected("the sum of words is too large")
    if rest:
        raise Rejected("the relations used do not add up to the identity")


def refute_words(statement: Words, matrices: Json) -> None:
    """Check explicit rational matrices that satisfy the relations (and transposes) but not the identity."""
    values = _matrices(matrices)
    for p, q in statement.relations:
        if _evaluate(polynomial(p), values) != _evaluate(polynomial(q), values):
            raise Rejected("the matrices do not satisfy the relations")
    for letter, value in values.items():
        if letter.endswith("'") and values.get(letter[:-1]) != tuple(zip(*value, strict=True)):
            raise Rejected(f"{letter} is not the transpose")
    if _evaluate(polynomial(statement.left), values) == _evaluate(polynomial(statement.right), values):
        raise Rejected("the matrices satisfy the identity")


def _matrices(data: Json) -> dict[str, tuple[tuple[Fraction, ...], ...]]:
    if not isinstance(data, dict) or not data:
        raise Malformed("expected an object of matrices")
    result = {}
    for letter, rows in data.items():
        if not isinstance(rows, list) or not 1 <= len(rows) <= 6:
            raise Malformed("a matrix is a list of at most 6 rows")
        if any(not isinstance(row, list) or len(row) != len(rows) for row in rows):
            raise Malformed("matrices are square")
        result[letter] = tuple(tuple(parse_rational(entry) for entry in row) for row in rows)
    if len({len(m) for m in result.values()}) != 1:
        raise Malformed("the matrices have different sizes")
    return result


def _evaluate(poly: Polynomial, values: dict[str, tuple[tuple[Fraction, ...], ...]]) -> list[list[Fraction]]:
    size = len(next(iter(values.values())))
    total = [[Fraction(0)] * size for _ in range(size)]
    for word, c in poly.items():
        current = [[Fraction(i == j) for j in range(size)] for i in range(size)]
        for letter in word:
            if letter not in values:
                raise Rejected(f"the letter {letter!r} has no value")
            right = values[letter]
            current = [
                [sum((row[k] * right[k][j] for k in range(size)), Fraction(0)) for j in range(size)]
                for row in current
            ]
        for i in range(size):
            for j in range(size):
                total[i][j] += c * current[i][j]
    return total
