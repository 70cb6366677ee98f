"""The audit: what it kills and reports, that it goes on where it was, what survives in the library."""

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from otverify.audit.attacks import OUTCOMES, Plan
from otverify.audit.mutants import DROP, mutants, sample
from otverify.audit.necessity import NEEDED, NOT_NEEDED
from otverify.audit.results import Explanation, read_register, register_path, report
from otverify.audit.run import audit_task, fair_share, run, tasks
from otverify.check import load
from otverify.claims import ForAll, Identity, Paper, Relation
from otverify.errors import InvalidInput
from otverify.library import load_papers
from otverify.papers import SLUGS
from otverify.report.audit import audit_files, audit_lines
from otverify.report.plain import statement_text
from otverify.vocabulary import Domain, reals
from tests.latex import MISSING, PDFLATEX, require_tables
from tests.test_cli import otverify

SAMPLE = Path(__file__).parent.parent / "samples" / "audited.py"
FULL = Plan(per_statement=0, seconds=2.0)
x, y, delta = reals("x y delta")


def audited(reference, plan=FULL, **options):
    reference = str(reference)
    papers = load_papers(reference)
    return run(tasks([(reference, papers[0])], plan), jobs=1, **options)


@pytest.fixture(scope="module")
def result():
    return report(load_papers(str(SAMPLE))[0], audited(SAMPLE), {}, complete=True)


def outcomes(result, claim):
    return Counter(a.outcome for a in result.attacks if a.claim == f"audited/{claim}")


def test_every_wrong_mutant_is_killed_with_a_witness(result):
    for claim in ("sharp", "spare", "needed"):
        assert set(outcomes(result, claim)) <= {"killed", "equivalent"}
    assert all(a.witness for a in result.attacks if a.outcome == "killed")
    assert all(a.method for a in result.attacks if a.outcome == "equivalent" and a.kind != "ForAll")


def test_handwritten_mutants_are_attacked(result):
    (by_hand,) = [a for a in result.attacks if a.operator == "by hand"]
    assert (by_hand.mutation, by_hand.outcome) == ("the cube instead of the square", "killed")


def test_hypotheses_are_needed_or_not(result):
    answers = {(h.claim, h.hypothesis): h.answer for h in result.hypotheses}
    assert answers["audited/needed", "x ≥ 0"] == NEEDED
    assert answers["audited/sharp", "x > 0"] == NOT_NEEDED
    assert answers["audited/spare", "x ≤ 1"] == NEEDED


def test_sharpness_is_a_bracket(result):
    found = {a.claim: b for a in result.audited for b in a.brackets}
    assert found["audited/sharp"].is_sharp
    spare = found["audited/spare"]
    assert spare.too_small < 1 / 3 < spare.enough


def test_what_must_be_right_is_named(result):
    from otverify.audit.results import trust

    ledger = trust(result.audited)
    assert "rule sign" in ledger["audited/sharp"]
    assert any("hypothesis" in part for part in ledger["audited/blind"])


def test_slack_is_told_apart_from_blindness(result):
    assert {s.attack.claim for s in result.survivors} == {"audited/blind"}
    assert result.unexplained == []
    assert result.clean


# ---------------------------------------------------------------------------------------------------
# a checker that sees nothing


def blind():
    paper = Paper("blind", title="A paper", authors="A. Author", year=2026)

    @paper.claim("nothing", at="Lemma 1", printed="n=n")
    def nothing():
        from hypothesis import strategies as st

        yield ForAll(st.integers(0, 9), lambda n: [Relation(0, "<=", 0)], examples=10)

    return paper


def attacked(paper, plan=FULL):
    from otverify.audit.run import audit_obligation
    from otverify.check import load

    return [
        audit_obligation(claim, form, k, obligation, plan)
        for claim in paper.claims.values()
        for form in claim.forms()
        for k, obligation in enumerate(load(claim, form))
    ]


def test_blindness_is_a_survivor_until_it_is_explained():
    paper = blind()
    found = attacked(paper)
    first = report(paper, found, {})
    assert first.unexplained
    assert not first.clean
    register = {a.key: Explanation(why="0 <= 0 in both directions") for a in first.unexplained}
    assert report(paper, found, register).clean
    absent = ("blind/nothing", "printed", "instances", "the left side flies")
    stale = {**register, absent: Explanation(why="no such thing")}
    assert report(paper, found, stale).clean
    again = report(paper, found, stale, complete=True)
    assert [key[3] for key in again.stale] == ["the left side flies"]
    assert not again.clean


