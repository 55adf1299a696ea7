"""A portfolio as a bill of materials, CycloneDX 1.6.

What any tool understands: models and services with their providers, functions with what they ask
of AI inside them, and the graph of what leans on what. What only we understand is in properties
called ``continuity:…``, one a field of the portable form, so that nothing is lost. The same
portfolio makes the same bytes: serial number and time are its own.
"""

import json
import uuid
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from continuity.inventory import portable

SPEC = "1.6"
MARK = "continuity:"
NAMESPACE = uuid.UUID("6a5f4c1e-2f0b-5d7b-9b39-1d5a3c7e8f20")  # of our serial numbers


def write(portfolio: portable.Portfolio) -> bytes:
    record = portable.write(portfolio)
    components = [_part(at, row) for at, row in enumerate(record.pop("components"))]
    functions = [_function(at, row) for at, row in enumerate(record.pop("functions"))]
    runbooks = [
        _row("file", "runbook", (row["id"],), row["title"], at, row)
        for at, row in enumerate(record.pop("runbooks"))
    ]
    models = [part for part in components if "type" in part]
    bom: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": SPEC,
        "serialNumber": "",
        "version": 1,
        "metadata": {
            "timestamp": f"{record['as_of']}T00:00:00Z",
            "tools": {"components": [{"type": "application", "name": "Continuity"}]},
            "component": {
                "type": "application",
                "bom-ref": "organization",
                "name": portfolio.organization.name,
                "properties": _properties(record),
            },
        },
        "components": [*models, *functions, *runbooks],
        "services": [part for part in components if "type" not in part],
        "dependencies": list(_graph(portfolio)),
    }
    body = json.dumps(bom, ensure_ascii=False, indent=1)
    bom["serialNumber"] = f"urn:uuid:{uuid.uuid5(NAMESPACE, body)}"
    return json.dumps(bom, ensure_ascii=False, indent=1).encode()


def _part(at: int, row: dict[str, Any]) -> dict[str, Any]:
    """A model is a component of the form; all else that a provider runs is a service."""
    seller = {"name": row.get("provider_name") or row["provider"]}
    if row["kind"] == "model":
        made = _row("machine-learning-model", "component", (row["id"],), row["name"], at, row)
        return {**made, "supplier": seller}
    made = _row("", "component", (row["id"],), row["name"], at, row)
    del made["type"]
    return {**made, "provider": seller}


def _function(at: int, row: dict[str, Any]) -> dict[str, Any]:
    asks = row.pop("dependencies")
    made = _row("application", "function", (row["id"],), row["name"], at, row)
    inner = [_dependency(n, row["id"], ask) for n, ask in enumerate(asks)]
    return {**made, "components": inner} if inner else made


def _dependency(at: int, function: str, row: dict[str, Any]) -> dict[str, Any]:
    options = row.pop("options")
    path = (function, row["id"])
    made = _row("application", "dependency", path, row["name"], at, row)
    inner = [
        _row("platform", "option", (*path, option["id"]), option["name"], n, option)
        for n, option in enumerate(options)
    ]
    return {**made, "components": inner} if inner else made


def _row(
    type_: str, noun: str, path: tuple[str, ...], name: str, at: int, row: dict[str, Any]
) -> dict[str, Any]:
    return {
        "type": type_,
        "bom-ref": ref(noun, *path),
        "name": name,
        "properties": _properties({"is": noun, "position": at, **row}),
    }


def _properties(fields: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {"name": f"{MARK}{key}", "value": json.dumps(value, ensure_ascii=False)}
        for key, value in fields.items()
    ]


def ref(noun: str, *path: str) -> str:
    return f"{noun}:{'/'.join(quote(part, safe='') for part in path)}"


def _graph(portfolio: portable.Portfolio) -> Iterator[dict[str, Any]]:
    """Who leans on whom: functions on functions and on what they ask, options on components."""
    yield _edges("organization", [ref("function", f.id) for f in portfolio.functions])
    for function in portfolio.functions:
        needs = [ref("function", needed) for needed in function.depends_on]
        asks = [ref("dependency", function.id, ask.id) for ask in function.dependencies]
        yield _edges(ref("function", function.id), [*needs, *asks])
        for ask in function.dependencies:
            options = [ref("option", function.id, ask.id, o.id) for o in ask.options]
            yield _edges(ref("dependency", function.id, ask.id), options)
            for option, at in zip(ask.options, options, strict=True):
                books = [ref("runbook", option.runbook)] if option.runbook else []
                yield _edges(at, [*(ref("component", on) for on in option.on), *books])
    for component in portfolio.components:
        lower = [ref("component", on) for on in component.runs_on]
        yield _edges(ref("component", component.id), lower)


def _edges(upper: str, lower: Iterable[str]) -> dict[str, Any]:
    return {"ref": upper, "dependsOn": list(dict.fromkeys(lower))}
