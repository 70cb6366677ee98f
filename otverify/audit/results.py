"""What an audit says: survivors first, kill matrix, scores, necessity, sharpness, second routes, trust."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from otverify import papers
from otverify.audit.attacks import OUTCOMES, Attack, Key
from otverify.audit.necessity import Hypothesis, hypotheses
from otverify.audit.routes import DIVERGE
from otverify.audit.run import Audited
from otverify.claims import Paper
from otverify.errors import InvalidInput

Json = Any
SLACK = "slack: "
#: what the kill matrix counts by
KEYS = ("operator", "claim", "kind", "level", "engine")


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """An entry of a register: why a mutant is not killed; ``slow``: it is true, the time is short."""

    why: str
    slow: bool = False


Register = dict[Key, Explanation]


@dataclass(frozen=True, slots=True, kw_only=True)
class Survivor:
    """A mutant that was not killed, and why that is no blindness; ``why`` is empty if nobody said so."""

    attack: Attack
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The audit of one paper."""

    paper: str
    attacks: tuple[Attack, ...]
    survivors: tuple[Survivor, ...]
    stale: tuple[Key, ...]
    hypotheses: tuple[Hypothesis, ...]
    audited: tuple[Audited, ...]

    @property
    def unexplained(self) -> list[Attack]:
        """Survivors without an explanation."""
        return [s.attack for s in self.survivors if not s.why]

    @property
    def divergences(self) -> list[tuple[str, str]]:
        """Where a second route contradicts the kernel: (claim, detail)."""
        return [(a.claim, o.detail) for a in self.audited for o in a.opinions if o.answer == DIVERGE]

    @property
    def troubles(self) -> list[tuple[str, str]]:
        """Obligations that could not be audited: they do not hold, or a worker died."""
        return [(f"{a.claim} ({a.form})", a.trouble) for a in self.audited if a.trouble]

    @property
    def clean(self) -> bool:
        """No unexplained survivor, no stale explanation, no divergence."""
        return not (self.unexplained or self.stale or self.divergences)

    def to_json(self) -> Json:
        """Canonical JSON; the order does not depend on that of the work."""
        return {
            "schema": 1,
            "paper": self.paper,
            "counts": counts(self.attacks),
            "score": _written(score(counts(self.attacks))),
            "survivors": [{**s.attack.to_json(), "why": s.why} for s in self.survivors],
            "stale": [list(key) for key in self.stale],
            "by": {
                key: matrix(self.attacks, key) for key in ("operator", "claim", "kind", "level", "engine")
            },
            "mutants": [attack.to_json() for attack in self.attacks],
            "hypotheses": [h.to_json() for h in self.hypotheses],
            "sharpness": [
                {"claim": a.claim, "form": a.form, **b.to_json()} for a in self.audited for b in a.brackets
            ],
            "routes": routes(self.audited),
            "divergences": [list(pair) for pair in self.divergences],
            "trust": trust(self.audited),
            "troubles": [list(pair) for pair in self.troubles],
        }


def report(paper: Paper, audited: Iterable[Audited], register: Register, *, complete: bool = False) -> Report:
    """Put the findings on a paper in order, and the register of explained survivors beside them.

    An explanation is stale if its mutant is settled (a true one that is ``slow`` to prove: if killed);
    after a ``complete`` audit, if there is no such mutant.
    """
    place = {claim.id: k for k, claim in enumerate(paper.claims.values())}
    ordered = sorted(audited, key=lambda a: (place.get(a.claim, -1), a.form, a.index))
    attacks = tuple(attack for one in ordered for attack in one.attacks)
    open_ones = [a for a in attacks if a.outcome in ("survived", "undecided")]
    survivors = tuple(Survivor(attack=a, why=_reason(register, a)) for a in open_ones)
    ends: dict[Key, set[str]] = {}
    for one in attacks:
        ends.setdefault(one.key, set()).add(one.outcome)
    return Report(
        paper=paper.slug,
        attacks=attacks,
        survivors=tuple(sorted(survivors, key=lambda s: bool(s.why))),
        stale=tuple(sorted(k for k, e in register.items() if _is_stale(e, ends.get(k), complete=complete))),
        hypotheses=tuple(hypotheses(attacks)),
        audited=tuple(ordered),
    )


def _is_stale(entry: Explanation, ends: set[str] | None, *, complete: bool) -> bool:
    if ends is None:
        return complete
    if {"survived", "undecided"} & ends:
        return False
    return "killed" in ends or not entry.slow


def _reason(register: Register, attack: Attack) -> str:
    """What the register says, or that a sampled statement has room to spare for a small change."""
    if attack.key in register:
        return register[attack.key].why
    return attack.reason if attack.outcome == "survived" and attack.reason.startswith(SLACK) else ""


def register_path(reference: str) -> Path:
    """Where the explained survivors of a paper are: in its package, or beside a user's file."""
    if reference.endswith(".py"):
        return Path(reference).with_suffix(".survivors.toml")
    return Path(papers.__file__).parent / reference / "survivors.toml"


def read_register(path: Path) -> Register:
    """The explained survivors, TOML: ``[[survivor]]`` with claim, form, obligation, mutation, why.

    ``slow = true``: the mutant is true, and a faster machine may prove it.
    """
    if not path.is_file():
        return {}
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("survivor", [])
        register = {
            (str(e["claim"]), str(e["form"]), str(e["obligation"]), str(e["mutation"])): Explanation(
                why=str(e["why"]), slow=e.get("slow") is True
            )
            for e in entries
        }
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise InvalidInput(
            str(path),
            expected="[[survivor]] entries with claim, form, obligation, mutation and why",
            got=f"{type(error).__name__}: {error}",
        ) from None
    if any(not entry.why.strip() for entry in register.values()):
        raise InvalidInput(str(path), expected="a reason for every survivor", got="an empty why")
    return register


# ---------------------------------------------------------------------------------------------------
# counting


def counts(attacks: Iterable[Attack]) -> dict[str, int]:
    """How the attacks ended."""
    found = Counter(a.outcome for a in attacks)
    return {outcome: found.get(outcome, 0) for outcome in OUTCOMES}


def matrix(attacks: Iterable[Attack], key: str) -> dict[str, dict[str, int]]:
    """Counts by ``operator``, ``claim``, ``kind``, ``level`` or ``engine``."""
    groups: dict[str, list[Attack]] = {}
    for item in attacks:
        groups.setdefault(str(getattr(item, key)) or "-", []).append(item)
    return {name: counts(group) for name, group in sorted(groups.items())}


def score(tally: dict[str, int]) -> Fraction | None:
    """Killed over all that are not equivalent; None if there is nothing to kill."""
    rest = tally["killed"] + tally["survived"] + tally["undecided"]
    return Fraction(tally["killed"], rest) if rest else None


def routes(audited: Iterable[Audited]) -> dict[str, dict[str, int]]:
    """How often each second route agreed, diverged, or had nothing to say."""
    table: dict[str, Counter[str]] = {}
    for one in audited:
        for opinion in one.opinions:
            table.setdefault(opinion.route, Counter())[opinion.answer] += 1
    return {route: dict(sorted(answers.items())) for route, answers in sorted(table.items())}


def trust(audited: Iterable[Audited]) -> dict[str, list[str]]:
    """What has to be right for each claim to hold."""
    ledger: dict[str, set[str]] = {}
    for one in audited:
        if one.trust:
            ledger.setdefault(one.claim, set()).update(one.trust)
    return {claim: sorted(parts) for claim, parts in ledger.items()}


def _written(value: Fraction | None) -> str | None:
    return None if value is None else str(value)
