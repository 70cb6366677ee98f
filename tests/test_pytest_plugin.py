"""The plugin: one test per claim, undecided fails, xdist works, the table and the summary are complete."""

from pathlib import Path

import pytest

SAMPLES = Path(__file__).parent / "samples"
MINE = (SAMPLES / "mine.py").read_text(encoding="utf-8")
FIXED = (SAMPLES / "recorded.py").read_text(encoding="utf-8")


@pytest.fixture
def run(pytester):
    def start(text, *args):
        pytester.makepyfile(mine=text)
        return pytester.runpytest_subprocess("--otverify", "mine.py", "-p", "no:cacheprovider", *args)

    return start


def test_one_test_per_claim(run):
    result = run(MINE, "-v")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*mine::right*PASSED*", "*mine::wrong*FAILED*", "*newly refuted*"])
    result.stdout.fnmatch_lines(["*otverify*", "*1 proved*", "*1 refuted*", "*2 claims, 0 vacuous*"])


def test_recorded_errata_pass(run):
    run(FIXED).assert_outcomes(passed=2)


def test_undecided_fails(run):
    result = run(MINE.replace("x**2 - y**2)", "yy)"))
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*UNDECIDED*yy*", "*1 undecided*"])


def test_claims_without_obligations_are_skipped_with_the_reason(run):
    result = run(
        MINE.split('@paper.claim("wrong"')[0] + 'paper.not_attempted("later", at="Section 9", printed="")\n',
        "-rs",
    )
    result.assert_outcomes(passed=1, skipped=1)
    result.stdout.fnmatch_lines(["*1 not attempted*", "*no obligations yet*"])


def test_the_table_and_xdist(run, pytester):
    result = run(FIXED, "-n", "2", "--otverify-table", "out.tex")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["*1 proved*", "*1 refuted*", "*table written to out.tex*"])
    distributed = (pytester.path / "out.tex").read_text()
    run(FIXED, "--otverify-table", "single.tex").assert_outcomes(passed=2)
    assert distributed == (pytester.path / "single.tex").read_text()
    assert "longtable" in distributed


def test_a_wrong_reference_is_a_usage_error(pytester):
    result = pytester.runpytest_subprocess("--otverify", "nope", "-p", "no:cacheprovider")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*expected one of*"])


def test_without_the_option_nothing_changes(pytester):
    pytester.makepyfile(test_plain="def test_one():\n    assert True\n")
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=1)
    assert "claims" not in result.stdout.str()


def test_claims_join_named_files(pytester):
    pytester.makepyfile(test_plain="def test_one():\n    assert True\n", mine=FIXED)
    result = pytester.runpytest_subprocess("test_plain.py", "--otverify", "mine.py", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=3)
