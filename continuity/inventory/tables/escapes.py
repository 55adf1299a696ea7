"""Text in cells, so that no program takes it for a formula and none of it is lost.

What would begin a formula, or has blanks around it, is written behind an apostrophe; read back,
the apostrophe goes, and only such an apostrophe. Any other text loses the blanks around it.
In a workbook, what XML cannot hold is written as ``_xHHHH_``, as the format has it.
"""

import re

FORMULA = tuple("=+-@\t\r\n\0|%＝＋－＠")


def _needs(text: str) -> bool:
    if text[:1].isspace() or text[-1:].isspace():
        return True
    rest = text.lstrip("'")
    return rest[:1].isspace() or rest.lstrip(' "')[:1] in FORMULA


def neutral(text: str) -> str:
    """As it is written into a cell."""
    return f"'{text}" if text and _needs(text) else text


def untold(text: str) -> str:
    """As it was meant: the other way of `neutral`."""
    first = text[0]
    if first == "'" and _needs(text[1:]):
        return text[1:]
    return text.strip() if first.isspace() or text[-1].isspace() else text


_HELD = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_CODE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def for_xml(text: str) -> str:
    return _UNWRITABLE.sub(lambda m: f"_x{ord(m[0]):04X}_", _HELD.sub("_x005F_", text))


def from_xml(text: str) -> str:
    if "_x" not in text:
        return text
    return _CODE.sub(lambda m: chr(int(m[1], 16)), text)
