"""Run somebody's float solver on certified instances and say exactly where it is wrong.

The answers of the solver are read as the exact rational numbers that its floats are, and compared with
the certified optimum. Tolerances are relative to the total mass and to the costs that the plans in
question use, never to a huge cost that no good plan touches.
"""

from __future__ import annotations

import enum
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from otverify.transport.audit_instances import Instance, corpus
from otverify.transport.exact import solve
from otverify.transport.monotonicity import Violated, cyclical_monotonicity
from otverify.transport.outcomes import Infeasible, Optimal
from otverify.transport.tables import Table

#: (a, b, M) -> a plan; or (plan, {"u": f, "v": g}); or (plan, f, g); or an object with plan and potentials
Solver = Callable[..., Any]
DEFAULT_TOLERANCE = Fraction(1, 10**9)
_ROUNDING = Fraction(1, 2**48)


class Fault(enum.Enum):
    """What can be wrong with an answer."""

    RAISED = "the solver raised an exception on a feasible problem"
    NOT_A_PLAN = "the answer is not a finite matrix of the right shape"
    NEGATIVE_MASS = "the plan has a negative entry"
    WRONG_MARGINAL = "the plan does not have the given marginals"
    FORBIDDEN_PAIR = "the plan puts mass on a forbidden pair"
    NOT_OPTIMAL = "the plan costs more than the certified optimum"
    INFEASIBLE_DUAL = "the potentials violate f + g <= c"
    WRONG_DUAL_VALUE = "the potentials do not attain the certified optimum"
    UNNOTICED_INFEASIBILITY = "no plan exists, and the solver returned one without a word"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault: where (row, column, pair or cycle of pairs), by how much, and in words."""

    fault: Fault
    where: tuple[Any, ...]
    amount: Fraction | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceAudit:
    """The findings on one instance; ``optimum`` is the certified value, None if there is no plan."""

    name: str
    why: str
    optimum: Fraction | None
    warned: bool
    has_potentials: bool
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing was wrong."""
        return not self.findings


@dataclass(frozen=True, slots=True, kw_only=True)
class SolverAudit:
    """The outcome of an audit, one entry per instance."""

    solver: str
    tolerance: Fraction
    instances: tuple[InstanceAudit, ...]

    @property
    def passed(self) -> bool:
        """Whether no instance has a finding."""
        return all(instance.passed for instance in self.instances)

    def render(self) -> str:
        """The report as plain text."""
        failed = sum(not instance.passed for instance in self.instances)
        lines = [
            f"{self.solver}: wrong on {failed} of {len(self.instances)} certified instances "
            f"(relative tolerance {float(self.tolerance):.0e})"
        ]
        for instance in self.instances:
            value = "no plan exists" if instance.optimum is None else f"optimum {_short(instance.optimum)}"
            mark = "ok   " if instance.passed else "WRONG"
            notes = "" if instance.has_potentials else ", no potentials returned"
            notes += ", with a warning" if instance.warned else ""
            lines.append(f"  {mark} {instance.name}: {instance.why} ({value}{notes})")
            lines += [f"        {finding.text}" for finding in instance.findings]
        return "\n".join(lines)


def audit(
    solver: Solver,
    *,
    instances: Iterable[Instance] | None = None,
    keywords: Mapping[str, Any] | None = None,
    tolerance: Fraction = DEFAULT_TOLERANCE,
    seed: int = 0,
) -> SolverAudit:
    """Call ``solver(a, b, M, **keywords)`` on certified instances and report every fault of its answers.

    a, b and M are NumPy float arrays; forbidden pairs appear in M as the instance says (inf, or a number
    such as 1e16). The answer may be a plan, ``(plan, log)`` with potentials ``log["u"]``, ``log["v"]``,
    ``(plan, f, g)``, or an object with the attributes ``plan`` and perhaps ``potentials``. On a problem
    without a plan the right answer is an exception, a warning, None or nan.
    """
    name = getattr(solver, "__module__", "") + ":" + getattr(solver, "__qualname__", repr(solver))
    chosen = corpus(seed=seed) if instances is None else tuple(instances)
    return SolverAudit(
        solver=name,
        tolerance=tolerance,
        instances=tuple(_audited(solver, instance, dict(keywords or {}), tolerance) for instance in chosen),
    )