@pytest.mark.parametrize(
    ("outcome", "slow", "stale"),
    [
        ("killed", True, True),
        ("killed", False, True),
        ("equivalent", True, False),
        ("equivalent", False, True),
    ],
)
def test_an_explanation_of_what_is_settled_is_stale(result, outcome, slow, stale):
    """That of a true mutant which is slow to prove only if the mutant is killed."""
    ends = {a.key: {b.outcome for b in result.attacks if b.key == a.key} for a in result.attacks}
    key = next(key for key in ends if ends[key] == {outcome})
    register = {key: Explanation(why="it takes long", slow=slow)}
    paper = load_papers(str(SAMPLE))[0]
    assert (key in report(paper, result.audited, register).stale) is stale


def test_what_does_not_hold_is_not_attacked_but_named():
    paper = Paper("wrong", title="A paper", authors="A. Author", year=2026)

    @paper.claim("wrong", at="Lemma 1", printed="x=x^2")
    def wrong():
        yield Identity(x, x**2)

    result = report(paper, attacked(paper), {})
    assert not result.attacks
    assert "REFUTED" in result.troubles[0][1]


def test_a_refuted_reading_is_no_trouble_and_not_attacked():
    paper = Paper("readings", title="A paper", authors="A. Author", year=2026)

    @paper.claim("square", at="Lemma 1", printed="x^2>=0")
    def square():
        yield Relation(x**2 >= 0)

    @square.reading("for every x, strictly")
    def strictly():
        yield Relation(x**2 > 0, over=Domain(x))

    result = report(paper, attacked(paper), {})
    assert not result.troubles
    assert {a.form for a in result.attacks} == {"printed"}


# ---------------------------------------------------------------------------------------------------
# mutants


def statement_of(obligation):
    ((_, statement),) = obligation.statements()
    return statement


def test_every_kind_of_change_is_made():
    statement = statement_of(
        Relation(2 * x**delta - y <= 7 * delta, over=Domain(x > 0, x <= 1, y >= 2, delta > 3))
    )
    kinds = {m.operator for m in mutants(statement)}
    assert kinds >= {"constant", "exponent", "sign", "direction", "strictness", "domain end", DROP, "swap"}


def test_a_sample_drops_every_hypothesis_and_is_reproducible():
    statement = statement_of(Relation(2 * x**3 <= y + 7, over=Domain(x > 0, x <= 1, y >= 2)))
    drops = [m for m in mutants(statement) if m.operator == DROP]
    chosen = sample(statement, 2, 0)
    assert [m.key for m in chosen if m.operator == DROP] == [m.key for m in drops]
    assert len(chosen) == len(drops) + 2
    assert [m.key for m in chosen] == [m.key for m in sample(statement, 2, 0)]
    assert any([m.key for m in chosen] != [m.key for m in sample(statement, 2, s)] for s in range(1, 9))


def test_a_paper_of_many_statements_gets_fewer_mutants_each():
    assert fair_share(1) == 8
    assert fair_share(10_000) == 1


# ---------------------------------------------------------------------------------------------------
# the run


