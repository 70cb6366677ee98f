"""The pictures can be drawn, without a display, and say what they show."""

from __future__ import annotations

import io

import pytest

from otverify.report.figures_regularized import FIGURES


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("regularized_sections_line", ["p=2", "p=4/3", "varepsilon=10^{-5}"]),
        ("regularized_rates_line", ["claimed 1/3", "claimed 6/7"]),
    ],
)
def test_pictures_are_drawn(name, words):
    figure = FIGURES[name]()
    texts: list[str] = []
    for axis in figure.axes:
        texts += [axis.get_title(), *axis.get_legend_handles_labels()[1]]
    assert all(any(word in text for text in texts) for word in words)
    saved = io.BytesIO()
    figure.savefig(saved, format="svg")
    assert saved.getvalue().startswith(b"<?xml")


def test_every_picture_says_what_it_is():
    assert all(draw.__doc__ for draw in FIGURES.values())
    assert all(name.startswith("regularized") for name in FIGURES)
