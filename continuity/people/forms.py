"""What people type about organisations, members and tokens."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from continuity.orgs.actor import Actor
from continuity.orgs.forms import OrgModelForm, VerbForm
from continuity.orgs.models import Organization, Role, User
from continuity.orgs.zones import ZONES

from . import actions


class _OrganizationFields(forms.ModelForm):
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        choices=ZONES,
        initial="UTC",
        help_text=_("Dates and times are shown in it."),
    )

    class Meta:
        model = Organization
        fields = ["name", "currency", "timezone"]
        help_texts = {"currency": _("Three letters, such as EUR, GBP or USD.")}
        widgets = {
            "currency": forms.TextInput(attrs={"size": 4, "autocapitalize": "characters"}),
            "name": forms.TextInput(attrs={"autocomplete": "organization"}),
        }

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()

    def _post_clean(self) -> None:
        """The verb makes and checks the row; the form checks only what was typed."""


class OrganizationForm(_OrganizationFields):
    """The first form of a new organisation."""

    currency = forms.CharField(
        label=_("Currency"),
        initial="EUR",
        max_length=3,
        help_text=_("Three letters, such as EUR, GBP or USD."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The zone begins as the browser's own (app.js); without script as UTC."""
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.fields["timezone"].widget.attrs["data-zone"] = ""

    def found(self, user: User) -> Organization | None:
        """The organisation; None, with errors on the form, if something does not hold."""
        if not self.is_valid():
            return None
        try:
            return actions.found_organization(user, **self.cleaned_data)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None


class SettingsForm(OrgModelForm, _OrganizationFields):
    class Meta(_OrganizationFields.Meta):
        fields = ["name", "currency", "timezone", "test_cadence_days"]
        help_texts = {
            **_OrganizationFields.Meta.help_texts,
            "test_cadence_days": _(
                "A fallback counts as tested if its runbook passed an exercise within so many days."
            ),
        }


def roles_below(actor: Actor) -> list[tuple[int, Any]]:
    """The roles that ``actor`` may give: none above their own."""
    return [(role.value, role.label) for role in Role if role <= actor.role]


class InviteForm(VerbForm):
    email = forms.EmailField(label=_("E-mail address"))
    role = forms.TypedChoiceField(label=_("Role"), coerce=int, initial=Role.EDITOR)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.fields["role"].choices = roles_below(actor)  # type: ignore[attr-defined]


class RoleForm(VerbForm):
    role = forms.TypedChoiceField(label=_("Role"), coerce=int)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.fields["role"].choices = roles_below(actor)  # type: ignore[attr-defined]


class TokenForm(VerbForm):
    name = forms.CharField(
        label=_("What it is for"), max_length=80, help_text=_("Such as “nightly inventory import”.")
    )
    may_write = forms.BooleanField(
        label=_("It may change things, as far as my role allows"), required=False
    )
