"""Numbered limb systems and the plans they carry.

A finite relation S is a numbered limb system (McCann and Rifford, Definition 3.1) when its points can be
numbered, those of X by odd and those of Y by even numbers, such that every pair joins numbers k and k - 1 and
no point x numbered k lies in two pairs whose other end is numbered k - 1 (likewise y). The limb of a pair is
the larger number; I_k are the points numbered k; f_k maps the points of I_k down. Peeling the highest limb
first determines every mass, so at most one plan of given marginals vanishes outside S (Theorem 3.2).

Statements: ``{"rows", "columns", "shape"}``, for plans also ``"source"`` and ``"target"``: masses >= 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from otverify.kernel.errors import Malformed, Rejected
from otverify.kernel.transport_arrays import LIMIT, Array, max_abs, times
from otverify.kernel.transport_data import Json, fields, indices, parse_integer, rationals, shown

MAX_POINTS = 1 << 22


@dataclass(frozen=True, slots=True, kw_only=True)
class LimbSystem:
    """S is a numbered limb system with ``limbs`` limbs: no two plans on S have the same marginals."""

    limbs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UniquePlan:
    """The stated marginals have exactly one plan on S. ``limbs`` is the number of limbs."""

    limbs: int
    pairs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoPlan:
    """No plan on S has the stated marginals: some points lack ``deficit`` of the mass they need."""

    deficit: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoPlans:
    """S carries two plans of the same marginals, which move mass around a cycle of ``length`` pairs."""

    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Relation:
    rows: Array
    columns: Array
    shape: tuple[int, int]
    source: Array
    target: Array
    denominator: int


def _parse(data: Json, *, masses: bool) -> _Relation:
    extra = ("source", "target") if masses else ()
    data = fields(data, "statement", required=("rows", "columns", "shape", *extra))
    if type(data["shape"]) is not list or len(data["shape"]) != 2:
        raise Malformed("shape: expected [n, m]")
    n, m = (parse_integer(size, "shape", least=1, most=MAX_POINTS) for size in data["shape"])
    rows = indices(data["rows"], "rows", below=n)
    columns = indices(data["columns"], "columns", below=m, length=len(rows))
    if len(rows) > 1:
        later = (rows[1:] > rows[:-1]) | ((rows[1:] == rows[:-1]) & (columns[1:] > columns[:-1]))
        if not bool(later.all()):
            raise Malformed("statement: expected distinct pairs in increasing order")
    if not masses:
        none = np.zeros(0, dtype=np.int64)
        return _Relation(rows=rows, columns=columns, shape=(n, m), source=none, target=none, denominator=1)
    source, target = (rationals(data[key], key, length=size) for key, size in zip(extra, (n, m), strict=True))
    if int(source.numerators.min()) < 0 or int(target.numerators.min()) < 0:
        raise Malformed("statement: a negative mass")
    denominator = math.lcm(source.denominator, target.denominator)
    return _Relation(
        rows=rows,
        columns=columns,
        shape=(n, m),
        source=source.over(denominator),
        target=target.over(denominator),
        denominator=denominator,
    )


def check_limb_system(statement: Json, certificate: Json) -> LimbSystem:
    """Certificate ``{"kind": "limb-system", "source_limbs", "target_limbs"}``: the numbers. O(|S|)."""
    data = fields(certificate, "certificate", required=("kind", "source_limbs", "target_limbs"))
    return LimbSystem(limbs=_limbs(_parse(statement, masses=False), data))


def check_limb_plan(statement: Json, certificate: Json) -> UniquePlan:
    """Certificate ``{"kind": "limb-plan", "source_limbs", "target_limbs", "masses"}``: the only plan on S.

    ``masses`` lists one mass >= 0 per pair of S, with the stated marginals. O(|S|).
    """
    keys = ("kind", "source_limbs", "target_limbs", "masses")
    data = fields(certificate, "certificate", required=keys)
    stated = _parse(statement, masses=True)
    limbs = _limbs(stated, data)
    plan = rationals(data["masses"], "masses", length=len(stated.rows))
    if plan.numerators.size and int(plan.numerators.min()) < 0:
        raise Rejected("a mass is negative")
    common = math.lcm(plan.denominator, stated.denominator)
    masses = plan.over(common)
    for name, index, wanted in (
        ("row", stated.rows, stated.source),
        ("column", stated.columns, stated.target),
    ):
        scaled = times(wanted, common // stated.denominator)
        if scaled.dtype == object or masses.dtype == object or max_abs(masses) * (len(masses) + 1) >= LIMIT:
            masses = masses.astype(object)
        sums = np.zeros(len(scaled), dtype=masses.dtype)
        np.add.at(sums, index, masses)
        wrong = sums != scaled
        if bool(wrong.any()):
            raise Rejected(f"the masses of {name} {int(np.argmax(wrong))} do not add up")
    return UniquePlan(limbs=limbs, pairs=int(np.count_nonzero(plan.numerators)))


def _limbs(stated: _Relation, data: dict[str, Any]) -> int:
    """The largest limb; Rejected unless the numbers make S a numbered limb system."""
    n, m = stated.shape
    odd = indices(data["source_limbs"], "source_limbs", below=4 * MAX_POINTS, length=n)
    even = indices(data["target_limbs"], "target_limbs", below=4 * MAX_POINTS, length=m)
    if bool((odd % 2 != 1).any()) or bool((even % 2 != 0).any()):
        raise Rejected("sources need odd numbers, targets even ones")
    at_source, at_target = odd[stated.rows], even[stated.columns]
    if bool((np.abs(at_source - at_target) != 1).any()):
        raise Rejected("a pair joins two numbers that do not follow each other")
    down = at_source > at_target
    for name, index in (("source", stated.rows[down]), ("target", stated.columns[~down])):
        if len(index) and int(np.bincount(index).max()) > 1:
            raise Rejected(f"a {name} has two images under the map of its limb")
    return int(np.maximum(at_source, at_target).max()) if len(stated.rows) else 0


def check_no_plan(statement: Json, certificate: Json) -> NoPlan:
    """Certificate ``{"kind": "no-plan", "rows": [...], "columns": [...]}``: a set of points that loses mass.

    Either μ(rows) > ν(columns) and S has no pair from the rows to other columns, or μ(rows) < ν(columns)
    and S has no pair from other rows to the columns. O(|S|).
    """
    data = fields(certificate, "certificate", required=("kind", "rows", "columns"))
    stated = _parse(statement, masses=True)
    inside = []
    for key, size in zip(("rows", "columns"), stated.shape, strict=True):
        chosen = indices(data[key], key, below=size)
        member = np.zeros(size, dtype=bool)
        member[chosen] = True
        inside.append(member)
    total = [
        sum(masses[member].tolist())
        for masses, member in zip((stated.source, stated.target), inside, strict=True)
    ]
    from_rows, to_columns = inside[0][stated.rows], inside[1][stated.columns]
    leaving, entering = bool((from_rows & ~to_columns).any()), bool((~from_rows & to_columns).any())
    if (total[0] > total[1] and not leaving) or (total[0] < total[1] and not entering):
        return NoPlan(deficit=abs(Fraction(total[0] - total[1], stated.denominator)))
    raise Rejected(f"the chosen points can exchange {shown(total[0])} and {shown(total[1])}")


def check_two_plans(statement: Json, certificate: Json) -> TwoPlans:
    """Certificate ``{"kind": "two-plans", "positions": [pairs of S]}``, a cycle of pairs.

    Mass 1 on its even positions has the same marginals as mass 1 on its odd ones. O(|S|).
    """
    data = fields(certificate, "certificate", required=("kind", "positions"))
    stated = _parse(statement, masses=False)
    cycle = indices(data["positions"], "positions", below=len(stated.rows))
    if len(cycle) < 4 or len(cycle) % 2 or len(np.unique(cycle)) != len(cycle):
        raise Malformed("positions: expected an even number of different pairs, at least four")
    for name, index in (("source", stated.rows[cycle]), ("target", stated.columns[cycle])):
        if sorted(index[::2].tolist()) != sorted(index[1::2].tolist()):
            raise Rejected(f"the two plans have different {name} marginals")
    return TwoPlans(length=len(cycle))
