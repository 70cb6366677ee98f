"""Mutants: a statement with one thing changed.

A checker that does not refute a wrong mutant, or says nothing about it, is blind at that place. A mutant that
is still true says something too: a constant is not sharp, a hypothesis is not needed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import zip_longest
from typing import Any

from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.statements import Fact, Limit, Relation, Statement, Words, digest
from otverify.kernel.terms import Term, free_symbols, kind, number, rebuild, to_json
from otverify.report.plain import name, text

Path = tuple[int, ...]
Words_ = tuple[tuple[str, tuple[str, ...]], ...]
#: the kind of change that the table of necessary hypotheses is made of
DROP = "drop hypothesis"
STRICT = {"<=": "<", ">=": ">"}
WEAK = {"<": "<=", ">": ">="}
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "!=", "!=": "=="}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A changed statement. ``operator`` is the kind of change, ``change`` says it in words."""

    operator: str
    change: str
    statement: Statement
    #: the hypothesis that was dropped or widened: where it holds nothing has changed
    split: Term | None = None

    @property
    def key(self) -> str:
        """What identifies the mutant in registers and caches: the digest of its statement."""
        return digest(self.statement.to_json())[:16]


def mutants(statement: Statement) -> Iterator[Mutant]:
    """All mutants of a statement, each different from it and well-formed."""
    seen = {digest(statement.to_json())}
    for mutant in _all(statement):
        key = digest(mutant.statement.to_json())
        if key not in seen and _is_a_statement(mutant.statement):
            seen.add(key)
            yield mutant


def _is_a_statement(statement: Statement) -> bool:
    """Whether the definitions can be put in: p := q/(q-1) not where p is a bound variable."""
    if not isinstance(statement, (Relation, Limit)):
        return True
    try:
        _ = statement.unfolded
    except Rejected:
        return False
    return True


def sample(statement: Statement, count: int, seed: int) -> list[Mutant]:
    """Every dropped hypothesis and ``count`` other mutants, each kind once before any is repeated."""
    by_operator: dict[str, list[Mutant]] = {}
    for mutant in mutants(statement):
        by_operator.setdefault(mutant.operator, []).append(mutant)
    chosen = by_operator.pop(DROP, [])
    pick = random.Random(f"{seed}:{digest(statement.to_json())}")  # noqa: S311 - a reproducible sample
    operators = sorted(by_operator)
    pick.shuffle(operators)
    for group in by_operator.values():
        pick.shuffle(group)
    turns = (by_operator[operator] for operator in operators)
    others = [mutant for turn in zip_longest(*turns) for mutant in turn if mutant is not None]
    return chosen + others[:count]


def _all(statement: Statement) -> Iterator[Mutant]:
    if isinstance(statement, Relation):
        yield from _of_relation(statement)
    elif isinstance(statement, Limit):
        yield from _of_limit(statement)
    elif isinstance(statement, Words):
        yield from _of_words(statement)
    elif isinstance(statement, Fact):
        yield from _of_fact(statement)


# ---------------------------------------------------------------------------------------------------
# relations


def _of_relation(statement: Relation) -> Iterator[Mutant]:
    op, left, right = statement.claim.args

    def made(operator: str, change: str, claim: Term) -> Iterator[Mutant]:
        try:
            yield Mutant(operator=operator, change=change, statement=replace(statement, claim=claim))
        except Malformed:
            return

    if op in STRICT:
        yield from made("strictness", f"{op} becomes {STRICT[op]}", Term("rel", STRICT[op], left, right))
    yield from made("direction", f"{op} becomes {TURNED[op]}", Term("rel", TURNED[op], left, right))
    for side, which in ((1, "left"), (2, "right")):
        for operator, change, term in changed_terms(statement.claim.args[side]):
            args = list(statement.claim.args)
            args[side] = term
            yield from made(operator, f"{which}: {change}", Term("rel", *args))
    defined = {symbol for symbol, _ in statement.where}
    symbols = sorted(
        (s for s in free_symbols(statement.claim) if s.op in ("sym", "vec") and s not in defined), key=repr
    )
    for k, first in enumerate(symbols):
        for second in symbols[k + 1 :]:
            if first.op == second.op and first.args[1:] == second.args[1:]:
                swapped = _renamed(statement.claim, {first: second, second: first})
                change = f"{name(first.args[0])} and {name(second.args[0])} exchanged"
                yield from made("swap", change, swapped)
    yield from _of_domain(statement)


