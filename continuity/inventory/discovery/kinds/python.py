"""Python: pyproject.toml, requirements, Pipfile, setup files, lock files, imports."""

import ast
import re
import tomllib
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

from continuity.inventory.discovery.finding import line_of, tables
from continuity.inventory.discovery.hit import File, Hit, How
from continuity.inventory.discovery.names import Names
from continuity.inventory.discovery.text import PYTHON, lines, scan

NAMES = (
    "pyproject.toml",
    "requirements*.txt",
    "requirements*.in",
    "*-requirements.txt",
    "constraints*.txt",
    "pipfile",
    "pipfile.lock",
    "poetry.lock",
    "uv.lock",
    "pdm.lock",
    "pylock.toml",
    "setup.cfg",
    "setup.py",
    "environment.yml",
    "environment.yaml",
    "requirements/*.txt",
)
ENDINGS = (".py", ".pyi")
MANIFESTS = ("pyproject.toml", "requirements*.txt", "pipfile", "setup.py", "setup.cfg")
_REQUIREMENT = re.compile(r"\s*(?:-\s+)?[\"']?([A-Za-z0-9][A-Za-z0-9._-]{0,100})\s*(.?)")
_LOCKED = re.compile(r'^name = "([^"]{1,100})"', re.M)
_IMPORT = re.compile(r"^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import|import[ \t]+([\w.]+))", re.M)


def find(file: File, names: Names) -> Iterator[Hit]:
    name = file.name.lower()
    if name.endswith((".py", ".pyi")):
        yield from _code(file, names, name == "setup.py")
    elif name in ("poetry.lock", "uv.lock", "pdm.lock", "pylock.toml"):
        for found in _LOCKED.finditer(file.text):
            line = file.text.count("\n", 0, found.start()) + 1
            yield from names.package("pypi", found[1], line, How.LOCKED)
    elif name == "pipfile.lock":
        for section in ("default", "develop"):
            for package in tables(file.text, section):
                line = line_of(file.text, package)
                yield from names.package("pypi", package, line, How.LOCKED)
    elif name in ("pyproject.toml", "pipfile"):
        yield from _toml(file, names)
    else:
        yield from _requirements(lines(file.text), names)


def _requirements(rows: Iterable[tuple[int, str]], names: Names) -> Iterator[Hit]:
    """A requirement a line; ``name = value`` of an ini file is none."""
    for number, row in rows:
        found = _REQUIREMENT.match(row.partition("#")[0])
        if found and found[2] in ("", "=", "<", ">", "!", "~", "[", ";", "@", '"', "'", ","):
            yield from names.package("pypi", found[1], number)


def _toml(file: File, names: Names) -> Iterator[Hit]:
    try:
        raw = tomllib.loads(file.text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return
    for requirement in sorted(set(_wanted(raw))):
        found = _REQUIREMENT.match(requirement)
        if found:
            yield from names.package("pypi", found[1], line_of(file.text, found[1]))


def _wanted(raw: dict[str, Any]) -> Iterator[str]:
    """Requirements of every table that may hold some."""
    project, tool = _table(raw.get("project")), _table(raw.get("tool"))
    poetry = _table(tool.get("poetry"))
    lists = [project.get("dependencies"), _table(raw.get("build-system")).get("requires")]
    lists += _table(project.get("optional-dependencies")).values()
    lists += _table(raw.get("dependency-groups")).values()
    lists.append(_table(tool.get("uv")).get("dev-dependencies"))
    lists += _table(_table(tool.get("pdm")).get("dev-dependencies")).values()
    for each in lists:
        rows = each if isinstance(each, list) else []
        yield from (row for row in rows if isinstance(row, str))
    keyed = [poetry, *map(_table, _table(poetry.get("group")).values())]
    for table in keyed:
        yield from _table(table.get("dependencies"))
        yield from _table(table.get("dev-dependencies"))
    for section in ("packages", "dev-packages"):
        yield from _table(raw.get(section))


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _code(file: File, names: Names, setup: bool) -> Iterator[Hit]:
    scanned = scan(file.text, PYTHON)
    yield from names.in_code(scanned)
    if setup:
        for offset, literal in scanned.literals:
            if found := _REQUIREMENT.fullmatch(literal) or re.match(r"([\w.-]+)[<>=~!\[]", literal):
                yield from names.package("pypi", found[1], scanned.line(offset))
    for line, module in _imports(file.text, scanned.bare):
        top = module.partition(".")[0]
        for hit in names.imported("python", module, line):
            yield Hit(hit.product, hit.how, hit.line, hit.what, module=top)


def _imports(text: str, bare: str) -> Iterator[tuple[int, str]]:
    """From the syntax tree; of what is not Python of this version, line by line."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        for found in _IMPORT.finditer(bare):
            yield bare.count("\n", 0, found.start()) + 1, found[1] or found[2]
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
