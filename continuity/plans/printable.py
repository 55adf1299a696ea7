"""What of a text can be printed: no control character, nothing that turns the order of letters.

A name with a bidi override reads as another than it is (CVE-2021-42574 tells how that is used);
Arabic and Hebrew need none of them. Pure.
"""

from typing import Any

LINES = {0x0B: "\n", 0x0C: "\n", 0x2028: "\n", 0x2029: "\n"}
CONTROLS = (
    (0x00, 0x08),
    (0x0E, 0x1F),
    (0x7F, 0x9F),
    (0x202A, 0x202E),
    (0x2066, 0x2069),
    (0xD800, 0xDFFF),
    (0xFDD0, 0xFDEF),
    (0xFEFF, 0xFEFF),
    (0xFFF9, 0xFFFB),
    (0xFFFE, 0xFFFF),
    (0xE0000, 0xE007F),
)
TABLE = LINES | {code: None for first, last in CONTROLS for code in range(first, last + 1)}


def printable(value: Any) -> Any:
    """The same lists and dictionaries, with texts that can be printed."""
    if isinstance(value, str):
        return value.translate(TABLE)
    if isinstance(value, dict):
        return {key: printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(printable(item) for item in value)
    return value
