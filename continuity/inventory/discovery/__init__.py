"""What AI a source tree leans on: names in manifests, code and configuration, with file and line.

Reads only; runs nothing, asks nobody, follows no link. Pure: a folder or an archive in, values out.
"""

from .archives import ArchiveError, is_archive
from .found import Finding, Found, discover
from .hit import Hit, How
from .limits import Limits
from .portfolio import at, dependencies, evidence
from .reread import read_record
from .scanning import Place
from .words import FORMAT, hints, left_out, record, words

__all__ = [
    "FORMAT",
    "ArchiveError",
    "Finding",
    "Found",
    "Hit",
    "How",
    "Limits",
    "Place",
    "at",
    "dependencies",
    "discover",
    "evidence",
    "hints",
    "is_archive",
    "left_out",
    "read_record",
    "record",
    "words",
]
