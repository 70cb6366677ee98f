"""What the tests of forged certificates share."""

from __future__ import annotations

from typing import Any

#: the largest integer that the kernel keeps in int64
NEAR = (1 << 62) - 1


def plan(entries: list[tuple[int, int, Any]]) -> dict[str, list[Any]]:
    """A plan as certificates hold it."""
    rows, columns, masses = zip(*entries, strict=True)
    return {"rows": list(rows), "columns": list(columns), "masses": list(masses)}
