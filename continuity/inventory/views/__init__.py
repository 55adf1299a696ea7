"""The pages of the inventory."""

from .adding import add_many, add_option_to_many
from .bulk import bulk, undo
from .dependencies import (
    add_dependency,
    edit_dependency,
    remove_dependency,
    restore_dependency,
)
from .duplicates import duplicates
from .exchange import export_file, template_file
from .functions import add, edit, function, functions, remove, restore
from .imports import (
    import_cancel,
    import_columns,
    import_confirm,
    import_faults,
    import_file,
    import_into,
    import_one,
    import_undo,
)
from .index import add_row, edit_row, index
from .options import (
    add_option,
    edit_option,
    move_option,
    order_options,
    remove_option,
    restore_option,
)
from .removed import removed
from .templates import templates

__all__ = [
    "add",
    "add_dependency",
    "add_many",
    "add_option",
    "add_option_to_many",
    "add_row",
    "bulk",
    "duplicates",
    "edit",
    "edit_dependency",
    "edit_option",
    "edit_row",
    "export_file",
    "function",
    "functions",
    "import_cancel",
    "import_columns",
    "import_confirm",
    "import_faults",
    "import_file",
    "import_into",
    "import_one",
    "import_undo",
    "index",
    "move_option",
    "order_options",
    "remove",
    "remove_dependency",
    "remove_option",
    "removed",
    "restore",
    "restore_dependency",
    "restore_option",
    "template_file",
    "templates",
    "undo",
]
