"""From SymPy expressions to terms and back. Total or refused: nothing is dropped or guessed.

Assumptions carry over as constraints through :func:`assumptions` (a symbol ``positive=True`` becomes
``x > 0`` in the domain); SymPy never takes part in a verdict.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy

from otverify.errors import InvalidStatement
from otverify.kernel.terms import PI, E, Term, as_term, cases, diff, kind, number, relation

_FUNCTIONS = {
    sympy.gamma: "gamma",
    sympy.log: "log",
    sympy.sin: "sin",
    sympy.cos: "cos",
    sympy.Abs: "abs",
    sympy.Max: "max",
    sympy.Min: "min",
}
_RELATIONS = {
    sympy.Eq: "==",
    sympy.Ne: "!=",
    sympy.StrictLessThan: "<",
    sympy.LessThan: "<=",
    sympy.StrictGreaterThan: ">",
    sympy.GreaterThan: ">=",
}


def from_sympy(expression: Any) -> Term:
    """The scalar term of a SymPy expression."""
    result = from_sympy_any(expression)
    if kind(result) != "s":
        raise _refuse(expression, "a scalar expression")
    return result


def from_sympy_any(expression: Any) -> Term:
    """The term or relation of a SymPy object."""
    if isinstance(expression, sympy.Symbol):
        sort = "integer" if expression.is_integer else "real"
        if expression.is_real is False or not expression.name.isidentifier():
            raise _refuse(expression, "a real symbol with a plain name")
        return Term("sym", expression.name, sort)
    if isinstance(expression, sympy.Rational):
        return number(Fraction(int(expression.p), int(expression.q)))
    if isinstance(expression, sympy.Float):
        raise _refuse(expression, "exact numbers", "Write Rational(1, 2) instead of 0.5.")
    if expression is sympy.pi:
        return PI
    if expression is sympy.E:
        return E
    if isinstance(expression, (sympy.Add, sympy.Mul)):
        op = "add" if isinstance(expression, sympy.Add) else "mul"
        return Term(op, *(from_sympy(arg) for arg in expression.args))
    if isinstance(expression, sympy.Pow):
        return Term("pow", *(from_sympy(arg) for arg in expression.args))
    if isinstance(expression, sympy.exp):
        return Term("pow", E, from_sympy(expression.args[0]))
    if isinstance(expression, sympy.Derivative):
        result = from_sympy(expression.expr)
        for variable, count in expression.variable_count:
            result = diff(result, from_sympy(variable), int(count))
        return result
    if isinstance(expression, sympy.Subs):
        result = from_sympy(expression.expr)
        for variable, value in zip(expression.variables, expression.point, strict=True):
            result = result.at(from_sympy(variable), from_sympy(value))
        return result
    if isinstance(expression, sympy.Integral):
        return _integral(expression)
    if isinstance(expression, sympy.Piecewise):
        return _piecewise(expression)
    if isinstance(expression, sympy.core.function.AppliedUndef):
        inputs = [from_sympy(arg) for arg in expression.args]
        return Term("apply", expression.func.__name__, (0,) * len(inputs), *inputs)
    for function, op in _FUNCTIONS.items():
        if isinstance(expression, function):
            return Term(op, *(from_sympy(arg) for arg in expression.args))
    for kind_of, op in _RELATIONS.items():
        if isinstance(expression, kind_of):
            return relation(op, from_sympy(expression.lhs), from_sympy(expression.rhs))
    if expression in (sympy.true, sympy.false):
        raise _refuse(expression, "a relation", "SymPy evaluated it; write Relation(lhs, '<=', rhs).")
    raise _refuse(expression, "an expression of the vocabulary")


def _integral(expression: Any) -> Term:
    result = from_sympy(expression.function)
    for limits in expression.limits:
        if len(limits) != 3:
            raise _refuse(expression, "definite integrals")
        variable, low, high = (from_sympy(part) for part in limits)
        result = Term("integral", result, variable, low, high)
    return result


def _piecewise(expression: Any) -> Term:
    branches: list[tuple[Term, Term]] = []
    for value, condition in expression.args:
        if condition is sympy.true:
            if len(branches) != 1:
                raise _refuse(expression, "a Piecewise of two complementary cases")
            op, left, right = branches[0][0].args
            opposite = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}[op]
            branches.append((relation(opposite, left, right), from_sympy(value)))
        else:
            branches.append((from_sympy_any(condition), from_sympy(value)))
    return cases(*branches)


def _refuse(expression: Any, expected: str, hint: str = "") -> InvalidStatement:
    return InvalidStatement(
        "a SymPy expression",
        expected=expected,
        got=f"{expression} of type {type(expression).__name__}",
        hint=hint,
    )


def assumptions(expression: Any) -> tuple[Term, ...]:
    """The constraints that the assumptions of the free symbols state."""
    found = []
    for symbol in sorted(getattr(expression, "free_symbols", ()), key=str):
        value = from_sympy(symbol)
        if symbol.is_positive:
            found.append(value > 0)
        elif symbol.is_negative:
            found.append(value < 0)
        elif symbol.is_nonnegative:
            found.append(value >= 0)
        elif symbol.is_nonpositive:
            found.append(value <= 0)
        elif symbol.is_nonzero:
            found.append(relation("!=", value, number(0)))
    return tuple(found)


def to_sympy(term: Term) -> Any:
    """A SymPy expression of a scalar term without vectors, for search only."""
    op, args = term.op, term.args
    if op == "num":
        return sympy.Rational(args[0].numerator, args[0].denominator)
    if op == "sym":
        return (
            sympy.Symbol(args[0], integer=True) if args[1] == "integer" else sympy.Symbol(args[0], real=True)
        )
    if op == "pi":
        return sympy.pi
    if op == "e":
        return sympy.E
    if op == "add":
        return sympy.Add(*(to_sympy(arg) for arg in args))
    if op == "mul":
        return sympy.Mul(*(to_sympy(arg) for arg in args))
    if op == "pow":
        return sympy.Pow(*(to_sympy(arg) for arg in args))
    for function, name in _FUNCTIONS.items():
        if op == name:
            return function(*(to_sympy(arg) for arg in args))
    if op == "apply" and not any(args[1]):
        return sympy.Function(args[0])(*(to_sympy(arg) for arg in args[2:]))
    raise InvalidStatement("a term", expected="one that SymPy can express", got=f"{op!r}")


__all__ = ["as_term", "assumptions", "from_sympy", "from_sympy_any", "to_sympy"]
