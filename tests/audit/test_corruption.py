"""Certificates under attack: 20,000 corrupted ones, forgeries, whole files; what gets through is named."""

import itertools
import json
import resource
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from otverify.audit.corruption import (
    HARMLESS,
    REJECTED,
    Sample,
    attack,
    attempt,
    carried_over,
    corpus,
    forgeries,
)
from otverify.check import check, search
from otverify.claims import Identity, MatrixIdentity, Paper, Relation
from otverify.engines.budget import Budget
from otverify.kernel.errors import Rejected
from otverify.kernel.verify import KINDS, Conclusion, verify
from otverify.library import find_papers
from otverify.matrices import Matrix
from otverify.store import dumps, recheck, save
from otverify.vocabulary import Domain, absolute, cos, exp, integral, reals, sin
from tests.kernel.test_certificates import PROVED, REFUTED

STORE = Path(__file__).parent.parent.parent / "proofs_checked"
BUNDLES = 20_000
x, y = reals("x y")
#: kinds and rules that few stored certificates have
EXTRA = {
    **PROVED,
    **REFUTED,
    "negation": Relation(integral(sin(x), x, 0, y), "!=", 1 - cos(y), over=y > 0),
    "crossing": Relation(x**3 + x, "!=", 1, over=Domain(x)),
}


def made(name, obligation):
    ((_, statement),) = obligation.statements()
    certificate = search(statement, Budget(20), getattr(obligation, "by", ()))
    conclusion = verify(statement, certificate).conclusion
    return Sample(name=name, statement=statement, certificate=certificate, conclusion=conclusion)


@pytest.fixture(scope="module")
def samples():
    stored = corpus(STORE, find_papers(("capacity",)), seconds=0.1)
    return [*stored, *(made(name, obligation) for name, obligation in EXTRA.items())]


def alarms(attempts):
    return [a for a in attempts if a.outcome not in (REJECTED, HARMLESS)]


def test_every_kind_of_certificate_is_attacked(samples):
    assert {str(s.certificate["kind"]) for s in samples} == set(KINDS)


