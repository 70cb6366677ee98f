"""Facts about chains, levels and limb systems in words."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from otverify.kernel.statements import Fact

Json = Any
RELATION = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥", "<": "<", ">": ">"}
MATHEMATICS = {
    ">=": r"\ge ",
    "∅": r"\emptyset ",
    "⊂": r"\subset ",
    "∪": r"\cup ",
    "∈": r"\in ",
    "∞": r"\infty ",
    "ℓ": r"\ell ",
}
#: true, false
WORDS = {
    "chain": ("a chain", "not a chain"),
    "cyclic chain": ("a cyclic chain", "not a cyclic chain"),
    "monotone": ("cyclically monotone", "not cyclically monotone"),
    "limb system": ("a numbered limb system", "not a numbered limb system"),
}


def fact_text(fact: Fact) -> str:
    """A fact on one line, its problem by size only."""
    truth = fact.value is (fact.op == "==") if isinstance(fact.value, bool) else None
    if fact.quantity == "clause":
        scope = "" if "pairs" in fact.problem else " in every relation"
        return (
            f"{fact.arguments}{scope}" if truth else f"fails{scope and ' in some relation'}: {fact.arguments}"
        )
    if fact.quantity in WORDS:
        said = WORDS[fact.quantity][not truth]
        if fact.quantity == "chain":
            repeated = ", repeated for ever" if fact.arguments["periodic"] else ""
            return f"{pairs_text(fact.arguments['pairs'])} is {said}{repeated}"
        return said
    if fact.quantity == "levels":
        return "the lengths of the longest chains that end with each pair are as stated"
    if fact.quantity == "plan on limbs":
        if fact.value is None:
            return "no plan on S has the marginals"
        return "the only plan on S with the marginals has the masses " + ", ".join(map(str, fact.value))
    value = "∞" if fact.value is None else fact.value
    names = {
        "longest chain": "longest chain",
        "sources visited": "points of M",
        "targets visited": "points of N",
    }
    about = f" of {pairs_text(fact.arguments['pairs'])}" if fact.quantity.endswith("visited") else ""
    return f"{names[fact.quantity]}{about} {RELATION[fact.op]} {value}"


def pairs_text(pairs: Json) -> str:
    """Pairs of numbers of points, counted from 1."""
    return " ".join(f"(x{i + 1},y{j + 1})" for i, j in pairs)


def describe_fact(fact: Fact, evidence: Json) -> str:
    """What is true in place of a false fact."""
    from otverify.kernel.transport_chains_clauses import counterexample
    from otverify.kernel.transport_chains_facts import QUANTITIES, known_length

    match fact.quantity:
        case "longest chain":
            low, high = (("∞" if end[0] else str(end[1])) for end in known_length(fact.problem, evidence))
            return f"the longest chain has length {low if low == high else f'{low} to {high}'}"
        case "sources visited" | "targets visited":
            return f"{QUANTITIES[fact.quantity](fact.problem, fact.arguments, evidence)} points"
        case "clause":
            found = counterexample(fact.problem, fact.arguments)
            return "it holds" if found is None else f"S = {pairs_text(found)}"
        case "levels":
            return f"horizontal {evidence['horizontal']}, vertical {evidence['vertical']}"
        case "plan on limbs":
            return _plan_text(evidence)
        case "chain" if (fact.op == "==") is fact.value:
            return _failures(fact)
    return fact_text(
        Fact(
            topic=fact.topic,
            problem=fact.problem,
            quantity=fact.quantity,
            arguments=fact.arguments,
            op=fact.op,
            value=not fact.value,
        )
    )


def _plan_text(evidence: Json) -> str:
    if evidence["kind"] == "no-plan":
        rows, columns = ([k + 1 for k in evidence[key]] for key in ("rows", "columns"))
        return f"no plan: the points {rows} and {columns} cannot exchange their masses"
    masses = evidence["masses"]
    if isinstance(masses, dict):
        masses = [Fraction(mass, masses["denominator"]) for mass in masses["numerators"]]
    return f"the masses are {', '.join(map(str, masses))}"


def _failures(fact: Fact) -> str:
    """The conditions of Definition 1.3 that fail, and where."""
    from otverify.transport.chains import read_pairs
    from otverify.transport.chains_validation import NotAChain, examine

    pairs = [(i, j) for i, j in fact.arguments["pairs"]]
    found = examine(read_pairs(fact.problem), pairs, periodic=fact.arguments["periodic"])
    if not isinstance(found, NotAChain):
        return "a chain"
    return "; ".join(f"{item.condition.value}: at {item.at}, {item.detail}" for item in found.failures)


def size_text(fact: Fact) -> str:
    """How large the problem of a fact is."""
    problem = fact.problem
    if "layers" in problem:
        return f"sources on {problem['layers']} nested strictly convex bodies, any targets"
    if "points" in problem:
        return f"{len(problem['points'])} points and any targets"
    if fact.quantity == "clause":
        n, m = problem["shape"]
        return f"{len(problem['pairs'])} pairs" if "pairs" in problem else f"all S in [{n}] × [{m}]"
    return f"{len(problem['rows'])} pairs"


def fact_latex(fact: Fact) -> str:
    """The formula of a fact, without its problem."""
    from otverify.report.latex import escape

    if fact.quantity == "longest chain":
        value = r"\infty" if fact.value is None else str(fact.value)
        sign = {"==": "=", "!=": r"\ne", "<=": r"\le", ">=": r"\ge"}.get(fact.op, fact.op)
        return rf"\max\{{L:\text{{ an }}L\text{{-chain}}\}} {sign} {value}"
    if fact.quantity == "clause":
        return rf"\text{{{_clause_latex(fact_text(fact))}}}"
    return rf"\text{{{escape(fact_text(fact))}}}"


def _clause_latex(text: str) -> str:
    """The words of a clause, with what is mathematics in it as mathematics."""
    from otverify.report.latex import escape

    parts = []
    for word in text.split(" "):
        bare = word.strip(",:()") if not word.startswith(("(4.", "4.")) else ""
        if bare and (set(bare) & set("_^∅⊂∪∈>=<ℓ") or bare in ("i", "j", "k", "x", "y", "L", "S")):
            start = word.index(bare)
            formula = bare
            for sign, command in MATHEMATICS.items():
                formula = formula.replace(sign, command)
            parts.append(f"{word[:start]}${formula.strip()}${word[start + len(bare) :]}")
        else:
            parts.append(escape(word))
    return " ".join(parts)
