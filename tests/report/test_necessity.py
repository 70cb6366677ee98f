"""The table hypothesis / needed? / witness: computed from verdicts, saved and compared with them."""

from __future__ import annotations

import pytest

from otverify.check import check
from otverify.claims import Paper, Relation
from otverify.errors import InvalidInput
from otverify.report.necessity import LOST, NEEDED, OPEN, Hypothesis, answer, necessity_table
from otverify.store import recheck, save
from otverify.verdict import Status
from otverify.vocabulary import Domain, reals

(x,) = reals("x")


def make(witness_holds=True):
    paper = Paper("hyps", title="Hypotheses", authors="A. Author", year=2026)

    @paper.claim("root", at="Thm. 1", printed="x^2>0")
    def root():
        yield Relation(x**2 > 0, over=x > 0, label="the theorem")
        wrong = Relation(x**2, "==" if witness_holds else ">", 0, over=Domain(x >= 0, x <= 0), label="at 0")
        yield wrong

    rows = [
        Hypothesis(
            theorem="root", hypothesis="$x\\ne0$", words="$x=0$ & nothing else", claim="root", label="at 0"
        ),
        Hypothesis(theorem="root", hypothesis="one number", words="no example"),
        Hypothesis(
            theorem="root", hypothesis="two", words="a label that is not there", claim="root", label="no"
        ),
    ]

    @paper.table("necessity.tex")
    def table(outcomes):
        return necessity_table(paper, outcomes, rows)

    return paper, rows


def test_the_answer_is_what_the_verdict_supports():
    paper, rows = make()
    outcomes = [check(claim) for claim in paper.claims.values()]
    assert [answer(row, outcomes) for row in rows] == [(NEEDED, Status.PROVED.value), (OPEN, ""), (LOST, "")]
    text = necessity_table(paper, outcomes, rows)
    assert r"$x\ne0$ & needed & $x=0$ \& nothing else\newline\textsc{PROVED} in \texttt{root}" in text
    assert text.count("Thm. 1") == 1


def test_a_witness_that_is_refuted_shows_nothing():
    paper, rows = make(witness_holds=False)
    outcomes = [check(claim) for claim in paper.claims.values()]
    assert answer(rows[0], outcomes) == (LOST, "")


def test_a_theorem_that_does_not_exist_is_refused():
    paper, _ = make()
    with pytest.raises(InvalidInput, match="claims of hyps"):
        necessity_table(paper, [], [Hypothesis(theorem="none", hypothesis="h", words="w")])


def test_the_file_is_saved_and_compared(tmp_path):
    paper, _ = make()
    save(tmp_path, paper, [check(claim) for claim in paper.claims.values()])
    path = tmp_path / "hyps" / "necessity.tex"
    assert "needed" in path.read_text(encoding="utf-8")
    assert [r for r in recheck(tmp_path, [paper]) if r.trouble] == []
    path.write_text(path.read_text(encoding="utf-8").replace("needed", "certain"), encoding="utf-8")
    assert [r.name for r in recheck(tmp_path, [paper]) if r.trouble] == ["hyps/necessity.tex"]


@pytest.mark.parametrize("name", ["table.tex", "../up.tex", "necessity.exe", "necessity.tex"])
def test_names_of_tables_are_checked(name):
    paper, _ = make()
    with pytest.raises(InvalidInput, match="file name"):
        paper.table(name)
