"""One table of functions, their AI dependencies and their options, a row a path."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from continuity.inventory.portable import Portfolio
from continuity.inventory.tables.writing import flat

from ._csv import lines

LABEL = _("One table (CSV)")
ABOUT = _("Functions, AI dependencies and options, a row each; without components and runbooks.")
CONTENT_TYPE = "text/csv; charset=utf-8"
ENDING = ".csv"


def write(portfolio: Portfolio) -> Iterator[bytes]:
    return lines(flat(portfolio))
