"""The command line's attacks: on claims, on stored certificates, on somebody's solver."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from otverify.cli_shared import OK, REFUTED, UNDECIDED, Progress, references, restricted
from otverify.errors import InvalidInput

if TYPE_CHECKING:
    from otverify.audit.results import Report

FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("papers", nargs=-1, metavar="[PAPER|FILE.py]...")
@click.option("--json", "json_file", type=FILE, help="Write everything as JSON.")
@click.option("--save", type=FOLDER, help="Write JSON and LaTeX tables to DIR/PAPER/audit.")
@click.option(
    "--mutants",
    type=click.IntRange(min=0),
    help="Per statement; 0: all. Default: 8, fewer for a paper of many statements.",
)
@click.option("--seed", type=int, default=0, help="Chooses the mutants. Default 0.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes; default: the processors at hand.")
@click.option("--journal", type=FILE, help="Keep findings here, and go on from those that it has.")
@click.option("--claim", "only", multiple=True, metavar="NAME", help="Only these claims.")
@click.option("--all", "everything", is_flag=True, help="List every mutant, not only what survived.")
def audit(
    papers: tuple[str, ...],
    json_file: Path | None,
    save: Path | None,
    mutants: int | None,
    seed: int,
    jobs: int | None,
    journal: Path | None,
    only: tuple[str, ...],
    everything: bool,
) -> int:
    """Attack the claims of papers: change one thing in each statement and see whether that is refuted.

    Prints what was not killed first, then the kill matrix, the needed hypotheses, how sharp the bounds are,
    and where a second engine agrees. Exit code 0: every survivor is explained in survivors.toml. 1: one is
    not, an explanation is stale, or two engines diverge. 2: an obligation could not be attacked.
    """
    from otverify.audit.attacks import Plan
    from otverify.audit.results import read_register, register_path, report
    from otverify.audit.run import run, tasks
    from otverify.report.audit import audit_files, audit_lines

    if save is not None and only:
        raise InvalidInput(
            "--save", expected="whole papers", got="--claim", hint="Leave --claim out to save."
        )
    chosen = restricted(references(papers), only)
    registers = {reference: read_register(register_path(reference)) for reference, _ in chosen}
    explained = frozenset(key for register in registers.values() for key in register)
    work = list(tasks(chosen, Plan(per_statement=mutants, seed=seed, explained=explained)))
    started = time.monotonic()
    found: dict[str, list[Any]] = {paper.slug: [] for _, paper in chosen}
    reports: list[Report] = []
    try:
        with Progress(len(work), "attacking") as advance:
            for one in run(work, jobs=jobs, journal=journal):
                found[one.claim.partition("/")[0]].append(one)
                advance(one.claim)
    finally:
        # a run that dies keeps what it found
        for reference, paper in chosen:
            complete = not only and mutants == 0
            reports.append(report(paper, found[paper.slug], registers[reference], complete=complete))
        if json_file is not None:
            data = [r.to_json() for r in reports]
            json_file.write_text(
                _dumps(data[0] if len(data) == 1 else {"schema": 1, "papers": data}), "utf-8"
            )
    for result in reports:
        click.echo("\n".join(audit_lines(result, everything=everything)))
        if save is not None:
            home = save / result.paper / "audit"
            home.mkdir(parents=True, exist_ok=True)
            for name, text in audit_files(result).items():
                (home / name).write_text(text, encoding="utf-8")
    click.echo(f"\n{len(work)} obligations attacked, {time.monotonic() - started:.1f} s")
    if not all(r.clean for r in reports):
        return REFUTED
    return UNDECIDED if any(r.troubles for r in reports) else OK


def _dumps(data: Any) -> str:
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


@click.command("audit-certificates")
@click.argument("directory", default="proofs_checked", type=FOLDER)
@click.option("--count", type=click.IntRange(min=1), default=20_000, help="How many. Default 20000.")
@click.option("--seed", type=int, default=0)
def audit_certificates(directory: Path, count: int, seed: int) -> int:
    """Corrupt stored certificates and carry them over to false statements: the kernel has to reject them.

    Exit code 0: everything was rejected in time, or still establishes what it did. 1: something was not.
    """
    from collections import Counter

    from otverify.audit.corruption import HARMLESS, REJECTED, attack, carried_over, corpus, forgeries
    from otverify.library import find_papers
    from otverify.papers import SLUGS

    if not directory.is_dir():
        raise InvalidInput("audit-certificates", expected="a directory of certificates", got=str(directory))
    samples = corpus(directory, find_papers([slug for slug in SLUGS if (directory / slug).is_dir()]))
    if not samples:
        raise InvalidInput("audit-certificates", expected="stored certificates", got=str(directory))
    forged = forgeries(samples[::4])
    attempts = [carried_over(one) for one in forged]
    with Progress(count, "attacking") as advance:
        for one in attack([*samples, *forged], count, seed=seed):
            attempts.append(one)
            advance(one.kind)
    table = Counter((a.kind, a.outcome) for a in attempts)
    outcomes = sorted({a.outcome for a in attempts}, key=lambda o: (o != REJECTED, o != HARMLESS, o))
    width = max(len(kind) for kind, _ in table)
    click.echo(f"{'certificate':<{width}}  " + "  ".join(f"{o:>9}" for o in outcomes))
    for kind in sorted({kind for kind, _ in table}):
        click.echo(f"{kind:<{width}}  " + "  ".join(f"{table[kind, o]:>9}" for o in outcomes))
    bad = [a for a in attempts if a.outcome not in (REJECTED, HARMLESS)]
    for a in bad:
        click.echo(f"{a.outcome}  {a.name}: {a.how}: {a.detail}")
    slowest = max(a.seconds for a in attempts)
    click.echo(
        f"{len(attempts)} certificates, {len(forged)} of them forged; the slowest took {slowest:.2f} s"
    )
    return REFUTED if bad else OK


@click.command("audit-solver")
@click.argument("solver", metavar="MODULE:FUNCTION")
@click.option(
    "--option", "options", multiple=True, metavar="NAME=VALUE", help="Keyword for the solver (JSON)."
)
def audit_solver(solver: str, options: tuple[str, ...]) -> int:
    """Run a solver (a, b, M) -> plan on certified instances and say where it is wrong.

    The function is imported and called: audit code that you trust. Exit code 0: no fault. 1: faults.
    """
    from otverify.transport.audit_solver import audit as run_audit

    result = run_audit(_imported(solver), keywords=dict(_keyword(option) for option in options))
    click.echo(result.render())
    return OK if result.passed else REFUTED


def _imported(name: str) -> Any:
    import importlib

    module, _, function = name.partition(":")
    if "" not in sys.path:
        sys.path.insert(0, "")
    try:
        return getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError, ValueError) as error:
        raise InvalidInput(
            "a solver", expected="MODULE:FUNCTION, such as ot:emd", got=f"{name!r} ({error})"
        ) from None


def _keyword(option: str) -> tuple[str, Any]:
    name, sign, value = option.partition("=")
    try:
        if not sign:
            raise ValueError
        return name, json.loads(value)
    except ValueError:
        raise InvalidInput(
            "--option", expected="NAME=VALUE with a JSON value, such as numItermax=100000", got=repr(option)
        ) from None
