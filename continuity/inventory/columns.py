"""The columns of a file as a person corrects them: what may be chosen, and what was."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .tables.mapping import guess
from .tables.vocabulary import TREES

TREE_WORDS: dict[str, str | Promise] = {
    "functions": _("functions, AI dependencies, options"),
    "components": _("components and their evidence"),
    "runbooks": _("runbooks and their steps"),
    "organisation": _("the organisation"),
}
LEVEL_WORDS: dict[str, str | Promise] = {
    "function": _("Function"),
    "dependency": _("AI dependency"),
    "option": _("Option"),
    "component": _("Component"),
    "evidence": _("Evidence"),
    "runbook": _("Runbook"),
    "step": _("Step"),
    "organisation": _("Organisation"),
}


def offered(columns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each sheet with what it and its columns may be."""
    return [
        {
            **sheet,
            "trees": TREE_WORDS.items(),
            "groups": _groups(sheet["tree"]),
            "columns": [column for column in sheet["columns"] if column["header"]],
        }
        for sheet in columns
    ]


def _groups(tree: str) -> list[tuple[str | Promise, list[tuple[str, str]]]]:
    if tree not in TREES:
        return []
    return [
        (LEVEL_WORDS[level.noun], [(field.key, field.header) for field in level.every])
        for level in TREES[tree].levels
    ]


def chosen(columns: list[dict[str, Any]], sent: Mapping[str, str]) -> dict[str, Any]:
    """``{sheet: {"tree": …, "columns": {header: field}}}`` of a form that was sent.

    Where a sheet was said to be something else, its columns are guessed anew.
    """
    mapping = {}
    for number, sheet in enumerate(columns):
        tree = sent.get(f"tree-{number}", sheet["tree"])
        tree = tree if tree in TREES else ""
        headers = [column["header"] for column in sheet["columns"]]
        if tree != sheet["tree"]:
            found = guess(sheet["sheet"], headers, tree=tree)
            told = {column.header: column.field for column in found.columns}
        else:
            known = {field.key for field in TREES[tree].every} if tree else set()
            asked = {h: sent.get(f"c-{number}-{at}", "") for at, h in enumerate(headers)}
            told = {header: field for header, field in asked.items() if field in known}
        mapping[sheet["sheet"]] = {"tree": tree, "columns": told}
    return mapping
