"""The questions about one function: three short steps, each a form.

A draft keeps what was typed, field by field and as typed. A step shows the draft over what the
inventory says now, and judges it; nothing is lost because it is not valid yet.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from continuity.core.fields import MinutesField
from continuity.core.picking import Picking
from continuity.core.wording import duration
from continuity.inventory.forms import PercentField
from continuity.inventory.models import Dependency, Function
from continuity.inventory.picker import FunctionsField
from continuity.orgs.actor import Actor
from continuity.orgs.forms import VerbForm

from .curve import ASKED, cost_at
from .models import Answer
from .words import AFTER, MEANS

LONGEST = 21_000  # characters of one field that are kept, a little more than any may have
MOST = 600  # ticks of one field
STILL, GONE = "still", "gone"
Raw = str | list[str]


class MoneyField(forms.DecimalField):
    """``1,200`` or ``1 200.50``: an amount of 0 or more."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        most = Decimal(10) ** 12 - 1
        super().__init__(min_value=0, max_value=most, decimal_places=2, **kwargs)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace(" ", "").replace("\u00a0", "").replace(",", "")
        return super().to_python(value)


class Step(Picking, VerbForm):
    """``function``: as it is now. What is bound lays over it."""

    title: str | Promise
    ask: str | Promise

    def __init__(self, actor: Actor, answer: Answer, function: Function, data: Any = None) -> None:
        super().__init__(actor, data)
        self.answer, self.function = answer, function
        self.initial = self.stands()

    def stands(self) -> dict[str, Any]:
        """The value of each field as the inventory has it."""
        raise NotImplementedError

    def says(self) -> dict[str, Any]:
        """Of a valid form: what ``actions.send`` takes."""
        raise NotImplementedError

    def now(self) -> dict[str, Raw]:
        """As the fields would be typed, had nobody touched them."""
        found = {}
        for name, field in self.fields.items():
            value = field.prepare_value(self.initial.get(name))
            several = isinstance(value, list | tuple)
            found[name] = [str(one) for one in value] if several else _text(value)
        return found

    def typed(self, posted: Any) -> dict[str, Raw | None]:
        """What to keep of a form that was sent; None for what reads as it stands."""
        found: dict[str, Raw | None] = {}
        for name, stands in self.now().items():
            several = isinstance(stands, list)
            if not several and name not in posted:
                continue
            value: Raw = posted.getlist(name)[:MOST] if several else posted.get(name, "")
            value = [_kept(one) for one in value] if isinstance(value, list) else _kept(value)
            found[name] = None if _alike(value, stands) else value
        return found

    def over(self, draft: Mapping[str, Raw]) -> MultiValueDict:
        """The fields as typed so far, over what stands."""
        fields = {name: draft.get(name, stands) for name, stands in self.now().items()}
        return MultiValueDict({k: v if isinstance(v, list) else [v] for k, v in fields.items()})


