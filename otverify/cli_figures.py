"""The command line's pictures: figures of papers, of regularised transport, of chains."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from otverify.cli_shared import OK, Progress
from otverify.errors import InvalidInput


@click.command()
@click.argument("names", nargs=-1, metavar="[PAPER|TOPIC]...")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("figures"),
    help="Folder for the SVG files. Default: figures.",
)
def figures(names: tuple[str, ...], out: Path) -> int:
    """Draw the figures of papers and topics, computed from certified data, as OUT/NAME/*.svg."""
    chosen = {name: _figures(name) for name in (names or available())}
    with Progress(sum(len(drawn) for drawn in chosen.values()), "drawing") as advance:
        for name, drawn in chosen.items():
            (out / name).mkdir(parents=True, exist_ok=True)
            for title, draw in drawn.items():
                path = out / name / f"{title}.svg"
                write_svg(draw(), path)
                advance(title)
                click.echo(f"wrote {path}")
    return OK


def available() -> list[str]:
    """The papers and topics that have figures."""
    from otverify.papers import SLUGS

    here = Path(__file__).parent
    topics = sorted(p.stem.removeprefix("figures_") for p in (here / "report").glob("figures_*.py"))
    return [slug for slug in SLUGS if (here / "papers" / slug / "figures.py").is_file()] + topics


def _figures(name: str) -> dict[str, Callable[[], Any]]:
    from otverify.papers import SLUGS

    if name not in available():
        raise InvalidInput("figures", expected=f"one of {', '.join(available())}", got=repr(name))
    module = f"otverify.papers.{name}.figures" if name in SLUGS else f"otverify.report.figures_{name}"
    try:
        found: dict[str, Callable[[], Any]] = importlib.import_module(module).FIGURES
    except ImportError as error:
        if error.name != "matplotlib":
            raise
        raise InvalidInput(
            "figures", expected="matplotlib", got="no such package", hint="pip install 'otverify[plot]'"
        ) from None
    return found


def write_svg(figure: Any, path: Path) -> None:
    """Write a figure so that the same picture gives the same bytes, and close it."""
    import matplotlib as mpl
    from matplotlib import pyplot as plt

    with mpl.rc_context({"svg.hashsalt": "otverify"}):
        figure.savefig(path, format="svg", metadata={"Date": None})
    plt.close(figure)
