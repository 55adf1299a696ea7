"""Words of the document, translated without Django: sections are pure."""

import gettext
from pathlib import Path

LOCALE = Path(__file__).parent.parent / "locale"
_catalogue = gettext.translation("django", str(LOCALE), languages=["en_GB"], fallback=True)


def _(text: str) -> str:
    return _catalogue.gettext(text)


def count(one: str, many: str, n: int) -> str:
    """``count("%d function", "%d functions", 3)``: ``3 functions``."""
    return _catalogue.ngettext(one, many, n) % n
