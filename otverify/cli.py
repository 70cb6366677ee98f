"""The command line: check, list, show, table, recheck, new, figures; the attacks are in ``cli_audit``."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from otverify.cli_audit import audit, audit_certificates, audit_solver
from otverify.cli_figures import figures
from otverify.cli_shared import OK, REFUTED, USAGE, Progress, ordered, references, restricted
from otverify.errors import InvalidInput, OtverifyError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otverify.claims import Claim
    from otverify.verdict import Outcome

DEFAULT_DIRECTORY = "proofs_checked"


class _Group(click.Group):
    """Wrong usage and bad input end with one line and exit code 64."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            result = super().main(*args, **{**kwargs, "standalone_mode": False})
        except click.exceptions.Exit as stop:
            sys.exit(stop.exit_code)
        except click.ClickException as error:
            error.show()
            sys.exit(USAGE)
        except click.Abort:
            click.echo("interrupted", err=True)
            sys.exit(130)
        except OtverifyError as error:
            click.echo(f"error: {error}", err=True)
            sys.exit(USAGE)
        sys.exit(result if isinstance(result, int) else OK)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="otverify")
def main() -> None:
    """Check the claims of optimal-transport papers, with certificates anybody can re-check."""


# ---------------------------------------------------------------------------------------------------
# check


