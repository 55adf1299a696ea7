"""The pattern page: every component once, with made-up figures. Only where DEBUG is on."""

from datetime import UTC, datetime, timedelta

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .fields import MinutesField
from .glossary import TERMS
from .status import KNOWN


class SampleForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As your colleagues call it.")
    rto = MinutesField(label="Recovery time objective", required=False)
    criticality = forms.ChoiceField(label="Criticality", choices=[(n, str(n)) for n in range(1, 6)])
    essential = forms.BooleanField(label="The function stops without it", required=False)
    kind = forms.ChoiceField(
        label="Kind", choices=[("a", "A service"), ("b", "A model")], widget=forms.RadioSelect
    )
    notes = forms.CharField(label="Notes", widget=forms.Textarea, required=False)


@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    start = datetime(2026, 1, 31, 12, tzinfo=UTC)
    scores = [71, 70, 66, 68, 61, 61, 55, 52, 58, 49, 45, 41]
    context = {
        "words": KNOWN,
        "terms": TERMS,
        "rows": [("Microsoft Azure", 0.594), ("OpenAI", 0.27), ("Hugging Face", 0.136)],
        "points": [(start + timedelta(days=30 * i), value) for i, value in enumerate(scores)],
        "steps": [
            {"after_minutes": 0, "cost_per_hour": "2000"},
            {"after_minutes": 240, "cost_per_hour": "15000"},
            {"after_minutes": 720, "cost_per_hour": "48000"},
        ],
        "moment": start,
        "form": SampleForm(),
        "faulty": SampleForm({"name": "", "rto": "2 fortnights"}, prefix="faulty"),
        "page": Paginator(range(1000), 50).get_page(request.GET.get("page", 3)),
        "tones": ["ok", "watch", "poor", "bad", "none"],
    }
    return render(request, "core/styleguide.html", context)
