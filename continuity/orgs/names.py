"""Names as they may stand in a mail to a stranger."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def plain_name(name: str) -> None:
    """Refuse control characters, marks that turn the direction of text, and links."""
    if UNFIT.search(name):
        raise ValidationError(_("A name is one line of plain text."), code="unfit")
    if "://" in name:
        raise ValidationError(_("A name holds no link."), code="link")
