"""Ways into the inventory: one file a format, found by its file name. A module here has

``LABEL``     what people call the format
``ABOUT``     a sentence: what of such a file is taken in
``EXAMPLE``   a few lines of such a file, or nothing
``ENDINGS``   of file names, for the file chooser: ``(".json",)``
``INTO``      it has one: what is found belongs to one function, which ``mapping["function"]`` names
``MOST_BYTES``  a larger file is refused before it is read
``accepts(name, head) -> bool``   told by the name and the first `HEAD` bytes; sure, or no
``read(source) -> Proposal``   raises `portable.PortableError` where it cannot be read at all

Names with a leading underscore are helpers, and no formats.
"""

from types import ModuleType

from continuity.core.plugins import discover

HEAD = 4096


def importers() -> dict[str, ModuleType]:
    """Every format that can be taken in, by its name."""
    return discover(__name__)


def find(name: str, head: bytes) -> str | None:
    """The format of a file; None: nobody knows it."""
    for format_, module in importers().items():
        if module.accepts(name, head):
            return format_
    return None
