"""Go: go.mod, go.sum, imports."""

import re
from collections.abc import Iterator

from continuity.inventory.discovery.hit import File, Hit, How
from continuity.inventory.discovery.names import Names
from continuity.inventory.discovery.text import GO, lines, scan

NAMES = ("go.mod", "go.sum")
ENDINGS = (".go",)
MANIFESTS = ("go.mod",)
_REQUIRED = re.compile(r"\s*(?:require\s+)?([a-z0-9.-]{1,80}/[\w./~-]{1,200})\s+v\d")


def find(file: File, names: Names) -> Iterator[Hit]:
    if file.name.lower() in NAMES:
        locked = file.name.lower() == "go.sum"
        for number, row in lines(file.text):
            code, _, comment = row.partition("//")
            if found := _REQUIRED.match(code):
                indirect = locked or comment.strip().startswith("indirect")
                how = How.LOCKED if indirect else How.DECLARED
                yield from names.package("go", found[1], number, how)
        return
    scanned = scan(file.text, GO)
    yield from names.in_code(scanned)
    for offset, literal in scanned.literals:
        if "/" in literal and len(literal) < 200 and not literal.startswith("http"):
            yield from names.package("go", literal, scanned.line(offset), How.IMPORTED)
