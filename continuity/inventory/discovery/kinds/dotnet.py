"""C#, F#, Visual Basic: project files, packages.config, lock files, using directives."""

import json
import re
from collections.abc import Iterator

from continuity.inventory.discovery.finding import line_of
from continuity.inventory.discovery.hit import File, Hit, How
from continuity.inventory.discovery.names import Names
from continuity.inventory.discovery.text import XML, C, scan

NAMES = ("packages.config", "directory.packages.props", "packages.lock.json")
ENDINGS = (".csproj", ".fsproj", ".vbproj", ".props", ".cs", ".fs", ".vb")
MANIFESTS = ("*.csproj", "*.fsproj", "*.vbproj", "packages.config", "directory.packages.props")
_PACKAGE = re.compile(
    r"<Package(?:Reference|Version)\s[^>]{0,200}?\b(?:Include|Update)\s*=\s*[\"']([\w.-]{1,100})"
    r"|<package\s[^>]{0,200}?\bid\s*=\s*[\"']([\w.-]{1,100})"
)
_USING = re.compile(
    r"^[ \t]*(?:global[ \t]+)?(?:using|open|Imports)[ \t]+(?:static[ \t]+)?(?:\w+[ \t]*=[ \t]*)?"
    r"([A-Za-z_][\w.]{1,200})",
    re.M,
)


def find(file: File, names: Names) -> Iterator[Hit]:
    name = file.name.lower()
    if name == "packages.lock.json":
        yield from _locked(file, names)
    elif name.endswith((".cs", ".fs", ".vb")):
        scanned = scan(file.text, C)
        yield from names.in_code(scanned)
        for found in _USING.finditer(scanned.quiet):
            yield from names.imported("csharp", found[1], scanned.line(found.start(1)))
    else:
        scanned = scan(file.text, XML)
        for found in _PACKAGE.finditer(scanned.bare):
            package = found[1] or found[2]
            yield from names.package("nuget", package, scanned.line(found.start()))


def _locked(file: File, names: Names) -> Iterator[Hit]:
    try:
        frameworks = json.loads(file.text)["dependencies"].values()
        told = {name: row["type"] for each in frameworks for name, row in each.items()}
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError):
        return
    for package, kind in told.items():
        how = How.DECLARED if kind == "Direct" else How.LOCKED
        yield from names.package("nuget", package, line_of(file.text, package), how)
