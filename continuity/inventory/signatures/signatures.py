"""Which product a name belongs to."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from .product import ECOSYSTEMS, Product, Region, product

FILE = Path(__file__).with_name("products.toml")


class Signatures:
    """Every product, looked up by any of its names. Names of packages are in `normal` form."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.as_of: date = raw["as_of"]
        self.marks = tuple(mark.encode() for mark in raw["marks"])
        self.products = {p.component: p for p in map(product, raw["product"])}
        self.by_prefix = _index((p, p.prefixes) for p in self.products.values())
        self.by_env = _index((p, p.env) for p in self.products.values())
        self.by_word = _index((p, p.words) for p in self.products.values())
        self._packages = {
            ecosystem: _index(
                (p, (normal(ecosystem, name) for name in p.packages.get(ecosystem, ())))
                for p in self.products.values()
            )
            for ecosystem in ECOSYSTEMS
        }
        self._frameworks = {
            ecosystem: frozenset(normal(ecosystem, name) for name in names)
            for ecosystem, names in raw["frameworks"].items()
        }
        self._imports: dict[str, dict[str, Product]] = {}
        self._models: dict[str, list[Product]] = defaultdict(list)
        for each in self.products.values():
            self._models[each.within].append(each)

    def of_host(self, host: str) -> tuple[Product, Region] | None:
        """Whose the host is, and the region in its name or ""."""
        host = host.lower().rstrip(".")
        for each in self.products.values():
            for pattern in each.hosts:
                if found := pattern.fullmatch(host):
                    return each, found.groupdict().get("region") or ""
        return None

    def of_model(self, name: str) -> Product | None:
        """Who makes a model of this name, as narrowly as is known."""
        name = name.lower()
        for each in self._models[""]:
            narrower = self.narrow(each, name)
            if narrower is not each or each.has_model(name):
                return narrower
        return None

    def of_gateway(self, name: str) -> Product | None:
        """``openai/gpt-4o``: of whose models this is one, as a gateway writes it."""
        prefix, slash, model = name.lower().partition("/")
        product = self.by_prefix.get(prefix) if slash else None
        if product is None:
            return None
        narrower = self.narrow(product, model)
        known = narrower is not product or product.has_model(model) or self.of_model(model)
        return narrower if known else None

    def narrow(self, of: Product, model: str) -> Product:
        """The component that is this very model of the product, else the product."""
        model = model.lower()
        return next((p for p in self._models[of.component] if p.has_model(model)), of)

    def of_package(self, ecosystem: str, name: str) -> Product | None:
        known, name = self._packages[ecosystem], normal(ecosystem, name)
        return known.get(name) or next(
            (known[wider] for wider in _wider(ecosystem, name) if wider in known), None
        )

    def is_framework(self, ecosystem: str, name: str) -> bool:
        known, name = self._frameworks.get(ecosystem, frozenset()), normal(ecosystem, name)
        return name in known or any(wider in known for wider in _wider(ecosystem, name))

    def imports(self, language: str) -> dict[str, Product]:
        if language not in self._imports:
            self._imports[language] = self._imports_of(language)
        return self._imports[language]

    def _imports_of(self, language: str) -> dict[str, Product]:
        return _index((p, p.imports.get(language, ())) for p in self.products.values())


def normal(ecosystem: str, name: str) -> str:
    """A package's name as its registry compares it."""
    if ecosystem == "pypi":
        return re.sub(r"[-_.]+", "-", name).lower()
    return name.lower() if ecosystem in ("nuget", "composer", "gem") else name


def _wider(ecosystem: str, name: str) -> list[str]:
    """Names that stand for this one too: a Maven group, the module that a Go package is in."""
    if ecosystem == "maven":
        return [f"{name.partition(':')[0]}:*"]
    if ecosystem == "go":
        parts = name.split("/")[:12]
        return ["/".join(parts[:n]) for n in range(len(parts) - 1, 1, -1)]
    return []


def _index(named: Iterable[tuple[Product, Iterable[str]]]) -> dict[str, Product]:
    """By name; a name that two products claim is a mistake of ours."""
    found: dict[str, Product] = {}
    for each, names in named:
        for name in names:
            if found.setdefault(name, each) is not each:
                raise ValueError(f"{name}: both {found[name].component} and {each.component}")
    return found


@cache
def signatures() -> Signatures:
    return Signatures(tomllib.loads(FILE.read_text()))
