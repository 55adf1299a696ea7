"""Every write to the inventory."""

from .adding import add_functions, add_option_to_many
from .bulk import edit_functions, remove_functions
from .dependencies import add_dependency, edit_dependency, remove_dependency, restore_dependency
from .exchange import import_portfolio
from .following import follow_exercises
from .functions import add_function, edit_function, remove_function, restore_function
from .imports import cancel, confirm, say_columns, take_in_file, undo_import, upload
from .merging import merge_functions
from .options import add_option, edit_option, move_option, remove_option, restore_option
from .readings import claim, forget_old, work
from .templates import take_in_template
from .undoing import undo_batch

__all__ = [
    "add_dependency",
    "add_function",
    "add_functions",
    "add_option",
    "add_option_to_many",
    "cancel",
    "claim",
    "confirm",
    "edit_dependency",
    "edit_function",
    "edit_functions",
    "edit_option",
    "follow_exercises",
    "forget_old",
    "import_portfolio",
    "merge_functions",
    "move_option",
    "remove_dependency",
    "remove_function",
    "remove_functions",
    "remove_option",
    "restore_dependency",
    "restore_function",
    "restore_option",
    "say_columns",
    "take_in_file",
    "take_in_template",
    "undo_batch",
    "undo_import",
    "upload",
    "work",
]
