"""Anybody's bill of materials: the models, the services called and the AI packages in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote, urlsplit

from continuity.core.graph import without_circles
from continuity.inventory.portable import Component, Dependency, Function, Option
from continuity.inventory.portable.fields import NAME_LENGTH
from continuity.inventory.proposal import Evidence
from continuity.inventory.signatures import Known, Parts, Product, Signatures

MOST_PARTS = 100_000
MOST_DEEP = 20
MOST_DEPENDENCIES = 500
PURL = {
    "pypi": "pypi",
    "npm": "npm",
    "maven": "maven",
    "golang": "go",
    "cargo": "crates",
    "nuget": "nuget",
    "gem": "gem",
    "composer": "composer",
    "hex": "hex",
}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Draft:
    """``components``: only those that are not known yet, with what they run on."""

    components: tuple[Component, ...]
    function: Function
    notes: tuple[str, ...]
    evidence: tuple[Evidence, ...]


def name_of(bom: dict[str, Any]) -> str:
    """What it is the bill of."""
    metadata = bom.get("metadata")
    whole = metadata.get("component") if isinstance(metadata, dict) else None
    return _text(whole, "name") if isinstance(whole, dict) else ""


def draft(bom: dict[str, Any], known: Known, signatures: Signatures, into: Function) -> Draft:
    """``into``: the function that leans on what is in it; what that leans on already stays."""
    work = _Work(known, signatures)
    for path, part in _all_parts(bom):
        work.take(path, part)
    below = work.edges(bom)
    own = tuple(
        replace(c, runs_on=tuple(dict.fromkeys([*c.runs_on, *below.get(c.id, ())])))
        for c in work.parts.own()
    )
    under = {lower for rows in below.values() for lower in rows}
    tops = [key for key in work.found if key not in under]
    return Draft(
        components=own,
        function=_with(into, tops, work),
        notes=tuple(work.notes),
        evidence=tuple(row for rows in work.found.values() for row in rows),
    )


def _with(into: Function, tops: list[str], work: "_Work") -> Function:
    held = {ask.id for ask in into.dependencies}
    leans_on = {on for ask in into.dependencies for option in ask.options for on in option.on}
    fresh = [key for key in tops if key not in held and key not in leans_on]
    if len(fresh) > MOST_DEPENDENCIES:
        work.notes.append(f"Only the first {MOST_DEPENDENCIES} of {len(fresh)} were taken in.")
    asks = []
    for key in fresh[:MOST_DEPENDENCIES]:
        name = work.parts.name(key)
        places = [f"- {row.place}" for row in work.found[key][:10]]
        told = "\n".join(["Found in a bill of materials:", "", *places])
        option = Option(key, name, (key,), 1.0, 0)
        asks.append(Dependency(key, name, True, (option,), description=told))
    return replace(into, dependencies=(*into.dependencies, *asks))


class _Work:
    def __init__(self, known: Known, signatures: Signatures) -> None:
        self.signatures, self.parts = signatures, Parts(known)
        self.found: dict[str, list[Evidence]] = {}
        self.by_ref: dict[str, str] = {}
        self.notes: list[str] = []
        self._by_name = {c.name.lower(): c.id for c in known.values()}

    def take(self, path: str, part: dict[str, Any]) -> None:
        """The component that it is, if it is one of AI or of somebody else's."""
        service = path.rpartition(".")[2].startswith("services[")
        key = self._service(part) if service else self._component(part)
        if key is None:
            return
        ref = _text(part, "bom-ref", 500)
        if ref:
            self.by_ref[ref] = key
        place = f"bom-ref {ref}" if ref else path
        rows = self.found.setdefault(key, [])
        rows.append(Evidence(self.parts.name(key), place, _text(part, "name")))

    def _service(self, part: dict[str, Any]) -> str | None:
        for address in _list(part, "endpoints"):
            host = _host(address)
            if whose := self.signatures.of_host(host):
                return self._use(whose[0], whose[1])
        name = _text(part, "name")
        if known := self._by_name.get(name.lower()):
            return known
        seller = _seller(part)
        if not name or not seller:
            return None  # one's own, or nobody's that could fail by itself
        return self.parts.make(Component(_key("service", seller, name), name, "service", seller))

    def _component(self, part: dict[str, Any]) -> str | None:
        if part.get("type") != "machine-learning-model":
            product = self._package(_text(part, "purl", 1000))
            return self._use(product) if product else None
        name = _text(part, "name")
        if not name:
            return None
        if known := self._by_name.get(name.lower()):
            return known
        product = self.signatures.of_model(name) or self.signatures.of_gateway(name)
        if product is not None:
            return self._use(product)
        seller = _seller(part) or "unknown"
        return self.parts.make(Component(_key("model", seller, name), name, "model", seller))

    def _use(self, product: Product, region: str = "") -> str:
        return self.parts.of(product, region)[0]

    def _package(self, purl: str) -> Product | None:
        found = re.match(r"pkg:/*([A-Za-z.+-]+)/([^@?#]+)", purl)
        ecosystem = PURL.get(found[1].lower()) if found else None
        if found is None or ecosystem is None:
            return None
        name = unquote(found[2]).strip("/")
        if ecosystem == "maven":
            name = name.replace("/", ":", 1)
        return self.signatures.of_package(ecosystem, name)

    def edges(self, bom: dict[str, Any]) -> dict[str, list[str]]:
        """What the own ones among them lean on; circles are cut, and told."""
        own = {c.id for c in self.parts.own()}
        pairs: dict[tuple[str, str], None] = {}
        for row in _list(bom, "dependencies"):
            upper = self.by_ref.get(_text(row, "ref", 500)) if isinstance(row, dict) else None
            if upper not in own or upper is None:
                continue
            for each in _list(row, "dependsOn"):
                lower = self.by_ref.get(each) if isinstance(each, str) else None
                if lower is not None and lower != upper:
                    pairs[upper, lower] = None
        kept = without_circles(pairs)
        if sum(map(len, kept.values())) < len(pairs):
            self.notes.append("What leans on what goes in a circle; the last step of it was left.")
        return dict(kept)


def _all_parts(bom: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Components and services, those inside others too, without recursion."""
    stack: list[tuple[str, dict[str, Any], int]] = [("$", bom, 0)]
    seen = 0
    while stack:
        path, holder, depth = stack.pop()
        below = []
        for key in ("components", "services"):
            for at, part in enumerate(_list(holder, key)):
                seen += 1
                if isinstance(part, dict) and seen <= MOST_PARTS and depth < MOST_DEEP:
                    below.append((f"{path}.{key}[{at}]", part, depth + 1))
        if path != "$":
            yield path, holder
        stack += reversed(below)


def _list(holder: Any, key: str) -> list[Any]:
    value = holder.get(key) if isinstance(holder, dict) else None
    return value if isinstance(value, list) else []


def _text(holder: dict[str, Any], key: str, longest: int = NAME_LENGTH) -> str:
    value = holder.get(key)
    return _CONTROL.sub(" ", value).strip()[:longest].strip() if isinstance(value, str) else ""


def _seller(part: dict[str, Any]) -> str:
    for key in ("provider", "supplier", "manufacturer"):
        if isinstance(part.get(key), dict) and (name := _text(part[key], "name")):
            return name
    return _text(part, "publisher") or _text(part, "group")


def _host(address: Any) -> str:
    if not isinstance(address, str):
        return ""
    try:
        return urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""


def _key(noun: str, seller: str, name: str) -> str:
    return f"{noun}/{seller[:50]}/{name[:60]}"
