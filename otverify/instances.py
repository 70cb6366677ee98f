"""Instances as JSON: what Hypothesis drew, kept in files that outlive its example database.

Only plain data and the classes registered here can be written and read back; nothing is executed.
"""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from otverify.errors import InvalidInput
from otverify.kernel.terms import Term, from_json, parse_rational, to_json

Json = Any
MAX_ITEMS = 200_000
_REGISTERED: dict[str, type] = {}
#: the classes of this package that occur in instances, and where they are; loaded when needed
_OWN = {
    "Measure": "transport.measures",
    "RadicalSum": "transport.radicals",
    "Table": "transport.tables",
    "RadicalTable": "transport.tables",
    "TransportProblem": "transport.problems",
    "TransportPlan": "transport.outcomes",
    "Potentials": "transport.outcomes",
    "Optimal": "transport.outcomes",
    "PiecewiseLinear": "transport.semidiscrete",
    "SemiDiscreteProblem": "transport.semidiscrete",
    "SemiDiscreteOptimum": "transport.semidiscrete",
    "DensityProblem": "transport.capacity",
    "Body": "transport.curves",
    "Place": "transport.curves",
    "PairSet": "transport.chains",
    "Chain": "transport.chains",
    "Lake": "transport.chains_lake",
}


def register(kind: type) -> type:
    """Allow a frozen dataclass in instances; decorates the class."""
    _REGISTERED[kind.__name__] = kind
    return kind


def encode(value: Any) -> Json:
    """The JSON form of an instance."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if type(value) is int:
        return {"int": str(value)}
    if isinstance(value, Fraction):
        return {"rational": str(value)}
    if isinstance(value, Term):
        return {"term": to_json(value)}
    if isinstance(value, (list, tuple)):
        return {"tuple" if isinstance(value, tuple) else "list": [encode(item) for item in value]}
    if isinstance(value, (frozenset, set)):
        return {"set": sorted((encode(item) for item in value), key=str)}
    if isinstance(value, Mapping):
        return {"map": [[encode(k), encode(v)] for k, v in value.items()]}
    name = type(value).__name__
    if name == "ndarray" and value.dtype.kind in "biO":
        kind = "booleans" if value.dtype.kind == "b" else "integers"
        return {kind: value.tolist()}
    if dataclasses.is_dataclass(value) and _class(name) is type(value):
        fields = {f.name: encode(getattr(value, f.name)) for f in dataclasses.fields(value) if f.init}
        return {"object": name, "fields": fields}
    raise InvalidInput("an instance", expected="plain exact data or a registered class", got=name)


def decode(data: Json) -> Any:
    """The instance of a JSON form; anything unknown is refused."""
    if data is None or isinstance(data, (bool, str)):
        return data
    if not isinstance(data, dict):
        raise InvalidInput("an instance file", expected="a tagged value", got=type(data).__name__)
    if set(data) == {"object", "fields"}:
        kind = _class(str(data["object"]))
        if kind is None or not isinstance(data["fields"], dict):
            raise InvalidInput(
                "an instance file", expected="a registered class", got=str(data["object"])[:60]
            )
        return kind(**{str(k): decode(v) for k, v in data["fields"].items()})
    if len(data) != 1:
        raise InvalidInput("an instance file", expected="one tag", got=sorted(map(str, data)))
    ((tag, body),) = data.items()
    if tag == "int":
        return int(parse_rational(body))
    if tag == "rational":
        return parse_rational(body)
    if tag == "term":
        return from_json(body)
    if not isinstance(body, list) or len(body) > MAX_ITEMS:
        raise InvalidInput("an instance file", expected="a list of moderate length", got=tag)
    if tag in ("integers", "booleans"):
        return _array(body, int if tag == "integers" else bool)
    if tag == "list":
        return [decode(item) for item in body]
    if tag == "tuple":
        return tuple(decode(item) for item in body)
    if tag == "set":
        return frozenset(decode(item) for item in body)
    if tag == "map":
        return {decode(k): decode(v) for k, v in body}
    raise InvalidInput("an instance file", expected="a known tag", got=str(tag)[:60])


def _class(name: str) -> type | None:
    """The class of that name, if it may occur in instances."""
    if name in _OWN:
        found: type = getattr(importlib.import_module(f"otverify.{_OWN[name]}"), name)
        return found
    return _REGISTERED.get(name)


def _array(body: list[Any], entry: type) -> Any:
    """A vector or matrix of plain integers, or of booleans."""
    import numpy as np

    from otverify.transport.tables import exact_array

    rows = body if body and isinstance(body[0], list) else [body]
    if any(not isinstance(row, list) or len(row) != len(rows[0]) for row in rows) or any(
        type(value) is not entry for row in rows for value in row
    ):
        raise InvalidInput("an instance file", expected=f"an array of {entry.__name__}", got="another list")
    return np.array(body, dtype=bool) if entry is bool else exact_array(body)
