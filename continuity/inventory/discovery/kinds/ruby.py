"""Ruby: Gemfile, gemspecs, Gemfile.lock, require."""

import re
from collections.abc import Iterator

from continuity.inventory.discovery.hit import File, Hit, How
from continuity.inventory.discovery.names import Names
from continuity.inventory.discovery.text import RUBY, lines, scan

NAMES = ("gemfile", "gems.rb", "gemfile.lock", "gems.locked", "rakefile")
ENDINGS = (".rb", ".gemspec", ".rake")
MANIFESTS = ("gemfile", "gems.rb", "*.gemspec")
_GEM = re.compile(
    r"^[ \t]*(?:gem|\w+\.add(?:_runtime|_development)?_dependency)[ \t(]+[\"']([\w.-]{1,100})",
    re.M,
)
_LOCKED = re.compile(r"^    ([\w.-]{1,100}) \(")
_REQUIRE = re.compile(r"^[ \t]*require[ \t(]+$", re.M)


def find(file: File, names: Names) -> Iterator[Hit]:
    if file.name.lower() in ("gemfile.lock", "gems.locked"):
        for number, row in lines(file.text):
            if found := _LOCKED.match(row):
                yield from names.package("gem", found[1], number, How.LOCKED)
        return
    scanned = scan(file.text, RUBY)
    yield from names.in_code(scanned)
    for found in _GEM.finditer(scanned.bare):
        yield from names.package("gem", found[1], scanned.line(found.start(1)))
    for offset, literal in scanned.literals_after(_REQUIRE):
        yield from names.imported("ruby", literal, scanned.line(offset), by="/")
