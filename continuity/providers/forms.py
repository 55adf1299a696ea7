"""Forms for an organisation's own providers and components, and for its corrections."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from continuity.core.picking import Picking
from continuity.orgs.actor import Actor
from continuity.orgs.forms import OrgModelForm, VerbForm
from continuity.orgs.models import Organization

from .models import Component, Provider
from .picker import ComponentsField


class ProviderForm(OrgModelForm):
    status_page = forms.URLField(label=_("Status page"), required=False, assume_scheme="https")
    terms_url = forms.URLField(
        label=_("Terms or service levels"), required=False, assume_scheme="https"
    )

    class Meta:
        model = Provider
        fields = ["name", "kind", "status_page", "terms_url", "notes"]
        help_texts = {
            "name": _("Who sells it, or what you call it when it is your own."),
            "kind": _("“Your own” for what you host yourselves."),
        }
        widgets = {"notes": forms.Textarea(attrs={"rows": 3})}


class PartField(forms.ModelChoiceField):
    """One component by provider and name."""

    def label_from_instance(self, obj: Any) -> str:
        return label_of(obj)


def label_of(component: Component) -> str:
    provider, name = component.provider.name, component.name
    return name if name.startswith(provider) else f"{provider} · {name}"


def offered(org: Organization) -> QuerySet[Component]:
    """What something may be said to rest on."""
    parts = Component.objects.for_org(org).offered(timezone.now().date())
    return parts.select_related("provider").order_by(Lower("provider__name"), Lower("name"))


class ComponentForm(OrgModelForm):
    class Meta:
        model = Component
        fields = ["name", "kind", "retires_on"]
        widgets = {"retires_on": forms.DateInput(attrs={"type": "date"})}
        help_texts = {
            "name": _("What can fail as one: a model, a service, a region, a server."),
            "kind": _("“Your own” for what you run yourselves: it enters no provider's score."),
            "retires_on": _("From then on nobody offers it. Owners hear of it half a year ahead."),
        }


class NewComponentForm(Picking, ComponentForm):
    runs_on = ComponentsField(
        label=_("It cannot run without"),
        help_text=_("All of these must be up for it. You can add more later."),
    )
    evidence = forms.CharField(
        label=_("How do you know?"),
        required=False,
        max_length=500,
        help_text=_("A page, a contract, a person: for whoever asks in a year."),
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        below: Any = self.fields["runs_on"]
        below.offer_to(actor.org)


class CorrectionForm(VerbForm):
    """What a component does or does not need, with the evidence."""

    runs_on = PartField(queryset=None, label=_("What it is about"))
    present = forms.TypedChoiceField(
        label=_("Does it need it?"),
        choices=[("yes", _("Yes, it stops without it")), ("no", _("No, it runs without it"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    evidence = forms.CharField(
        label=_("How do you know?"),
        max_length=500,
        help_text=_("A page, a contract, a person: for whoever asks in a year."),
    )
    as_of = forms.DateField(
        label=_("True as of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Today unless you say otherwise."),
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.fields["runs_on"].queryset = offered(actor.org)  # type: ignore[attr-defined]
