"""Every example of docs/chains.md runs, and its tables name what exists."""

import doctest
import re
from importlib import import_module
from pathlib import Path

from otverify import claims_chains, strategies_chains
from otverify.kernel.transport_chains import CHECKERS
from otverify.report.figures_chains import FIGURES

PATH = Path(__file__).parents[2] / "docs" / "chains.md"
TEXT = PATH.read_text(encoding="utf-8")


def test_the_examples_run():
    results = doctest.testfile(str(PATH), module_relative=False, encoding="utf-8")
    assert results.failed == 0
    assert results.attempted > 20


def test_functions_are_where_the_tables_say():
    rows = re.findall(r"^\| (`.+?) \| `(\w+)` \|", TEXT, flags=re.MULTILINE)
    assert len(rows) > 12
    for names, module in rows:
        for name in re.findall(r"`(\w+)\(", names):
            assert hasattr(import_module(f"otverify.transport.{module}"), name), name


def test_obligations_certificates_strategies_and_pictures_are_listed():
    for name in claims_chains.__all__:
        assert f"`{name}(" in TEXT
    for kind in CHECKERS:
        assert f"`{kind}`" in TEXT
    listed = re.findall(r"`(\w+)`", TEXT.partition("## Hypothesis strategies")[2].partition("##")[0])
    assert all(callable(getattr(strategies_chains, name)) for name in listed)
    for name in FIGURES:
        assert f"pictures/chains_{name}.svg" in TEXT
        assert (PATH.parent / "pictures" / f"chains_{name}.svg").exists()
