"""``proofs_checked``: what is written can be re-checked, and what was tampered with is named."""

import json
import shutil
from pathlib import Path

import pytest

from otverify.check import check
from otverify.claims import ForAll, Identity, Limit, Paper, Relation
from otverify.papers import SLUGS
from otverify.store import outcome_from_json, outcome_json, read_json, recheck, save
from otverify.vocabulary import Domain, reals

ROOT = Path(__file__).parent.parent
x, y = reals("x y")


def demo():
    paper = Paper("demo", title="A demonstration", authors="A. Author", year=2026)

    @paper.claim("true", at="Lemma 1", printed="(x+y)^2=x^2+2xy+y^2")
    def true():
        yield Identity((x + y) ** 2, x**2 + 2 * x * y + y**2)
        yield Relation(x**2 + y**2 >= 2 * x * y, over=Domain(x, y), label="AM-GM")

    @paper.claim("false", at="Lemma 2", printed="(x-y)^2=x^2-y^2")
    def false():
        yield Identity((x - y) ** 2, x**2 - y**2)

    @false.corrected("(x-y)^2=x^2-2xy+y^2", note="A cross term.")
    def corrected():
        yield Identity((x - y) ** 2, x**2 - 2 * x * y + y**2)

    @paper.claim("sampled", at="Lemma 3", printed="n^2>=n")
    def sampled():
        from hypothesis import strategies as st

        yield ForAll(st.integers(-50, 50), lambda n: [Relation(n**2, ">=", n)], examples=30)

    @paper.claim("refuted-by-instance", at="Lemma 4", printed="n<10")
    def refuted():
        from hypothesis import strategies as st

        yield ForAll(st.integers(0, 50), lambda n: [Relation(n, "<", 10)], examples=60)

    @refuted.corrected("n<51")
    def refuted_corrected():
        yield Relation(x < 51, over=Domain(x >= 0, x <= 50))

    @paper.claim("limit", at="Lemma 5", printed="x^2/x")
    def limit():
        yield Limit(x**2 / x, x, to=0, equals=0, over=x > 0)

    paper.not_attempted("later", at="Section 9", printed="")

    @paper.not_computable(
        "abstract", at="Section 10", printed="", why="measure theory", analogue="a finite sum"
    )
    def abstract():
        yield Identity(x + x, 2 * x)

    return paper


@pytest.fixture(scope="module")
def outcomes():
    return [check(claim) for claim in demo().claims.values()]


@pytest.fixture
def saved(tmp_path, outcomes):
    save(tmp_path, demo(), outcomes)
    return tmp_path


def troubles(directory):
    return [result for result in recheck(directory, [demo()]) if result.trouble]


def test_what_is_saved_is_accepted(saved, outcomes):
    assert [o.status.value for o in outcomes] == [
        "PROVED",
        "REFUTED",
        "SUPPORTED",
        "REFUTED",
        "PROVED",
        "NOT_ATTEMPTED",
        "NOT_COMPUTABLE",
    ]
    assert not troubles(saved)
    assert sum(result.statements for result in recheck(saved, [demo()])) == 9


def test_saving_twice_gives_the_same_bytes(saved, tmp_path_factory, outcomes):
    other = tmp_path_factory.mktemp("again")
    save(other, demo(), [check(claim) for claim in demo().claims.values()])
    for path in sorted(saved.rglob("*")):
        if path.is_file():
            assert path.read_bytes() == (other / path.relative_to(saved)).read_bytes(), path.name


def edit(path, change):
    data = json.loads(path.read_text())
    change(data)
    path.write_text(json.dumps(data))


def obligation(data, k=0, form=0):
    return data["forms"][form]["obligations"][k]


