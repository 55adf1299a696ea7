"""What the simulator is asked: an event of the library or one kept, a few components, or spans.

All are sent by GET, so that the address of a result is the result, and can be passed on.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from continuity.core.durations import spell
from continuity.core.fields import MinutesField
from continuity.core.picking import Picking
from continuity.inventory.portable import Event, Span, read_event
from continuity.orgs.forms import OrgModelForm
from continuity.orgs.models import Organization
from continuity.orgs.names import plain_name
from continuity.providers.catalogue import Event as Famous
from continuity.providers.models import Component
from continuity.providers.picker import ComponentsField
from continuity.simulator import library
from continuity.simulator.choice import Choice, names_of
from continuity.simulator.models import Scenario

EARLIEST, LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
MOST_ROWS = 40
LONGEST_NAME = 120


class MomentField(forms.DateTimeField):
    """A date and time in the zone of the organisation."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "validators",
            [
                MinValueValidator(EARLIEST, gettext_lazy("Choose a year from 1990 on.")),
                MaxValueValidator(LATEST, gettext_lazy("Choose a year before 2100.")),
            ],
        )
        super().__init__(**kwargs)


def same_time(moment: datetime, today: date) -> datetime:
    """The local time of ``moment``, today."""
    local = timezone.localtime(moment)
    return local.replace(year=today.year, month=today.month, day=today.day, second=0, microsecond=0)


class MovedForm(forms.Form):
    """An event that is known, moved to a start of one's choice; today if nothing is chosen."""

    length = MinutesField(label=gettext_lazy("How long was it down?"), required=False)
    start = MomentField(label=gettext_lazy("Replay it as from"), required=False)

    def __init__(self, data: QueryDict, begin: datetime, today: date, *, ask_length: bool) -> None:
        self.usual = same_time(begin, today)
        data = data.copy()
        data.setdefault("start", f"{self.usual:%Y-%m-%dT%H:%M}")
        super().__init__(data, initial={"start": self.usual})
        if ask_length:
            self.fields["length"].required = True
        else:
            del self.fields["length"]

    @property
    def begins(self) -> datetime:
        return self.cleaned_data.get("start") or self.usual


def famous_choice(form: MovedForm, event: Famous) -> Choice | None:
    if not form.is_valid():
        return None
    told = library.as_event(event, form.cleaned_data.get("length"))
    moved = library.moved(told, form.begins)
    return Choice(moved, held=event.unaffected, famous=event, said_hit=event.said_hit)


def kept_choice(form: MovedForm, scenario: Scenario) -> Choice | None:
    if not form.is_valid():
        return None
    event = library.moved(read_event(scenario.event), form.begins)
    return Choice(event, held=tuple(scenario.held), scenario=scenario)


