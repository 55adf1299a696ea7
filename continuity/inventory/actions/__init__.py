"""Every write to the inventory."""

from .dependencies import add_dependency, edit_dependency, remove_dependency, restore_dependency
from .exchange import import_portfolio
from .following import follow_exercises
from .functions import add_function, edit_function, remove_function, restore_function
from .options import add_option, edit_option, move_option, remove_option, restore_option

__all__ = [
    "add_dependency",
    "add_function",
    "add_option",
    "edit_dependency",
    "edit_function",
    "edit_option",
    "follow_exercises",
    "import_portfolio",
    "move_option",
    "remove_dependency",
    "remove_function",
    "remove_option",
    "restore_dependency",
    "restore_function",
    "restore_option",
]
