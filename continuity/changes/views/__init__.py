"""The pages of planned changes."""

from .changes import add, apply, bring_back, detail, edit, index, throw_away
from .evidence import evidence, keep, pdf, record, remake
from .replay import replay
from .steps import add_step, edit_step, move_step, pick, remove_step

__all__ = [
    "add",
    "add_step",
    "apply",
    "bring_back",
    "detail",
    "edit",
    "edit_step",
    "evidence",
    "index",
    "keep",
    "move_step",
    "pdf",
    "pick",
    "record",
    "remake",
    "remove_step",
    "replay",
    "throw_away",
]
