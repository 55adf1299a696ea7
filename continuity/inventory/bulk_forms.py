"""Forms about many functions at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from continuity.core.bounds import has_been
from continuity.core.fields import MinutesField
from continuity.orgs.forms import VerbForm

from .bulk import CLEARABLE
from .forms import PercentField
from .models import Function

AS_IT_IS = _("as it is")


class BulkForm(VerbForm):
    """What is left empty stays as it is in every row."""

    criticality = forms.TypedChoiceField(
        label=_("Criticality"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", AS_IT_IS), *Function.Criticality.choices],
    )
    rto_minutes = MinutesField(label=_("RTO: must run again within"), required=False)
    mtpd_minutes = MinutesField(label=_("MTPD: cannot stand still longer than"), required=False)
    minimum_capacity = PercentField(label=_("Minimum capacity, in percent"), required=False)
    owner_email = forms.EmailField(
        label=_("Owner"), required=False, max_length=254, widget=forms.EmailInput
    )
    deputy_email = forms.EmailField(label=_("Deputy"), required=False, max_length=254)
    assessed_on = forms.DateField(
        label=_("Impact assessed on"),
        required=False,
        validators=[has_been],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    clear = forms.MultipleChoiceField(
        label=_("Make empty"),
        required=False,
        choices=[(name, Function._meta.get_field(name).verbose_name) for name in CLEARABLE],  # type: ignore[union-attr]
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("owner_email", "deputy_email"):
            self.fields[name].widget.attrs |= {"list": "people", "autocomplete": "off"}
        seats = self.actor.org.memberships.select_related("user").order_by("user__email")
        self.people = [seat.user.email for seat in seats]

    def clean(self) -> dict[str, Any]:
        """``fields``: what every row is to have from now on."""
        typed = {
            name: value
            for name, value in (super().clean() or {}).items()
            if name != "clear" and value not in (None, "")
        }
        emptied = self.cleaned_data.get("clear", [])
        for name in set(emptied) & typed.keys():
            self.add_error(name, _("Either write something here, or have it made empty."))
        if not (typed or emptied or self.errors):
            self.add_error(None, _("Everything would stay as it is: fill in what is to change."))
        nothing = {name: None if name == "assessed_on" else "" for name in emptied}
        return {"fields": {**typed, **nothing}}


class LinesForm(VerbForm):
    """Functions, one a line; the other fields say what a line means where it says nothing."""

    lines = forms.CharField(
        label=_("Functions, one a line"),
        max_length=500_000,
        strip=False,
        help_text=_(
            "Name; RTO; MTPD; criticality; owner, parted by semicolons or as pasted from a "
            "spreadsheet. All but the name may be left out."
        ),
        widget=forms.Textarea(
            attrs={
                "rows": 12,
                "spellcheck": "false",
                "placeholder": "Claims triage; 1 h; 8 h; 5; ada@example.org",
            }
        ),
    )
    rto_minutes = MinutesField(label=_("RTO, where the line says none"), initial=1440)
    mtpd_minutes = MinutesField(label=_("MTPD, where the line says none"), initial=7200)
    criticality = forms.TypedChoiceField(
        label=_("Criticality, where the line says none"),
        coerce=int,
        initial=Function.Criticality.IMPORTANT,
        choices=Function.Criticality.choices,
    )
    owner_email = forms.EmailField(
        label=_("Owner, where the line says none"), required=False, max_length=254
    )

    def defaults(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "lines"}
