"""What can be stated: a relation on a domain, a limit, an identity of matrix words, a fact of finite data.

A statement is closed: every free symbol is universally quantified over the set where all relations of
``given`` hold, after the definitions of ``where`` (``q = p/(p-1)``) have been inserted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from otverify.kernel.errors import Malformed
from otverify.kernel.terms import Json, Term, free_symbols, from_json, kind, substitute, subterms, to_json

SIDES: Final = ("+", "-")
INFINITIES: Final = ("oo", "-oo")
#: a limit may also be stated to be some finite number
FINITE: Final = "finite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """``claim`` holds for all values of its free symbols with ``given``."""

    claim: Term
    given: tuple[Term, ...] = ()
    where: tuple[tuple[Term, Term], ...] = ()

    def __post_init__(self) -> None:
        _check_relations((self.claim,))
        _check_constraints(self.given)
        _check_where(self.where)
        _check_names((self.claim, *self.given, *(term for pair in self.where for term in pair)))

    @property
    def unfolded(self) -> Relation:
        """The same statement with its definitions inserted."""
        given = tuple(unfold(relation, self.where) for relation in self.given)
        return Relation(claim=unfold(self.claim, self.where), given=given)

    def to_json(self) -> Json:
        """Nested-list form."""
        return {"type": "relation", "claim": to_json(self.claim), **_shared_json(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """``of -> equals`` as ``variable -> to`` from the side (``+`` from above), under ``given``.

    ``equals`` is a term, ``oo``, ``-oo``, or ``finite``: the limit exists and is some number.
    """

    of: Term
    variable: Term
    to: Term | str
    side: str
    equals: Term | str
    given: tuple[Term, ...] = ()
    where: tuple[tuple[Term, Term], ...] = ()

    def __post_init__(self) -> None:
        if self.variable.op != "sym" or self.side not in SIDES:
            raise Malformed("a limit needs a real symbol and a side '+' or '-'")
        scalars = [self.of, *(term for term in (self.to, self.equals) if isinstance(term, Term))]
        if any(kind(term) != "s" for term in scalars):
            raise Malformed("a limit is taken of a scalar")
        for value, others in ((self.to, INFINITIES), (self.equals, (*INFINITIES, FINITE))):
            if not isinstance(value, Term) and value not in others:
                raise Malformed(f"expected a term or one of {others}, got {value!r}")
        for value in (self.to, self.equals):
            if isinstance(value, Term) and self.variable in free_symbols(value):
                raise Malformed("the variable of a limit occurs in its target")
        _check_constraints(self.given)
        _check_where(self.where)
        _check_names((*scalars, self.variable, *self.given, *(term for pair in self.where for term in pair)))

    @property
    def unfolded(self) -> Limit:
        """The same statement with its definitions inserted."""
        return Limit(
            of=unfold(self.of, self.where),
            variable=self.variable,
            to=unfold(self.to, self.where) if isinstance(self.to, Term) else self.to,
            side=self.side,
            equals=unfold(self.equals, self.where) if isinstance(self.equals, Term) else self.equals,
            given=tuple(unfold(relation, self.where) for relation in self.given),
        )

    def to_json(self) -> Json:
        """Nested-list form."""
        return {
            "type": "limit",
            "of": to_json(self.of),
            "variable": to_json(self.variable),
            "to": self.to if isinstance(self.to, str) else to_json(self.to),
            "side": self.side,
            "equals": self.equals if isinstance(self.equals, str) else to_json(self.equals),
            **_shared_json(self),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """An identity of matrices of any size, given relations between them.

    A polynomial is a sum of ``(coefficient, word)``; a word is a product of letters ``"A"``, ``"A'"`` (the
    transpose) or ``"A^-1"`` (a letter like any other: that it is an inverse is one of the relations).
    """

    left: tuple[tuple[str, tuple[str, ...]], ...]
    right: tuple[tuple[str, tuple[str, ...]], ...]
    relations: tuple[tuple[Any, Any], ...] = ()

    @property
    def unfolded(self) -> Words:
        """Words carry no definitions."""
        return self

    def to_json(self) -> Json:
        """Nested-list form."""
        return {
            "type": "words",
            "left": _words_json(self.left),
            "right": _words_json(self.right),
            "relations": [[_words_json(a), _words_json(b)] for a, b in self.relations],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A quantity of a finite problem compares with a value: ``minimum == 3/4``.

    ``topic`` names the kind of problem; the other fields are plain JSON in the form its checker reads
    (:mod:`otverify.kernel.transport_facts`).
    """

    topic: str
    problem: Json
    quantity: str
    arguments: Json
    op: str
    value: Json

    @property
    def unfolded(self) -> Fact:
        """Facts carry no definitions."""
        return self

    def to_json(self) -> Json:
        """Plain form."""
        return {
            "type": "fact",
            "topic": self.topic,
            "problem": self.problem,
            "quantity": self.quantity,
            "arguments": self.arguments,
            "op": self.op,
            "value": self.value,
        }


Statement = Relation | Limit | Words | Fact


