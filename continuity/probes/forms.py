"""Forms for probes: the fields of each kind, the key, and what all may cost."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from continuity.orgs.actor import Actor
from continuity.orgs.forms import OrgModelForm, VerbForm
from continuity.providers.forms import PartField, offered

from .kinds import kinds
from .models import Budget, Probe
from .questions import BUILT_IN, FIRST

ALWAYS = ("component", "name", "url", "every_minutes")


class ProbeForm(OrgModelForm):
    """What a kind asks for. The component stays when a probe is changed."""

    component = PartField(
        queryset=None,
        label=_("It speaks of"),
        help_text=_("What is down when this does not answer."),
    )
    answers = forms.CharField(
        label=_("Right answers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line. May be left empty for a question of ours."),
    )

    class Meta:
        model = Probe
        fields = [
            *("component", "name", "url", "every_minutes", "method", "statuses", "contains"),
            *("model", "api_version", "thinks", "question", "answers", "first_within_ms"),
            *("price_in", "price_out", "tokens_a_day", "money_a_day"),
        ]
        help_texts = {
            "every_minutes": _("From 1 minute to 1440, which is a day."),
            "statuses": _("Such as 200 204. Empty: any below 500 counts as reachable."),
            "contains": _("Looked for in the first 256 KB, as it is written here."),
            "first_within_ms": _("Until the first token or byte. What is slower has failed."),
            "thinks": _("Tick for reasoning models: their limit has another name, and more room."),
            "question": _("Small and with one answer: it is asked again and again."),
            "price_in": _("High until you type yours, so that the cap holds in any case."),
            "tokens_a_day": _("When it is reached, the probe pauses until the next day."),
        }
        widgets = {
            "url": forms.URLInput(attrs={"inputmode": "url"}),
            "question": forms.TextInput(attrs={"list": "questions"}),
        }

    def __init__(self, actor: Actor, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.kind = kinds()[kind]
        shown = {*ALWAYS, *self.kind.FIELDS}
        for name in set(self.fields) - shown:
            del self.fields[name]
        self.fields["url"].help_text = _("Such as %(example)s") % {"example": self.kind.EXAMPLE}
        if self.instance.pk:
            del self.fields["component"]
        else:
            part: Any = self.fields["component"]
            part.queryset = offered(actor.org)
            self._begin()
        if "answers" in self.fields:
            self.initial["answers"] = "\n".join(self.instance.answers)
        for needed in {"model", "question"} & set(self.fields):
            self.fields[needed].required = True
        for price in {"price_in", "price_out", "money_a_day"} & set(self.fields):
            self.fields[price].label = f"{self.fields[price].label} ({actor.org.currency})"

    def _begin(self) -> None:
        if "question" in self.fields:
            self.initial.setdefault("question", FIRST)
        if self.kind.KEYED:
            self.initial.setdefault("url", self.kind.EXAMPLE)
            self.initial.setdefault("model", self.kind.MODEL)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if "answers" in self.fields:
            lines = [line.strip() for line in told.get("answers", "").splitlines() if line.strip()]
            told["answers"] = lines or list(BUILT_IN.get(told.get("question", "").strip(), ()))
        return told


class KeyForm(VerbForm):
    key = forms.CharField(
        label=_("Key"),
        max_length=1000,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"}),
        help_text=_("Make one for this alone, with the least rights and a limit of its own."),
    )


class BudgetForm(OrgModelForm):
    class Meta:
        model = Budget
        fields = ["tokens_a_day", "money_a_day"]
        help_texts = {
            "tokens_a_day": _("Set aside before a question is sent, so that it is never passed."),
        }

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        label = self.fields["money_a_day"].label
        self.fields["money_a_day"].label = f"{label} ({actor.org.currency})"
