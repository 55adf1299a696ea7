"""Java, Kotlin, Scala: pom.xml, Gradle with its catalogs and locks, imports."""

import re
from collections.abc import Iterator

from continuity.inventory.discovery.hit import File, Hit, How
from continuity.inventory.discovery.names import Names
from continuity.inventory.discovery.text import CONFIG, SCRIPT, XML, C, Scanned, lines, scan

NAMES = (
    "pom.xml",
    "build.gradle",
    "build.gradle.kts",
    "*.versions.toml",
    "gradle.lockfile",
    "build.sbt",
)
ENDINGS = (".java", ".kt", ".kts", ".scala", ".groovy", ".gradle")
MANIFESTS = ("pom.xml", "build.gradle", "build.gradle.kts", "*.versions.toml", "build.sbt")
_IMPORT = re.compile(r"^[ \t]*import[ \t]+(?:static[ \t]+)?([\w.]{1,200})", re.M)
_GROUP = re.compile(r"<groupId>\s*([\w.-]{1,200})\s*</groupId>")
_ARTIFACT = re.compile(r"<artifactId>\s*([\w.-]{1,200})\s*</artifactId>")
_GRADLE = re.compile(r"[\"']([\w.-]{1,200}:[\w.-]{1,200})(?::[^\"'\n]{0,60})?[\"']")
_NAMED = re.compile(
    r"group\s*[=:]\s*[\"']([\w.-]{1,200})[\"']\s*,\s*name\s*[=:]\s*[\"']([\w.-]{1,200})[\"']"
)
_SBT = re.compile(r'"([\w.-]{1,200})"\s*%{1,3}\s*"([\w.-]{1,200})"')


def find(file: File, names: Names) -> Iterator[Hit]:
    name = file.name.lower()
    if name == "pom.xml":
        yield from _maven(scan(file.text, XML), names)
    elif name == "gradle.lockfile":
        for number, row in lines(file.text):
            artifact = ":".join(row.split(":")[:2])
            yield from names.package("maven", artifact, number, How.LOCKED)
    elif name.endswith(".versions.toml"):
        yield from _gradle(scan(file.text, CONFIG), names)
    else:
        groovy = name.endswith((".gradle", ".groovy"))
        scanned = scan(file.text, SCRIPT if groovy else C)
        yield from names.in_code(scanned)
        if name.endswith((".gradle", ".gradle.kts", ".sbt")):
            yield from _gradle(scanned, names)
        for found in _IMPORT.finditer(scanned.quiet):
            yield from names.imported("java", found[1], scanned.line(found.start(1)))


def _maven(scanned: Scanned, names: Names) -> Iterator[Hit]:
    at = 0
    while (start := scanned.bare.find("<dependency>", at)) >= 0:
        end = scanned.bare.find("</dependency>", start)
        at = end if end > start else len(scanned.bare)
        block = scanned.bare[start:at]
        group, artifact = _GROUP.search(block), _ARTIFACT.search(block)
        if group and artifact:
            line = scanned.line(start + artifact.start(1))
            yield from names.package("maven", f"{group[1]}:{artifact[1]}", line)


def _gradle(scanned: Scanned, names: Names) -> Iterator[Hit]:
    for found in _GRADLE.finditer(scanned.bare):
        yield from names.package("maven", found[1], scanned.line(found.start()))
    for pattern in (_NAMED, _SBT):
        for found in pattern.finditer(scanned.bare):
            artifact = f"{found[1]}:{found[2]}"
            yield from names.package("maven", artifact, scanned.line(found.start()))
