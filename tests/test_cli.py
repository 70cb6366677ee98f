"""The command line as a user meets it: exit codes, JSON, one readable error."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parent / "samples"
MINE = (SAMPLES / "mine.py").read_text(encoding="utf-8")
FIXED = (SAMPLES / "recorded.py").read_text(encoding="utf-8")


def otverify(*args, cwd=None):
    return subprocess.run(
        [sys.executable, "-m", "otverify", *map(str, args)],
        capture_output=True,
        text=True,
        cwd=cwd,
        timeout=120,
    )


@pytest.fixture
def mine(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(MINE)
    return path


def test_a_true_and_a_false_identity(mine):
    result = otverify("check", mine, "--jobs", 2)
    assert result.returncode == 1
    assert "right  PROVED" in result.stdout
    assert "wrong  REFUTED" in result.stdout
    assert "left =" in result.stdout
    assert "newly refuted" in result.stdout
    assert "1 proved" in result.stdout
    assert "0 undecided" in result.stdout


def test_a_recorded_erratum_is_not_news(mine):
    mine.write_text(FIXED)
    result = otverify("check", mine, "--jobs", 1)
    assert result.returncode == 0
    assert "corrected: PROVED" in result.stdout


def test_a_failed_correction_is_news(mine):
    mine.write_text(FIXED.replace("- 2 * x * y", "- 3 * x * y"))
    assert otverify("check", mine, "--jobs", 1).returncode == 1


def test_an_erratum_that_is_none_is_news(mine):
    mine.write_text(FIXED.replace("x**2 - y**2)", "x**2 - 2 * x * y + y**2)"))
    assert otverify("check", mine, "--jobs", 1).returncode == 1


def test_undecided_exits_with_two(mine):
    mine.write_text(MINE.replace("x**2 - y**2)", "yy)"))
    result = otverify("check", mine, "--jobs", 1)
    assert result.returncode == 2
    assert re.search(r"mine.py:\d+ in claim mine/wrong", result.stdout)
    assert "'yy' is not defined" in result.stdout
    assert "Traceback" not in result.stdout + result.stderr
    assert "right  PROVED" in result.stdout


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("from otverify import Papr", "cannot import name"),
        ("paper = (", "SyntaxError"),
        ("x = 1", "module-level Paper"),
        ("from otverify import Paper\npaper = Paper('Bad Slug', title='', authors='', year=1)", "lower-case"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line_and_exit_64(mine, text, message):
    mine.write_text(text)
    result = otverify("check", mine)
    assert result.returncode == 64
    assert message in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "args",
    [
        ("check", "nope"),
        ("check", "nope.py"),
        ("show", "coulomb/nope"),
        ("frobnicate",),
        ("check", "--jobs", "0"),
        ("recheck", "nope"),
        ("check", "coulomb", "--claim", "nope"),
    ],
)
def test_wrong_usage_exits_with_64(args):
    result = otverify(*args)
    assert result.returncode == 64
    assert "Traceback" not in result.stderr


def test_json_has_the_documented_schema(mine, tmp_path):
    mine.write_text(FIXED)
    target = tmp_path / "out.json"
    otverify("check", mine, "--jobs", 1, "--json", target)
    data = json.loads(target.read_text())
    assert data["schema"] == 1
    assert data["counts"]["PROVED"] == 1
    assert data["counts"]["REFUTED"] == 1
    assert data["counts"]["total"] == 2
    right, wrong = data["claims"]
    assert {"id", "paper", "at", "verdict", "evidence"} <= set(right)
    assert right["id"] == "mine/right"
    assert right["verdict"] == "PROVED"
    assert wrong["verdict"] == "REFUTED"
    assert wrong["witness"]
    assert wrong["corrected"]["verdict"] == "PROVED"
    assert wrong["corrected"]["statement"]


def test_save_and_recheck_a_paper_of_ones_own(mine, tmp_path):
    mine.write_text(FIXED)
    store = tmp_path / "store"
    assert otverify("check", mine, "--jobs", 1, "--save", store).returncode == 0
    result = otverify("recheck", store, mine)
    assert result.returncode == 0
    assert "verified by the kernel" in result.stdout
    path = store / "mine" / "certificates" / "right.json"
    path.write_text(path.read_text().replace("identity", "products"))
    result = otverify("recheck", store, mine)
    assert result.returncode == 1
    assert "mine/right" in result.stderr


def test_list_show_and_table(mine):
    result = otverify("list", mine)
    assert "2 checked" in result.stdout
    shown = otverify("show", "mine/right", mine).stdout
    assert "(x + y)^2 = x^2 + 2 x y + y^2" in shown
    data = json.loads(otverify("show", "mine/right", mine, "--json").stdout)
    assert data["at"] == "Lemma 1"
    assert r"(x + y)^{2}" in otverify("show", "mine/right", mine, "--latex").stdout
    table = otverify("table", mine, "--jobs", 1).stdout
    assert r"\begin{longtable}" in table
    assert "refuted" in table


def test_every_claim_of_the_library_is_listed():
    rows = json.loads(otverify("list", "--json").stdout)
    assert {row["id"].split("/")[0] for row in rows} >= {"coulomb", "sparse_rot", "capacity"}
    assert all(row["at"] for row in rows)


def test_new_writes_a_paper_that_checks(tmp_path):
    assert otverify("new", "draft", cwd=tmp_path).returncode == 0
    result = otverify("check", "draft.py", "--jobs", 1, cwd=tmp_path)
    assert result.returncode == 0, result.stdout
    assert "3 proved" in result.stdout
    assert otverify("new", "draft", cwd=tmp_path).returncode == 64


def test_a_run_that_dies_keeps_its_verdicts(mine, tmp_path):
    """A worker that is killed leaves the other claims' verdicts and the JSON file."""
    mine.write_text(
        MINE
        + """

@paper.claim("deadly", at="Lemma 3", printed="")
def deadly():
    import os
    os._exit(3)
    yield
"""
    )
    target = tmp_path / "out.json"
    result = otverify("check", mine, "--jobs", 2, "--json", target)
    assert result.returncode in (1, 2)
    data = json.loads(target.read_text())
    assert len(data["claims"]) == 3
    assert "the worker died" in str(data)
    assert Path(target).is_file()