def _audited(
    solver: Solver, instance: Instance, keywords: dict[str, Any], tolerance: Fraction
) -> InstanceAudit:
    certified = solve(instance.problem)
    if not isinstance(certified, Optimal | Infeasible) or not isinstance(instance.problem.cost, Table):
        raise TypeError(f"instance {instance.name!r} is not rational")
    a, b, costs = instance.problem.floats()
    costs[np.isinf(costs)] = instance.forbidden_as
    findings: list[Finding] = []
    answer, error, warned = None, "", False
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            answer = solver(a.copy(), b.copy(), costs.copy(), **keywords)
        except Exception as failure:
            error = f"{type(failure).__name__}: {failure}"
        warned = bool(caught)
    plan, f, g = _read(answer)
    if isinstance(certified, Infeasible):
        if not error and not warned and plan is not None and np.isfinite(plan).all():
            findings.append(_unnoticed(certified))
    elif error:
        findings.append(Finding(fault=Fault.RAISED, where=(), amount=None, text=f"raised {error}"))
    else:
        findings += _plan_findings(certified, plan, tolerance=tolerance)
        if f is not None and g is not None:
            findings += _dual_findings(certified, f, g, tolerance=tolerance)
    return InstanceAudit(
        name=instance.name,
        why=instance.why,
        optimum=certified.value if isinstance(certified, Optimal) else None,  # type: ignore[arg-type]
        warned=warned,
        has_potentials=f is not None,
        findings=tuple(findings),
    )


def _read(answer: Any) -> tuple[Any, Any, Any]:
    """Plan, f and g of an answer; None for what is missing."""
    plan, f, g = answer, None, None
    if isinstance(answer, tuple) and len(answer) == 2 and isinstance(answer[1], Mapping):
        plan, f, g = answer[0], answer[1].get("u"), answer[1].get("v")
    elif isinstance(answer, tuple) and len(answer) == 3:
        plan, f, g = answer
    elif hasattr(answer, "plan"):
        plan = answer.plan
        potentials = getattr(answer, "potentials", None)
        if potentials is not None:
            f, g = potentials
    return tuple(None if part is None else _array(part) for part in (plan, f, g))  # type: ignore[return-value]


def _array(part: Any) -> Any:
    if hasattr(part, "toarray"):
        part = part.toarray()
    try:
        return np.asarray(part, dtype=np.float64)
    except (TypeError, ValueError):
        return np.array(np.nan)


def _plan_findings(certified: Optimal, plan: Any, *, tolerance: Fraction) -> list[Finding]:
    problem = certified.problem
    if plan is None or plan.shape != problem.shape or not np.isfinite(plan).all():
        text = "returned no finite matrix of the right shape"
        return [Finding(fault=Fault.NOT_A_PLAN, where=(), amount=None, text=text)]
    masses = {(int(i), int(j)): Fraction(float(plan[i, j])) for i, j in np.argwhere(plan)}
    total = problem.source.total
    allowance = tolerance * total
    findings = _mass_findings(certified, masses, allowance=allowance)
    if findings:
        return findings
    rows = _costs(certified)
    used = {pair: mass for pair, mass in masses.items() if rows[pair[0]][pair[1]] is not None}
    cost = sum((mass * rows[i][j] for (i, j), mass in used.items()), Fraction(0))  # type: ignore[operator]
    excess = cost - certified.value  # type: ignore[operator]
    at_play = [abs(rows[i][j]) for i, j in (*used, *certified.plan.support)]  # type: ignore[arg-type]
    if excess > allowance * max((*at_play, Fraction(1, 10**9))):
        findings.append(_improvable(certified, used, excess=excess, allowance=allowance))
    return findings


def _mass_findings(
    certified: Optimal, masses: dict[tuple[int, int], Fraction], *, allowance: Fraction
) -> list[Finding]:
    problem = certified.problem
    findings = []
    for pair, mass in masses.items():
        if mass < -allowance:
            text = f"mass {_short(mass)} at {pair}"
            findings.append(Finding(fault=Fault.NEGATIVE_MASS, where=pair, amount=mass, text=text))
        if mass > allowance and problem.cost.entry(*pair) is None:
            text = f"mass {_short(mass)} on the forbidden pair {pair}; the optimum avoids it"
            findings.append(Finding(fault=Fault.FORBIDDEN_PAIR, where=pair, amount=mass, text=text))
    wrong = []
    for axis, (name, side) in enumerate((("row", problem.source), ("column", problem.target))):
        for k, wanted in enumerate(side.masses):
            given = sum((mass for pair, mass in masses.items() if pair[axis] == k), Fraction(0))
            if abs(given - wanted) > allowance:
                wrong.append((abs(given - wanted), name, k, given, wanted))
    if wrong:
        error, name, k, given, wanted = max(wrong)
        text = f"{name} {k} sums to {_short(given)} instead of {_short(wanted)}"
        text += f", and {len(wrong) - 1} more rows or columns are wrong" if len(wrong) > 1 else ""
        findings.append(Finding(fault=Fault.WRONG_MARGINAL, where=(name, k), amount=error, text=text))
    return findings