def unfold(term: Term, where: Iterable[tuple[Term, Term]]) -> Term:
    """Insert definitions; a later one may use the earlier ones."""
    for symbol, value in reversed(tuple(where)):
        term = substitute(term, {symbol: value}, definitions=True)
    return term


def statement_from_json(data: Json) -> Statement:
    """Parse a statement, failing closed."""
    if not isinstance(data, dict):
        raise Malformed("a statement is an object")
    fields = dict(data)
    sort = fields.pop("type", None)
    if sort == "words":
        _only(fields, {"left", "right", "relations"})
        return Words(
            left=_words(fields["left"]),
            right=_words(fields["right"]),
            relations=tuple((_words(a), _words(b)) for a, b in _pairs(fields["relations"])),
        )
    if sort == "fact":
        _only(fields, {"topic", "problem", "quantity", "arguments", "op", "value"})
        if any(not isinstance(fields[key], str) for key in ("topic", "quantity", "op")):
            raise Malformed("topic, quantity and op of a fact are words")
        return Fact(**fields)
    given = tuple(from_json(item) for item in _list(fields.pop("given", None)))
    where = tuple((from_json(a), from_json(b)) for a, b in _pairs(fields.pop("where", None)))
    if sort == "relation":
        _only(fields, {"claim"})
        return Relation(claim=from_json(fields["claim"]), given=given, where=where)
    if sort == "limit":
        _only(fields, {"of", "variable", "to", "side", "equals"})
        return Limit(
            of=from_json(fields["of"]),
            variable=from_json(fields["variable"]),
            to=_term_or_infinity(fields["to"]),
            side=fields["side"],
            equals=_term_or_infinity(fields["equals"]),
            given=given,
            where=where,
        )
    raise Malformed(f"unknown type of statement {sort!r}")


def digest(statement: Json) -> str:
    """SHA-256 of the canonical JSON text: what binds a certificate to its statement."""
    text = json.dumps(statement, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


# ---------------------------------------------------------------------------------------------------


def _shared_json(statement: Relation | Limit) -> dict[str, Json]:
    return {
        "given": [to_json(relation) for relation in statement.given],
        "where": [[to_json(symbol), to_json(value)] for symbol, value in statement.where],
    }


def _check_relations(relations: Iterable[Term]) -> None:
    for relation in relations:
        if not isinstance(relation, Term) or relation.op != "rel":
            raise Malformed(f"expected a relation such as x < y, got {str(relation)[:80]}")


def _check_constraints(constraints: Iterable[Term]) -> None:
    for constraint in constraints:
        if not isinstance(constraint, Term) or constraint.op not in ("rel", "all", "in"):
            raise Malformed(f"expected a constraint such as x < y, got {str(constraint)[:80]}")


def _check_where(where: tuple[tuple[Term, Term], ...]) -> None:
    defined: set[Term] = set()
    for symbol, value in where:
        if symbol.op != "sym" or kind(value) != "s":
            raise Malformed("a definition is a symbol and a scalar")
        if symbol in defined or symbol in free_symbols(value):
            raise Malformed(f"{symbol.args[0]!r} is defined twice or by itself")
        defined.add(symbol)
    for position, (_, value) in enumerate(where):
        later = {symbol for symbol, _ in where[position + 1 :]}
        if later & free_symbols(value):
            raise Malformed("a definition uses a symbol that is defined after it")


def _check_names(terms: Iterable[Term]) -> None:
    sorts: dict[str, tuple[str, ...]] = {}
    for term in terms:
        for node in subterms(term):
            if node.op in ("sym", "vec", "idx"):
                name, what = node.args[0], (node.op, *node.args[1:])
                if name.startswith("@"):
                    raise Malformed(f"the name {name!r} is reserved")
                if sorts.setdefault(name, what) != what:
                    raise Malformed(f"the name {name!r} stands for two different things")
                if name == "d" and what != ("sym", "integer"):
                    raise Malformed("the name 'd' is the dimension, an integer symbol")


def _term_or_infinity(data: Json) -> Term | str:
    return data if isinstance(data, str) else from_json(data)


def _only(fields: dict[str, Json], allowed: set[str]) -> None:
    if set(fields) != allowed:
        raise Malformed(f"expected exactly the keys {sorted(allowed)}, got {sorted(map(str, fields))}")


def _list(data: Json) -> list[Json]:
    if not isinstance(data, list) or len(data) > 1000:
        raise Malformed("expected a list")
    return data


def _pairs(data: Json) -> list[tuple[Json, Json]]:
    items = _list(data)
    if any(not isinstance(item, list) or len(item) != 2 for item in items):
        raise Malformed("expected a list of pairs")
    return [(item[0], item[1]) for item in items]


def _words(data: Json) -> tuple[tuple[str, tuple[str, ...]], ...]:
    from otverify.kernel.terms import parse_rational

    result = []
    for c, word in _pairs(data):
        parse_rational(c)
        letters = _list(word)
        if any(not isinstance(letter, str) or len(letter) > 64 for letter in letters):
            raise Malformed("a word is a list of letters")
        result.append((c, tuple(letters)))
    return tuple(result)


def _words_json(words: Iterable[tuple[str, tuple[str, ...]]]) -> Json:
    return [[c, list(word)] for c, word in words]
