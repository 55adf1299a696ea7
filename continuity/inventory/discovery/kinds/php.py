"""PHP: composer.json, composer.lock, use declarations."""

import re
from collections.abc import Iterator

from continuity.inventory.discovery.finding import line_of, tables
from continuity.inventory.discovery.hit import File, Hit, How
from continuity.inventory.discovery.names import Names
from continuity.inventory.discovery.text import PHP, lines, scan

NAMES = ("composer.json", "composer.lock")
ENDINGS = (".php",)
MANIFESTS = ("composer.json",)
_LOCKED = re.compile(r'\s*"name":\s*"([\w.-]{1,100}/[\w.-]{1,100})"')
_USE = re.compile(r"(?:^[ \t]*use[ \t]+\\?|(?<![\w\\])\\)([A-Z]\w{1,80}(?:\\\w{1,80}){0,8})", re.M)
_STATIC = re.compile(r"(?<![\w\\$>])(OpenAI|Anthropic)::(?:client|factory)\(")


def find(file: File, names: Names) -> Iterator[Hit]:
    name = file.name.lower()
    if name == "composer.json":
        for package in tables(file.text, "require", "require-dev"):
            yield from names.package("composer", package, line_of(file.text, package))
    elif name == "composer.lock":
        for number, row in lines(file.text):
            if found := _LOCKED.match(row):
                yield from names.package("composer", found[1], number, How.LOCKED)
    else:
        scanned = scan(file.text, PHP)
        yield from names.in_code(scanned)
        for pattern in (_USE, _STATIC):
            for found in pattern.finditer(scanned.quiet):
                line = scanned.line(found.start(1))
                yield from names.imported("php", found[1], line, by="\\")