@pytest.mark.parametrize("seed", range(4))
def test_corrupted_certificates_are_rejected_in_time(samples, seed):
    found = list(attack(samples, BUNDLES // 4, seed=seed))
    assert alarms(found) == []
    outcomes = Counter(a.outcome for a in found)
    assert outcomes[REJECTED] > 10 * outcomes[HARMLESS]


def test_a_proof_does_not_carry_over_to_a_false_statement(samples):
    forged = forgeries([s for s in samples if s.kind != "proof"][::12] + samples[::60])
    assert len(forged) >= 40
    untouched = [carried_over(one) for one in forged]
    assert alarms(untouched) == []
    assert alarms(attack(forged, 2_000)) == []


# ---------------------------------------------------------------------------------------------------
# whole files


def demo():
    paper = Paper("demo", title="A demonstration", authors="A. Author", year=2026)

    @paper.claim("square", at="Lemma 1", printed="(x+y)^2=x^2+2xy+y^2")
    def square():
        yield Identity((x + y) ** 2, x**2 + 2 * x * y + y**2)
        yield Relation(absolute(x) + absolute(y) >= absolute(x + y), over=Domain(x, y))

    @paper.claim("other", at="Lemma 2", printed="e^x>1+x")
    def other():
        yield Relation(exp(x) > 1 + x, over=Domain(x >= 1, x <= 2))
        S = Matrix("S", positive=True)
        yield MatrixIdentity(S.inv_root @ S @ S.inv_root, 1)

    return paper


@pytest.fixture
def saved(tmp_path):
    paper = demo()
    save(tmp_path, paper, [check(claim) for claim in paper.claims.values()])
    return tmp_path


def troubles(directory):
    return [r for r in recheck(directory, [demo()]) if r.trouble]


def cyclic():
    certificate = {"schema": 1, "kind": "proof", "statement": "0" * 64, "witness": {}}
    certificate["proof"] = {"rule": "identity", "lemmas": [certificate]}
    certificate["proof"]["lemmas"].append(certificate["proof"])
    return certificate


FILES = {
    "empty": b"",
    "not text": bytes(range(256)),
    "not JSON": b"{'schema': 1}",
    "a list": b"[]",
    "a number": b"1",
    "NaN": b'{"schema": NaN}',
    "Infinity": b'{"schema": 1, "claim": "demo/square", "forms": [Infinity]}',
    "a duplicate key": b'{"schema": 1, "schema": 1, "claim": "demo/square", "forms": []}',
    "another schema": b'{"schema": 2, "claim": "demo/square", "forms": []}',
    "schema true": b'{"schema": true, "claim": "demo/square", "forms": []}',
    "no forms": b'{"schema": 1, "claim": "demo/square", "forms": []}',
    "deeply nested": b"[" * 200_000 + b"]" * 200_000,
    "deeply nested inside": b'{"schema": 1, "claim": "demo/square", "forms": '
    + b'{"x":' * 50_000
    + b"1"
    + b"}" * 50_000
    + b"}",
    "a huge number": b'{"schema": ' + b"9" * 1_000_000 + b"}",
    "a huge list": b'{"schema": 1, "claim": "demo/square", "forms": [' + b"0," * 2_000_000 + b"0]}",
    "a huge string": b'"' + b"x" * 5_000_000 + b'"',
    "code": b'{"schema": 1, "claim": "__import__(\'os\').system(\'touch hacked\')", "forms": []}',
}


@pytest.mark.parametrize("name", FILES)
def test_files_that_are_no_certificates_are_rejected_in_time(saved, name):
    path = saved / "demo" / "certificates" / "square.json"
    path.write_bytes(FILES[name])
    before = resource.getrusage(resource.RUSAGE_SELF)
    assert [t.name for t in troubles(saved)] == ["demo/square"]
    after = resource.getrusage(resource.RUSAGE_SELF)
    assert after.ru_utime - before.ru_utime < 2
    assert after.ru_maxrss - before.ru_maxrss < 2**20  # KiB
    assert not Path("hacked").exists()


def test_the_file_of_another_claim_is_rejected(saved):
    folder = saved / "demo" / "certificates"
    content = (folder / "other.json").read_text()
    (folder / "square.json").write_text(content)
    assert "is about demo/other" in troubles(saved)[0].trouble
    (folder / "square.json").write_text(content.replace("demo/other", "demo/square"))
    assert troubles(saved)


def test_cyclic_and_foreign_objects_are_rejected():
    ((_, statement),) = Identity((x + y) ** 2, x**2 + 2 * x * y + y**2).statements()
    for certificate in (cyclic(), None, 7, "proof", [], object(), {1: 2}, {"schema": 1, "kind": []}):
        with pytest.raises(Rejected):
            verify(statement, certificate)


def test_parts_swapped_between_the_obligations_of_a_file_are_rejected(saved):
    path = saved / "demo" / "certificates" / "square.json"
    whole = json.loads(path.read_text())
    (form,) = whole["forms"]
    for i, j in itertools.permutations(range(len(form["obligations"])), 2):
        changed = json.loads(path.read_text())
        target = changed["forms"][0]["obligations"]
        target[i]["certificate"] = form["obligations"][j]["certificate"]
        (saved / "demo" / "certificates" / "square.json").write_text(dumps(changed))
        assert troubles(saved)
    path.write_text(dumps(whole))
    assert not troubles(saved)


def test_memory_stays_bounded_under_attack():
    """The attack runs where no more than 2 GiB can be had."""
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30));"
        "from pathlib import Path;"
        "from otverify.audit.corruption import *;"
        "from otverify.library import find_papers;"
        f"s = corpus(Path({str(STORE)!r}), find_papers(('capacity',)), seconds=0.02);"
        "bad = [a for a in attack(s, 1500, seed=7) if a.outcome not in (REJECTED, HARMLESS)];"
        "assert not bad, bad"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]


def test_a_refutation_never_passes_for_a_proof():
    """The harness would notice: a certificate that establishes the opposite is an alarm."""
    one = made("square", PROVED["identity"])
    lie = Sample(
        name=one.name,
        statement=one.statement,
        certificate=one.certificate,
        conclusion=Conclusion.REFUTED,
    )
    assert attempt(lie, "as it is", lambda: lie.certificate).outcome == "WRONG"


def test_what_takes_too_long_is_an_alarm(monkeypatch):
    monkeypatch.setattr("otverify.audit.corruption.LIMIT", 0.05)

    def slow():
        return sum(k * k for k in itertools.count())

    assert attempt(made("sign", PROVED["sign"]), "slow", slow).outcome == "SLOW"
