"""Decides facts about finite transport problems from the conclusions of their certificates.

A fact compares one *quantity* of a problem with a value. A conclusion of :mod:`otverify.kernel.transport`
tells some quantities, exactly or within an interval; the comparison then holds, or fails, or stays open
(``Rejected``).

    quantity            arguments           value
    minimum             none                number, or a sum of radicals [[q, N, b], ...] = Σ q N^(1/b)
    feasible            none                true or false
    optimal plan        a plan              true or false
    optimal potentials  {"f", "g"}          true or false
    unique plan         none                true or false
    dual dimension      none                integer; 0 says that potentials are unique up to a constant;
                                            also of a semi-discrete problem
    plan dimension      none                integer
    contact set         none                the sorted list of pairs that some optimal plan uses
    lowest difference   [i, j]              min of f_i - f_j over optimal potentials; null for no bound
    highest difference  [i, j]              max of f_i - f_j over optimal potentials; null for no bound
    monotone            none                true or false, for a problem {"cost", "pairs"}
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.transport import check
from otverify.kernel.transport_data import check_plan, fields, parse_plan, parse_problem, parse_rational
from otverify.kernel.transport_faces import ContactSet, DualFace, PlanUniqueness
from otverify.kernel.transport_infeasible import InfeasibleProblem
from otverify.kernel.transport_irrational import SeparatedOptimum, form_sign, sum_of_forms
from otverify.kernel.transport_monotone import MonotoneSet, ViolatingCycle
from otverify.kernel.transport_optimal import OptimalValue, ValueBounds, dual_value, parse_potentials
from otverify.kernel.transport_semidiscrete import SemiDiscreteWidths
from otverify.kernel.transport_widths import Width, Widths

Json = Any
COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
NUMBERS: Final = ("minimum", "dual dimension", "plan dimension", "lowest difference", "highest difference")
MAX_INDEX: Final = 64
TRUTHS: Final = ("feasible", "optimal plan", "optimal potentials", "unique plan", "monotone")


@dataclass(frozen=True, slots=True)
class Interval:
    """All that is known of a number; None is no bound, and ``exact`` an exact sum of radicals."""

    low: Fraction | None
    high: Fraction | None
    exact: Any = None


def decide(fact: Json, certificate: Json) -> bool:
    """Whether the fact holds, as the certificate shows; ``Rejected`` if it does not tell."""
    fact = fields(fact, "fact", required=("problem", "quantity", "arguments", "op", "value"))
    quantity, op = fact["quantity"], fact["op"]
    if op not in COMPARE:
        raise Malformed("op: expected a comparison")
    if quantity in ("optimal plan", "optimal potentials"):
        found: Any = _is_optimal(fact, certificate)
    else:
        found = known(quantity, fact["arguments"], check(fact["problem"], certificate), certificate)
    if quantity in NUMBERS:
        return _compare(found, op, fact["value"])
    if op not in ("==", "!="):
        raise Malformed(f"{quantity} is compared with == or !=")
    if quantity in TRUTHS and type(fact["value"]) is not bool:
        raise Malformed(f"{quantity} is true or false")
    return COMPARE[op](found, fact["value"])


def known(quantity: Json, arguments: Json, conclusion: Any, certificate: dict[str, Json]) -> Any:
    """What the conclusion tells about the quantity."""
    if quantity in ("lowest difference", "highest difference"):
        return _difference(quantity == "highest difference", arguments, conclusion, certificate)
    if arguments is not None:
        raise Malformed(f"{quantity} takes no arguments")
    match quantity, conclusion:
        case "minimum", OptimalValue():
            return Interval(conclusion.value, conclusion.value)
        case "minimum", ValueBounds():
            return Interval(conclusion.lower, conclusion.upper)
        case "minimum", SeparatedOptimum():
            return Interval(conclusion.lower, conclusion.upper, conclusion.value)
        case "feasible", InfeasibleProblem():
            return False
        case "feasible", OptimalValue() | ValueBounds() | SeparatedOptimum():
            return True
        case "unique plan", PlanUniqueness():
            return conclusion.unique
        case "dual dimension", DualFace():
            return Interval(Fraction(conclusion.dimension), Fraction(conclusion.dimension))
        case "dual dimension", ContactSet():
            return Interval(Fraction(conclusion.dual_dimension), Fraction(conclusion.dual_dimension))
        case "dual dimension", SemiDiscreteWidths():
            return Interval(Fraction(conclusion.dimension), Fraction(conclusion.dimension))
        case "plan dimension", ContactSet():
            return Interval(Fraction(conclusion.plan_dimension), Fraction(conclusion.plan_dimension))
        case "contact set", ContactSet():
            return [list(pair) for pair in conclusion.pairs]
        case "monotone", MonotoneSet():
            return True
        case "monotone", ViolatingCycle():
            return False
    raise Rejected(f"a {type(conclusion).__name__} does not tell the quantity {str(quantity)[:40]!r}")


def _difference(highest: bool, arguments: Json, conclusion: Any, certificate: dict[str, Json]) -> Interval:
    if type(arguments) is not list or len(arguments) != 2 or any(type(k) is not int for k in arguments):
        raise Malformed("a difference of potentials has two rows as arguments")
    i, j = arguments
    if i < 0 or j < 0:
        raise Malformed("rows are counted from 0")
    match conclusion:
        case Width():
            if certificate["between"] != arguments:
                raise Rejected("the certificate is about another difference")
            bound = conclusion.highest if highest else conclusion.lowest
        case Widths():
            bound = conclusion.highest(i, j) if highest else conclusion.lowest(i, j)
        case SemiDiscreteWidths():
            bound = conclusion.highest[i][j] if highest else conclusion.highest[j][i]
            if not highest and bound is not None:
                bound = -bound
        case _:
            raise Rejected(f"a {type(conclusion).__name__} does not tell differences of potentials")
    return Interval(bound, bound)


def _is_optimal(fact: dict[str, Json], certificate: Json) -> bool:
    """Whether the stated plan or potentials attain the minimum; infeasible ones do not."""
    conclusion = check(fact["problem"], certificate)
    is_plan = fact["quantity"] == "optimal plan"
    if isinstance(conclusion, SeparatedOptimum) and is_plan:
        if certificate["plan"] != fact["arguments"]:
            raise Rejected("the certificate is about another plan")
        return True
    if not isinstance(conclusion, OptimalValue):
        raise Rejected("the certificate does not give the minimum")
    stated = parse_problem(fact["problem"])
    if is_plan:
        plan = parse_plan(fact["arguments"], "arguments", shape=stated.shape)
        attained = _attained(lambda: check_plan(stated, plan))
    else:
        data = fields(fact["arguments"], "arguments", required=("f", "g"))
        f, g = parse_potentials(data, stated.shape)
        attained = _attained(lambda: dual_value(stated, f, g))
    return attained == conclusion.value


def _attained(value: Callable[[], Fraction]) -> Fraction | None:
    try:
        return value()
    except Malformed:
        raise
    except Rejected:
        # parsed, but not feasible
        return None


def _compare(known: Interval, op: str, value: Json) -> bool:
    if value is None:
        # unbounded: a certified bound is finite, so only equality has a meaning
        if op not in ("==", "!="):
            raise Malformed("an infinite bound is compared with == or !=")
        return (known.low is None) == (op == "==")
    if known.low is None or known.high is None:
        if op not in ("==", "!="):
            raise Rejected("the quantity has no bound")
        return op == "!="
    if type(value) is list or known.exact is not None:
        return _compare_radicals(known, op, value)
    number = parse_rational(value, "value")
    if known.low == known.high:
        return COMPARE[op](known.low, number)
    if op in ("==", "!="):
        if known.low <= number <= known.high:
            raise Rejected("the bounds leave open whether the two are equal")
        return op == "!="
    at_ends = {COMPARE[op](known.low, number), COMPARE[op](known.high, number)}
    if len(at_ends) != 1:
        raise Rejected("the bounds leave the comparison open")
    return at_ends.pop()


def _compare_radicals(known: Interval, op: str, value: Json) -> bool:
    """The exact sum of radicals against another one, or against a rational number."""
    terms = known.exact
    if terms is None:
        if known.low != known.high:
            raise Rejected("the value is only known within bounds")
        terms = ((known.low, 1, 1),)
    if type(value) is list:
        other = [_radical(term) for term in value]
    else:
        other = [{(1, 1): parse_rational(value, "value")}]
    mine = [{(base, index): coefficient} for coefficient, base, index in terms]
    difference = sum_of_forms([(form, 1) for form in mine] + [(form, -1) for form in other])
    return COMPARE[op](form_sign(difference), 0)


def _radical(term: Json) -> dict[tuple[int, int], Fraction]:
    if type(term) is not list or len(term) != 3 or any(type(k) is not int or k < 1 for k in term[1:]):
        raise Malformed("value: expected [q, N, b] with N, b >= 1")
    if term[2] > MAX_INDEX:
        raise Malformed(f"value: a root of order above {MAX_INDEX}")
    return {(term[1], term[2]): parse_rational(term[0], "value")}
