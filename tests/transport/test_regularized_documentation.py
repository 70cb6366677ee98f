"""Every example in docs/regularized.md runs, and every picture it shows is there."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

from otverify.report.figures_regularized import FIGURES

DOCUMENT = Path(__file__).parents[2] / "docs" / "regularized.md"


def test_the_documentation_runs():
    results = doctest.testfile(str(DOCUMENT), module_relative=False, encoding="utf-8")
    assert results.failed == 0
    assert results.attempted > 30


def test_its_pictures_are_those_that_the_command_draws():
    shown = re.findall(r"\]\(pictures/(\w+)\.svg\)", DOCUMENT.read_text(encoding="utf-8"))
    assert shown == list(FIGURES)
    assert all((DOCUMENT.parent / "pictures" / f"{name}.svg").is_file() for name in shown)
