"""Forms of runbooks, steps and exercises."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from continuity.orgs.actor import Actor
from continuity.orgs.forms import OrgModelForm, VerbForm

from .library import TEMPLATES
from .models import Exercise, Runbook, Step


class RunbookForm(OrgModelForm):
    class Meta:
        model = Runbook
        fields = ["title", "summary", "owner_email", "review_every_days"]
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "summary": _("Markdown. Say by what sign one knows that this is the right runbook."),
            "owner_email": _("Is reminded of reviews, and woken when it is needed."),
        }


class TemplateForm(VerbForm):
    """Which template to begin with."""

    name = forms.ChoiceField(
        label=_("Template"), choices=[(name, t["title"]) for name, t in TEMPLATES.items()]
    )


class StepForm(OrgModelForm):
    waits_for = forms.MultipleChoiceField(
        label=_("Waits for"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Step
        fields = ["title", "role", "minutes", "instruction", "proof", "waits_for"]
        widgets = {"instruction": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "role": _("A role, not a name: whoever has it tonight."),
            "instruction": _("Markdown."),
        }

    def __init__(self, actor: Actor, runbook: Runbook, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        others = [step for step in runbook.steps.all() if step.pk != self.instance.pk]
        self.fields["waits_for"].choices = [(s.key, s.title) for s in others]  # type: ignore[attr-defined]
        if not self.instance.pk:
            self.initial["waits_for"] = [others[-1].key] if others else []
        self.fields["minutes"].help_text = _("Planned working time, in whole minutes.")


class PublishForm(VerbForm):
    note = forms.CharField(
        label=_("What changed"),
        max_length=300,
        required=False,
        help_text=_("One line for the list of versions."),
    )


class ExerciseForm(OrgModelForm):
    class Meta:
        model = Exercise
        fields = ["held_on", "passed", "measured_minutes", "scenario", "lessons"]
        widgets = {
            "held_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "lessons": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("held_on", timezone.localdate())
