"""Ways out of the inventory: one file a format, found by its file name. A module here has

``LABEL``     what people call the format
``ABOUT``     a sentence: what it is good for
``CONTENT_TYPE``, ``ENDING``   of the file: ``"application/json"``, ``".portfolio.json"``
``write(portfolio) -> bytes | Iterator[bytes]``

Names with a leading underscore are helpers, and no formats.
"""

from types import ModuleType

from continuity.core.plugins import discover


def exporters() -> dict[str, ModuleType]:
    """Every format that can be written, by its name."""
    return discover(__name__)