def _costs(certified: Optimal) -> list[list[Fraction | None]]:
    cost = certified.problem.cost
    if not isinstance(cost, Table):
        raise TypeError("expected rational costs")
    return cost.rows()


def _improvable(
    certified: Optimal, used: dict[tuple[int, int], Fraction], *, excess: Fraction, allowance: Fraction
) -> Finding:
    """The excess, with a cycle of pairs along which the plan can be improved."""
    support = [pair for pair, mass in used.items() if mass > allowance]
    text = f"the plan costs {_short(excess)} too much"
    where: tuple[Any, ...] = ()
    decided = cyclical_monotonicity(certified.problem.cost, support)
    if isinstance(decided, Violated):
        where = decided.cycle
        pairs = ", ".join(map(str, where))
        text += f"; moving mass around the pairs {pairs} gains {_short(decided.gain)} per unit"
    return Finding(fault=Fault.NOT_OPTIMAL, where=where, amount=excess, text=text)


def _dual_findings(certified: Optimal, f: Any, g: Any, *, tolerance: Fraction) -> list[Finding]:
    problem = certified.problem
    if f.shape != problem.shape[:1] or g.shape != problem.shape[1:] or not np.isfinite([*f, *g]).all():
        text = "the potentials are not finite vectors of the right length"
        return [Finding(fault=Fault.INFEASIBLE_DUAL, where=(), amount=None, text=text)]
    left, right = [Fraction(float(v)) for v in f], [Fraction(float(v)) for v in g]
    rows = _costs(certified)
    scale = max((abs(rows[i][j]) for i, j in certified.plan.support), default=Fraction(0))  # type: ignore[arg-type]
    allowance = tolerance * max(scale, Fraction(1, 10**9))
    violations = []
    for i, row in enumerate(rows):
        for j, c in enumerate(row):
            if c is None:
                continue
            # what the floats f and g cannot express is not their fault
            rounding = (abs(left[i]) + abs(right[j]) + abs(c)) * _ROUNDING
            if left[i] + right[j] - c > allowance + rounding:
                violations.append((left[i] + right[j] - c, i, j))
    findings = []
    if violations:
        worst, i, j = max(violations)
        note = "" if problem.source.weights[i] and problem.target.weights[j] else " (an atom without mass)"
        text = f"f + g exceeds c by {_short(worst)} at {(i, j)}{note}"
        text += f", and at {len(violations) - 1} more pairs" if len(violations) > 1 else ""
        findings.append(Finding(fault=Fault.INFEASIBLE_DUAL, where=(i, j), amount=worst, text=text))
    value = sum((v * m for v, m in zip(left, problem.source.masses, strict=True)), Fraction(0))
    value += sum((v * m for v, m in zip(right, problem.target.masses, strict=True)), Fraction(0))
    gap: Fraction = value - certified.value  # type: ignore[operator]
    if abs(gap) > allowance * problem.source.total:
        text = f"the potentials give {_short(value)}, off by {_short(gap)}"
        findings.append(Finding(fault=Fault.WRONG_DUAL_VALUE, where=(), amount=gap, text=text))
    return findings


def _unnoticed(certified: Infeasible) -> Finding:
    text = (
        f"no plan exists (rows {list(certified.rows)} can only send to columns {list(certified.columns)}, "
        f"short by {_short(certified.deficit)}), and the solver returned one without a word"
    )
    where = (certified.rows, certified.columns)
    return Finding(fault=Fault.UNNOTICED_INFEASIBILITY, where=where, amount=certified.deficit, text=text)


def _short(value: Fraction | None) -> str:
    if value is None:
        return "an irrational amount"
    text = str(value)
    return text if len(text) <= 12 else f"{float(value):.6g}"