@main.command()
@click.argument("papers", nargs=-1, metavar="[PAPER|FILE.py]...")
@click.option(
    "--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Write the outcomes as JSON."
)
@click.option(
    "--save", type=click.Path(file_okay=False, path_type=Path), help="Write certificates and tables here."
)
@click.option("--jobs", type=click.IntRange(min=1), help="Processes; default: the processors at hand.")
@click.option("--deep", is_flag=True, help="Heavy instance families, longer searches.")
@click.option("--claim", "only", multiple=True, metavar="NAME", help="Only these claims.")
@click.option("--quiet", is_flag=True, help="Only what is refuted or open, and the summary.")
def check(
    papers: tuple[str, ...],
    json_file: Path | None,
    save: Path | None,
    jobs: int | None,
    deep: bool,
    only: tuple[str, ...],
    quiet: bool,
) -> int:
    """Check papers: a verdict per claim, and a summary that counts everything.

    Exit code 0: all as recorded (a refuted claim that carries its corrected form is recorded). 1: a claim
    is newly refuted, or a corrected form fails. 2: something is undecided. 64: wrong usage.
    """
    from otverify.check import DEEP, DEFAULT
    from otverify.executors import run
    from otverify.report.outcomes import exit_code, lines, report_json, summary_lines

    chosen = restricted(references(papers), only)
    total = sum(len(paper.claims) for _, paper in chosen)
    started = time.monotonic()
    outcomes: dict[str, Outcome] = {}
    try:
        with Progress(total) as advance:
            for outcome in run(chosen, settings=DEEP if deep else DEFAULT, jobs=jobs):
                outcomes[outcome.claim] = outcome
                advance(outcome.claim)
    finally:
        # a run that dies keeps the verdicts it had
        done = ordered(chosen, outcomes)
        if json_file is not None:
            json_file.write_text(
                json.dumps(report_json(done), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
            )
    for _, paper in chosen:
        for line in lines(paper, outcomes, quiet=quiet):
            click.echo("".join(click.style(text, fg=colour or None) for text, colour in line))
    if save is not None:
        if only:
            raise InvalidInput(
                "--save", expected="whole papers", got="--claim", hint="Leave --claim out to save."
            )
        from otverify.store import save as write

        for _, paper in chosen:
            write(save, paper, [outcomes[claim.id] for claim in paper.claims.values()])
    for text in summary_lines(done, time.monotonic() - started):
        click.echo(text)
    return exit_code(done)


# ---------------------------------------------------------------------------------------------------
# list, show


@main.command("list")
@click.argument("papers", nargs=-1, metavar="[PAPER|FILE.py]...")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_claims(papers: tuple[str, ...], as_json: bool) -> int:
    """List the claims of papers: id, place, and whether they have obligations."""
    from otverify.library import find_papers

    found = find_papers(papers)
    if as_json:
        rows = [
            {"id": c.id, "at": c.at, "state": _state(c), "title": c.title, "depends": list(c.depends)}
            for p in found
            for c in p.claims.values()
        ]
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return OK
    for paper in found:
        states = Counter(_state(claim) for claim in paper.claims.values())
        click.echo(f"{paper.reference}  [{paper.slug}]")
        click.echo("  " + ", ".join(f"{n} {state}" for state, n in sorted(states.items())))
        width = max((len(name) for name in paper.claims), default=0)
        for claim in paper.claims.values():
            click.echo(f"  {claim.name:<{width}}  {_state(claim):<14}  {claim.at}")
    return OK


def _state(claim: Claim) -> str:
    if claim.not_computable:
        return "not computable"
    if claim.build is None:
        return "not attempted"
    return "erratum" if claim.correction else "deep" if claim.deep else "checked"


@main.command()
@click.argument("claim_id", metavar="PAPER/CLAIM")
@click.argument("papers", nargs=-1, metavar="[FILE.py]...")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--latex", "as_latex", is_flag=True, help="Formulas as LaTeX.")
def show(claim_id: str, papers: tuple[str, ...], as_json: bool, as_latex: bool) -> int:
    """Show a claim: the printed statement, and every statement that is checked for it."""
    from otverify.check import load
    from otverify.library import find_claim
    from otverify.report.latex import domain_latex, statement_latex
    from otverify.report.plain import domain_text, statement_text

    paper, claim = find_claim(claim_id, papers)
    formula, region = (statement_latex, domain_latex) if as_latex else (statement_text, domain_text)
    forms: list[dict[str, Any]] = []
    for form in claim.forms():
        statements = [
            {"label": label, "statement": formula(statement), "domain": region(statement)}
            for obligation in load(claim, form)
            if hasattr(obligation, "statements")
            for label, statement in obligation.statements()
        ]
        forms.append(
            {"form": form.name, "printed": form.printed, "note": form.note, "statements": statements}
        )
    data = {
        "id": claim.id,
        "paper": paper.reference,
        "at": claim.at,
        "title": claim.title,
        "printed": claim.printed,
        "hypotheses": list(claim.hypotheses),
        "depends": list(claim.depends),
        "not_computable": claim.not_computable,
        "forms": forms,
    }
    if as_json:
        click.echo(json.dumps(data, indent=1, ensure_ascii=False))
        return OK
    click.echo("\n".join(_shown(data)))
    return OK


def _shown(data: dict[str, Any]) -> Iterator[str]:
    yield f"{data['id']}  ({data['at']})"
    yield data["paper"]
    if data["title"]:
        yield f"\n{data['title']}"
    yield f"\nprinted: {data['printed']}"
    for key in ("hypotheses", "depends"):
        if data[key]:
            yield f"{key}: {'; '.join(data[key])}"
    if data["not_computable"]:
        yield f"not computable: {data['not_computable']}"
    for form in data["forms"]:
        yield f"\n{form['form']}:" + (
            f" {form['printed']}" if form["form"] != "printed" and form["printed"] else ""
        )
        if form["note"]:
            yield f"  ({form['note']})"
        for row in form["statements"]:
            yield f"  {row['label'] + ': ' if row['label'] else ''}{row['statement']}"
            if row["domain"]:
                yield f"      for {row['domain']}"


# ---------------------------------------------------------------------------------------------------
# table, recheck, new


@main.command()
@click.argument("papers", nargs=-1, metavar="[PAPER|FILE.py]...")
@click.option("--errata", is_flag=True, help="The errata table instead.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file.")
@click.option("--jobs", type=click.IntRange(min=1))
def table(papers: tuple[str, ...], errata: bool, out: Path | None, jobs: int | None) -> int:
    """Check papers and print their LaTeX table (needs booktabs, longtable, array, amsmath, amssymb)."""
    from otverify.executors import run
    from otverify.report.tables import errata_table, verified_table

    chosen = references(papers)
    with Progress(sum(len(paper.claims) for _, paper in chosen)) as advance:
        outcomes = {}
        for outcome in run(chosen, jobs=jobs):
            outcomes[outcome.claim] = outcome
            advance(outcome.claim)
    make = errata_table if errata else verified_table
    text = "\n".join(make(paper, [outcomes[c.id] for c in paper.claims.values()]) for _, paper in chosen)
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
    return OK


@main.command()
@click.argument("directory", default=DEFAULT_DIRECTORY, type=click.Path(file_okay=False, path_type=Path))
@click.argument("papers", nargs=-1, metavar="[PAPER|FILE.py]...")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--rewrite", is_flag=True, help="Write tables and summaries anew from the certificates.")
def recheck(directory: Path, papers: tuple[str, ...], as_json: bool, rewrite: bool) -> int:
    """Verify stored certificates with the kernel alone; stops at the first that fails, naming it.

    Statements are rebuilt from the claims and nothing is searched for. Without PAPER, every paper that has a
    folder in the directory is re-checked.
    """
    from otverify.library import find_papers
    from otverify.papers import SLUGS
    from otverify.store import recheck as verify_all

    if not directory.is_dir():
        raise InvalidInput(
            "recheck",
            expected="a directory of certificates",
            got=str(directory),
            hint="otverify check --save DIR writes one.",
        )
    present = [slug for slug in SLUGS if (directory / slug).is_dir()]
    chosen = find_papers(papers) if papers else [p for slug in present for p in find_papers((slug,))]
    if not chosen:
        raise InvalidInput("recheck", expected="a folder of a known paper", got=str(directory))
    claims = statements = 0
    started = time.monotonic()
    trouble = ""
    with Progress(sum(len(paper.claims) for paper in chosen)) as advance:
        for result in verify_all(directory, chosen, rewrite=rewrite):
            advance(result.name)
            claims += 1
            statements += result.statements
            if result.trouble:
                trouble = f"{result.name}: {result.trouble}"
                break
    if as_json:
        click.echo(
            json.dumps(
                {"schema": 1, "ok": not trouble, "trouble": trouble, "statements": statements}, indent=1
            )
        )
    elif trouble:
        click.echo(f"rejected: {trouble}", err=True)
    else:
        seconds = time.monotonic() - started
        click.echo(f"{claims} entries, {statements} statements verified by the kernel, {seconds:.1f} s")
    return REFUTED if trouble else OK


@main.command()
@click.argument("slug")
def new(slug: str) -> int:
    """Write SLUG.py, a paper module to start from."""
    from otverify.claims import Paper
    from otverify.report.starter import STARTER

    Paper(slug, title="", authors="", year=0)
    path = Path(f"{slug}.py")
    if path.exists():
        raise InvalidInput("new", expected="a name that is free", got=f"{path}, which exists")
    path.write_text(STARTER.replace("SLUG", slug), encoding="utf-8")
    click.echo(f"wrote {path}; now: otverify check {path}")
    return OK


main.add_command(audit)
main.add_command(audit_certificates)
main.add_command(audit_solver)
main.add_command(figures)