def _renamed(term: Term, names: dict[Term, Term]) -> Term:
    """Every occurrence of a symbol under another name, bound ones too."""
    if term in names:
        return names[term]
    return rebuild(term, (_renamed(arg, names) if isinstance(arg, Term) else arg for arg in term.args))


def _of_domain(statement: Relation | Limit) -> Iterator[Mutant]:
    for k, constraint in enumerate(statement.given):
        if _is_dimension(constraint):
            continue  # d >= 1 belongs to the language
        rest = (*statement.given[:k], *statement.given[k + 1 :])
        yield Mutant(
            operator=DROP,
            change=f"without {text(constraint)}",
            statement=replace(statement, given=rest),
            split=constraint if constraint.op == "rel" else None,
        )
        for operator, change, other in _weakened(constraint):
            moved = (*statement.given[:k], other, *statement.given[k + 1 :])
            yield Mutant(
                operator=operator,
                change=change,
                statement=replace(statement, given=moved),
                split=constraint if constraint.op == "rel" else None,
            )
    for k, (symbol, value) in enumerate(statement.where):
        for operator, change, term in changed_terms(value):
            where = (*statement.where[:k], (symbol, term), *statement.where[k + 1 :])
            try:
                yield Mutant(
                    operator=operator,
                    change=f"{name(symbol.args[0])}: {change}",
                    statement=replace(statement, where=where),
                )
            except Malformed:
                continue


def _is_dimension(constraint: Term) -> bool:
    return constraint.op == "rel" and constraint.args[1] == Term("sym", "d", "integer")


def _weakened(constraint: Term) -> Iterator[tuple[str, str, Term]]:
    """The constraint with its end moved outwards or made non-strict."""
    if constraint.op == "all":
        body, variable, owner = constraint.args
        for operator, change, other in _weakened(body):
            yield operator, change, Term("all", other, variable, owner)
        return
    if constraint.op != "rel":
        return
    op, left, right = constraint.args
    if op in WEAK:
        other = Term("rel", WEAK[op], left, right)
        yield "domain end", f"{text(constraint)} becomes {text(other)}", other
    if op in ("<", "<=", ">", ">="):
        size = Term("abs", right) if right.op != "num" else number(abs(right.args[0]) or Fraction(1))
        step = size * number(Fraction(1 if op[0] == "<" else -1, 2))
        other = Term("rel", op, left, right + step)
        yield "domain end", f"{text(constraint)} becomes {text(other)}", other


# ---------------------------------------------------------------------------------------------------
# terms


def changed_terms(term: Term) -> Iterator[tuple[str, str, Term]]:
    """(kind of change, description, changed term), one change at a time."""
    for path, node in _nodes(term, ()):
        for operator, change, other in _changes(node):
            try:
                yield operator, change, _replaced(term, path, other)
            except Malformed:
                continue


def _nodes(term: Term, path: Path) -> Iterator[tuple[Path, Term]]:
    yield path, term
    for k, arg in enumerate(term.args):
        if isinstance(arg, Term) and arg.op not in ("idx",):
            yield from _nodes(arg, (*path, k))


def _replaced(term: Term, path: Path, other: Term) -> Term:
    if not path:
        return other
    head, *rest = path
    args = list(term.args)
    args[head] = _replaced(args[head], tuple(rest), other)
    return rebuild(term, args)


