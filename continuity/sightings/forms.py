"""What people type: what they see, and the webhooks of other systems."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from continuity.core.picking import Picking
from continuity.orgs.actor import Actor
from continuity.orgs.forms import VerbForm
from continuity.providers.models import Component, State
from continuity.providers.picker import ComponentsField

from .actions.hooks import KINDS
from .models import Hook, Sighting

MOST_MEANINGS = 50


class ReportForm(VerbForm):
    state = forms.ChoiceField(
        label=_("What do you see?"),
        choices=Sighting.Claim.choices,
        initial=Sighting.Claim.DOWN,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Optional. Such as “every call has timed out since ten”. Stays with us."),
    )


class QuickForm(VerbForm):
    """One press, without words."""

    state = forms.ChoiceField(choices=Sighting.Claim.choices, required=False)
    words = forms.CharField(required=False, max_length=500)

    def clean_state(self) -> str:
        return self.cleaned_data["state"] or Sighting.Claim.DOWN


class MeaningsField(forms.CharField):
    """``sev1 = major_outage``, one a line, as a dict."""

    def to_python(self, value: Any) -> Any:
        found = {}
        for number, line in enumerate(str(value or "").splitlines(), start=1):
            if not line.strip():
                continue
            word, _sign, state = (part.strip() for part in line.partition("="))
            if not word or len(word) > 80 or state not in State.values:
                raise ValidationError(
                    _("Line %(n)s: write a word of theirs, =, and one of %(states)s.")
                    % {"n": number, "states": ", ".join(State.values)}
                )
            found[word.lower()] = state
        if len(found) > MOST_MEANINGS:
            raise ValidationError(_("At most %(n)s words.") % {"n": MOST_MEANINGS})
        return found

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            return "\n".join(f"{word} = {state}" for word, state in value.items())
        return value

    def validate(self, value: Any) -> None:
        """An empty list is one."""

    def run_validators(self, value: Any) -> None:
        """Each line was judged."""


class HookForm(VerbForm):
    name = forms.CharField(
        label=_("What it is for"), max_length=80, help_text=_("Such as “alerts of our gateway”.")
    )
    kind = forms.ChoiceField(label=_("What sends"))
    signed = forms.BooleanField(
        label=_("Take only what is signed"),
        required=False,
        help_text=_(
            "incident.io shows its secret when you make the webhook there: paste it below. For"
            " Alertmanager and for JSON of your own a secret is made here and shown once."
            " Statuspage cannot sign."
        ),
    )
    secret = forms.CharField(
        label=_("The sender's signing secret"),
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Of incident.io only. It is kept sealed and never shown again."),
    )
    labels = forms.CharField(
        label=_("Labels that say what an alert is about"),
        required=False,
        max_length=200,
        help_text=_("Of Alertmanager only, by commas. Empty: alertname."),
    )
    meanings = MeaningsField(
        label=_("Their words, in ours"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("One a line, such as: sev1 = major_outage. Words on no list count as unknown."),
    )

    def __init__(self, actor: Actor, *args: Any, hook: Hook | None = None, **kwargs: Any) -> None:
        if hook is not None:
            kwargs["initial"] = {
                "name": hook.name,
                "signed": bool(hook.signing),
                "labels": hook.labels,
                "meanings": hook.meanings,
            }
        super().__init__(actor, *args, **kwargs)
        if hook is not None:
            del self.fields["kind"]  # what it is called there depends on it
            return
        kinds = [(name, module.LABEL) for name, module in KINDS.items()]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class MapForm(Picking, VerbForm):
    on = ComponentsField(
        label=_("Which component of ours is it?"),
        help_text=_("One. None: what it says is ignored."),
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.fields["on"].offer_to(actor.org)  # type: ignore[attr-defined]

    def clean_on(self) -> Component | None:
        picked = list(self.cleaned_data["on"])
        if len(picked) > 1:
            raise ValidationError(_("Tick one."))
        return picked[0] if picked else None
