"""Facts about finite problems in words and in LaTeX: the quantity compared, the problem by its size."""

from __future__ import annotations

from typing import Any

from otverify.kernel.statements import Fact
from otverify.report import facts_chains

Json = Any
RELATION = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥", "<": "<", ">": ">"}
RELATION_LATEX = {"==": "=", "!=": r"\ne", "<=": r"\le", ">=": r"\ge", "<": "<", ">": ">"}
#: the quantities that have a formula; the others are words
FORMULA = {
    "minimum": r"\min_{\pi\in\Pi(\mu,\nu)}\langle c,\pi\rangle",
    "lowest difference": r"\min_{f\text{ optimal}}\,(f_{%d}-f_{%d})",
    "highest difference": r"\max_{f\text{ optimal}}\,(f_{%d}-f_{%d})",
    "dual dimension": r"\dim\{\text{optimal potentials}\}/\mathbb R",
    "plan dimension": r"\dim\{\text{optimal plans}\}",
}
#: true, false
WORDS = {
    "feasible": ("feasible", "infeasible"),
    "optimal plan": ("the plan is optimal", "the plan is not optimal"),
    "optimal potentials": ("the potentials are optimal", "the potentials are not optimal"),
    "unique plan": ("the optimal plan is unique", "the optimal plan is not unique"),
    "monotone": ("cyclically monotone", "not cyclically monotone"),
}


def fact_text(fact: Fact) -> str:
    """A fact on one line, its problem by size only."""
    if fact.topic == "chains":
        return facts_chains.fact_text(fact)
    if fact.quantity in WORDS and isinstance(fact.value, bool):
        return WORDS[fact.quantity][fact.value != (fact.op == "==")]
    about = f" ({_listed(fact.arguments)})" if fact.quantity.endswith("difference") else ""
    return f"{fact.quantity}{about} {RELATION[fact.op]} {_listed(fact.value)}"


def describe_fact(fact: Fact, evidence: Json) -> str:
    """What the certificate shows in place of a false fact."""
    if fact.topic == "chains":
        return facts_chains.describe_fact(fact, evidence)
    kind = evidence["kind"]
    if kind == "violating-cycle":
        pairs = [tuple(fact.problem["pairs"][k]) for k in evidence["cycle"]]
        return f"the cycle {pairs} lowers the cost"
    if kind == "infeasible":
        return f"rows {evidence['rows']} cannot send their mass"
    if kind == "distinct-plans":
        return "two optimal plans, in the certificate"
    found = _told(fact, evidence)
    return f"{fact.quantity}: {found}" if found else f"not {fact_text(fact)}: see the certificate"


def _told(fact: Fact, evidence: Json) -> str:
    """The true value of the quantity, if the certificate gives one."""
    from otverify.kernel.transport import check
    from otverify.kernel.transport_facts import Interval, known

    if fact.topic != "transport":
        return ""
    if fact.quantity in ("optimal plan", "optimal potentials"):
        return f"the minimum is {check(fact.problem, evidence).value}"
    value = known(fact.quantity, fact.arguments, check(fact.problem, evidence), evidence)
    if not isinstance(value, Interval):
        return _listed(value)
    return str(value.low) if value.low == value.high else f"in [{value.low}, {value.high}]"


def _listed(value: Json) -> str:
    if value is None:
        return "∞"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def size_text(fact: Fact) -> str:
    """How large the problem of a fact is."""
    if fact.topic == "chains":
        return facts_chains.size_text(fact)
    problem = fact.problem if isinstance(fact.problem, dict) else {}
    if "pairs" in problem:
        return f"{len(problem['pairs'])} pairs"
    if "components" in problem:
        return f"{len(problem['masses'])} points, {len(problem['components'])} components"
    if "cost" in problem:
        capacities = ", capacities" if "capacity" in problem else ""
        return f"{len(problem['source'])} × {len(problem['target'])}{capacities}"
    return "densities on [-1/2, 1/2]" if "capacity" in problem else ""


def fact_latex(fact: Fact) -> str:
    """The formula of a fact, without its problem."""
    if fact.topic == "chains":
        return facts_chains.fact_latex(fact)
    if fact.quantity not in FORMULA:
        if isinstance(fact.value, bool):
            return rf"\text{{{WORDS[fact.quantity][fact.value != (fact.op == '==')]}}}"
        count = len(fact.value) if isinstance(fact.value, list) else 0
        return rf"\text{{{fact.quantity} {'is' if fact.op == '==' else 'is not'} the stated {count} pairs}}"
    left = FORMULA[fact.quantity]
    if fact.quantity.endswith("difference"):
        left %= tuple(k + 1 for k in fact.arguments)
    return f"{left} {RELATION_LATEX[fact.op]} {_number_latex(fact)}"


def _number_latex(fact: Fact) -> str:
    value = fact.value
    if value is None:
        return r"-\infty" if fact.quantity == "lowest difference" else r"\infty"
    if isinstance(value, list):
        terms = [rf"{_fraction(str(q))}\sqrt[{index}]{{{base}}}" for q, base, index in value]
        return "+".join(terms).replace("+-", "-") or "0"
    return _fraction(str(value))


def _fraction(written: str) -> str:
    numerator, _, denominator = written.partition("/")
    sign, size = ("-", numerator[1:]) if numerator.startswith("-") else ("", numerator)
    return rf"{sign}\frac{{{size}}}{{{denominator}}}" if denominator else sign + size
