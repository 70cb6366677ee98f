"""The claim checker: every claim of every paper ends as it is recorded in ``proofs_checked``."""

import json
from pathlib import Path

import pytest

from otverify.check import check
from otverify.library import find_papers
from otverify.store import recheck

STORE = Path(__file__).parent.parent.parent / "proofs_checked"
PAPERS = find_papers()
CLAIMS = [claim for paper in PAPERS for claim in paper.claims.values()]


@pytest.mark.parametrize("claim", [c for c in CLAIMS if c.build or c.readings], ids=lambda c: c.id)
def test_the_verdict_is_as_recorded(claim):
    stored = json.loads((STORE / claim.paper / "verdicts.json").read_text(encoding="utf-8"))
    recorded = stored["claims"][claim.id]
    outcome = check(claim)
    assert outcome.status.value == recorded["verdict"], outcome.printed.reason
    assert (outcome.corrected.status.value if outcome.corrected else None) == recorded.get("corrected")
    assert {name: v.status.value for name, v in outcome.readings} == recorded.get("readings", {})


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: p.slug)
def test_stored_certificates_are_accepted_by_the_kernel(paper):
    assert [result for result in recheck(STORE, [paper]) if result.trouble] == []


@pytest.mark.parametrize("claim", [c for c in CLAIMS if c.correction], ids=lambda c: c.id)
def test_an_erratum_says_what_survives(claim):
    assert claim.correction.note
    assert claim.correction.printed


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: p.slug)
def test_dependencies_exist_and_have_no_cycle(paper):
    state = {}

    def visit(name):
        assert name in paper.claims, f"{paper.slug} has no claim {name}"
        assert state.get(name) != "open", f"{name} depends on itself"
        if name not in state:
            state[name] = "open"
            for other in paper.claims[name].depends:
                visit(other)
            state[name] = "done"

    for name in paper.claims:
        visit(name)