class DrawnForm(Picking, forms.Form):
    """What both ways to draw one's own event have in common."""

    name = forms.CharField(
        label=gettext_lazy("What to call it"),
        required=False,
        max_length=LONGEST_NAME,
        validators=[plain_name],
    )
    on = ComponentsField(label=gettext_lazy("What fails"), required=True)

    def __init__(self, org: Organization, data: QueryDict | None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.org = org
        self.fields["on"].offer_to(org)  # type: ignore[attr-defined]
        self.fields["on"].error_messages["required"] = _("Tick at least one component.")

    def _event(self, name: str, spans: Iterable[Span]) -> Choice:
        name = self.cleaned_data.get("name") or name
        title = Truncator(name).chars(LONGEST_NAME)
        return Choice(Event(title, _("Drawn in the simulator."), tuple(spans)))


class ComponentsForm(DrawnForm):
    """These fail together, for so long."""

    length = MinutesField(label=gettext_lazy("For how long"))
    start = MomentField(label=gettext_lazy("From"), required=False)

    field_order = ["on", "length", "start", "name"]

    def clean_length(self) -> int:
        if not self.cleaned_data["length"]:
            raise forms.ValidationError(_("Something that fails does so for a minute at least."))
        return self.cleaned_data["length"]

    def choice(self) -> Choice | None:
        if not self.is_valid():
            return None
        rows = list(self.cleaned_data["on"])
        minutes = self.cleaned_data["length"]
        start = (self.cleaned_data["start"] or this_minute()).astimezone(UTC)
        end = start + timedelta(minutes=minutes)
        names = names_of(self.org, rows)
        said = _("%(what)s down for %(length)s") % {"what": listed(rows), "length": spell(minutes)}
        return self._event(said, [Span(names[row.pk], start, end) for row in rows])


def this_minute() -> datetime:
    return timezone.localtime().replace(second=0, microsecond=0)


def listed(rows: list[Component]) -> str:
    """``OpenAI API, Claude API and 3 more``."""
    names = [row.name for row in rows[:2]]
    if more := len(rows) - len(names):
        return _("%(names)s and %(n)d more") % {"names": ", ".join(names), "n": more}
    return " + ".join(names)


class SpanForm(forms.Form):
    """One line of what is drawn: what, from when, until when."""

    component = forms.ChoiceField(label=gettext_lazy("Component"))
    start = MomentField(label=gettext_lazy("Down from"))
    end = MomentField(label=gettext_lazy("Up again at"))

    judged = True  # not while lines are still being asked for

    def __init__(self, choices: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        what: Any = self.fields["component"]
        what.choices = choices

    @property
    def blank(self) -> bool:
        """Nothing was typed: a line that is not needed."""
        times = ("start", "end")
        return self.is_bound and not any(self.data.get(self.add_prefix(t), "") for t in times)

    def full_clean(self) -> None:
        super().full_clean()
        if not self.judged:
            self._errors = ErrorDict()

    def clean(self) -> None:
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start and end and end <= start:
            self.add_error("end", _("This must be later than when it goes down."))


class SpansForm(DrawnForm):
    """Each with its own times, on as many lines as it takes. ``rows``: the lines."""

    field_order = ["on", "name"]

    def __init__(self, org: Organization, data: QueryDict | None) -> None:
        super().__init__(org, data)
        data = data if data is not None else QueryDict()
        picked = [key for key in data.getlist("on") if key.isdecimal() and len(key) < 19]
        known = Component.objects.for_org(org).filter(pk__in=picked[:MOST_ROWS]).order_by("name")
        self.ticked = list(known.select_related("provider"))
        self.choices = [(row.pk, str(row)) for row in self.ticked]
        self.asking = data.get("rows", "")  # "times": a line for each; "add": one more
        sent = [n for n in range(MOST_ROWS) if f"s{n}-component" in data]
        there = {str(row.pk) for row in self.ticked}
        self.rows = [
            SpanForm(self.choices, data, prefix=f"s{n}")
            for n in sent
            if data[f"s{n}-component"] in there  # what is no longer ticked takes its lines along
        ]
        for row in self.rows:
            row.judged = not (self.drawing or row.blank)
        self._complete(data, (sent[-1] if sent else -1) + 1)

    def _complete(self, data: QueryDict, free: int) -> None:
        """A line for each that is ticked and has none, and one more where it is asked for."""
        told = {data.get(row.add_prefix("component"), "") for row in self.rows}
        missing = [row.pk for row in self.ticked if str(row.pk) not in told]
        if self.asking == "add" and self.ticked:
            missing.append(self.ticked[0].pk)
        start = this_minute()
        for n, pk in enumerate(missing[: MOST_ROWS - len(self.rows)], free):
            usual = {"component": pk, "start": start, "end": start + timedelta(hours=8)}
            self.rows.append(SpanForm(self.choices, prefix=f"s{n}", initial=usual))

    @property
    def wrong(self) -> bool:
        return bool(self.errors) or any(row.errors for row in self.rows)

    @property
    def drawing(self) -> bool:
        """Lines are still being asked for: nothing is judged yet."""
        return bool(self.asking) or self.searching

    def choice(self) -> Choice | None:
        if self.drawing or not self.is_valid():
            return None
        told = [row for row in self.rows if row.is_bound and not row.blank]
        if any(row.errors for row in told):
            return None
        if not told:
            self.add_error(None, _("Give at least one of them the times between which it is down."))
            return None
        names = names_of(self.org, self.ticked)
        spans = []
        for row in told:
            cleaned = row.cleaned_data
            what = names[int(cleaned["component"])]
            times = (cleaned["start"].astimezone(UTC), cleaned["end"].astimezone(UTC))
            spans.append(Span(what, *times))
        return self._event(_("%(what)s down") % {"what": listed(self.ticked)}, spans)


class ScenarioForm(OrgModelForm):
    """The name under which a choice is kept."""

    class Meta:
        model = Scenario
        fields = ["name", "note"]
        help_texts = {
            "note": gettext_lazy("It stands in the exercise’s form when you use it there."),
        }