TAMPERING = {
    "status raised": ("false", lambda d: obligation(d).update(status="PROVED")),
    "form status raised": ("false", lambda d: d["forms"][0].update(status="PROVED")),
    "statement weakened": (
        "true",
        lambda d: obligation(d)["statement"].update(claim=["rel", "<=", ["num", "0"], ["num", "1"]]),
    ),
    "claim renamed": ("true", lambda d: d.update(claim="demo/false")),
    "schema changed": ("true", lambda d: d.update(schema=2)),
    "obligation dropped": ("true", lambda d: d["forms"][0]["obligations"].pop()),
    "obligation added": ("true", lambda d: d["forms"][0]["obligations"].append(obligation(d))),
    "obligations swapped": ("true", lambda d: d["forms"][0]["obligations"].reverse()),
    "form dropped": ("false", lambda d: d["forms"].pop()),
    "form renamed": ("false", lambda d: d["forms"][1].update(form="reading")),
    "certificate emptied": ("true", lambda d: obligation(d).update(certificate={})),
    "certificate of another": (
        "true",
        lambda d: obligation(d).update(certificate=obligation(d, 1)["certificate"]),
    ),
    "label changed": ("true", lambda d: obligation(d, 1).update(label="another")),
    "counterexample moved": ("false", lambda d: obligation(d)["certificate"]["point"].update(symbols=[])),
    "instances inflated": ("sampled", lambda d: obligation(d).update(instances=10**6)),
    "instances dropped": ("sampled", lambda d: obligation(d)["certificate"].update(instances=[])),
    "instance replaced": (
        "sampled",
        lambda d: obligation(d)["certificate"]["instances"].__setitem__(0, {"object": "os", "fields": {}}),
    ),
    "refuting instance harmless": (
        "refuted-by-instance",
        lambda d: obligation(d)["certificate"].update(instance={"int": "3"}),
    ),
    "extra key": ("true", lambda d: d.update(note="hello")),
    "wrong type": ("true", lambda d: d.update(forms="none")),
}


@pytest.mark.parametrize("name", TAMPERING)
def test_tampering_is_rejected_and_named(saved, name):
    claim, change = TAMPERING[name]
    edit(saved / "demo" / "certificates" / f"{claim}.json", change)
    found = troubles(saved)
    assert found
    assert found[0].name == f"demo/{claim}"


def test_missing_foreign_and_unparsable_files_are_named(saved):
    home = saved / "demo" / "certificates"
    shutil.copy(home / "true.json", home / "stranger.json")
    assert troubles(saved)[0].name == "demo/certificates/stranger.json"
    (home / "true.json").write_text('{"schema": 1, "schema": 1}')
    assert "duplicate" in troubles(saved)[0].trouble
    (home / "true.json").write_text('{"schema": NaN}')
    assert "NaN" in troubles(saved)[0].trouble
    (home / "true.json").write_text("[" * 100_000)
    assert troubles(saved)[0].trouble
    (home / "true.json").unlink()
    assert "missing" in troubles(saved)[0].trouble


@pytest.mark.parametrize("name", ["table.tex", "errata.tex", "verdicts.json"])
def test_drift_of_the_written_files_is_seen(saved, name):
    path = saved / "demo" / name
    path.write_text(path.read_text().replace("proved", "shown").replace("PROVED", "SHOWN") + " ")
    assert [t.name for t in troubles(saved)] == [f"demo/{name}"]


def test_a_changed_claim_makes_its_certificate_stale(saved):
    paper = demo()
    paper.claims["true"].build = lambda: iter([Identity((x + y) ** 2, x**2 + y**2 + x * y + y * x)])
    found = [r for r in recheck(saved, [paper]) if r.trouble]
    assert "not the one that the claim states" in found[0].trouble


def test_outcomes_travel_as_json(outcomes):
    for outcome in outcomes:
        copied = outcome_from_json(json.loads(json.dumps(outcome_json(outcome))))
        assert copied == outcome


def test_files_have_a_size_limit(tmp_path, monkeypatch):
    monkeypatch.setattr("otverify.store.MAX_BYTES", 10)
    path = tmp_path / "big.json"
    path.write_text('{"a": 1234567890}')
    with pytest.raises(Exception, match="larger"):
        read_json(path)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_readme_counts_the_stored_verdicts(slug):
    found = read_json(ROOT / "proofs_checked" / slug / "verdicts.json")["claims"].values()
    kinds = ("PROVED", "CERTIFIED", "SUPPORTED", "REFUTED", "NOT_COMPUTABLE", "NOT_ATTEMPTED")
    counts = [len(found), *([v["verdict"] for v in found].count(kind) for kind in kinds)]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    row = next(line for line in readme.splitlines() if line.startswith(f"| `{slug}` |"))
    assert [cell.strip() for cell in row.split("|")[3:-1]] == [str(count) for count in counts]
    assert all("corrected" in v for v in found if v["verdict"] == "REFUTED")
