"""The pages of runbooks."""

from .pages import (
    add,
    detail,
    edit,
    from_template,
    index,
    print_sheet,
    publish,
    remove,
    restore,
    version,
)
from .steps import add_step, edit_step, move_step, remove_step, restore_step
from .use import add_exercise, decide

__all__ = [
    "add",
    "add_exercise",
    "add_step",
    "decide",
    "detail",
    "edit",
    "edit_step",
    "from_template",
    "index",
    "move_step",
    "print_sheet",
    "publish",
    "remove",
    "remove_step",
    "restore",
    "restore_step",
    "version",
]
