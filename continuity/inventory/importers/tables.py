"""Tables: CSV, a workbook, or CSV files in an archive."""

from django.utils.translation import gettext_lazy as _

from continuity.inventory.proposal import Proposal, Source
from continuity.inventory.tables import opening, reading
from continuity.inventory.tables.mapping import Guess

LABEL = _("Tables (CSV, XLSX)")
ABOUT = _(
    "Any table with a row a function, an AI dependency, an option, a component or a step, whatever "
    "its columns are called: you see how they were understood, and can correct it."
)
EXAMPLE = """Function,Criticality,RTO,MTPD,Owner,Dependency,Option,On,Switch time
Claims triage,5,1 h,8 h,ada@example.org,Classify claims,GPT,openai/api,
Claims triage,,,,,Classify claims,By hand,,30 min"""
ENDINGS = (".csv", ".tsv", ".xlsx", ".zip")
MOST_BYTES = opening.MOST_BYTES


def accepts(name: str, head: bytes) -> bool:
    """A text with such an ending, a workbook, or an archive whose first file is a table."""
    ending = name.lower().rpartition(".")[2]
    if head.startswith(b"PK"):
        first = head[30 : 30 + int.from_bytes(head[26:28], "little")].lower()
        return ending in {"xlsx", "xlsm"} or first.endswith((b".csv", b".tsv"))
    return ending in {"csv", "tsv", "tab", "xls", "xlsx"}


def read(source: Source) -> Proposal:
    return reading.read(source)


def guess(source: Source) -> list[Guess]:
    """What each sheet's columns were understood as; the first rows are read, and no more."""
    return reading.guesses(source.path, source.mapping)
