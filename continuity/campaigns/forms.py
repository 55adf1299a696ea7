"""The forms of a campaign: what it is about, and who is asked instead."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from continuity.core.picking import Picking
from continuity.inventory.models import Function
from continuity.inventory.picker import FunctionsField
from continuity.orgs.actor import Actor
from continuity.orgs.forms import VerbForm

from .models import Campaign

FOUR_WEEKS = timedelta(days=28)


class CampaignForm(Picking, VerbForm):
    title = forms.CharField(label=_("Title"), max_length=120)
    due_on = forms.DateField(
        label=_("Answers are due on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(
        label=_("A word to the owners"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in the letter and above the questions."),
    )
    older_than_days = forms.IntegerField(
        label=_("Only what was not assessed for so many days"),
        required=False,
        min_value=1,
        max_value=3650,
        help_text=_("What was never assessed is among it. Empty: however fresh it is."),
    )
    criticality = forms.TypedChoiceField(
        label=_("Only of this criticality and above"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Every criticality")), *Function.Criticality.choices],
    )
    functions = FunctionsField(
        label=_("Only these functions"), help_text=_("Nothing ticked: all that fit the above.")
    )

    def __init__(
        self, actor: Actor, *args: Any, campaign: Campaign | None = None, **kwargs: Any
    ) -> None:
        day = timezone.localdate()
        initial = {"title": _("BIA %(year)s") % {"year": day.year}, "due_on": day + FOUR_WEEKS}
        if campaign is not None:
            fields = {name: getattr(campaign, name) for name in ("title", "due_on", "note")}
            initial = {**fields, **campaign.scope}
        super().__init__(actor, *args, initial=initial, **kwargs)
        if campaign is not None and campaign.state != Campaign.State.DRAFT:
            for name in ("title", "older_than_days", "criticality", "functions"):
                del self.fields[name]
        else:
            picks: Any = self.fields["functions"]
            picks.offer_to(actor.org)

    def clean(self) -> dict[str, Any]:
        """The fields of a campaign: what it is about becomes its ``scope``."""
        data = self.cleaned_data
        fields: dict[str, Any] = {
            name: data[name] for name in ("title", "due_on", "note") if name in data
        }
        if "functions" in self.fields:
            picked = [row.pk for row in data.get("functions") or ()]
            scope = {name: data.get(name) for name in ("older_than_days", "criticality")}
            scope["functions"] = picked
            fields["scope"] = {name: value for name, value in scope.items() if value}
        return fields


class HandOverForm(VerbForm):
    email = forms.EmailField(
        label=_("Ask somebody else"),
        widget=forms.EmailInput(attrs={"list": "people", "autocomplete": "off"}),
        help_text=_("A member, by e-mail address; they are written to."),
    )


class SendBackForm(VerbForm):
    reason = forms.CharField(
        label=_("What should they look at again?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
