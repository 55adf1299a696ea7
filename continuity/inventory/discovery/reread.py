"""What ``discover --json`` wrote, read again: the same findings, weighed as they were."""

from typing import Any

from continuity.inventory.portable import Fault, PortableError
from continuity.inventory.portable.parsing import parse
from continuity.inventory.signatures import Known, Parts, Signatures

from .found import Finding, Found
from .hit import Hit, How
from .scanning import Place
from .tree import Told
from .words import FORMAT

MOST = 5000  # findings, places of one, sentences


def read_record(body: bytes, signatures: Signatures, known: Known) -> Found:
    """Raises `PortableError`, and nothing else."""
    raw = parse(body)
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise PortableError([Fault("$.format", f'must be "{FORMAT}".')])
    parts, findings = Parts(known), []
    for at, row in enumerate(_list(raw, "findings", "$")):
        finding = _finding(row, f"$.findings[{at}]", signatures, parts)
        findings.append(finding)
    left_out = [_text({"it": row}, "it", "$.left_out") for row in _list(raw, "left_out", "$")]
    return Found(
        findings=tuple(findings),
        frameworks=(),
        gateways=(),
        parts=parts,
        told=Told(stopped=" ".join(left_out)),
        files=_whole(raw, "files", "$"),
        size=_whole(raw, "bytes", "$"),
    )


def _finding(row: Any, path: str, signatures: Signatures, parts: Parts) -> Finding:
    if not isinstance(row, dict):
        raise PortableError([Fault(path, "must be an object.")])
    on: dict[str, None] = {}
    for n, key in enumerate(_list(row, "components", path)):
        product = signatures.products.get(key) if isinstance(key, str) else None
        if product is not None:
            on |= dict.fromkeys(parts.of(product))
        elif isinstance(key, str) and key in parts.known:
            on[key] = None
        else:
            raise PortableError(
                [Fault(f"{path}.components[{n}]", "is no component that is known here.")]
            )
    if not on:
        raise PortableError([Fault(f"{path}.components", "must name a component.")])
    places = tuple(
        _place(place, f"{path}.evidence[{n}]")
        for n, place in enumerate(_list(row, "evidence", path))
    )
    if not places:
        raise PortableError([Fault(f"{path}.evidence", "must name a place.")])
    return Finding(
        components=tuple(on),
        name=parts.name(next(iter(on))),
        proposed=row.get("proposed") is True,
        places=places,
        count=max(_whole(row, "count", path), len(places)),
    )


def _place(row: Any, path: str) -> Place:
    if not isinstance(row, dict):
        raise PortableError([Fault(path, "must be an object.")])
    how = _text(row, "how", path).upper()
    if how not in How.__members__:
        raise PortableError([Fault(f"{path}.how", "is no kind of evidence.")])
    hit = Hit("", How[how], _whole(row, "line", path), _text(row, "what", path))
    return Place(_text(row, "path", path), hit, row.get("weak") is True)


def _list(row: dict[str, Any], key: str, path: str) -> list[Any]:
    value = row.get(key)
    if not isinstance(value, list) or len(value) > MOST:
        raise PortableError([Fault(f"{path}.{key}", f"must be a list of at most {MOST}.")])
    return value


def _text(row: dict[str, Any], key: str, path: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= 1000:
        raise PortableError([Fault(f"{path}.{key}", "must be a line of text.")])
    return value


def _whole(row: dict[str, Any], key: str, path: str) -> int:
    value = row.get(key)
    if type(value) is not int or not 0 <= value < 2**53:
        raise PortableError([Fault(f"{path}.{key}", "must be a whole number.")])
    return value
