"""UI components: one tag, one template in templates/ui/. A builtin: nothing to ``{% load %}``.

Blocks
  {% card "Title" %}…{% endcard %}   a section under a hairline; tone="bad|poor|watch|ok",
      note="quiet words at the right", level=2|3, id="x"
  {% table "What it lists" %}<thead>…{% endtable %}   scrolls in its own focusable region; id="x";
      rows=True: stacked rows on a phone (each <td data-label="…">, first cell <th scope="row">)
  {% empty "No functions yet" %}An example…{% endempty %}   url="…" button="Add a function"
Words
  {% status "late" %}   word, shape and colour of any word in core/status.py, or one's own:
      {% status _("Two late") tone="poor" %}; big=True
  {% term "RTO" %}   explains itself (core/glossary.py), underlined once a page; text=_("objective")
  {% figure "59" unit="%" label="…" note="…" tone="poor" %}   a large number that says what it is
Pictures
  {% bars rows %}   [(name, share 0..1)], or dicts of name, share and maybe url, note, tone
  {% trend points label="Score" %}   [(date, value 0..100)]; over five points a table stands beside
  {% impact_curve steps rto mtpd currency %}   steps as in Function.impact
Forms
  {% field form.name %}   label, help, error, described-by; small=True hides the help from view
  {% fields form %}   summary of errors, hidden fields, every field
  {% errors form %}   the summary of errors alone
Lists
  {% sort "name" _("Name") %}   a <th> whose link sorts (?sort=name, ?sort=-name); num=True
  {% pager page %}   Django's Page; keeps the query string
  {% places "main" as items %}   the navigation (core/navigation.py)
  {% panels "provider" provider=provider %}   what other apps add here (core/panels.py)
  {% include "ui/messages.html" with oob=True %}   last in an htmx part: shows new messages
Filters (core/wording.py): duration, hours, money:"EUR", share, chance, score, when, day, ago, due.
Messages with an undo button: ``say(request, _("Removed."), undo=url)`` of core/notices.py.
Classes worth knowing: lead, eyebrow, page-head, actions, toolbar, chips, grid, two, facts (dl),
tiles (dl), plain-list, advice (ol), prose, note, quiet, num, tag, sub, form, field-row; of buttons:
primary, danger, plain, small. A form with data-guard asks before leaving unsaved. A list with
data-reorder, a [data-handle] in each item, inside a <form>: dropping sends the form, its items in
their new order. A form sent by htmx needs no csrf input: <body> sends the header.
"""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from django import template
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from continuity.core import charts, navigation, wording
from continuity.core.glossary import TERMS
from continuity.core.notices import undo_address
from continuity.core.panels import fillers
from continuity.core.status import KNOWN, Status

register = template.Library()
for read_as in wording.FILTERS:
    register.filter(read_as.__name__, read_as)
register.filter("undo_address", undo_address)


@register.simple_block_tag
def card(
    content: str, title: str = "", *, tone: str = "", note: str = "", level: int = 2, id: str = ""
) -> SafeString:
    context = locals()
    return render_to_string("ui/card.html", context)


@register.simple_block_tag
def table(content: str, label: str, *, rows: bool = False, id: str = "") -> SafeString:
    return render_to_string("ui/table.html", locals())


@register.simple_block_tag
def empty(content: str, title: str, *, url: str = "", button: str = "") -> SafeString:
    return render_to_string("ui/empty.html", locals())


@register.inclusion_tag("ui/status.html")
def status(
    word: str, *, tone: str = "", big: bool = False, suspected: bool = False
) -> dict[str, Any]:
    known = KNOWN.get(str(word), Status(word, "none"))
    if suspected:
        known = known.suspected
    return {"word": known.word, "tone": tone or known.tone, "big": big}


@register.inclusion_tag("ui/figure.html")
def figure(
    value: Any, *, unit: str = "", label: str = "", note: str = "", tone: str = ""
) -> dict[str, Any]:
    return {"value": value, "unit": unit, "label": label, "note": note, "tone": tone}


@register.inclusion_tag("ui/term.html", takes_context=True)
def term(context: RequestContext, name: str, text: str = "") -> dict[str, Any]:
    """Explained where it first stands on a page; plain words after that, and in htmx parts."""
    request = context.get("request")
    entry = TERMS[name]
    first = False
    if request is not None and not getattr(request, "htmx", False):
        said = request.__dict__.setdefault("terms_said", set())
        first = name not in said
        said.add(name)
    return {
        "word": text or entry.word,
        "entry": entry,
        "id": name.replace(" ", "-"),
        "first": first,
    }


@register.inclusion_tag("ui/bars.html")
def bars(rows: Iterable[Any]) -> dict[str, Any]:
    named = [row if isinstance(row, dict) else {"name": row[0], "share": row[1]} for row in rows]
    return {"bars": [{**row, "width": charts.percent(float(row["share"]), 1)} for row in named]}


@register.inclusion_tag("ui/trend.html")
def trend(points: Iterable[tuple[Any, float]], *, label: str, top: float = 100) -> dict[str, Any]:
    known = list(points)
    return {
        "points": known,
        "label": label,
        "segments": charts.trend([float(value) for _, value in known], top),
        "first": known[0] if known else None,
        "last": known[-1] if known else None,
        "tabled": len(known) > 5,
    }


@register.inclusion_tag("ui/impact_curve.html")
def impact_curve(steps: list[dict], rto: int, mtpd: int, currency: str = "") -> dict[str, Any]:
    curve = charts.impact_curve(steps, rto, mtpd)
    return {"curve": curve, "risers": list(pairwise(curve.blocks)), "currency": currency}


@register.inclusion_tag("ui/field.html")
def field(bound: Any, *, small: bool = False) -> dict[str, Any]:
    kind = getattr(bound.field.widget, "input_type", "")
    return {
        "field": bound,
        "check": kind == "checkbox" and not bound.subwidgets[1:],
        "small": small,
    }


@register.inclusion_tag("ui/fields.html")
def fields(form: Any) -> dict[str, Any]:
    return {"form": form}


@register.inclusion_tag("ui/errors.html")
def errors(form: Any) -> dict[str, Any]:
    faulty = [bound for bound in form.visible_fields() if bound.errors]
    return {"form": form, "faulty": faulty}


@register.inclusion_tag("ui/sort.html", takes_context=True)
def sort(context: RequestContext, key: str, label: str, *, num: bool = False) -> dict[str, Any]:
    now = context["request"].GET.get("sort", "")
    direction = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    return {
        "request": context["request"],
        "label": label,
        "direction": direction,
        "next": f"-{key}" if direction == "ascending" else key,
        "num": num,
    }


@register.inclusion_tag("ui/pager.html", takes_context=True)
def pager(context: RequestContext, page: Any) -> dict[str, Any]:
    return {"request": context["request"], "page": page}


@register.simple_tag(takes_context=True)
def places(context: RequestContext, which: str) -> list[navigation.Place]:
    routes = {"main": navigation.MAIN, "more": navigation.MORE}[which]
    request = context.get("request")
    return navigation.places(request, routes) if request is not None else []


@register.simple_tag(takes_context=True)
def panels(context: RequestContext, place: str, **about: Any) -> SafeString:
    """Nothing where there is no request of an organisation."""
    request = context.get("request")
    if getattr(request, "org", None) is None:
        return SafeString()
    filled = [panel for fill in fillers(place) if (panel := fill(request, **about))]
    return SafeString(
        "".join(render_to_string(panel.template, panel.context, request) for panel in filled)
    )
