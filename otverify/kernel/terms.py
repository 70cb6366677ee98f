"""The statement tree: real-valued expressions, vectors of symbolic dimension, relations.

A term is an operator and its arguments, nothing is simplified when it is built, and its JSON form is
the nested list ``[op, arg, ...]``. What is written is what is checked and what is printed.

Scalars     numbers, real and integer symbols, ``+ * **``, gamma, log, sin, cos, abs, max, min,
            general functions ``h(r)`` and their derivatives, piecewise cases,
            derivatives, substitutions, integrals over intervals, balls and abstract sets.
Vectors     names ``x``, sums and multiples; they enter scalars through ``x[i]``, ``dot``, ``norm``.
Indices     ``i, j`` run over 1..d with symbolic d; ``kron(i, j)``, ``contract(k, ...)``, ``det(M, i, j)``.
Relations   ``== != < <= > >=`` between scalars; in a domain also "for all x in X" and "x in X".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, Union

from otverify.kernel.errors import Malformed

Json = Any
Scalar = Union["Term", int, Fraction]

MAX_DEPTH: Final = 120
MAX_NODES: Final = 200_000
MAX_DIGITS: Final = 4_000

#: operator -> (kinds of the arguments, kind of the result); a trailing ``*`` repeats the last kind.
#: s scalar, v vector, i index, r relation, q other constraint, c case, y symbol, w symbol or component;
#: N name, O relation sign, Q rational, Z counts
SIGNATURES: Final[dict[str, tuple[str, str]]] = {
    "num": ("Q", "s"),
    "sym": ("NN", "s"),
    "pi": ("", "s"),
    "e": ("", "s"),
    "add": ("s*", "s"),
    "mul": ("s*", "s"),
    "pow": ("ss", "s"),
    "gamma": ("s", "s"),
    "log": ("s", "s"),
    "sin": ("s", "s"),
    "cos": ("s", "s"),
    "abs": ("s", "s"),
    "max": ("s*", "s"),
    "min": ("s*", "s"),
    "apply": ("NZs*", "s"),
    "comp": ("vi", "s"),
    "kron": ("ii", "s"),
    "dot": ("vv", "s"),
    "norm": ("v", "s"),
    "diff": ("sw", "s"),
    "at": ("sys", "s"),
    "contract": ("is", "s"),
    "det": ("sii", "s"),
    "integral": ("syss", "s"),
    "ball": ("syss", "s"),
    "over": ("syN", "s"),
    "cases": ("c*", "s"),
    "case": ("rs", "c"),
    "vec": ("N", "v"),
    "vadd": ("v*", "v"),
    "vmul": ("sv", "v"),
    "idx": ("N", "i"),
    "rel": ("Oss", "r"),
    "all": ("ryN", "q"),
    "in": ("yN", "q"),
}
SORTS: Final = ("real", "integer", "point")
RELATIONS: Final = ("==", "!=", "<", "<=", ">", ">=")


class Term:
    """One node of a statement: an operator and its arguments. Immutable; equality is structural."""

    __slots__ = ("_hash", "args", "op")
    op: str
    args: tuple[Any, ...]

    def __init__(self, op: str, *args: Any) -> None:
        _check_arguments(op, args)
        object.__setattr__(self, "op", op)
        object.__setattr__(self, "args", args)
        # the hash of a fraction is a division modulo a prime
        object.__setattr__(self, "_hash", hash((op, args[0].as_integer_ratio() if op == "num" else args)))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("terms are immutable")

    def __reduce__(self) -> tuple[Any, ...]:
        return (Term, (self.op, *self.args))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Term):
            return NotImplemented
        return self is other or (
            self._hash == other._hash and self.op == other.op and self.args == other.args  # type: ignore[attr-defined]
        )

    def __hash__(self) -> int:
        return self._hash  # type: ignore[attr-defined, no-any-return]

    def __repr__(self) -> str:
        return f"Term({', '.join(map(repr, (self.op, *self.args)))})"

    def __bool__(self) -> bool:
        # a relation used as a condition is how checkers come to prove everything
        raise TypeError(f"a {self.op!r} term has no truth value; state it in an obligation or a domain")

    # -- arithmetic: builds, never evaluates ---------------------------------------------------------
    def __add__(self, other: Any) -> Term:
        return _binary("add", "vadd", self, other)

    def __radd__(self, other: Any) -> Term:
        return _binary("add", "vadd", other, self)

    def __sub__(self, other: Any) -> Term:
        return _binary("add", "vadd", self, -as_term(other))

    def __rsub__(self, other: Any) -> Term:
        return _binary("add", "vadd", other, -self)

    def __mul__(self, other: Any) -> Term:
        other = as_term(other)
        if kind(self) == "v":
            return Term("vmul", other, self)
        return Term("vmul", self, other) if kind(other) == "v" else Term("mul", self, other)

    def __rmul__(self, other: Any) -> Term:
        return as_term(other) * self

    def __truediv__(self, other: Any) -> Term:
        return self * Term("pow", as_term(other), number(-1))

    def __rtruediv__(self, other: Any) -> Term:
        return as_term(other) / self

    def __neg__(self) -> Term:
        return number(-1) * self

    def __pow__(self, other: Any) -> Term:
        return Term("pow", self, as_term(other))

    def __rpow__(self, other: Any) -> Term:
        return Term("pow", as_term(other), self)

    # -- relations ------------------------------------------------------------------------------------
    def __lt__(self, other: Any) -> Term:
        return Term("rel", "<", self, as_term(other))

    def __le__(self, other: Any) -> Term:
        return Term("rel", "<=", self, as_term(other))

    def __gt__(self, other: Any) -> Term:
        return Term("rel", ">", self, as_term(other))

    def __ge__(self, other: Any) -> Term:
        return Term("rel", ">=", self, as_term(other))

    # -- calculus and components ---------------------------------------------------------------------
    def __getitem__(self, index: Term) -> Term:
        return Term("comp", self, index)

    def __iter__(self) -> Iterator[Term]:
        raise TypeError("a term is not a sequence; x[i] is a component with a symbolic index")

    def at(self, symbol: Term, value: Any) -> Term:
        """The value at ``symbol = value`` (after any derivative inside has been taken)."""
        return Term("at", self, symbol, as_term(value))


def kind(term: Term) -> str:
    """``s`` scalar, ``v`` vector, ``i`` index, ``r`` relation, ``q`` other constraint, ``c`` case."""
    return SIGNATURES[term.op][1]


def _binary(scalar_op: str, vector_op: str, left: Any, right: Any) -> Term:
    left, right = as_term(left), as_term(right)
    op = vector_op if kind(left) == "v" else scalar_op
    return Term(op, *(_summands(op, left)), *(_summands(op, right)))


def _summands(op: str, term: Term) -> tuple[Any, ...]:
    # a - b + c reads as one sum; products stay as written
    return term.args if term.op == op else (term,)


def _check_arguments(op: str, args: tuple[Any, ...]) -> None:
    for want, arg in zip(_pattern(op, len(args)), args, strict=True):
        if not _fits(want, arg):
            raise Malformed(f"argument {arg!r} of {op!r} is not of the kind {want!r}")
    if op == "sym" and args[1] not in SORTS:
        raise Malformed(f"symbol {args[0]!r} has the unknown sort {args[1]!r}")
    if op == "apply" and len(args[1]) != len(args) - 2:
        raise Malformed(f"{args[0]!r}: one order of differentiation per argument")


@lru_cache(maxsize=1024)
def _pattern(op: str, count: int) -> str:
    """What each of ``count`` arguments has to be."""
    if op not in SIGNATURES:
        raise Malformed(f"unknown operator {op!r}")
    pattern = SIGNATURES[op][0]
    if pattern.endswith("*"):
        fixed, last = pattern[:-2], pattern[-2]
        pattern = fixed + last * (count - len(fixed))
        if count <= len(fixed):
            raise Malformed(f"{op!r} needs at least one argument")
    if count != len(pattern):
        raise Malformed(f"{op!r} takes {len(pattern)} arguments, got {count}")
    return pattern


def _fits(want: str, arg: Any) -> bool:
    if type(arg) is Term and SIGNATURES[arg.op][1] == want:
        return True
    if want == "N":
        # "@" marks the kernel's own bound variables; statements may not use it (statements.py)
        return isinstance(arg, str) and len(arg) <= 64 and arg.lstrip("@").isidentifier()
    if want == "O":
        return arg in RELATIONS
    if want == "Q":
        return type(arg) is Fraction
    if want == "Z":
        return isinstance(arg, tuple) and all(type(n) is int and 0 <= n <= 20 for n in arg)
    if not isinstance(arg, Term):
        return False
    if want == "y":
        return arg.op == "sym"
    if want == "w":
        return arg.op == "sym" or (arg.op == "comp" and arg.args[0].op == "vec")
    return False


# ---------------------------------------------------------------------------------------------------
# building


def as_term(value: Any) -> Term:
    """A term from a term, an integer or an exact fraction. Floats are refused: they are not exact."""
    if isinstance(value, Term):
        return value
    if type(value) is int or isinstance(value, Fraction):
        return number(value)
    if hasattr(value, "__otverify_term__"):
        result = value.__otverify_term__()
        if isinstance(result, Term):
            return result
    raise TypeError(f"expected a term, an int or a Fraction, got {value!r} of type {type(value).__name__}")


def number(value: int | Fraction | str) -> Term:
    """The exact rational number ``value``."""
    return Term("num", value if type(value) is Fraction else Fraction(value))


def real(name: str) -> Term:
    """A real variable."""
    return Term("sym", name, "real")


def integer(name: str) -> Term:
    """An integer variable (a dimension, an index of a sequence)."""
    return Term("sym", name, "integer")


def contract(index: Term, term: Scalar) -> Term:
    """The sum over the index, 1..d, of a product of components (Einstein's convention made explicit)."""
    return Term("contract", index, as_term(term))


def diff(term: Scalar, *variables: Term | int) -> Term:
    """The derivative; ``diff(f, r, 2)`` differentiates twice, ``diff(c, x[i], y[j])`` once by each."""
    result = as_term(term)
    for position, variable in enumerate(variables):
        if isinstance(variable, Term):
            following = variables[position + 1] if position + 1 < len(variables) else 1
            for _ in range(following if isinstance(following, int) else 1):
                result = Term("diff", result, variable)
    return result


def cases(*branches: tuple[Term, Scalar]) -> Term:
    """A piecewise expression: the value of the first branch whose condition holds."""
    return Term("cases", *(Term("case", condition, as_term(value)) for condition, value in branches))


PI: Final = Term("pi")
E: Final = Term("e")
ZERO: Final = number(0)
ONE: Final = number(1)


def relation(op: str, left: Scalar, right: Scalar) -> Term:
    """``left op right``; the only way to write ``==`` and ``!=``, which Python reserves for structure."""
    return Term("rel", op, as_term(left), as_term(right))


# ---------------------------------------------------------------------------------------------------
# walking


def subterms(term: Term) -> Iterator[Term]:
    """Every node of the tree, parents first."""
    stack = [term]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(arg for arg in reversed(node.args) if isinstance(arg, Term))


def rebuild(term: Term, args: Iterable[Any]) -> Term:
    """The same node over other arguments."""
    fresh = tuple(args)
    return term if fresh == term.args else Term(term.op, *fresh)


#: operator -> position of the variable that it binds in its first argument
BINDERS: Final = {"at": 1, "integral": 1, "ball": 1, "over": 1, "all": 1}


@lru_cache(maxsize=1 << 15)
def free_symbols(term: Term) -> frozenset[Term]:
    """Free symbols, vectors and indices; bound variables of integrals, ``at`` and ``contract`` excluded."""
    if term.op in ("sym", "vec", "idx"):
        return frozenset((term,))
    below: frozenset[Term] = frozenset()
    for position, arg in enumerate(term.args):
        if isinstance(arg, Term):
            inner = free_symbols(arg)
            if position == 0 and term.op in BINDERS:
                inner -= {term.args[BINDERS[term.op]]}
            if term.op in BINDERS and position == BINDERS[term.op]:
                inner = frozenset()
            below |= inner
    if term.op == "contract":
        return below - {term.args[0]}
    if term.op == "det":
        return below - {term.args[1], term.args[2]}
    return below


def substitute(term: Term, mapping: dict[Term, Term], *, definitions: bool = False) -> Term:
    """Replace free symbols, vectors or indices; a bound variable shadows, and capture is refused.

    A derivative is taken before values are put in: ``diff(f, r)`` at r = 2 becomes ``at(diff(f, r), r, 2)``.
    With ``definitions`` the symbols stand for their values also under a derivative.
    """
    if not mapping:
        return term
    if term in mapping:
        return mapping[term]
    if term.op in ("sym", "vec", "idx"):
        return term
    if term.op == "diff" and term.args[1].op == "sym":
        return _substitute_derivative(term, mapping, definitions)
    bound: frozenset[Term] = frozenset()
    if term.op in BINDERS:
        bound = frozenset((term.args[BINDERS[term.op]],))
    elif term.op == "contract":
        bound = frozenset((term.args[0],))
    elif term.op == "det":
        bound = frozenset(term.args[1:])
    inner = {key: value for key, value in mapping.items() if key not in bound}
    if bound:
        free_here = free_symbols(term)
        for key, value in inner.items():
            if key in free_here and bound & free_symbols(value):
                raise Malformed(f"substituting for {key!r} would capture a bound variable of {term.op!r}")

    def inside(part: Term, names: dict[Term, Term]) -> Term:
        return substitute(part, names, definitions=definitions)

    if term.op == "contract":
        return Term("contract", term.args[0], inside(term.args[1], inner))
    if term.op == "det":
        return Term("det", inside(term.args[0], inner), *term.args[1:])
    if term.op in BINDERS:
        head, variable, *rest = term.args
        tail = (inside(arg, mapping) if isinstance(arg, Term) else arg for arg in rest)
        return Term(term.op, inside(head, inner), variable, *tail)
    return rebuild(term, (inside(arg, mapping) if isinstance(arg, Term) else arg for arg in term.args))


def _substitute_derivative(term: Term, mapping: dict[Term, Term], definitions: bool) -> Term:
    body, variable = term.args
    inner = {key: value for key, value in mapping.items() if key != variable}
    if definitions:
        if variable in mapping:
            raise Malformed(f"a derivative by {variable.args[0]!r}, which is defined by other symbols")
        return Term("diff", substitute(body, inner, definitions=True), variable)
    free_here = free_symbols(body)
    if any(key in free_here and variable in free_symbols(value) for key, value in inner.items()):
        raise Malformed(f"substituting would change a derivative by {variable.args[0]!r}")
    moved = Term("diff", substitute(body, inner), variable)
    return Term("at", moved, variable, mapping[variable]) if variable in mapping else moved


# ---------------------------------------------------------------------------------------------------
# JSON


def to_json(term: Term) -> Json:
    """The nested-list form; rationals as ``"p/q"``."""
    return [
        term.op,
        *(
            to_json(arg)
            if isinstance(arg, Term)
            else str(arg)
            if isinstance(arg, Fraction)
            else list(arg)
            if isinstance(arg, tuple)
            else arg
            for arg in term.args
        ),
    ]


def from_json(data: Json) -> Term:
    """Parse the nested-list form, failing closed on anything unexpected, too deep or too large."""
    return _Parser().parse(data, 0)


class _Parser:
    def __init__(self) -> None:
        self.nodes = 0

    def parse(self, data: Json, depth: int) -> Term:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise Malformed("the statement is nested too deeply or too large")
        if not isinstance(data, list) or not data or not isinstance(data[0], str):
            raise Malformed(f"expected [operator, ...], got {str(data)[:60]!r}")
        op, *raw = data
        if op == "num":
            return Term("num", *(parse_rational(value) for value in raw))
        if op == "apply" and len(raw) >= 2 and isinstance(raw[1], list):
            raw[1] = tuple(raw[1])
        return Term(op, *(self.parse(arg, depth + 1) if isinstance(arg, list) else arg for arg in raw))


def parse_rational(text: Json) -> Fraction:
    """An exact rational from ``"p"`` or ``"p/q"``; nothing else (no floats, no exponents, no signs but -)."""
    if not isinstance(text, str) or len(text) > MAX_DIGITS:
        raise Malformed(f"expected a rational 'p/q', got {str(text)[:60]!r}")
    numerator, slash, denominator = text.partition("/")
    digits = numerator[1:] if numerator.startswith("-") else numerator
    if not (
        digits.isascii()
        and digits.isdigit()
        and (not slash or (denominator.isascii() and denominator.isdigit()))
    ):
        raise Malformed(f"expected a rational 'p/q', got {text[:60]!r}")
    if slash and int(denominator) == 0:
        raise Malformed("a rational with denominator 0")
    return Fraction(int(numerator), int(denominator) if slash else 1)
