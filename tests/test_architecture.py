"""What keeps the house in order: who writes, who may look across tenants, how large a file is."""

import ast
import re
from functools import cache
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).parent.parent / "continuity"
SOURCES = [p for p in ROOT.rglob("*.py") if "migrations" not in p.parts]
TEMPLATES = list((ROOT.parent / "templates").rglob("*.html"))
TESTS = list((ROOT.parent / "tests").rglob("*.py"))
STYLES = list((ROOT.parent / "static").rglob("*.css"))
WRITES = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "delete",
}
WRITERS = {
    "verbs.py",  # the chain itself
    "models.py",  # the managers of User and Organization
    "remember.py",  # how every row of ours is saved
    "pouring.py",  # how many are at once
    "bench.py",  # into a database that is thrown away
}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT.parent))


def may_write(path: Path) -> bool:
    return (
        path.name in WRITERS
        or path.name.startswith("bench_")
        or path.name == "actions.py"
        or "actions" in path.parts
    )


@cache
def nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text())))


def is_row_write(call: ast.Call) -> bool:
    """``.save()`` of a row; not ``cache.delete`` and not a file's."""
    if isinstance(call.func, ast.Name):
        return call.func.id in {"pour", "pour_named"}
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in WRITES:
        return False
    owner = call.func.value
    return not (isinstance(owner, ast.Name) and owner.id in {"cache", "storage", "default_storage"})


def test_only_actions_write():
    writes = [
        f"{name_of(path)}:{node.lineno}"
        for path in SOURCES
        if not may_write(path)
        for node in nodes(path)
        if isinstance(node, ast.Call) and is_row_write(node)
    ]
    assert not writes, "move these writes into actions"


def test_files_stay_small():
    lengths = {name_of(p): p.read_text().count("\n") for p in [*SOURCES, *TESTS, *STYLES]}
    assert {name: length for name, length in lengths.items() if length > 300} == {}


SWEEPERS = {"tasks.py", "finding"}  # sweeps, and what they look for
BACKDOORS = {"unscoped": {"orgs"}, "_default_manager": {"orgs"}, "_base_manager": {"orgs"}}


def looks_behind(path: Path) -> bool:
    app = path.relative_to(ROOT).parts[0]
    names = {node.attr for node in nodes(path) if isinstance(node, ast.Attribute)}
    if any(name in names and app not in allowed for name, allowed in BACKDOORS.items()):
        return True
    may = may_write(path) or SWEEPERS & set(path.parts) or "commands" in path.parts
    return "across_orgs" in names and not may


def test_there_is_no_back_door_to_other_tenants():
    assert [name_of(path) for path in SOURCES if looks_behind(path)] == []


INLINE = re.compile(
    r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=|hx-on|javascript:|\|\s*safe\b|hx-vals=.js:"
)


def test_templates_obey_the_policy():
    found = {name_of(path): INLINE.findall(path.read_text()) for path in TEMPLATES}
    assert {name: words for name, words in found.items() if words} == {}


def test_no_app_hoards_tables():
    counts: dict[str, list[str]] = {}
    for model in apps.get_models():
        if model.__module__.startswith("continuity."):
            counts.setdefault(model._meta.app_label, []).append(model.__name__)
    assert {app: names for app, names in counts.items() if len(names) > 6} == {}
