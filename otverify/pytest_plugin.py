"""pytest plugin: ``pytest --otverify PAPER|FILE.py`` collects one test per claim.

A claim passes if its verdict is as recorded: proved, certified, supported, or refuted with a corrected form
that holds. Undecided fails. Claims without obligations are skipped with the reason. Outcomes travel on the
reports as JSON, so that xdist works and the summary and the table are complete.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from otverify.claims import Claim, Paper
    from otverify.verdict import Outcome

OUTCOME = "otverify"
REPORTS: pytest.StashKey[dict[str, Any]] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of the plugin."""
    group = parser.getgroup("otverify", "checking the claims of papers")
    group.addoption(
        "--otverify", action="append", default=[], metavar="PAPER|FILE.py", help="collect one test per claim"
    )
    group.addoption("--otverify-table", metavar="FILE", help="write the LaTeX table of what was checked")
    group.addoption("--otverify-deep", action="store_true", help="heavy instance families, longer searches")


def pytest_configure(config: pytest.Config) -> None:
    """Remember the reports of this run."""
    config.stash[REPORTS] = {}


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> bool | None:
    """Collect claims instead of files, unless files were named as well."""
    config = session.config
    references = config.getoption("--otverify")
    named = config.args_source is pytest.Config.ArgsSource.ARGS
    distributing = config.getoption("dist", "no") != "no" and not hasattr(config, "workerinput")
    if not references or named or distributing:
        return None
    session.items = list(_items(session))
    report = pytest.CollectReport(nodeid="otverify", outcome="passed", longrepr=None, result=[*session.items])
    config.hook.pytest_collectreport(report=report)
    config.hook.pytest_collection_modifyitems(session=session, config=config, items=session.items)
    session.testscollected = len(session.items)
    config.hook.pytest_collection_finish(session=session)
    return True


def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Claims join the tests that were named on the command line."""
    if config.getoption("--otverify") and not any(isinstance(item, ClaimItem) for item in items):
        items.extend(_items(session))


def _items(session: pytest.Session) -> Iterator[ClaimItem]:
    from otverify.errors import OtverifyError
    from otverify.library import load_papers

    for reference in session.config.getoption("--otverify"):
        try:
            papers = load_papers(reference)
        except OtverifyError as error:
            raise pytest.UsageError(f"otverify: {error}") from None
        for paper in papers:
            collector = PaperCollector.from_parent(session, name=paper.slug, nodeid=f"otverify/{paper.slug}")
            for claim in paper.claims.values():
                yield ClaimItem.from_parent(collector, name=claim.name, claim=claim)


class PaperCollector(pytest.Collector):
    """The parent of a paper's claims."""

    def collect(self) -> list[pytest.Item]:
        """Nothing further: the claims are made by the plugin."""
        return []


class ClaimItem(pytest.Item):
    """A claim as a test."""

    def __init__(self, *, claim: Claim, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.claim = claim

    def runtest(self) -> None:
        """Check the claim; fail if the verdict is not as recorded."""
        from otverify.check import DEEP, DEFAULT, check
        from otverify.report.outcomes import exit_code
        from otverify.store import outcome_json

        outcome = check(self.claim, DEEP if self.config.getoption("--otverify-deep") else DEFAULT)
        self.user_properties.append((OUTCOME, json.dumps(outcome_json(outcome))))
        if outcome.status.value in ("NOT_ATTEMPTED", "NOT_COMPUTABLE") and not outcome.readings:
            pytest.skip(outcome.printed.reason or "no obligations yet")
        if exit_code([outcome]) != 0:
            raise ClaimFailed(_message(outcome))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The verdict and its reason, not a traceback of the checker."""
        if isinstance(excinfo.value, ClaimFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path | str, int | None, str]:
        """Where the claim stands."""
        return self.path, None, f"{self.claim.id} ({self.claim.at})"


class ClaimFailed(Exception):
    """A claim that is undecided or newly refuted."""


def _message(outcome: Outcome) -> str:
    lines = [f"{outcome.claim}: {outcome.printed}"]
    forms = [
        ("", outcome.printed),
        *outcome.readings,
        *([("corrected", outcome.corrected)] if outcome.corrected else []),
    ]
    for name, verdict in forms:
        for evidence in verdict.evidence:
            if not evidence.status.holds:
                detail = evidence.witness or evidence.reason
                lines.append(
                    f"  {name + ': ' if name else ''}{evidence.status.value} {evidence.label} {detail}"
                )
    if outcome.status.value == "REFUTED" and outcome.corrected is None:
        lines.append("  newly refuted: no corrected form is recorded")
    return "\n".join(lines)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Collect the outcomes on the process that writes the summary."""
    for name, value in report.user_properties:
        if name == OUTCOME and report.when == "call":
            _seen[report.nodeid] = json.loads(str(value))


_seen: dict[str, Any] = {}


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the outcomes over to the summary of this run."""
    session.config.stash[REPORTS] = dict(_seen)
    _seen.clear()


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Counts of all verdicts, undecided and vacuous included; and the table, if it was asked for."""
    if not config.getoption("--otverify"):
        return
    from collections import Counter

    from otverify.report.outcomes import COLOURS, report_json
    from otverify.store import outcome_from_json

    outcomes = [outcome_from_json(data) for data in config.stash[REPORTS].values()]
    counts = Counter(report_json(outcomes)["counts"])
    terminalreporter.section("otverify")
    for name in COLOURS:
        if counts[name]:
            terminalreporter.line(f"{counts[name]:6d} {name.lower().replace('_', ' ')}")
    terminalreporter.line(f"{counts['total']:6d} claims, {counts['vacuous']} vacuous")
    target = config.getoption("--otverify-table")
    if target:
        Path(target).write_text(_table(config.getoption("--otverify"), outcomes), encoding="utf-8")
        terminalreporter.line(f"table written to {target}")


def _table(references: list[str], outcomes: list[Outcome]) -> str:
    from otverify.library import find_papers
    from otverify.report.tables import verified_table

    by_id = {outcome.claim: outcome for outcome in outcomes}
    papers: list[Paper] = find_papers(references)
    return "\n".join(
        verified_table(paper, [by_id[c.id] for c in paper.claims.values() if c.id in by_id])
        for paper in papers
    )
