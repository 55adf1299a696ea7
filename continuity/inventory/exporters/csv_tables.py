"""Every table as CSV, in one archive."""

import io
import zipfile

from django.utils.translation import gettext_lazy as _

from continuity.inventory.portable import Portfolio
from continuity.inventory.tables.writing import tables

from ._csv import lines

LABEL = _("Every table (CSV in a .zip)")
ABOUT = _("Everything, a file a table, for programs that read CSV.")
CONTENT_TYPE = "application/zip"
ENDING = ".csv.zip"
SAME_TIME = (1980, 1, 1, 0, 0, 0)  # the same inventory, the same bytes


def write(portfolio: Portfolio) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in tables(portfolio):
            entry = zipfile.ZipInfo(f"{table.title.lower()}.csv", SAME_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w") as part:
                part.writelines(lines(table))
    return body.getvalue()
