"""Forms of functions, dependencies and options."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from continuity.core.durations import NotADuration, parse, spell
from continuity.core.fields import MinutesField
from continuity.orgs.actor import Actor
from continuity.orgs.forms import OrgModelForm
from continuity.providers.models import Component

from .models import Dependency, Function, Option
from .picker import ticked


class PercentField(forms.DecimalField):
    """A share of 0 to 1, typed as percent: ``50`` or ``62.5``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=Decimal("0.1"), max_value=100, decimal_places=4, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal | float):
            return f"{Decimal(str(value)) * 100:.4f}".rstrip("0").rstrip(".")
        return value

    def clean(self, value: Any) -> Any:
        percent = super().clean(value)
        return None if percent is None else percent / 100


class ImpactField(forms.CharField):
    """One step a line: ``from the start: 1200``, ``after 4 h: 6000``; cleans to the kept form."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(
            f"{spell(step['after_minutes'])}: {step['cost_per_hour']}" for step in value
        )

    def clean(self, value: Any) -> list[dict[str, Any]]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        return [self._step(number, line) for number, line in enumerate(lines, start=1)]

    def _step(self, number: int, line: str) -> dict[str, Any]:
        time, colon, cost = line.rpartition(":")
        try:
            if not colon:
                raise ValueError(line)
            amount = Decimal(cost.strip().replace(" ", "").replace(",", ""))
            return {"after_minutes": parse(time), "cost_per_hour": str(amount)}
        except (ValueError, InvalidOperation, NotADuration) as fault:
            raise ValidationError(
                _("Line %(n)s: write a time, a colon and a cost per hour, such as “4 h: 6000”."),
                params={"n": number},
            ) from fault


class FunctionForm(OrgModelForm):
    rto_minutes = MinutesField(label=_("RTO: must run again within"))
    mtpd_minutes = MinutesField(label=_("MTPD: cannot stand still longer than"))
    rpo_minutes = MinutesField(label=_("RPO: may lose data of at most"), required=False)
    minimum_capacity = PercentField(
        label=_("Minimum capacity, in percent"),
        initial=Decimal("0.5"),
        help_text=_("What must run again within the RTO, of normal operation."),
    )
    impact = ImpactField(
        label=_("Impact curve"),
        required=False,
        help_text=_(
            "What an hour costs, the longer it is down. A line each: “0: 1200”, “4 h: 6000”."
        ),
    )

    class Meta:
        model = Function
        fields = [
            "name",
            "criticality",
            "rto_minutes",
            "mtpd_minutes",
            "rpo_minutes",
            "minimum_capacity",
            "impact",
            "owner_email",
            "deputy_email",
            "depends_on",
            "assessed_on",
            "description",
        ]
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "assessed_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "owner_email": forms.EmailInput(attrs={"list": "people", "autocomplete": "off"}),
            "deputy_email": forms.EmailInput(attrs={"list": "people", "autocomplete": "off"}),
            "depends_on": forms.SelectMultiple(attrs={"size": 5}),
        }
        labels = {"depends_on": _("Needs these functions")}
        help_texts = {
            "owner_email": _("Is told of outages and reviews; only members are written to."),
            "depends_on": _("When one of them is down, this one is."),
        }

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        others = Function.objects.for_org(actor.org).order_by("name")
        self.fields["depends_on"].queryset = others.exclude(pk=self.instance.pk)  # type: ignore[attr-defined]
        seats = actor.org.memberships.select_related("user").order_by("user__email")
        self.people = [seat.user.email for seat in seats]


class RowForm(OrgModelForm):
    """The few fields of a row in the list: added and changed in place."""

    rto_minutes = MinutesField(label=_("RTO"))
    mtpd_minutes = MinutesField(label=_("MTPD"))

    class Meta:
        model = Function
        fields = ["name", "criticality", "rto_minutes", "mtpd_minutes", "owner_email"]


class DependencyForm(OrgModelForm):
    class Meta:
        model = Dependency
        fields = ["name", "required", "essential", "high_risk", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "name": _("Such as “Classify incoming claims”."),
            "required": _("How many of its options run in normal operation; mostly 1."),
            "essential": _("Without the tick it is shown, but stops nothing."),
            "high_risk": _("Your own judgement of this use; it is shown, and changes no score."),
        }


class ComponentsField(forms.ModelMultipleChoiceField):
    """Components by primary key, searched for on the page; none means by hand."""

    def __init__(self, actor: Actor, **kwargs: Any) -> None:
        super().__init__(
            Component.objects.for_org(actor.org),
            required=False,
            widget=forms.MultipleHiddenInput,
            label=_("Rests on"),
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        keys = value or []
        if any(not str(key).isdecimal() or len(str(key)) > 18 for key in keys):
            raise ValidationError(self.error_messages["invalid_list"], code="invalid_list")
        return super().clean(value)


class OptionForm(OrgModelForm):
    capacity = PercentField(
        label=_("Capacity, in percent"),
        initial=Decimal(1),
        help_text=_("What it sustains, of normal operation."),
    )
    switch_minutes = MinutesField(
        label=_("Time to switch to it"),
        initial=0,
        help_text=_("0 for what runs in normal operation."),
    )

    class Meta:
        model = Option
        fields = ["name", "capacity", "switch_minutes", "runbook", "tested_on"]
        widgets = {"tested_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {
            "runbook": _("How to switch to it. Without one it counts as undocumented."),
            "tested_on": _("Exercises on record with the runbook count by themselves."),
        }

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.fields["on"] = ComponentsField(actor)
        runbooks = self.fields["runbook"]
        runbooks.queryset = runbooks.queryset.order_by("title")  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[Component]:
        """The components that are ticked, typed or kept."""
        if self.is_bound:
            return ticked(self.actor.org, self.data.getlist("on"))  # type: ignore[attr-defined]
        if self.instance.pk is None:
            return []
        return list(self.instance.on.select_related("provider").order_by("provider__name", "name"))
