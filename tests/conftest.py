"""Shared by all tests: global precision is restored, and leaking it is an error."""

import flint
import pytest

pytest_plugins = ["pytester"]


@pytest.fixture(autouse=True)
def _precision_is_not_leaked():
    before = flint.ctx.prec
    yield
    leaked, flint.ctx.prec = flint.ctx.prec, before
    assert leaked == before, "a test or the code under test changed flint's global precision"
