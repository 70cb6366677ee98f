"""Certificates under attack: stored ones with something changed, as JSON trees and as bytes, and forgeries.

Every changed certificate has to be rejected, or it has to establish what the untouched one established: a
change in a part that does not matter is no error. A *forgery* carries the certificate of a true statement
over to a mutant that is known to be false; that has to be rejected whatever is changed.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from otverify.audit.mutants import sample as some_mutants
from otverify.check import Settings, decide_statement, load
from otverify.claims import ForAll, Paper
from otverify.engines.alarm import alarm
from otverify.engines.budget import TimedOut
from otverify.kernel.errors import Rejected
from otverify.kernel.statements import Statement, digest
from otverify.kernel.verify import Conclusion, verify
from otverify.store import parse_json, read_json
from otverify.verdict import Status

Json = Any
Change = Callable[[Json, Json, random.Random], Json]
#: seconds of the processor within which everything has to be rejected
LIMIT = 2.0
REJECTED, HARMLESS, WRONG, SLOW, CRASHED = "rejected", "harmless", "WRONG", "SLOW", "CRASHED"
NUMBERS: tuple[Json, ...] = (
    0,
    1,
    -1,
    2,
    7,
    10**9,
    -(10**40),
    10**4000,
    0.5,
    float("nan"),
    float("inf"),
    True,
)
STRINGS: tuple[Json, ...] = (
    *("", "0", "-1", "2", "1/2", "1/0", "1e400", "nan", "9" * 5000, "1/" + "7" * 900, "999999999"),
    *("==", "<=", ">=", "<", ">", "!=", "real", "integer", "num", "add", "mul", "pow", "sqrt", "integral"),
    *("identity", "sign", "cases", "products", "__import__('os')", "\u0000", "x" * 100_000),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A statement, a certificate that the kernel accepts for it, and what that establishes."""

    name: str
    statement: Statement
    certificate: Json
    conclusion: Conclusion

    @property
    def kind(self) -> str:
        """The kind of the certificate; of facts, with what they are about."""
        kind = str(self.certificate["kind"])
        return f"fact: {self.certificate['evidence']['kind']}" if kind == "fact" else kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One corrupted certificate and how it ended."""

    name: str
    kind: str
    how: str
    outcome: str
    seconds: float
    detail: str = ""


def corpus(directory: Path, papers: Iterable[Paper], *, seconds: float = 0.2) -> list[Sample]:
    """The stored certificates of papers that are verified within so many seconds, with their statements."""
    found: list[Sample] = []
    for paper in papers:
        for claim in paper.claims.values():
            path = directory / paper.slug / "certificates" / f"{claim.name}.json"
            if claim.deep or not path.is_file():
                continue
            records = {record["form"]: record for record in read_json(path)["forms"]}
            for form in claim.forms():
                entries = iter(records[form.name]["obligations"])
                for obligation in load(claim, form):
                    if isinstance(obligation, ForAll):
                        next(entries)
                        continue
                    for _, statement in obligation.statements():
                        name = f"{claim.id} ({form.name})"
                        found += _timely(name, statement, next(entries)["certificate"], seconds)
    return found


def _timely(name: str, statement: Statement, certificate: Json, seconds: float) -> Iterator[Sample]:
    if certificate is None:
        return
    started = time.thread_time()
    conclusion = verify(statement, certificate).conclusion
    if time.thread_time() - started <= seconds:
        yield Sample(name=name, statement=statement, certificate=certificate, conclusion=conclusion)


def forgeries(samples: Sequence[Sample], *, per_sample: int = 2, seed: int = 0) -> list[Sample]:
    """The certificates of true statements, made out to mutants that are refuted."""
    made = []
    for one in samples:
        if one.conclusion is Conclusion.REFUTED:
            continue
        for mutant in some_mutants(one.statement, per_sample, seed):
            evidence = decide_statement(mutant.statement, Settings(seconds=1.0))
            if evidence.status is Status.REFUTED:
                certificate = {**one.certificate, "statement": digest(mutant.statement.to_json())}
                made.append(
                    Sample(
                        name=f"{one.name}: {mutant.change}",
                        statement=mutant.statement,
                        certificate=certificate,
                        conclusion=Conclusion.REFUTED,
                    )
                )
    return made


def attack(samples: Sequence[Sample], count: int, *, seed: int = 0) -> Iterator[Attempt]:
    """So many corrupted certificates, spread evenly over the kinds of certificates."""
    rng = random.Random(seed)  # noqa: S311 - reproducible, not secret
    by_kind: dict[str, list[Sample]] = {}
    for one in samples:
        by_kind.setdefault(one.kind, []).append(one)
    kinds = sorted(by_kind)
    for k in range(count):
        one = rng.choice(by_kind[kinds[k % len(kinds)]])
        other = rng.choice(samples)
        if k % 3 == 2:
            text = garbled(_bytes(one.certificate), rng)
            yield attempt(one, "bytes", partial(parse_json, text, "a certificate"))
        else:
            how, data = corrupted(one.certificate, other.certificate, rng)
            yield attempt(one, how, partial(_same, data))


def carried_over(one: Sample) -> Attempt:
    """A forgery as it is."""
    return attempt(one, "carried over", partial(_same, one.certificate))


def attempt(one: Sample, how: str, read: Callable[[], Json]) -> Attempt:
    """Verify what ``read`` gives against the statement; only the outcomes that are allowed are no alarm."""
    outcome, detail = REJECTED, ""
    started = time.thread_time()
    try:
        with alarm(2 * LIMIT):
            conclusion = verify(one.statement, read()).conclusion
        same = (conclusion is Conclusion.REFUTED) == (one.conclusion is Conclusion.REFUTED)
        outcome = HARMLESS if same else WRONG
    except Rejected as error:
        detail = str(error)[:200]
    except TimedOut:
        outcome = SLOW
    except Exception as error:  # whatever gets through is what we look for
        outcome, detail = CRASHED, f"{type(error).__name__}: {error}"[:200]
    seconds = time.thread_time() - started
    if seconds > LIMIT and outcome in (REJECTED, HARMLESS):
        outcome = SLOW
    return Attempt(name=one.name, kind=one.kind, how=how, outcome=outcome, seconds=seconds, detail=detail)


# ---------------------------------------------------------------------------------------------------
# changes


def corrupted(data: Json, other: Json, rng: random.Random) -> tuple[str, Json]:
    """(what was done, the tree with one or two changes); parts may come from another certificate."""
    words = []
    for _ in range(rng.choice((1, 1, 1, 2))):
        place = rng.choice(_places(data))
        how, change = rng.choice(CHANGES)
        data = _replaced(data, place, change, other, rng)
        words.append(how)
    return ", ".join(words), data


def _same(data: Json) -> Json:
    return data


def _scalar(node: Json, other: Json, rng: random.Random) -> Json:
    if isinstance(node, str):
        return rng.choice(STRINGS)
    if isinstance(node, (int, float)):
        return rng.choice(NUMBERS)
    return rng.choice((None, [], {}, 0, "", node))


def _shorter(node: Json, other: Json, rng: random.Random) -> Json:
    if isinstance(node, list) and node:
        k = rng.randrange(len(node))
        return node[:k] + node[k + 1 :]
    if isinstance(node, dict) and node:
        gone = rng.choice(sorted(node))
        return {key: value for key, value in node.items() if key != gone}
    return _scalar(node, other, rng)


def _longer(node: Json, other: Json, rng: random.Random) -> Json:
    if isinstance(node, list):
        extra = rng.choice(node) if node and rng.random() < 0.7 else other
        k = rng.randrange(len(node) + 1)
        return [*node[:k], extra, *node[k:]]
    if isinstance(node, dict):
        return {**node, rng.choice(("proof", "lemmas", "x", "kind")): rng.choice((None, [], 1, other))}
    return [node]


def _shuffled(node: Json, other: Json, rng: random.Random) -> Json:
    if isinstance(node, list) and len(node) > 1:
        return rng.sample(node, len(node))
    if isinstance(node, dict) and len(node) > 1:
        keys = list(node)
        return dict(zip(keys, rng.sample(list(node.values()), len(keys)), strict=True))
    return _scalar(node, other, rng)


def _grafted(node: Json, other: Json, rng: random.Random) -> Json:
    place = rng.choice(_places(other))
    for step in place:
        other = other[step]
    return other


def _nudged(node: Json, other: Json, rng: random.Random) -> Json:
    """A number that is nearly right."""
    if isinstance(node, bool) or node is None:
        return not node
    if isinstance(node, int):
        return node + rng.choice((-1, 1))
    if isinstance(node, str):
        top, sign, bottom = node.partition("/")
        if top.lstrip("-").isdigit() and len(top) < 1000:
            return f"{int(top) + rng.choice((-1, 1))}{sign}{bottom}"
    return _scalar(node, other, rng)


def _deep(node: Json, other: Json, rng: random.Random) -> Json:
    for _ in range(rng.choice((3, 200, 450))):
        node = [node]
    return node


def _huge(node: Json, other: Json, rng: random.Random) -> Json:
    if isinstance(node, list) and node:
        return node * rng.choice((3, 1000))
    return [node] * 10_000


CHANGES: tuple[tuple[str, Change], ...] = (
    ("another value", _scalar),
    ("nearly right", _nudged),
    ("nearly right", _nudged),
    ("a part less", _shorter),
    ("a part more", _longer),
    ("parts shuffled", _shuffled),
    ("a part of another certificate", _grafted),
    ("nested deeply", _deep),
    ("huge", _huge),
)


def garbled(text: bytes, rng: random.Random) -> bytes:
    """The bytes with a piece flipped, cut, doubled, moved, or replaced by noise."""
    start = rng.randrange(len(text))
    end = min(len(text), start + rng.choice((1, 1, 2, 8, 64)))
    piece = text[start:end]
    elsewhere = rng.randrange(len(text))
    return rng.choice(
        (
            text[:start] + bytes([text[start] ^ (1 << rng.randrange(8))]) + text[start + 1 :],
            text[:start] + text[end:],
            text[:start],
            text[:end] + piece + text[end:],
            text[:start] + rng.randbytes(len(piece)) + text[end:],
            text[:start] + text[elsewhere : elsewhere + len(piece)] + text[end:],
            text[:start] + str(rng.randrange(10)).encode() + text[start + 1 :],
            text[:start] + b"\xef\xbb\xbf\x00" + text[start:],
        )
    )


def _bytes(data: Json) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


def _places(data: Json) -> list[tuple[Any, ...]]:
    """The paths of all nodes of a tree, at most some thousands of them."""
    found: list[tuple[Any, ...]] = [()]
    stack: list[tuple[tuple[Any, ...], Json]] = [((), data)]
    while stack and len(found) < 5000:
        place, node = stack.pop()
        items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        for step, child in items:
            found.append((*place, step))
            stack.append(((*place, step), child))
    return found


def _replaced(data: Json, place: tuple[Any, ...], change: Change, other: Json, rng: random.Random) -> Json:
    if not place:
        return change(data, other, rng)
    step, *rest = place
    moved = _replaced(data[step], tuple(rest), change, other, rng)
    if isinstance(data, dict):
        return {**data, step: moved}
    return [*data[:step], moved, *data[step + 1 :]]
