"""Certificates for facts about finite transport problems: solve, and keep what the kernel accepts."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

from otverify.engines.budget import Budget, NotFound, TimedOut
from otverify.errors import InvalidProblem
from otverify.kernel.statements import Fact, digest
from otverify.kernel.terms import Json
from otverify.transport import capacity, exact, faces, monotonicity, semidiscrete, semidiscrete_general
from otverify.transport.outcomes import Bounded, Infeasible, Optimal
from otverify.transport.problems import TransportProblem, problem
from otverify.transport.radicals import RadicalSum, power, radical_sum
from otverify.transport.tables import RadicalTable, Table, table

#: cells of the first and of the last discretisation of a problem between densities
COARSEST, FINEST = 16, 8192


def decide(fact: Fact, budget: Budget) -> Json:
    """A certificate that decides the fact, either way; ``NotFound`` if none is found."""
    evidence = _evidence(fact, budget)
    return {"schema": 1, "kind": "fact", "statement": digest(fact.to_json()), "evidence": evidence}


def _evidence(fact: Fact, budget: Budget) -> Json:
    data = fact.problem
    if not isinstance(data, dict):
        raise NotFound("the problem of the fact is not an object")
    if set(data) == {"cost", "pairs"}:
        return monotonicity.cyclical_monotonicity(matrix(data["cost"]), data["pairs"]).certificate
    if "components" in data:
        return _semidiscrete(fact)
    if "cost" not in data:
        return _densities(fact, budget)
    return _finite(fact, transport_problem(data))


def _finite(fact: Fact, stated: TransportProblem) -> Json:
    solved = exact.solve(stated)
    if isinstance(solved, Infeasible):
        if fact.quantity != "feasible":
            raise NotFound("the problem is infeasible")
        return solved.certificate
    if fact.quantity in ("minimum", "feasible", "optimal plan", "optimal potentials"):
        return solved.certificate
    if isinstance(solved, Bounded):
        raise NotFound("the optimum could not be told from a better plan, so only its value is bounded")
    if solved.potentials is None:
        raise NotFound("sets of optimal potentials and plans are only decided for rational costs")
    return _face(fact, solved)


def _face(fact: Fact, solved: Optimal) -> Json:
    match fact.quantity:
        case "unique plan":
            return faces.plan_uniqueness(solved).certificate
        case "dual dimension":
            return faces.dual_face(solved).certificate
        case "contact set" | "plan dimension":
            return faces.contact_set(solved).certificate
        case "lowest difference" | "highest difference":
            i, j = fact.arguments
            return faces.width(solved, (i, j)).certificate
    raise NotFound(f"unknown quantity {fact.quantity!r}")


def _semidiscrete(fact: Fact) -> Json:
    solved = _semidiscrete_optimum(semidiscrete_problem(fact.problem))
    if fact.quantity in ("minimum", "feasible"):
        return solved.certificate
    if fact.quantity == "dual dimension":
        return solved.certificate | {"kind": "semidiscrete-widths"}
    if fact.quantity not in ("lowest difference", "highest difference"):
        raise NotFound(f"{fact.quantity} of a semi-discrete problem is not decided")
    i, j = fact.arguments
    return semidiscrete.semidiscrete_width(solved, (i, j)).certificate


def _semidiscrete_optimum(stated: semidiscrete.SemiDiscreteProblem) -> semidiscrete.SemiDiscreteOptimum:
    """By monotone rearrangement where it applies, else by refinement."""
    try:
        return semidiscrete.solve_monotone(stated)
    except InvalidProblem:
        pass
    try:
        return semidiscrete_general.solve_general(stated)
    except InvalidProblem as error:
        raise NotFound(str(error)) from None


def _densities(fact: Fact, budget: Budget) -> Json:
    """Bounds at finer and finer grids, until they decide the comparison."""
    from otverify.kernel.errors import Rejected
    from otverify.kernel.transport_facts import decide as decides

    stated = fact.to_json()
    del stated["type"], stated["topic"]
    data = fact.problem
    problem_ = capacity.density_problem(data["source"], data["target"], capacity=data["capacity"])
    size = max(COARSEST, len(problem_.source), len(problem_.target))
    size = size - size % len(problem_.source)
    spent = 0.0
    while size <= FINEST:
        budget.check()
        # twice the size takes four times as long
        if 4 * spent > budget.left:
            raise TimedOut(f"the bounds on {size // 2} cells leave the comparison open, and time is up")
        left = budget.left
        certificate = _continuum(problem_, size)
        spent = left - budget.left
        if certificate is None:
            raise NotFound("the problem is infeasible")
        try:
            decides(stated, certificate)
        except Rejected:
            size *= 2
            continue
        return certificate
    raise NotFound(f"the bounds on {FINEST} cells leave the comparison open")


@lru_cache(maxsize=32)
def _continuum(stated: capacity.DensityProblem, size: int) -> Json | None:
    """The certificate of the bounds on ``size`` cells, None if infeasible; kept, as facts come in groups."""
    found = capacity.bound_continuum(stated, size=size)
    return None if isinstance(found, Infeasible) else found.certificate


# ---------------------------------------------------------------------------------------------------
# problems from statements


def transport_problem(data: Json) -> TransportProblem:
    """The transport problem that a statement holds."""
    return problem(data["source"], data["target"], cost=matrix(data["cost"]), capacity=data.get("capacity"))


def matrix(rows: list[list[Any]]) -> Table | RadicalTable:
    """The cost matrix of a statement: rational, or sums of radicals [[q, N, b], ...]."""
    import numpy as np

    if not any(isinstance(entry, list) for row in rows for entry in row):
        return table(rows)
    known: dict[RadicalSum, int] = {}
    codes = np.full((len(rows), len(rows[0])), -1, dtype=np.int64)
    for i, row in enumerate(rows):
        for j, entry in enumerate(row):
            if entry is not None:
                codes[i, j] = known.setdefault(_radicals(entry), len(known))
    return RadicalTable(codes=codes, values=tuple(known))


def _radicals(entry: Json) -> RadicalSum:
    if not isinstance(entry, list):
        return radical_sum(Fraction(entry))
    total = radical_sum(Fraction(0))
    for coefficient, base, index in entry:
        total += power(Fraction(base), Fraction(1, index)).scaled(Fraction(coefficient))
    return total


def semidiscrete_problem(data: Json) -> semidiscrete.SemiDiscreteProblem:
    """The semi-discrete problem that a statement holds."""
    rows = tuple(
        semidiscrete.PiecewiseLinear(knots=tuple((Fraction(y), Fraction(v)) for y, v in row))
        for row in data["rows"]
    )
    return semidiscrete.SemiDiscreteProblem(
        masses=tuple(Fraction(mass) for mass in data["masses"]),
        components=semidiscrete.components(data["components"]),
        rows=rows,
        curvature=Fraction(data.get("curvature", 0)),
    )
