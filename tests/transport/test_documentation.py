"""Every example in the documentation and in the docstrings runs."""

from __future__ import annotations

import doctest
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import otverify.transport

MODULES = [f"otverify.transport.{found.name}" for found in iter_modules(otverify.transport.__path__)]


def test_the_documentation_runs():
    path = Path(__file__).parents[2] / "docs" / "transport.md"
    results = doctest.testfile(str(path), module_relative=False, encoding="utf-8")
    assert results.failed == 0
    assert results.attempted > 15


@pytest.mark.parametrize("name", MODULES)
def test_docstrings_run(name):
    assert doctest.testmod(import_module(name)).failed == 0


@pytest.mark.parametrize("name", dir(otverify.transport))
def test_names_are_found_where_they_are_said_to_be(name):
    assert getattr(otverify.transport, name).__module__.startswith("otverify.transport.")


def test_unknown_names_are_not():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        otverify.transport.nothing  # noqa: B018


def test_the_kernel_does_not_import_the_search():
    """The checkers stand alone: no solver, no SciPy, nothing of otverify but the kernel."""
    code = (
        "import sys, otverify.kernel.transport; foreign = ('scipy', 'ot', 'ortools', 'hypothesis', 'sympy'); "
        "print([m for m in sys.modules if m.split('.')[0] in foreign or m.startswith('otverify.transport')])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_stating_a_problem_loads_no_solver():
    code = (
        "import sys; from otverify.transport import problem, solve; solve(problem([1], [1], cost=[[1]])); "
        "print([m for m in ('ot', 'ortools', 'scipy', 'hypothesis') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
