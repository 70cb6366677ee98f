"""Decides facts about alternant chains, levels and limb systems.

What is cheap to decide is decided here, either way, and needs no evidence; the longest chain of a set, and
whether plans on a set are determined by their marginals, come with certificates.

    quantity         problem                arguments                     value
    chain            pairs of S             {"pairs", "periodic"}         true or false
    cyclic chain     pairs of S             {"pairs"}                     true or false, of a chain
    sources visited  pairs of S             {"pairs"}                     integer, of a chain
    targets visited  pairs of S             {"pairs"}                     integer, of a chain
    longest chain    pairs of S, points,    none                          integer; null for every length
                     or layers
    monotone         pairs of S             none                          true or false
    levels           pairs of S             none                          {"horizontal", "vertical"}
    limb system      relation               none, or the numbers          true or false
    plan on limbs    relation, marginals    none                          masses per pair; null for no plan
    clause           all relations, or one  a clause of Section 4         true or false

Pairs of S: :mod:`otverify.kernel.transport_chains_statements`; points or layers, with any targets:
:func:`~otverify.kernel.transport_chains_bounds.check_turns` and ``layer_bound`` there; relations:
:mod:`otverify.kernel.transport_limbs` and :mod:`otverify.kernel.transport_chains_clauses`.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

import numpy as np

from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.transport_arrays import Array
from otverify.kernel.transport_chains import check
from otverify.kernel.transport_chains_bounds import ChainBound, Levels, TurningBound, layer_bound
from otverify.kernel.transport_chains_clauses import counterexample
from otverify.kernel.transport_chains_statements import Statement, parse_statement
from otverify.kernel.transport_chains_walks import ChainFound, check_chain, check_monotone, steps
from otverify.kernel.transport_data import Json, fields, parse_rational, rationals, shown
from otverify.kernel.transport_limbs import LimbSystem, NoPlan, TwoPlans, UniquePlan, check_limb_system

COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
#: lengths as (0, L), and (1, 0) for chains of every length
Length = tuple[int, int | Fraction]
INFINITE: Final[Length] = (1, 0)
TRUTHS: Final = ("chain", "cyclic chain", "monotone", "limb system", "clause")
EXHAUSTION: Final = {"kind": "exhaustion"}


def decide(fact: Json, evidence: Json) -> bool:
    """Whether the fact holds; ``Rejected`` if the evidence does not tell."""
    fact = fields(fact, "fact", required=("problem", "quantity", "arguments", "op", "value"))
    quantity, op, value = fact["quantity"], fact["op"], fact["value"]
    if op not in COMPARE or type(quantity) is not str or quantity not in QUANTITIES:
        raise Malformed(f"unknown comparison {shown(op)} or quantity {shown(quantity)}")
    if quantity == "longest chain":
        _none(fact["arguments"])
        return _compare(known_length(fact["problem"], evidence), op, value)
    found = QUANTITIES[quantity](fact["problem"], fact["arguments"], evidence)
    if quantity in ("sources visited", "targets visited"):
        return COMPARE[op](found, parse_rational(value, "value"))
    if op not in ("==", "!="):
        raise Malformed(f"{quantity} is compared with == or !=")
    if quantity in TRUTHS and type(value) is not bool:
        raise Malformed(f"{quantity} is true or false")
    return COMPARE[op](found, _normal(quantity, value))


def positions_of(stated: Statement, pairs: Json) -> Array | None:
    """Where the pairs stand in S; None if one of them is not in S."""
    if type(pairs) is not list or not pairs or any(type(pair) is not list for pair in pairs):
        raise Malformed("pairs: expected a list of pairs")
    if any(len(pair) != 2 or any(type(k) is not int for k in pair) for pair in pairs):
        raise Malformed("pairs: expected pairs of indices")
    known = {
        pair: k for k, pair in enumerate(zip(stated.rows.tolist(), stated.columns.tolist(), strict=True))
    }
    found = [known.get((i, j)) for i, j in pairs]
    return None if None in found else np.array(found, dtype=np.int64)


def _is_chain(problem: Json, arguments: Json, evidence: Json) -> bool:
    """Definition 1.3 for the list; the pairs of a list that alternates are connected, so all is forced."""
    _no_evidence(evidence)
    data = fields(arguments, "arguments", required=("pairs", "periodic"))
    if type(data["periodic"]) is not bool:
        raise Malformed("periodic: true or false")
    stated = parse_statement(problem)
    positions = positions_of(stated, data["pairs"])
    if positions is None or (data["periodic"] and len(positions) < 4):
        return False
    try:
        steps(stated, np.concatenate([positions, positions[:2]]) if data["periodic"] else positions)
        check_monotone(stated, positions)
    except Malformed:
        raise
    except Rejected:
        return False
    return True


def _visits(problem: Json, arguments: Json, evidence: Json) -> ChainFound:
    _no_evidence(evidence)
    pairs = fields(arguments, "arguments", required=("pairs",))["pairs"]
    positions = positions_of(parse_statement(problem), pairs)
    if positions is None:
        raise Rejected("the pairs are not in S")
    return check_chain(problem, {"kind": "chain", "positions": positions})


def known_length(problem: Json, evidence: Json) -> tuple[Length, Length]:
    """Evidence ``{"kind": "longest", "chain", "bound"}``, null for what is missing: what is known.

    With points instead of pairs the chains run between them and any targets; only a bound by turns is known.
    With layers, :func:`_on_layers`.
    """
    if type(problem) is dict and "layers" in problem:
        return _on_layers(problem, evidence)
    data = fields(evidence, "evidence", required=("kind", "chain", "bound"))
    if data["kind"] != "longest":
        raise Malformed("evidence: expected the kind 'longest'")
    low: Length = (0, 1)
    high = INFINITE
    if data["chain"] is not None:
        kind = data["chain"].get("kind") if type(data["chain"]) is dict else None
        if kind not in ("chain", "periodic-chain"):
            raise Malformed("chain: expected a chain or a periodic chain")
        found = check(problem, data["chain"])
        low = INFINITE if kind == "periodic-chain" else (0, found.length)
    if data["bound"] is not None:
        match check(problem, data["bound"]):
            case ChainBound() | TurningBound() as bound:
                high = (0, bound.longest)
            case Levels(longest=int(longest)):
                high = (0, longest)
            case _:
                raise Rejected("the bound does not bound the length of chains")
    if low > high:
        raise Rejected("a chain is longer than the bound")
    return low, high


def _on_layers(problem: Json, evidence: Json) -> tuple[Length, Length]:
    """The bound needs no evidence; ``{"kind": "attained", "statement", "chain"}`` adds a chain.

    Its sources lie on at most so many nested bodies, and every target has one normal.
    """
    bound = layer_bound(problem)
    if evidence == EXHAUSTION:
        return (0, 1), (0, bound.longest)
    data = fields(evidence, "evidence", required=("kind", "statement", "chain"))
    if data["kind"] != "attained":
        raise Malformed("evidence: expected the kind 'attained'")
    stated, found = parse_statement(data["statement"]), check_chain(data["statement"], data["chain"])
    if not 0 < found.layers <= problem["layers"]:
        raise Rejected("the chain is not on so many nested bodies")
    if stated.places is None or any(len(where.normals) != 1 for where in stated.places[1]):
        raise Rejected("a target has not exactly one normal")
    return (0, found.length), (0, bound.longest)


def _compare(known: tuple[Length, Length], op: str, value: Json) -> bool:
    target = INFINITE if value is None else (0, parse_rational(value, "value"))
    low, high = known
    if op in ("==", "!="):
        if low == high == target:
            return op == "=="
        if not low <= target <= high:
            return op == "!="
        raise Rejected("the bounds leave open whether the length is the stated one")
    answers = {COMPARE[op](low, target), COMPARE[op](high, target)}
    if len(answers) != 1:
        raise Rejected("the bounds leave the comparison open")
    return answers.pop()


def _is_monotone(problem: Json, arguments: Json, evidence: Json) -> bool:
    _none(arguments)
    kind = evidence.get("kind") if type(evidence) is dict else None
    if kind not in ("potentials", "cycle"):
        raise Malformed("evidence: expected potentials or a cycle")
    check(problem, evidence)
    return bool(kind == "potentials")


def _levels(problem: Json, arguments: Json, evidence: Json) -> Any:
    """The lengths in a set that is known to be c-cyclically monotone."""
    _none(arguments)
    if parse_statement(problem).gain is not None:
        raise Malformed("levels: the set has to be known to be monotone, state no cost")
    if not isinstance(check(problem, evidence), Levels):
        raise Rejected("the evidence does not tell the levels")
    return {key: np.asarray(evidence[key]).tolist() for key in ("horizontal", "vertical")}


def _is_limb_system(problem: Json, arguments: Json, evidence: Json) -> bool:
    """The stated numbers, or (without arguments) some numbers, make S a numbered limb system."""
    if arguments is not None:
        _no_evidence(evidence)
        data = fields(arguments, "arguments", required=("source_limbs", "target_limbs"))
        try:
            check_limb_system(problem, {"kind": "limb-system", **data})
        except Malformed:
            raise
        except Rejected:
            return False
        return True
    match check(problem, evidence):
        case LimbSystem():
            return True
        case TwoPlans():
            # a limb system determines every plan by its marginals
            return False
    raise Rejected("the evidence does not tell whether there is a limb system")


def _plan(problem: Json, arguments: Json, evidence: Json) -> Any:
    _none(arguments)
    match check(problem, evidence):
        case UniquePlan():
            return _normal("plan on limbs", evidence["masses"])
        case NoPlan():
            return None
    raise Rejected("the evidence does not tell the plan")


def _clause(problem: Json, arguments: Json, evidence: Json) -> bool:
    _no_evidence(evidence)
    return counterexample(problem, arguments) is None


def _normal(quantity: str, value: Json) -> Any:
    """Values that are equal compare equal: masses as fractions over one denominator."""
    if quantity == "plan on limbs" and value is not None:
        masses = rationals(value, "masses")
        common = math.gcd(*map(int, masses.numerators), masses.denominator)
        return masses.denominator // common, [int(mass) // common for mass in masses.numerators]
    if quantity == "levels":
        data = fields(value, "value", required=("horizontal", "vertical"))
        if any(type(side) is not list or not set(map(type, side)) <= {int} for side in data.values()):
            raise Malformed("value: expected lists of integers")
    return value


def _none(arguments: Json) -> None:
    if arguments is not None:
        raise Malformed("the quantity takes no arguments")


def _no_evidence(evidence: Json) -> None:
    if evidence != EXHAUSTION:
        raise Malformed("evidence: none is needed, expected the kind 'exhaustion'")


QUANTITIES: Final[dict[str, Callable[[Json, Json, Json], Any]]] = {
    "chain": _is_chain,
    "cyclic chain": lambda *given: _visits(*given).cyclic,
    "sources visited": lambda *given: _visits(*given).sources,
    "targets visited": lambda *given: _visits(*given).targets,
    "longest chain": lambda problem, _, evidence: known_length(problem, evidence),
    "monotone": _is_monotone,
    "levels": _levels,
    "limb system": _is_limb_system,
    "plan on limbs": _plan,
    "clause": _clause,
}
