"""Keys in JSON that is perhaps broken or huge, and the line on which a name stands."""

import json
import re
from typing import Any


def tables(text: str, *sections: str) -> dict[str, Any]:
    """The entries of those tables at the top of a JSON object; nothing if it is none."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    found: dict[str, Any] = {}
    for section in sections:
        table = raw.get(section) if isinstance(raw, dict) else None
        if isinstance(table, dict):
            found |= table
    return found


def line_of(text: str, name: str) -> int:
    """The first line on which the name stands as a whole; 1 if it stands nowhere so."""
    found = re.search(rf"(?<![\w@/.-]){re.escape(name)}(?![\w/-])", text)
    return text.count("\n", 0, found.start()) + 1 if found else 1
