"""JavaScript and TypeScript: package.json, lock files, imports."""

import re
from collections.abc import Iterator

from continuity.inventory.discovery.finding import line_of, tables
from continuity.inventory.discovery.hit import File, Hit, How
from continuity.inventory.discovery.names import Names
from continuity.inventory.discovery.text import SCRIPT, lines, scan

NAMES = (
    "package.json",
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "bun.lock",
    "deno.json",
    "deno.jsonc",
)
ENDINGS = (".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs", ".mts", ".cts", ".vue", ".svelte")
MANIFESTS = ("package.json", "deno.json")
_SECTIONS = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
_NAME = r"(@[\w.-]{1,100}/[\w.-]{1,100}|[\w.-]{1,100})"
_LOCKED = {
    "yarn.lock": re.compile(rf'^"?{_NAME}@'),
    "pnpm-lock.yaml": re.compile(rf"^  +'?/?{_NAME}(?:@|/)[\d(]"),
    "bun.lock": re.compile(rf'^ +"{_NAME}": \["'),
}
_INSTALLED = re.compile(rf'^ *"(?:node_modules/)+{_NAME}": \{{|^    "{_NAME}": \{{')
_IMPORT = re.compile(r"(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*$")


def find(file: File, names: Names) -> Iterator[Hit]:
    name = file.name.lower()
    if name in ("package.json", "deno.json", "deno.jsonc"):
        for package in _wanted(file.text):
            yield from names.package("npm", package, line_of(file.text, package))
    elif name in ("package-lock.json", "npm-shrinkwrap.json"):
        yield from _locked(file, names, _INSTALLED)
    elif name in _LOCKED:
        yield from _locked(file, names, _LOCKED[name])
    else:
        scanned = scan(file.text, SCRIPT)
        yield from names.in_code(scanned)
        for offset, literal in scanned.literals_after(_IMPORT):
            package = package_of(literal.removeprefix("npm:"))
            yield from names.package("npm", package, scanned.line(offset), How.IMPORTED)


def _wanted(text: str) -> Iterator[str]:
    yield from tables(text, *_SECTIONS)
    for target in tables(text, "imports").values():
        if isinstance(target, str) and target.startswith("npm:"):
            yield package_of(target.removeprefix("npm:"))


def _locked(file: File, names: Names, row_of: re.Pattern[str]) -> Iterator[Hit]:
    for number, row in lines(file.text):
        if found := row_of.match(row):
            package = next(group for group in found.groups() if group)
            yield from names.package("npm", package, number, How.LOCKED)


def package_of(specifier: str) -> str:
    """``@scope/name/deep@1`` and ``name/deep`` without what is inside the package."""
    parts = specifier.split("/")
    if specifier.startswith("@"):
        return "/".join([parts[0], parts[1].partition("@")[0]]) if len(parts) > 1 else specifier
    return parts[0].partition("@")[0]
