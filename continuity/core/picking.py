"""Picking some of many rows by search: what is ticked stays, what fits is offered.

A form takes a `PickField` and the mixin `Picking`, and calls ``field.offer(rows, slug)``; a view
answers the search as one types with `answer`. Without script a button beside the search sends the
whole form, which comes back as typed and not yet judged. Of ten thousand rows twenty are shown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from .web import typed

FOUND = 20
MOST_TICKED = 500
Text = str | Promise


@dataclass(frozen=True)
class Entry:
    """One row as a tick box: its name, quiet words beside it, and the heading that it is under."""

    pk: int
    name: str
    note: str = ""
    group: str = ""


@dataclass(frozen=True)
class Source:
    """What is picked from. ``address`` (the view that searches) and ``add`` (where one that is
    missing is added, if anywhere) are names of routes that take the organisation's slug."""

    words: str  # the name of the search box
    label: Text
    placeholder: Text
    address: str
    looks_in: tuple[str, ...]
    order: tuple[str, ...]
    entry: Callable[[Any], Entry]
    offered: Callable[[QuerySet], QuerySet] = lambda rows: rows
    add: str = ""
    add_label: Text = ""

    def ticked(self, rows: QuerySet, keys: list[Any]) -> list[Entry]:
        """Those of ``rows`` with these primary keys; what is no key is passed over."""
        known = [key for key in map(str, keys[:MOST_TICKED]) if is_key(key)]
        found = rows.filter(pk__in=known).order_by(*self.order) if known else ()
        return [self.entry(row) for row in found]

    def search(self, rows: QuerySet, words: str, chosen: list[Entry]) -> dict[str, Any]:
        """At most twenty more that hold every word typed, in any of what is looked in."""
        fitting = self.offered(rows).exclude(pk__in=[entry.pk for entry in chosen])
        for word in words.split()[:10]:
            anywhere = Q()
            for place in self.looks_in:
                anywhere |= Q(**{f"{place}__icontains": word})
            fitting = fitting.filter(anywhere)
        found = [self.entry(row) for row in fitting.order_by(*self.order)[: FOUND + 1]]
        return {"found": found[:FOUND], "more": len(found) > FOUND, "words": words}

    def results(
        self, rows: QuerySet, slug: str, name: str, keys: list[Any], words: str
    ) -> dict[str, Any]:
        """What ui/_picked.html says; ``name``: that of the field in its form."""
        chosen = self.ticked(rows, keys)
        context = {"name": name, "chosen": chosen, **self.search(rows, words, chosen)}
        if self.add:
            context |= {"add": reverse(self.add, args=[slug]), "add_label": self.add_label}
        return context


def is_key(key: str) -> bool:
    return key.isdecimal() and len(key) < 19


class PickWidget(forms.SelectMultiple):
    """A search with tick boxes under it, as a fieldset."""

    use_fieldset = True
    template_name = "ui/picker.html"

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.source = source
        self.words = self.slug = ""
        self.without: int | None = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        self.words = typed(data, self.source.words)
        return super().value_from_datadict(data, files, name)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        rows = self.choices.queryset  # type: ignore[attr-defined]
        address = reverse(self.source.address, args=[self.slug])
        without = f"&without={self.without}" if self.without else ""
        return {
            "source": self.source,
            "id": (attrs or {}).get("id") or f"id_{name}",
            "address": f"{address}?field={name}{without}",
            **self.source.results(rows, self.slug, name, list(value or ()), self.words),
        }

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> Any:
        return render_to_string(template_name, context)


class PickField(forms.ModelMultipleChoiceField):
    """Rows by primary key, searched for on the page; none unless it is required."""

    def __init__(self, source: Source, *, required: bool = False, **kwargs: Any) -> None:
        super().__init__(None, required=required, widget=PickWidget(source), **kwargs)

    def offer(self, rows: QuerySet, slug: str, *, without: int | None = None) -> None:
        """Let these be picked; ``without``: the row that the form itself is about."""
        self.queryset = rows.exclude(pk=without) if without else rows
        self.widget.slug, self.widget.without = slug, without

    def clean(self, value: Any) -> Any:
        if any(not is_key(str(key)) for key in value or ()):
            raise ValidationError(self.error_messages["invalid_list"], code="invalid_list")
        if len(value or ()) > MOST_TICKED:
            most = {"most": MOST_TICKED}
            raise ValidationError(_("At most %(most)s can be ticked.") % most, code="many")
        return super().clean(value)


class Picking(forms.BaseForm):
    """A form with a picker. While ``searching`` it is kept as typed and nothing is judged."""

    @property
    def searching(self) -> bool:
        """The button beside the search was pressed, or Enter in it; with no words that saves."""
        fields = [field for field in self.fields.values() if isinstance(field, PickField)]
        asked = any(typed(self.data, field.widget.source.words) for field in fields)
        return self.is_bound and "search" in self.data and asked

    def is_valid(self) -> bool:
        return not self.searching and super().is_valid()

    def full_clean(self) -> None:
        super().full_clean()
        if self.searching:
            self._errors = ErrorDict()


def answer(request: HttpRequest, slug: str, source: Source, rows: QuerySet) -> HttpResponse:
    """What is ticked and what is found for the words typed: the part of a form under its search."""
    name, without = request.GET.get("field", ""), request.GET.get("without", "")
    if is_key(without):
        rows = rows.exclude(pk=without)
    name = name if name.isidentifier() and len(name) < 60 else "picked"
    words = typed(request.GET, source.words)
    context = source.results(rows, slug, name, request.GET.getlist(name), words)
    return render(request, "ui/_picked.html", context)
