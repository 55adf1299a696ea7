"""JSON that is sent to the API, refused in a sentence where Python or a database would stumble."""

from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class PlainJSONParser(JSONParser):
    """Nested no deeper than can be read, and of whole characters: no database takes half of one."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        try:
            sent = super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError(_("That is nested too deeply.")) from None
        place = half_character(sent)
        if place is not None:
            raise ParseError(
                _("%(place)s contains half a character (a lone surrogate).") % {"place": place}
            )
        return sent


def half_character(sent: Any) -> str | None:
    """The JSON path of the first text that UTF-8 cannot write; None if all is well."""
    waiting = [("$", sent)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, str) and not _whole(value):
            return path
        if isinstance(value, list):
            waiting += [(f"{path}[{at}]", item) for at, item in enumerate(value)]
        elif isinstance(value, dict):
            if not all(map(_whole, value)):
                return path
            waiting += [(f"{path}.{key[:80]}", item) for key, item in value.items()]
    return None


def _whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
