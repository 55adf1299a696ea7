"""One product and the names that it goes by."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ECOSYSTEMS = ("pypi", "npm", "maven", "go", "crates", "nuget", "gem", "composer", "hex")
LANGUAGES = ("python", "java", "csharp", "ruby", "php")

Region = str  # as its seller writes it: "eu-west-1"
_REGION = r"(?P<region>[a-z]{2,12}(?:-[a-z]{2,12})*-?\d?|x{2,63})"  # or one that is filled in
_LABELS = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?){0,4}"
LONGEST_MODEL = 100


@dataclass(frozen=True, slots=True, eq=False)
class Product:
    """``component``: the key of the catalogue's, or with name, provider and kind an own one.

    ``within``: it is one model of that other product. ``regional``: its regions are components of
    their own, ``component/region``. ``region_of``: it stands in the regions of that cloud.
    """

    component: str
    source: str
    name: str = ""
    provider: str = ""
    kind: str = ""
    runs_on: tuple[str, ...] = ()
    within: str = ""
    regional: bool = False
    region_of: str = ""
    prefixes: tuple[str, ...] = ()
    hosts: tuple[re.Pattern[str], ...] = ()
    env: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    models: re.Pattern[str] | None = None
    serves: tuple[str, ...] = ()
    packages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    imports: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def has_model(self, name: str) -> bool:
        return (
            self.models is not None
            and len(name) <= LONGEST_MODEL
            and self.models.fullmatch(name) is not None
        )


def product(raw: Mapping[str, Any]) -> Product:
    """One table of the file; a field of another name is a mistake of ours and raises."""
    told = dict(raw)
    lists: dict[str, Any] = {
        key: tuple(told.pop(key, ())) for key in ("runs_on", "prefixes", "env", "words", "serves")
    }
    hosts = tuple(_host(pattern) for pattern in told.pop("hosts", ()))
    models = told.pop("models", None)
    packages = _by_name(told.pop("packages", {}), ECOSYSTEMS)
    imports = _by_name(told.pop("imports", {}), LANGUAGES)
    pattern = re.compile("|".join(f"(?:{each})" for each in models)) if models else None
    return Product(**told, **lists, hosts=hosts, models=pattern, packages=packages, imports=imports)


def _by_name(raw: Mapping[str, Any], known: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    if strange := raw.keys() - set(known):
        raise ValueError(f"{sorted(strange)} is none of {known}")
    return {key: tuple(names) for key, names in raw.items()}


def _host(pattern: str) -> re.Pattern[str]:
    """``*.openai.azure.com``, ``bedrock-runtime.{region}.amazonaws.com``: the whole name."""
    written = re.escape(pattern).replace(r"\{region\}", _REGION).replace(r"\*", _LABELS)
    return re.compile(written)
