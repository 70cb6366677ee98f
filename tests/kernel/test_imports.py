"""The trusted base imports the standard library and python-flint only (NumPy in the transport checker)."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import otverify

ROOT = Path(otverify.__file__).parent
KERNEL = sorted((ROOT / "kernel").glob("*.py"))


def imported(path):
    """Top-level names of all modules that a file imports, wherever the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."


@pytest.mark.parametrize("path", KERNEL, ids=lambda p: p.name)
def test_the_kernel_imports_nothing_of_the_rest(path):
    allowed = {"flint", *sys.stdlib_module_names}
    if path.name.startswith("transport"):
        allowed.add("numpy")
    for name in imported(path):
        assert name.startswith("otverify.kernel") or name.split(".")[0] in allowed, (
            f"{path.name} imports {name}"
        )


@pytest.mark.parametrize("path", KERNEL, ids=lambda p: p.name)
def test_the_kernel_executes_nothing(path):
    calls = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not calls & {"eval", "exec", "compile", "__import__", "open"}


def test_loading_the_kernel_loads_no_search_code():
    code = (
        "import sys, otverify.kernel.verify;"
        "names = 'sympy scipy mpmath hypothesis ot ortools otverify.engines'.split();"
        "bad = [m for m in names if m in sys.modules];"
        "sys.exit(', '.join(bad) or 0)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


def test_importing_the_package_is_light():
    names = "sympy numpy flint hypothesis click"
    code = f"import sys, otverify; print([m for m in {names!r}.split() if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.stdout.strip() == "[]"


def test_no_verdict_by_simplify_tolerance_or_float():
    """A rule that greps: these words have no place where verdicts are made."""
    forbidden = ("simplify(", "nsimplify(", "allclose", "isclose", "sympify", "parse_expr", "pickle")
    for path in [*KERNEL, ROOT / "check.py", ROOT / "verdict.py", ROOT / "store.py"]:
        text = path.read_text(encoding="utf-8")
        assert not [word for word in forbidden if word in text], path.name