def test_a_run_goes_on_where_it_was_cut_off(tmp_path, monkeypatch):
    journal = tmp_path / "journal"
    whole = sorted(str(a.to_json()) for a in audited(SAMPLE, journal=journal))
    kept = journal.read_text().splitlines()
    journal.write_text("\n".join([*kept[:2], kept[2][: len(kept[2]) // 2]]))
    asked = []
    original = audit_task.__globals__["audit_obligation"]
    monkeypatch.setitem(
        audit_task.__globals__,
        "audit_obligation",
        lambda *args: asked.append(args[0].name) or original(*args),
    )
    assert sorted(str(a.to_json()) for a in audited(SAMPLE, journal=journal)) == whole
    assert 0 < len(asked) <= len(whole) - 2


def test_the_command_line(tmp_path):
    path = tmp_path / "audited.py"
    shutil.copy(SAMPLE, path)
    out = tmp_path / "audit.json"
    done = otverify("audit", path, "--mutants", 2, "--json", out, "--save", tmp_path / "kept", "--jobs", 1)
    assert done.returncode == 0, done.stderr
    data = json.loads(out.read_text())
    assert set(data["counts"]) == set(OUTCOMES)
    assert sum(data["counts"].values()) == len(data["mutants"])
    for mutant in data["mutants"]:
        assert {"claim", "mutation", "outcome"} <= set(mutant)
        assert mutant["outcome"] in OUTCOMES
        assert mutant.get("witness") or mutant["outcome"] != "killed"
    names = {"audit.json", "kill_matrix.tex", "necessity.tex", "sharpness.tex"}
    assert {p.name for p in (tmp_path / "kept" / "audited" / "audit").iterdir()} == names
    assert "audited:" in done.stdout.splitlines()[1]


def test_an_unexplained_survivor_ends_with_exit_code_1(tmp_path):
    path = tmp_path / "blind.py"
    path.write_text(
        "from hypothesis import strategies as st\n"
        "from otverify import ForAll, Paper, Relation\n"
        "paper = Paper('blind', title='A paper', authors='A. Author', year=2026)\n"
        "@paper.claim('nothing', at='Lemma 1', printed='n=n')\n"
        "def nothing():\n"
        "    yield ForAll(st.integers(0, 9), lambda n: [Relation(0, '<=', 0)], examples=10)\n"
    )
    done = otverify("audit", path, "--jobs", 1)
    assert done.returncode == 1
    assert "SURVIVED  blind/nothing" in done.stdout.splitlines()[2]
    path.with_suffix(".survivors.toml").write_text(
        '[[survivor]]\nclaim = "blind/nothing"\nform = "printed"\nobligation = "instances"\n'
        'mutation = "the relation is turned round"\nwhy = "0 <= 0 in both directions."\n'
    )
    done = otverify("audit", path, "--jobs", 1)
    assert done.returncode == 0
    assert "explained  blind/nothing" in done.stdout


@pytest.mark.parametrize(
    "text",
    ["survivor = 1", "[[survivor]]\nclaim = 'a'", "[[survivor]", "[[survivor]]\nwhy=''\nclaim=''\nform=''"],
)
def test_a_register_that_is_none_is_refused(tmp_path, text):
    path = tmp_path / "x.survivors.toml"
    path.write_text(text)
    with pytest.raises(InvalidInput):
        read_register(path)


def test_lines_and_files_do_not_depend_on_the_order_of_the_work(result):
    backwards = report(load_papers(str(SAMPLE))[0], reversed(result.audited), {}, complete=True)
    assert list(audit_lines(backwards)) == list(audit_lines(result))
    assert audit_files(backwards) == audit_files(result)


def tables(result):
    return {name: text for name, text in audit_files(result).items() if name.endswith(".tex")}


@pytest.mark.skipif(PDFLATEX is None, reason=MISSING)
def test_the_tables_compile(result, tmp_path):
    require_tables(tables(result), tmp_path)


# ---------------------------------------------------------------------------------------------------
# the library: a seeded sample, survivors pinned both ways


@pytest.mark.parametrize("slug", SLUGS)
def test_a_sample_of_the_library_has_no_survivor_but_the_explained(slug, tmp_path):
    """Some obligations of every paper: a survivor outside the register fails, and so does a stale entry."""
    (paper,) = load_papers(slug)
    register = read_register(register_path(slug))
    work = list(tasks([(slug, paper)], Plan(per_statement=1, seed=2026, seconds=10.0)))
    found = [audit_task(task)[1] for task in work[3 :: max(1, len(work) // 8)]]
    result = report(paper, found, register)
    assert result.attacks
    assert result.unexplained == []
    assert result.stale == ()
    assert result.divergences == []
    if PDFLATEX:
        require_tables(tables(result), tmp_path)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_register_speaks_of_claims_that_exist(slug):
    (paper,) = load_papers(slug)
    for claim, form, _, _ in read_register(register_path(slug)):
        assert claim.partition("/")[0] == slug
        known = paper.claims[claim.partition("/")[2]]
        assert form in {f.name for f in known.forms()}


@pytest.mark.parametrize("paper", SLUGS)
def test_what_is_explained_is_a_mutant(paper):
    """No explanation outlives its statement; those of sampled statements show only when they are attacked."""
    (loaded,) = load_papers(paper)
    missing = []
    for claim, form_name, obligation, mutation in read_register(register_path(paper)):
        found = loaded.claims[claim.removeprefix(f"{paper}/")]
        obligations = load(found, next(form for form in found.forms() if form.name == form_name))
        if any(isinstance(one, ForAll) for one in obligations):
            continue
        statements = [
            s
            for one in obligations
            for label, s in one.statements()
            if obligation in (label, statement_text(s))
        ]
        if not any(mutant.change == mutation for s in statements for mutant in mutants(s)):
            missing.append((claim, obligation, mutation))
    assert missing == []