class WhatItIs(Step):
    title = _("What it is")
    ask = _("Whose is it, and how much does it matter?")

    owner_email = forms.EmailField(
        label=_("Owner"),
        required=False,
        widget=forms.EmailInput(attrs={"list": "people", "autocomplete": "off"}),
    )
    criticality = forms.TypedChoiceField(
        label=_("What if it stopped?"), coerce=int, widget=forms.RadioSelect
    )
    description = forms.CharField(
        label=_("What it does"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.fields["criticality"].choices = [  # type: ignore[attr-defined]
            (value, f"{name}: {MEANS[value]}") for value, name in Function.Criticality.choices
        ]

    def stands(self) -> dict[str, Any]:
        return {
            "owner_email": self.function.owner_email,
            "criticality": self.function.criticality,
            "description": self.function.description,
        }

    def says(self) -> dict[str, Any]:
        data = self.cleaned_data
        names = {"owner": "owner_email", "criticality": "criticality", "description": "description"}
        return {"says": {field: data[name] for field, name in names.items()}}


class HowFast(Step):
    title = _("How fast it must be back")
    ask = _("When must it run again, and what does an hour without it cost?")

    rto_minutes = MinutesField(label=_("RTO: must run again within"))
    mtpd_minutes = MinutesField(label=_("MTPD: cannot stand still longer than"))
    minimum_capacity = PercentField(
        label=_("Minimum capacity, in percent"),
        help_text=_("What must run again within the RTO, of normal operation."),
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        for minute in ASKED:
            self.fields[f"cost_{minute}"] = MoneyField(
                required=False,
                label=_("An hour costs, after %(time)s (%(currency)s)")
                % {"time": AFTER[minute], "currency": self.actor.org.currency},
            )

    def stands(self) -> dict[str, Any]:
        row = self.function
        costs = {f"cost_{minute}": cost_at(row.impact, minute) for minute in ASKED}
        names = ("rto_minutes", "mtpd_minutes", "minimum_capacity")
        return {**{name: getattr(row, name) for name in names}, **costs}

    def clean(self) -> dict[str, Any]:
        rto, mtpd = (self.cleaned_data.get(name) for name in ("rto_minutes", "mtpd_minutes"))
        if rto is not None and mtpd is not None and rto > mtpd:
            words = _("It must run again before the MTPD of %(mtpd)s is over.")
            self.add_error("rto_minutes", words % {"mtpd": duration(mtpd)})
        return self.cleaned_data

    def says(self) -> dict[str, Any]:
        data = self.cleaned_data
        costs = {minute: data[f"cost_{minute}"] for minute in ASKED}
        return {
            "says": {
                "rto_minutes": data["rto_minutes"],
                "mtpd_minutes": data["mtpd_minutes"],
                "minimum_capacity": float(data["minimum_capacity"]),
            },
            "costs": {minute: cost for minute, cost in costs.items() if cost is not None},
        }


class WhatItNeeds(Step):
    title = _("What it needs")
    ask = _("What must run for it, and what does it ask of AI?")

    depends_on = FunctionsField(
        label=_("Needs these functions"), help_text=_("When one of them is down, this one is.")
    )
    remark = forms.CharField(
        label=_("Is something missing, or wrong?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Such as: we use Copilot for the letters too. Whoever signs it off reads it."),
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        picks: Any = self.fields["depends_on"]
        picks.offer_to(self.actor.org, without=self.function.pk)
        remark = self.fields.pop("remark")
        for ask in self.asks:
            self.fields[f"ai_{ask.pk}"] = forms.ChoiceField(
                label=_("It asks AI for “%(name)s”") % {"name": ask.name},
                choices=[(STILL, _("still true")), (GONE, _("no longer"))],
                widget=forms.RadioSelect,
            )
        self.fields["remark"] = remark

    @property
    def asks(self) -> list[Dependency]:
        return list(self.function.dependencies.all())

    def stands(self) -> dict[str, Any]:
        needs = [row.pk for row in self.function.depends_on.all()]
        return {"depends_on": needs, **{f"ai_{ask.pk}": STILL for ask in self.asks}}

    def says(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "says": {"depends_on": [row.key for row in data["depends_on"]]},
            "gone": [ask.key for ask in self.asks if data[f"ai_{ask.pk}"] == GONE],
            "remark": data["remark"],
        }


STEPS: tuple[type[Step], ...] = (WhatItIs, HowFast, WhatItNeeds)


def steps(actor: Actor, answer: Answer, function: Function) -> list[Step]:
    """All of them, bound to what was typed so far."""
    made = [step(actor, answer, function) for step in STEPS]
    return [
        step(actor, answer, function, form.over(answer.draft))
        for step, form in zip(STEPS, made, strict=True)
    ]


def said(forms_: list[Step]) -> dict[str, Any]:
    """Of valid steps together: what ``actions.send`` takes."""
    parts = [form.says() for form in forms_]
    together: dict[str, Any] = {"says": {}}
    for part in parts:
        together["says"] |= part.pop("says")
        together |= part
    return together


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _kept(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n")[:LONGEST]


def _alike(value: Raw, stands: Raw) -> bool:
    if isinstance(value, list):
        return set(value) == set(stands)
    return value.strip() == str(stands).replace("\r\n", "\n").strip()
