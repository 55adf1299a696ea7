"""What keeps the house in order: who writes, who may look across tenants, how large a file is."""

import ast
import re
from pathlib import Path

import pytest
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


def calls(path: Path) -> list[ast.Call]:
    return [n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Call)]


def is_row_write(call: ast.Call) -> bool:
    """``.save()`` of a row; not ``cache.delete`` and not a file's."""
    if isinstance(call.func, ast.Name):
        return call.func.id == "pour"
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in WRITES:
        return False
    owner = call.func.value
    return not (isinstance(owner, ast.Name) and owner.id in {"cache", "storage", "default_storage"})


@pytest.mark.parametrize("path", [p for p in SOURCES if not may_write(p)], ids=name_of)
def test_only_actions_write(path):
    lines = [c.lineno for c in calls(path) if is_row_write(c)]
    assert not lines, f"{name_of(path)}: move the write on line {lines} into actions"


@pytest.mark.parametrize("path", [*SOURCES, *TESTS, *STYLES], ids=name_of)
def test_files_stay_small(path):
    assert len(path.read_text().splitlines()) <= 300


SWEEPERS = {"tasks.py", "finding"}  # sweeps, and what they look for
BACKDOORS = {"unscoped": {"orgs"}, "_default_manager": {"orgs"}, "_base_manager": {"orgs"}}


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_there_is_no_back_door_to_other_tenants(path):
    app = path.relative_to(ROOT).parts[0]
    names = {n.attr for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Attribute)}
    assert not {name for name, allowed in BACKDOORS.items() if name in names and app not in allowed}
    if "across_orgs" in names:
        assert may_write(path) or SWEEPERS & set(path.parts) or "commands" in path.parts


INLINE = re.compile(
    r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=|hx-on|javascript:|\|\s*safe\b|hx-vals=.js:"
)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_obey_the_policy(path):
    assert not INLINE.findall(path.read_text())


def test_no_app_hoards_tables():
    counts: dict[str, list[str]] = {}
    for model in apps.get_models():
        if model.__module__.startswith("continuity."):
            counts.setdefault(model._meta.app_label, []).append(model.__name__)
    assert {app: names for app, names in counts.items() if len(names) > 6} == {}
