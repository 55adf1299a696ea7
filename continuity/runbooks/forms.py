"""Forms of runbooks, steps and exercises."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from continuity.core.fields import MinutesField
from continuity.orgs.actor import Actor
from continuity.orgs.forms import OrgModelForm, VerbForm

from .actions import head_digest
from .library import TEMPLATES
from .models import Exercise, Runbook, Step
from .snapshot import digest, of_step


class SeenForm(OrgModelForm):
    """Carries the check value of the row that it shows, so that of two people who change it at
    once the second is asked before the words of the first are gone."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.initial["seen"] = self.check_value(self.instance) if self.instance.pk else ""

    def check_value(self, row: Any) -> str:
        raise NotImplementedError

    def perform(self, verb: Callable[..., Any], *args: Any) -> Any:
        """As ever; once told that it was stale, sending it again means it."""
        made = super().perform(verb, *args)
        if self.has_error(NON_FIELD_ERRORS, "stale"):
            rows = type(self.instance).objects.for_org(self.actor.org)
            now = self.check_value(rows.get(pk=self.instance.pk))
            sent = self.data.copy()  # type: ignore[attr-defined]
            sent["seen"] = now
            self.data = sent
        return made


class RunbookForm(SeenForm):
    class Meta:
        model = Runbook
        fields = ["title", "summary", "owner_email", "review_every_days"]
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "summary": _("Markdown. Say by what sign one knows that this is the right runbook."),
            "owner_email": _("Is reminded of reviews, and woken when it is needed."),
        }

    def check_value(self, row: Any) -> str:
        return head_digest(row)


class TemplateForm(VerbForm):
    """Which template to begin with."""

    name = forms.ChoiceField(
        label=_("Template"), choices=[(name, t["title"]) for name, t in TEMPLATES.items()]
    )


class StepForm(SeenForm):
    """What a step says; ``others`` are those that it may wait for."""

    minutes = MinutesField(
        label=_("How long"),
        initial=5,
        help_text=_("Planned working time, such as “15”, a number of minutes, or “2 h 40 min”."),
    )
    waits_for = forms.MultipleChoiceField(
        label=_("Waits for"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Step
        fields = ["title", "role", "minutes", "instruction", "proof", "waits_for", "after_service"]
        widgets = {"instruction": forms.Textarea(attrs={"rows": 5})}
        labels = {"after_service": _("Comes after the service is back")}
        help_texts = {
            "role": _("A role, not a name: whoever has it tonight."),
            "instruction": _("Markdown. What to do, and what to do if it does not work."),
            "after_service": _(
                "Such as watching the fallback, or going back: it does not count against the RTO. "
                "What waits for it comes after the service is back, too."
            ),
        }

    def __init__(self, actor: Actor, runbook: Runbook, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        steps = list(enumerate(runbook.steps.all(), start=1))
        self.others = [(place, step) for place, step in steps if step.pk != self.instance.pk]
        self.fields["waits_for"].choices = [  # type: ignore[attr-defined]
            (step.key, f"{place}. {step.title}") for place, step in self.others
        ]
        if not self.others:
            del self.fields["waits_for"]

    def check_value(self, row: Any) -> str:
        return digest(of_step(row))


class AddStepForm(StepForm):
    """``after``: the step below which it is added by its primary key; 0: first; empty: last."""

    seen = None  # type: ignore[assignment]
    after = forms.CharField(required=False, max_length=18, widget=forms.HiddenInput)
    between = forms.BooleanField(required=False, initial=True)

    def __init__(
        self, actor: Actor, runbook: Runbook, *args: Any, after: str = "", **kwargs: Any
    ) -> None:
        kwargs.setdefault("auto_id", "new_step_%s")
        super().__init__(actor, runbook, *args, **kwargs)
        after = self.data.get("after", after)
        self.place = self._place(after)
        before = self.others[self.place - 1][1] if self.place else None
        self.initial["after"] = after
        self.initial["waits_for"] = [before.key] if before else []
        self.below = f"{self.place}. {before.title}" if before else ""
        if not after:
            del self.fields["between"]
        elif before:
            self.fields["between"].label = _("What waited for “%(title)s” now waits for this") % {
                "title": before.title
            }
        else:
            self.fields["between"].label = _("What waited for nothing now waits for this")

    def _place(self, after: str) -> int | None:
        """Among the steps, from 0; None if the step that it was to follow is gone."""
        if not after:
            return len(self.others)
        if after == "0":
            return 0
        return next((place for place, step in self.others if str(step.pk) == after), None)

    def clean(self) -> dict[str, Any]:
        cleaned = {k: v for k, v in self.cleaned_data.items() if k != "after"}
        if self.place is None:
            raise ValidationError(
                _("The step that this was to follow is gone. Add it at another place.")
            )
        return cleaned | {"place": self.place}


class PublishForm(VerbForm):
    """``seen``: the check value of what the reviewer reads."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
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
        help_texts = {
            "measured_minutes": _("From the alarm until the service was back, in whole minutes."),
            "passed": _("The service was back by following these steps."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("held_on", timezone.localdate())
