"""A bill of materials that we wrote, read back without loss."""

import json
from collections.abc import Iterator
from typing import Any

from continuity.inventory.portable import Fault, PortableError, Portfolio, read

from .write import MARK

_INNER = {"function": ("dependencies", "dependency"), "dependency": ("options", "option")}


def is_ours(bom: dict[str, Any]) -> bool:
    return bool(_organization(bom).get("format"))


def _organization(bom: dict[str, Any]) -> dict[str, Any]:
    metadata = bom.get("metadata")
    whole = metadata.get("component") if isinstance(metadata, dict) else None
    return _fields(whole, "$.metadata.component") if isinstance(whole, dict) else {}


def portfolio(bom: dict[str, Any]) -> Portfolio:
    """Raises `PortableError` with every fault, as the portable form's reader names them."""
    record = _organization(bom)
    record |= {"components": [], "functions": [], "runbooks": []}
    lists = {"component": "components", "function": "functions", "runbook": "runbooks"}
    found: dict[str, list[tuple[Any, dict[str, Any]]]] = {key: [] for key in lists.values()}
    for path, part in (*_parts(bom, "components", "$"), *_parts(bom, "services", "$")):
        fields = _fields(part, path)
        noun = fields.pop("is", None)
        if isinstance(noun, str) and noun in lists:
            position = fields.pop("position", 0)
            found[lists[noun]].append((position, _whole(noun, fields, part, path)))
    record |= {key: _in_order(rows) for key, rows in found.items()}
    return read(record, unfinished=True)


def _whole(noun: str, fields: dict[str, Any], part: dict[str, Any], path: str) -> dict[str, Any]:
    """With the rows that are inside it."""
    if noun not in _INNER:
        return fields
    key, inner = _INNER[noun]
    rows = []
    for place, each in _parts(part, "components", path):
        below = _fields(each, place)
        if below.pop("is", None) == inner:
            position = below.pop("position", 0)
            rows.append((position, _whole(inner, below, each, place)))
    return {**fields, key: _in_order(rows)}


def _in_order(rows: list[tuple[Any, dict[str, Any]]]) -> list[dict[str, Any]]:
    ordered = sorted(rows, key=lambda row: row[0] if type(row[0]) is int else 0)
    return [row for _, row in ordered]


def _parts(holder: dict[str, Any], key: str, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    rows = holder.get(key)
    for at, row in enumerate(rows if isinstance(rows, list) else []):
        if isinstance(row, dict):
            yield f"{path}.{key}[{at}]", row


def _fields(part: dict[str, Any], path: str) -> dict[str, Any]:
    """Our own properties of it, as the values that they are."""
    found: dict[str, Any] = {}
    for place, row in _parts(part, "properties", path):
        name, value = row.get("name"), row.get("value")
        if isinstance(name, str) and name.startswith(MARK) and isinstance(value, str):
            try:
                found.setdefault(name.removeprefix(MARK), json.loads(value))
            except (ValueError, RecursionError):
                raise PortableError([Fault(f"{place}.value", "must be JSON.")]) from None
    return found