def _changes(node: Term) -> Iterator[tuple[str, str, Term]]:
    op, args = node.op, node.args
    if op == "num":
        value = args[0]
        for other in dict.fromkeys((value + 1, -value, value * 2)):
            if other != value:
                yield "constant", f"{value} becomes {other}", number(other)
    elif op == "add" and len(args) >= 2:
        for k, arg in enumerate(args):
            flipped = (*args[:k], -arg, *args[k + 1 :])
            yield "sign", f"the sign of {_short(arg)} changes", Term("add", *flipped)
            if len(args) >= 3:
                yield "drop term", f"{_short(arg)} is dropped", Term("add", *args[:k], *args[k + 1 :])
    elif op == "pow":
        base, exponent = args
        if exponent.op != "num":
            yield "exponent", f"the exponent of {_short(base)} grows by 1", Term("pow", base, exponent + 1)
        if base.op == "e":
            yield "exponent", "the exponent of e changes its sign", Term("pow", base, -exponent)
    elif op in ("sin", "cos", "max", "min"):
        other_op = {"sin": "cos", "cos": "sin", "max": "min", "min": "max"}[op]
        yield "function", f"{op} becomes {other_op}", Term(other_op, *args)
    elif op == "gamma":
        yield "function", f"the argument of Γ({_short(args[0])}) grows by 1", Term("gamma", args[0] + 1)
    elif op == "abs":
        yield "function", f"|{_short(args[0])}| loses its bars", args[0]
    elif op == "norm":
        yield "exponent", f"|{_short(args[0])}| is squared", node**2
    elif op == "diff":
        yield "derivative", f"one derivative by {_short(args[1])} less", args[0]
    elif op == "comp":
        yield "index", f"the component of {_short(args[0])} changes its sign", -node
    elif op == "kron":
        yield "constant", "δ becomes 0", number(0) * node
    elif op == "apply" and kind(node) == "s" and any(args[1]):
        lowered = tuple(max(0, n - 1) for n in args[1])
        yield "derivative", f"one derivative of {args[0]} less", Term("apply", args[0], lowered, *args[2:])
    elif op == "integral":
        body, variable, low, high = args
        yield "integral", "the upper end doubles", Term("integral", body, variable, low, high * 2)
    elif op == "cases" and len(args) == 2:
        (first, one), (second, two) = (case.args for case in args)
        swapped = Term("cases", Term("case", first, two), Term("case", second, one))
        yield "cases", "the branches are exchanged", swapped


def _short(term: Term) -> str:
    written = text(term)
    return written if len(written) <= 40 else written[:37] + "..."


# ---------------------------------------------------------------------------------------------------
# limits and matrix words


def _of_limit(statement: Limit) -> Iterator[Mutant]:
    for operator, change, term in changed_terms(statement.of):
        yield from _attempt(statement, operator, f"of: {change}", of=term)
    if isinstance(statement.equals, Term):
        for operator, change, term in changed_terms(statement.equals):
            yield from _attempt(statement, operator, f"value: {change}", equals=term)
        yield from _attempt(statement, "constant", "the value grows by 1", equals=statement.equals + 1)
    elif statement.equals in ("oo", "-oo"):
        turned = "-oo" if statement.equals == "oo" else "oo"
        yield from _attempt(statement, "sign", "the infinite value changes its sign", equals=turned)
    if isinstance(statement.to, Term):
        for operator, change, term in changed_terms(statement.to):
            yield from _attempt(statement, operator, f"point: {change}", to=term)
    yield from _of_domain(statement)


def _attempt(statement: Limit, operator: str, change: str, **changes: Any) -> Iterator[Mutant]:
    try:
        yield Mutant(operator=operator, change=change, statement=replace(statement, **changes))
    except Malformed:
        return


def _of_words(statement: Words) -> Iterator[Mutant]:
    for side in ("left", "right"):
        words = getattr(statement, side)
        for k, (c, word) in enumerate(words):
            for operator, change, other in _changed_word(c, word):
                moved = (*words[:k], *other, *words[k + 1 :])
                yield Mutant(
                    operator=operator,
                    change=f"{side}: {change}",
                    statement=replace(statement, **{side: moved}),
                )
    for group in _hypotheses(statement):
        yield Mutant(
            operator=DROP,
            change=f"without {_relation_text(*group[0])}",
            statement=replace(
                statement, relations=tuple(pair for pair in statement.relations if pair not in group)
            ),
        )


