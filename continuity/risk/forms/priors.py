"""What an organisation holds of how often something fails."""

from django import forms
from django.utils.translation import gettext_lazy as _

from continuity.core.fields import MinutesField
from continuity.orgs.forms import OrgModelForm
from continuity.risk.models import Prior


class PriorForm(OrgModelForm):
    outages_per_year = forms.DecimalField(
        label=_("Outages a year"),
        help_text=_("On average, before anything was seen. 0.5 is one every other year."),
        max_digits=9,
        decimal_places=3,
    )
    median_minutes = MinutesField(label=_("Half of them are over within"))
    long_minutes = MinutesField(
        label=_("One in ten lasts longer than"),
        help_text=_("At most 100 times what half of them last."),
    )
    worth_years = forms.DecimalField(
        label=_("Counts for so many years of watching"),
        help_text=_("The fewer, the sooner it gives way to what is observed."),
        max_digits=7,
        decimal_places=3,
    )
    why = forms.CharField(
        label=_("Where this is from"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Your own records, a contract, a study: it stands beside every figure."),
    )

    class Meta:
        model = Prior
        fields = ["outages_per_year", "median_minutes", "long_minutes", "worth_years", "why"]
