"""Figures: every paper and topic has some, and a figure is written as the same bytes each time."""

import pytest

from otverify.cli_figures import _figures, available, write_svg
from otverify.papers import SLUGS
from tests.test_cli import otverify


def test_every_paper_has_figures():
    assert set(SLUGS) <= set(available())
    assert {"chains", "regularized"} <= set(available())


@pytest.mark.parametrize("name", available())
def test_figures_have_names_that_are_files(name):
    found = _figures(name)
    assert found
    assert all(title.replace("-", "").replace("_", "").isalnum() for title in found)


def test_a_figure_gives_the_same_bytes_twice(tmp_path):
    name, draw = next(iter(_figures("coulomb").items()))
    for k in (1, 2):
        write_svg(draw(), tmp_path / f"{name}-{k}.svg")
    first, second = (path.read_bytes() for path in sorted(tmp_path.iterdir()))
    assert first == second
    assert b"<svg" in first


def test_an_unknown_name_is_one_readable_error(tmp_path):
    done = otverify("figures", "nobody", "--out", tmp_path)
    assert done.returncode == 64
    assert "expected one of coulomb" in done.stderr
