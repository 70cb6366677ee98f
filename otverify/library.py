"""Find papers: those of the package by their slug, a user's own by the path of a Python file."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path

from otverify.claims import Claim, Paper
from otverify.errors import InvalidInput
from otverify.papers import SLUGS


def find_papers(references: Iterable[str] = ()) -> list[Paper]:
    """The papers of the references, or all papers of the package if there are none."""
    return [paper for reference in (tuple(references) or SLUGS) for paper in load_papers(reference)]


def load_papers(reference: str) -> list[Paper]:
    """The paper of a slug, or every paper defined in a Python file."""
    if reference in SLUGS:
        paper: Paper = importlib.import_module(f"otverify.papers.{reference}").paper
        return [paper]
    if reference.endswith(".py"):
        return _from_file(Path(reference))
    slug, _, name = reference.partition("/")
    raise InvalidInput(
        "a paper",
        expected=f"one of {', '.join(SLUGS)}, or a file ending in .py",
        got=repr(reference),
        hint=f"One claim of it: {slug} --claim {name}." if name and slug in SLUGS else "",
    )


def _from_file(path: Path) -> list[Paper]:
    if not path.is_file():
        raise InvalidInput("a paper", expected="an existing Python file", got=str(path))
    # the name carries the whole path, so that two files of the same name do not shadow each other
    name = f"otverify_user_{hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:16]}"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, path)
        if spec is None or spec.loader is None:
            raise InvalidInput("a paper", expected="a Python file", got=str(path))
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        try:
            spec.loader.exec_module(module)
        except Exception as error:
            del sys.modules[name]
            raise _readable(path, error) from None
    papers = [value for value in vars(sys.modules[name]).values() if isinstance(value, Paper)]
    unique = list({id(paper): paper for paper in papers}.values())
    if not unique:
        raise InvalidInput(
            str(path),
            expected="a module-level Paper(...)",
            got="none",
            hint="Write paper = Paper('mine', ...).",
        )
    return unique


def _readable(path: Path, error: Exception) -> InvalidInput:
    if isinstance(error, SyntaxError):
        where = f"{path.name}:{error.lineno}"
        got = f"{type(error).__name__}: {error.msg}"
    else:
        frames = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).name == path.name]
        where = f"{path.name}:{frames[-1].lineno}" if frames else path.name
        got = f"{type(error).__name__}: {error}"
    if isinstance(error, InvalidInput):
        return InvalidInput(where, expected=error.expected, got=error.got, hint=error.hint)
    return InvalidInput(where, expected="a paper module that can be imported", got=got)


def find_claim(identifier: str, references: Iterable[str] = ()) -> tuple[Paper, Claim]:
    """The claim ``paper/name``, looked up in the given papers and in those of the package."""
    slug, _, name = identifier.partition("/")
    for paper in find_papers((*references, *SLUGS)):
        if paper.slug == slug and name in paper.claims:
            return paper, paper.claims[name]
    close = [
        claim.id
        for paper in find_papers((*references, *SLUGS))
        for claim in paper.claims.values()
        if name and name in claim.name
    ]
    hint = f"Did you mean {', '.join(close[:3])}?" if close else "See otverify list."
    raise InvalidInput(
        "a claim", expected="an id such as coulomb/h-matching", got=repr(identifier), hint=hint
    )
