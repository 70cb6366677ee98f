"""An audit for people: lines for the terminal, survivors first, and the LaTeX tables."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from otverify.audit.attacks import OUTCOMES
from otverify.audit.necessity import NEEDED, NOT_NEEDED, OPEN
from otverify.audit.results import Report, counts, matrix, routes, score, trust
from otverify.audit.sharpness import Bracket
from otverify.report.latex import escape
from otverify.report.tables import render

LONGEST = 100
#: of an exact factor
SHORT = 24


def audit_lines(report: Report, *, everything: bool = False) -> Iterator[str]:
    """What was not killed, then everything that was counted."""
    yield f"\n{report.paper}: {_summary(counts(report.attacks))}"
    yield from _survivors(report)
    if everything:
        for attack in report.attacks:
            detail = attack.witness or attack.method or attack.reason
            yield f"  {attack.outcome:<10}  {attack.claim}: {attack.mutation}  [{_cut(detail)}]"
    titles = {"operator": "change", "kind": "obligation", "level": "verdict", "engine": "original by"}
    for key, title in titles.items():
        yield from _matrix(title, matrix(report.attacks, key))
    weak = [
        (name, tally)
        for name, tally in matrix(report.attacks, "claim").items()
        if tally["survived"] or tally["undecided"]
    ]
    for name, tally in weak:
        yield f"  {name}: {_summary(tally)}"
    tally = Counter(h.answer for h in report.hypotheses)
    yield "  hypotheses: " + ", ".join(f"{tally[a]} {a}" for a in (NEEDED, NOT_NEEDED, OPEN))
    brackets = [b for a in report.audited for b in a.brackets]
    sharp = sum(b.is_sharp for b in brackets)
    yield f"  bounds: {len(brackets)} with a factor, {sharp} of them sharp"
    for route, answers in routes(report.audited).items():
        yield f"  second route {route}: " + ", ".join(f"{n} {answer}" for answer, n in answers.items())
    parts = Counter(part for used in trust(report.audited).values() for part in used)
    yield "  rests on: " + ", ".join(f"{part} ({n})" for part, n in parts.most_common())


def _survivors(report: Report) -> Iterator[str]:
    for survivor in report.survivors:
        attack = survivor.attack
        if survivor.why and not survivor.why.startswith("slack: "):
            yield f"  explained  {attack.claim}: {attack.mutation}: {survivor.why}"
        elif not survivor.why:
            yield f"  {attack.outcome.upper()}  {attack.claim} ({attack.form}), {attack.obligation}"
            yield f"      {attack.mutation}: {attack.statement}"
            yield f"      {attack.reason}"
    slack = sum(1 for s in report.survivors if s.why.startswith("slack: "))
    if slack:
        yield f"  {slack} changes of sampled statements that have room to spare say nothing"
    for claim, form, obligation, mutation in report.stale:
        yield f"  STALE  {claim} ({form}), {obligation}: {mutation} is explained, and is no survivor"
    for claim, detail in report.divergences:
        yield f"  DIVERGE  {claim}: {detail}"
    for claim, trouble in report.troubles:
        yield f"  NOT ATTACKED  {claim}: {trouble}"


def _summary(tally: dict[str, int]) -> str:
    found = ", ".join(f"{tally[outcome]} {outcome}" for outcome in OUTCOMES)
    value = score(tally)
    return found if value is None else f"{found}; {float(value):.1%} of the non-equivalent killed"


def _matrix(title: str, table: dict[str, dict[str, int]]) -> Iterator[str]:
    if not table:
        return
    width = max(len(title), *(len(name) for name in table))
    yield f"  {title:<{width}}  " + "  ".join(f"{outcome:>10}" for outcome in OUTCOMES)
    for name, tally in table.items():
        yield f"  {name:<{width}}  " + "  ".join(f"{tally[outcome]:>10}" for outcome in OUTCOMES)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "..."


# ---------------------------------------------------------------------------------------------------
# files


def audit_files(report: Report) -> dict[str, str]:
    """The audit of a paper as it is kept: JSON and LaTeX."""
    return {
        "audit.json": json.dumps(report.to_json(), indent=1, ensure_ascii=False) + "\n",
        "kill_matrix.tex": kill_table(report),
        "necessity.tex": necessity_table(report),
        "sharpness.tex": sharpness_table(report),
    }


def kill_table(report: Report) -> str:
    """Killed, equivalent, survived, undecided, per claim."""
    rows = []
    for name, tally in matrix(report.attacks, "claim").items():
        value = score(tally)
        share = "--" if value is None else escape(f"{float(value):.0%}")
        rows.append([_name(name), *(str(tally[outcome]) for outcome in OUTCOMES), share])
    total = score(counts(report.attacks))
    caption = f"Mutants of the statements of {escape(report.paper)}"
    if total is not None:
        caption += escape(f"; {float(total):.1%} of the non-equivalent ones killed")
    heads = ["Claim", *(outcome.capitalize() for outcome in OUTCOMES), "Score"]
    return _table(report, "mutants", "@{}p{0.4\\linewidth}rrrrr@{}", caption, heads, rows)


def necessity_table(report: Report) -> str:
    """Which hypotheses are needed, with a witness each."""
    columns = _paragraphs(0.24, 0.22, 0.15, 0.33)
    rows = [[_name(h.claim), _text(h.hypothesis), h.answer, _text(h.witness)] for h in report.hypotheses]
    caption = f"Hypotheses of {escape(report.paper)}: dropped one at a time"
    return _table(report, "necessity", columns, caption, ["Claim", "Hypothesis", "Needed?", "Witness"], rows)


def sharpness_table(report: Report) -> str:
    """The best factor of each bound."""
    columns = _paragraphs(0.22, 0.36, 0.12, 0.24)
    rows = [
        [_name(one.claim), _text(b.statement), _factor(b), _text(b.attained)]
        for one in report.audited
        for b in one.brackets
    ]
    caption = f"Bounds of {escape(report.paper)}: the best factor of the large side"
    return _table(report, "sharpness", columns, caption, ["Claim", "Bound", "Factor", "Equality at"], rows)


def _factor(found: Bracket) -> str:
    text = str(found.enough) if found.is_sharp else f"[{found.too_small}, {found.enough}]"
    return text if len(text) <= SHORT else escape(f"≈ {float(found.enough):.8g}")


def _text(plain: str) -> str:
    """Cut to a length, and long numbers can be broken."""
    return re.sub(r"(\d{12})(?=\d)", r"\1\\allowbreak{}", escape(_cut(plain)))


def _table(
    report: Report, label: str, columns: str, caption: str, heads: list[str], rows: Iterable[list[Any]]
) -> str:
    return render(
        "audit.tex.j2",
        columns=columns,
        caption=caption,
        label=f"tab:otverify-{report.paper}-{label}",
        heads=heads,
        rows=list(rows),
    )


def _paragraphs(*widths: float) -> str:
    return "@{}" + "".join(rf">{{\raggedright\arraybackslash}}p{{{w}\linewidth}}" for w in widths) + "@{}"


def _name(claim: str) -> str:
    short = claim.partition("/")[2] or claim
    return rf"\texttt{{{escape(short)}}}".replace("-", r"-\allowbreak{}")
