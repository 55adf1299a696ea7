"""What people write as Markdown, made safe: no raw HTML in, an allow-list out."""

import re

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "br", "strong", "em", "code", "pre", "ul", "ol", "li", "blockquote", "a"} | {
    "h3", "h4", "h5", "h6", "hr", "table", "thead", "tbody", "tr", "th", "td", "del",
}  # fmt: skip
# Without references: one long address, referred to a thousand times, is a thousand times as long.
PLAIN = MarkdownIt("commonmark", {"html": False}).enable("strikethrough").disable("reference")
PARSER = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
PARSER.disable("reference")
MOST_CELLS = 2000
NEW_LINE = re.compile(r"\r\n?|\n")
RULE_OF_TABLE = re.compile(r"[ \t>|:-]*\|[ \t>|:-]*")


def clean(html: str) -> str:
    """Keep the allow-list; links to the web and to mail only. ``clean(clean(x)) == clean(x)``."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )


def most_cells(text: str) -> int:
    """How many cells the tables of a text have at most: short rows are filled up to the widest."""
    cells = columns = rows = 0
    for line in [*NEW_LINE.split(text), ""]:
        if line.strip(" \t"):
            rows += 1
            if RULE_OF_TABLE.fullmatch(line):
                columns = max(columns, line.count("|") + 1)
        else:
            cells += columns * rows
            columns = rows = 0
    return cells


def render(text: str) -> SafeString:
    """HTML of a Markdown text. Headings begin at level 3, beneath those of the page.

    Its length is bounded by that of the text: where tables would be huge, they stay text.
    """
    html = (PARSER if most_cells(text) <= MOST_CELLS else PLAIN).render(text)
    for level in (4, 3, 2, 1):
        html = html.replace(f"<h{level}>", f"<h{min(level + 2, 6)}>")
        html = html.replace(f"</h{level}>", f"</h{min(level + 2, 6)}>")
    return mark_safe(clean(html))  # noqa: S308  the one place: just sanitised
