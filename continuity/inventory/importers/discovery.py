"""A source tree in an archive, or what ``manage.py discover --json`` said of one elsewhere."""

from dataclasses import replace
from pathlib import PurePath

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from continuity.inventory import discovery
from continuity.inventory.importers._into import WEIGH, function_called
from continuity.inventory.portable import Fault, PortableError, shown
from continuity.inventory.proposal import Proposal, Source
from continuity.inventory.signatures import signatures

LABEL = _("Source code (ZIP or TAR archive, or discover’s JSON)")
ABOUT = _(
    "AI packages, addresses and models named in the code become proposed dependencies, each with "
    "file and line. Nothing in it is run or unpacked."
)
EXAMPLE = ""
ENDINGS = (".zip", ".tar.gz", ".tgz", ".tar", ".json")
INTO = True
MOST_BYTES = 64 * 1024 * 1024


def accepts(name: str, head: bytes) -> bool:
    if name.lower().endswith(".json"):
        return discovery.FORMAT.encode() in head
    return discovery.is_archive(name, head)


def read(source: Source) -> Proposal:
    """``mapping["function"]``: the key or name of the function that the code serves."""
    held = source.held()
    known = {component.id: component for component in held.components}
    try:
        if source.name.lower().endswith(".json"):
            found = discovery.read_record(source.path.read_bytes(), signatures(), known)
        else:
            found = discovery.discover(source.path, signatures(), known, name=source.name)
    except discovery.ArchiveError as error:
        raise PortableError([Fault(shown(source.name), f"cannot be read. {error}")]) from None
    called = str(source.mapping.get("function") or _stem(source.name))
    into = function_called(called, held)
    function = discovery.dependencies(found, into)
    notes = [*discovery.left_out(found), *discovery.hints(found)]
    if not found.proposed:
        notes.insert(0, say("No AI dependency was found in it."))
    elif into not in held.functions:
        notes.insert(0, str(WEIGH))
    functions = (function,) if found.proposed else ()
    components = found.parts.own()
    return Proposal(
        replace(held, components=components, functions=functions, runbooks=()),
        notes=tuple(notes),
        evidence=discovery.evidence(found),
        mapping={"function": function.name},
    )


def _stem(name: str) -> str:
    stem = PurePath(name.replace("\\", "/")).name
    for ending in ENDINGS:
        if stem.lower().endswith(ending):
            stem = stem[: -len(ending)]
            break
    printable = "".join(char for char in stem if char.isprintable()).strip()
    return printable or say("Source code")
