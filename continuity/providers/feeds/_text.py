"""Bytes from a stranger to text and JSON that can be shown, stored and trusted in shape."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import wraps
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from . import Reading, Reason, header

BOMS = (  # longest first: the UTF-32 mark begins like the UTF-16 one
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
PLAIN_TYPES = frozenset({"text/plain", "application/octet-stream", "binary/octet-stream"})
# Not for one line of text: controls, lone surrogates, and marks that turn its direction round.
UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+")
LONGEST_INTEGER = 18  # digits; Python refuses the conversion itself at 4300
EARLIEST, LATEST = 1970, 2200  # years in which something can have happened, or be planned
ID_LENGTH, NAME_LENGTH, WORDS_LENGTH, LINK_LENGTH = 100, 200, 500, 500
TAG = re.compile(r"<[^<>]*>")
Parse = Callable[[bytes, Mapping[str, str], Mapping[str, Any]], Reading]


class Unreadable(Exception):
    """Carries the reason code out of a parser's depths; never leaves the package."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def refusing(read: Parse) -> Parse:
    """A parser that answers with the reason where ``read`` refuses."""

    @wraps(read)
    def parse(body: bytes, headers: Mapping[str, str], config: Mapping[str, Any]) -> Reading:
        try:
            return read(body, headers, config)
        except Unreadable as refusal:
            return Reading.unreadable(refusal.reason)

    return parse


def decode(body: bytes) -> str:
    """Text by its byte-order mark, else UTF-8, without NULs."""
    encoding = next((name for mark, name in BOMS if body.startswith(mark)), "utf-8")
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(Reason.NOT_TEXT) from None
    if "\x00" in text:
        text = text.replace("\x00", "")
    if not text.strip():
        raise Unreadable(Reason.EMPTY)
    return text


def load_json(body: bytes, headers: Mapping[str, str]) -> Any:
    """The JSON value in ``body``. Raises ``Unreadable`` with the reason, and nothing else."""
    text = decode(body)
    refuse_markup(text)
    refuse_type(header(headers, "content-type"))
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_constant=_constant,
        )
    except RecursionError:
        raise Unreadable(Reason.TOO_DEEP) from None
    except ValueError:
        raise Unreadable(Reason.NOT_JSON) from None


def refuse_markup(text: str) -> None:
    """Say which kind of markup stands where JSON should."""
    start = text[:2048].lstrip().lower()
    if not start.startswith("<"):
        return
    if start.startswith("<!doctype html") or "<html" in start:
        raise Unreadable(Reason.HTML_INSTEAD)
    if "<!doctype" in start or "<!entity" in start:
        raise Unreadable(Reason.ENTITIES_REFUSED)
    raise Unreadable(Reason.NOT_JSON)


def refuse_type(content_type: str) -> None:
    """Refuse a body that is labelled as something other than data; no label passes."""
    kind = content_type.partition(";")[0].strip().lower()
    if not kind or "json" in kind or kind in PLAIN_TYPES:
        return
    html = kind in {"text/html", "application/xhtml+xml"}
    raise Unreadable(Reason.HTML_INSTEAD if html else Reason.WRONG_CONTENT_TYPE)


def line(value: Any, length: int = NAME_LENGTH) -> str:
    """``value`` as one line of plain text of at most ``length`` characters; not text: empty."""
    if not isinstance(value, str):
        return ""
    clean = " ".join(UNFIT.sub(" ", value[: length * 4]).split())
    return clean if len(clean) <= length else clean[: length - 1].rstrip() + "…"


def plain(html: Any, length: int = WORDS_LENGTH) -> str:
    """The words of a piece of HTML as one line."""
    if not isinstance(html, str):
        return ""
    return line(unescape(TAG.sub(" ", html[: length * 16])), length)


def link(value: Any) -> str:
    """A web address as it may be shown, without the double slash that some pages put in it."""
    if not isinstance(value, str) or len(value) > LINK_LENGTH or UNFIT.search(value):
        return ""
    scheme, mark, rest = value.strip().partition("://")
    if not mark or scheme.lower() not in {"http", "https"} or " " in rest:
        return ""
    return f"{scheme}://{rest.replace('//', '/')}"


def place(value: Any) -> str:
    """Whose page an address is of: host and path, for pages that have no id of their own."""
    try:
        parts = urlsplit(link(value))
        return f"{parts.hostname or ''}{parts.path.rstrip('/')}"[:ID_LENGTH]
    except ValueError:
        return ""


def table(value: Any) -> dict[str, Any]:
    """An object; what is none is an empty one."""
    return value if isinstance(value, dict) else {}


def identifier(value: Any) -> str:
    """An upstream id as it is, or empty if it is none (or too long to be one)."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or len(value) > ID_LENGTH or UNFIT.search(value):
        return ""
    return value.strip()


def instant(value: Any) -> datetime | None:
    """An ISO 8601 time with any offset as UTC; None if it is none or has no offset."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        return certain(datetime.fromisoformat(value.strip()))
    except (ValueError, OverflowError):
        return None


def certain(moment: datetime) -> datetime | None:
    """As UTC; None without an offset, and for the first and last years that programs write where
    they know no time: no other zone's clock can show them."""
    known = moment.tzinfo is not None and EARLIEST <= moment.year <= LATEST
    return moment.astimezone(UTC) if known else None


def rows(value: Any) -> list[dict[str, Any]]:
    """The objects in a list; what is not a list has none."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs) and any(found[key] != value for key, value in pairs):
        raise Unreadable(Reason.DUPLICATE_KEYS)
    return found


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= LONGEST_INTEGER else digits


def _constant(word: str) -> Any:
    raise ValueError(word)