def _hypotheses(statement: Words) -> list[list[tuple[Words_, Words_]]]:
    """The relations, each with its transpose, and A B = I with B A = I: they say the same of matrices."""
    groups: dict[Any, list[tuple[Words_, Words_]]] = {}
    for left, right in statement.relations:
        turned = tuple(sorted((c, _turned(word)) for c, word in left))
        same = [turned, tuple(sorted(left))]
        if right == (("1", ()),) and len(left) == 1:
            same += [tuple((c, word[::-1]) for c, word in side) for side in same]
        groups.setdefault(min(same), []).append((left, right))
    return list(groups.values())


def _turned(word: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(x[:-1] if x.endswith("'") else x + "'" for x in reversed(word))


def _relation_text(left: Words_, right: Words_) -> str:
    sides = (
        " + ".join(f"{'' if c == '1' else c + ' '}{' '.join(w) or 'I'}" for c, w in s) for s in (left, right)
    )
    return " = ".join(side or "0" for side in sides)


def _changed_word(c: str, word: tuple[str, ...]) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    value = Fraction(c)
    yield "sign", "a coefficient changes its sign", ((str(-value), word),)
    yield "constant", "a coefficient doubles", ((str(2 * value), word),)
    shown = " ".join(word) or "I"
    for k, letter in enumerate(word):
        other = letter[:-1] if letter.endswith("'") else letter + "'"
        yield "transpose", f"{letter} in {shown} is transposed", ((c, (*word[:k], other, *word[k + 1 :])),)
        yield "drop term", f"{letter} in {shown} is dropped", ((c, (*word[:k], *word[k + 1 :])),)
        if k + 1 < len(word) and word[k + 1] != letter:
            turned = (*word[:k], word[k + 1], letter, *word[k + 2 :])
            yield "order", f"{letter} and {word[k + 1]} in {shown} are exchanged", ((c, turned),)


__all__ = ["Mutant", "changed_terms", "mutants", "sample", "to_json"]


# ---------------------------------------------------------------------------------------------------
# facts of finite problems


def _of_fact(statement: Fact) -> Iterator[Mutant]:
    if statement.op in STRICT:
        yield _fact(statement, "strictness", STRICT[statement.op], op=STRICT[statement.op])
    yield _fact(statement, "direction", TURNED[statement.op], op=TURNED[statement.op])
    value = statement.value
    if isinstance(value, bool):
        return
    if isinstance(value, int) or (isinstance(value, str) and value):
        for step in (Fraction(1), Fraction(-1), Fraction(1, 1000), Fraction(-1, 1000)):
            changed = Fraction(value) + step
            if step.denominator == 1 or not statement.quantity.endswith("dimension"):
                written = changed.numerator if changed.denominator == 1 else str(changed)
                yield _fact(statement, "constant", f"{value} becomes {changed}", value=written)
    elif isinstance(value, list) and value and statement.quantity == "contact set":
        yield _fact(statement, "drop term", f"without the pair {value[-1]}", value=value[:-1])
    elif isinstance(value, dict):
        for key, entry in sorted(value.items()):
            moved = _raised(entry)
            if moved is not None:
                yield _fact(
                    statement, "constant", f"one entry of {key} grows by 1", value={**value, key: moved}
                )
    elif isinstance(value, list) and (moved := _raised(value)) is not None:
        yield _fact(statement, "constant", "one entry grows by 1", value=moved)
    if statement.quantity.endswith("difference"):
        i, j = statement.arguments
        yield _fact(statement, "swap", "rows exchanged", arguments=[j, i])


def _raised(entries: Any) -> list[Any] | None:
    """A list of numbers with the first one raised by 1; None if there is none."""
    if not isinstance(entries, list):
        return None
    for k, entry in enumerate(entries):
        if isinstance(entry, (int, str)) and not isinstance(entry, bool):
            raised = Fraction(entry) + 1
            written = raised.numerator if isinstance(entry, int) else str(raised)
            return [*entries[:k], written, *entries[k + 1 :]]
    return None


def _fact(statement: Fact, operator: str, change: str, **fields: Any) -> Mutant:
    said = f"{statement.op} becomes {change}" if "op" in fields else change
    return Mutant(operator=operator, change=said, statement=replace(statement, **fields))
