"""XML from a stranger: no document type, no entities, no more than elements and text."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from . import Reason, header
from ._text import BOMS, PLAIN_TYPES, Unreadable

CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
ATOM = "{http://www.w3.org/2005/Atom}"
MOST_ELEMENTS = 200_000


def load_xml(body: bytes, headers: Mapping[str, str]) -> Element:
    """The root element of ``body``. Raises ``Unreadable`` with the reason, and nothing else."""
    _refuse_empty(body)
    start = body[:2048].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n").lower()
    if start.startswith(b"<!doctype html") or b"<html" in start[:1024]:
        raise Unreadable(Reason.HTML_INSTEAD)
    _refuse_type(header(headers, "content-type"))
    if not start.startswith(b"<"):
        raise Unreadable(Reason.NOT_XML)
    if body.count(b"<") > MOST_ELEMENTS:
        raise Unreadable(Reason.TOO_LARGE)
    try:
        root: Element = fromstring(body, forbid_dtd=True)
    except DefusedXmlException:
        raise Unreadable(Reason.ENTITIES_REFUSED) from None
    except (ParseError, ValueError, LookupError):
        raise Unreadable(Reason.NOT_XML) from None
    return root


def text_of(row: Element, name: str) -> str:
    """The text of the first child called ``name``; markup inside it is left out."""
    child = row.find(name)
    return "" if child is None else "".join(child.itertext())


def _refuse_empty(body: bytes) -> None:
    mark = next((mark for mark, _ in BOMS if body.startswith(mark)), b"")
    if not body[len(mark) :].strip(b"\x00 \t\r\n"):
        raise Unreadable(Reason.EMPTY)


def _refuse_type(content_type: str) -> None:
    kind = content_type.partition(";")[0].strip().lower()
    if not kind or "xml" in kind.removesuffix("xhtml+xml") or kind in PLAIN_TYPES:
        return
    html = kind in {"text/html", "application/xhtml+xml"}
    raise Unreadable(Reason.HTML_INSTEAD if html else Reason.WRONG_CONTENT_TYPE)
