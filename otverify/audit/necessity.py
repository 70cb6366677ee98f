"""Which hypotheses are needed: each constraint of each statement is dropped on its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from otverify.audit.attacks import Attack
from otverify.audit.mutants import DROP

NEEDED, NOT_NEEDED, OPEN = "needed", "not needed", "not shown needed"
#: what dropping a hypothesis says about it
MEANING = {"killed": NEEDED, "equivalent": NOT_NEEDED, "survived": OPEN, "undecided": OPEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """One hypothesis of a claim over all its statements: needed if some statement fails without it."""

    claim: str
    form: str
    hypothesis: str
    answer: str
    witness: str = ""
    obligation: str = ""

    def to_json(self) -> Any:
        """Canonical JSON."""
        return {
            "claim": self.claim,
            "form": self.form,
            "hypothesis": self.hypothesis,
            "answer": self.answer,
            **({"witness": self.witness, "obligation": self.obligation} if self.witness else {}),
        }


def hypotheses(attacks: Iterable[Attack]) -> list[Hypothesis]:
    """The table hypothesis -> needed (witness) / not needed (proved without) / not shown needed."""
    groups: dict[tuple[str, str, str], list[Attack]] = {}
    for item in attacks:
        if item.operator == DROP:
            name = item.mutation.removeprefix("without ")
            groups.setdefault((item.claim, item.form, name), []).append(item)
    table = []
    for (claim, form, name), group in groups.items():
        killed = next((a for a in group if a.outcome == "killed"), None)
        if killed is not None:
            answer = NEEDED
        elif all(a.outcome == "equivalent" for a in group):
            answer = NOT_NEEDED
        else:
            answer = OPEN
        table.append(
            Hypothesis(
                claim=claim,
                form=form,
                hypothesis=name,
                answer=answer,
                witness=killed.witness if killed else "",
                obligation=killed.obligation if killed else "",
            )
        )
    return sorted(table, key=lambda h: (h.claim, h.form, h.hypothesis))
