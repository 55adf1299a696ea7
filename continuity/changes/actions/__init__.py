"""Every write to planned changes."""

from .applying import apply
from .changes import add_change, bring_back, edit_change, throw_away
from .evidence import finish, keep, remake
from .steps import add_step, edit_step, move_step, remove_step

__all__ = [
    "add_change",
    "add_step",
    "apply",
    "bring_back",
    "edit_change",
    "edit_step",
    "finish",
    "keep",
    "move_step",
    "remake",
    "remove_step",
    "throw_away",
]
