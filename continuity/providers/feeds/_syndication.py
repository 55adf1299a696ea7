"""RSS 2.0, Atom 1.0 and JSON Feed as one channel of items."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element

from . import Reason
from ._text import Unreadable, identifier, line, link, load_json, rows
from ._times import told
from ._xml import ATOM, CONTENT, load_xml, text_of

MOST_ITEMS, LONGEST_TEXT = 1000, 200_000


@dataclass(frozen=True)
class Item:
    """``id``: its own, else made of title, date and link: some feeds give none, and repeat both
    title and link. ``html``: what it says, as it came."""

    id: str
    title: str
    link: str
    at: datetime | None
    html: str
    categories: tuple[str, ...] = ()
    updated: datetime | None = None
    own_id: str = ""


@dataclass(frozen=True)
class Channel:
    title: str
    link: str
    items: tuple[Item, ...]


def load_channel(body: bytes, headers: Mapping[str, str]) -> Channel:
    """Any of the three, by what it begins with."""
    start = body[:64].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n")
    if start.startswith(b"{"):
        return _json(load_json(body, headers))
    root = load_xml(body, headers)
    if root.tag == "rss":
        return rss(root)
    if root.tag == f"{ATOM}feed":
        return atom(root)
    raise Unreadable(Reason.WRONG_SHAPE)


def rss(root: Element) -> Channel:
    """An ``<rss>`` root with a titled channel; without an item it is a quiet one."""
    channel = root.find("channel") if root.tag == "rss" else None
    if channel is None or not line(text_of(channel, "title")):
        raise Unreadable(Reason.WRONG_SHAPE)
    return Channel(
        line(text_of(channel, "title")),
        link(text_of(channel, "link").strip()),
        tuple(map(_rss_item, _few(channel.findall("item")))),
    )


def atom(root: Element) -> Channel:
    if root.tag != f"{ATOM}feed" or not line(text_of(root, f"{ATOM}title")):
        raise Unreadable(Reason.WRONG_SHAPE)
    return Channel(
        line(text_of(root, f"{ATOM}title")),
        _atom_link(root),
        tuple(map(_atom_item, _few(root.findall(f"{ATOM}entry")))),
    )


def _few(listed: list[Any]) -> list[Any]:
    """Left out, an item could be the one that is open."""
    if len(listed) > MOST_ITEMS:
        raise Unreadable(Reason.TOO_LARGE)
    return listed


def _rss_item(row: Element) -> Item:
    html = text_of(row, "description") or text_of(row, f"{CONTENT}encoded")
    return _item(
        text_of(row, "guid"),
        text_of(row, "title"),
        text_of(row, "link").strip(),
        text_of(row, "pubDate"),
        html,
        tuple(line("".join(c.itertext())) for c in row.findall("category")[:100]),
        told(text_of(row, f"{ATOM}updated")),
    )


def _atom_item(row: Element) -> Item:
    return _item(
        text_of(row, f"{ATOM}id"),
        text_of(row, f"{ATOM}title"),
        _atom_link(row),
        text_of(row, f"{ATOM}published") or text_of(row, f"{ATOM}updated"),
        text_of(row, f"{ATOM}content") or text_of(row, f"{ATOM}summary"),
        tuple(line(c.get("term")) for c in row.findall(f"{ATOM}category")[:100]),
        told(text_of(row, f"{ATOM}updated")),
    )


def _json(payload: Any) -> Channel:
    """A JSON Feed says its version, which tells it from any other object."""
    version = payload.get("version") if isinstance(payload, dict) else None
    if not isinstance(version, str) or "jsonfeed.org" not in version:
        raise Unreadable(Reason.WRONG_SHAPE)
    if not line(payload.get("title")) or not isinstance(payload.get("items"), list):
        raise Unreadable(Reason.WRONG_SHAPE)
    return Channel(
        line(payload["title"]),
        link(payload.get("home_page_url")),
        tuple(map(_json_item, _few(rows(payload["items"])))),
    )


def _json_item(row: Mapping[str, Any]) -> Item:
    tags = row.get("tags") if isinstance(row.get("tags"), list) else []
    return _item(
        identifier(row.get("id")),
        row.get("title"),
        row.get("url"),
        row.get("date_published"),
        row.get("content_html") or row.get("content_text") or "",
        tuple(line(tag) for tag in tags or ()),
        told(row.get("date_modified")),
    )


def _item(
    own_id: str,
    title: Any,
    address: Any,
    date: Any,
    html: Any,
    categories: tuple[str, ...],
    updated: datetime | None,
) -> Item:
    own_id = line(own_id, 300)
    return Item(
        _key(own_id, line(title), link(address), date if isinstance(date, str) else ""),
        line(title),
        link(address),
        told(date),
        html[:LONGEST_TEXT] if isinstance(html, str) else "",
        categories,
        updated,
        own_id,
    )


def _key(own_id: str, title: str, address: str, date: str) -> str:
    if own_id and identifier(own_id):
        return own_id
    said = own_id or f"{title}\n{date.strip()}\n{address}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _atom_link(row: Element) -> str:
    links = [a for a in row.findall(f"{ATOM}link") if a.get("rel", "alternate") == "alternate"]
    return link(links[0].get("href")) if links else ""
