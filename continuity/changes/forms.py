"""Forms of a change and of each kind of step."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from continuity.core.fields import MinutesField
from continuity.core.picking import Picking
from continuity.inventory.forms import PercentField
from continuity.inventory.models import Option
from continuity.orgs.actor import Actor
from continuity.orgs.forms import OrgModelForm, VerbForm
from continuity.providers.picker import ComponentsField
from continuity.runbooks.models import Runbook

from .models import Change, Step
from .sources import DEPENDENCIES, LEANS_ON, NEW, OLD, OPTIONS, Picked, PickedOne

Wanted = dict[str, Any]
Added = list[tuple[str, str]]


class ChangeForm(OrgModelForm):
    class Meta:
        model = Change
        fields = ["title", "supplier", "reason", "notes"]
        widgets = {
            "reason": forms.Textarea(attrs={"rows": 4}),
            "notes": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "title": _("Such as “Claude on Bedrock as a fallback for claims”."),
            "supplier": _("Whom a contract would be made with, if any."),
            "reason": _("What the change is for; it is printed. Markdown."),
            "notes": _("Alternatives looked at, costs, whom to ask. Printed too."),
        }


class KeepForm(VerbForm):
    note = forms.CharField(
        label=_("What it is kept for"),
        required=False,
        max_length=300,
        help_text=_("Such as “for the contract with Amazon Web Services”."),
    )


class StepForm(Picking, VerbForm):
    """One kind of step. ``added``: what earlier steps of the change add, which has no row yet.

    Cleans to what `models.Step` keeps: ``wanted`` and ``names``.
    """

    def __init__(
        self,
        actor: Actor,
        *args: Any,
        added: Added | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(actor, *args, **kwargs)
        self._names: dict[str, str] = {}
        for field in self.fields.values():
            if isinstance(field, Picked | ComponentsField):
                field.offer_to(actor.org)
        if "runbook" in self.fields:
            books: Any = self.fields["runbook"]
            books.queryset = Runbook.objects.for_org(actor.org).order_by("title")
        if "added" in self.fields and added:
            one: Any = self.fields["added"]
            one.choices = [("", "–"), *added]
        else:
            self.fields.pop("added", None)

    @staticmethod
    def begun(wanted: Wanted) -> Wanted:
        """What the fields begin with, of a step that is edited."""
        raise NotImplementedError

    def wanted(self, told: Wanted) -> Wanted:
        raise NotImplementedError

    def clean(self) -> Wanted:
        told = super().clean() or self.cleaned_data
        return told if self.errors else {"wanted": self.wanted(told), "names": self._names}

    def key(self, row: Any) -> str:
        """The primary key of a row as text; what it is called is kept beside the step."""
        pk = str(row.pk)
        said = str(row)
        if isinstance(row, Option):
            told = {"option": row, "ask": row.dependency, "function": row.dependency.function}
            said = str(_("“%(option)s” of “%(ask)s” (%(function)s)") % told)
        self._names[f"{row._meta.model_name}:{pk}"] = said
        return pk


class AddForm(StepForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    on = ComponentsField(
        label=_("Rests on"),
        help_text=_("All of what is ticked must be up. Nothing ticked: it is done by hand."),
    )
    dependencies = Picked(
        DEPENDENCIES,
        label=_("For"),
        help_text=_("Tick what it is to serve, or choose a component below."),
    )
    leans_on = PickedOne(
        LEANS_ON,
        label=_("Or for every dependency that leans on"),
        help_text=_("Whatever runs on this today, at any depth, gets it as its last fallback."),
    )
    capacity = PercentField(
        label=_("Capacity, in percent"),
        initial=Decimal(1),
        help_text=_("What it sustains, of normal operation."),
    )
    switch_minutes = MinutesField(label=_("Time to switch to it"), initial=30)
    runbook: forms.ModelChoiceField = forms.ModelChoiceField(
        None,
        label=_("Runbook"),
        required=False,
        help_text=_("How to switch to it. Without one it counts as undocumented."),
    )

    @staticmethod
    def begun(wanted: Wanted) -> Wanted:
        return {
            **wanted,
            "capacity": Decimal(wanted["capacity"]),
            "leans_on": [wanted["leans_on"]] if wanted["leans_on"] else [],
        }

    def wanted(self, told: Wanted) -> Wanted:
        asks, leaning = told["dependencies"], told["leans_on"]
        if bool(asks) == bool(leaning):
            raise ValidationError(
                _("Say whom it is for: tick dependencies, or one component, and not both.")
            )
        for ask in asks:
            self._names[f"dependency:{ask.pk}"] = f"“{ask}” ({ask.function})"
        return {
            "name": told["name"],
            "on": [self.key(row) for row in told["on"]],
            "dependencies": [str(ask.pk) for ask in asks],
            "leans_on": self.key(leaning) if leaning else "",
            "capacity": f"{told['capacity'].normalize():f}",
            "switch_minutes": told["switch_minutes"],
            "runbook": self.key(told["runbook"]) if told["runbook"] else None,
        }


class ReplaceForm(StepForm):
    old = PickedOne(OLD, required=True, label=_("From"))
    new = PickedOne(NEW, required=True, label=_("To"))
    options = Picked(
        OPTIONS,
        label=_("Only in these options"),
        help_text=_("None ticked: in all that rest on it directly."),
    )

    @staticmethod
    def begun(wanted: Wanted) -> Wanted:
        return {**wanted, "old": [wanted["old"]], "new": [wanted["new"]]}

    def wanted(self, told: Wanted) -> Wanted:
        if told["old"] == told["new"]:
            raise ValidationError({"new": _("That is what it rests on already.")})
        return {
            "old": self.key(told["old"]),
            "new": self.key(told["new"]),
            "options": [self.key(row) for row in told["options"]],
        }


class OptionStepForm(StepForm):
    """Of one option: one that is there, or one that an earlier step adds."""

    option = PickedOne(OPTIONS, label=_("Option"))
    added = forms.ChoiceField(label=_("Or one that an earlier step adds"), required=False)

    @staticmethod
    def begun(wanted: Wanted) -> Wanted:
        row = wanted["option"]
        there = row.isdecimal()
        return {**wanted, "option": [row] if there else [], "added": "" if there else row}

    def chosen(self, told: Wanted) -> Wanted:
        there, added = told["option"], told.get("added")
        if bool(there) == bool(added):
            raise ValidationError({"option": _("Tick one option.")})
        if there:
            return {"option": self.key(there)}
        self._names[f"option:{added}"] = str(dict(self.fields["added"].choices)[added])  # type: ignore[attr-defined]
        return {"option": added}


class OrderForm(OptionStepForm):
    place = forms.IntegerField(
        label=_("Place"),
        min_value=1,
        max_value=1000,
        initial=1,
        help_text=_("1 is the first that runs."),
    )
    switch_minutes = MinutesField(
        label=_("Time to switch to what ran so far"),
        required=False,
        help_text=_("What runs no longer becomes a fallback, and a fallback takes time."),
    )

    @staticmethod
    def begun(wanted: Wanted) -> Wanted:
        return {**OptionStepForm.begun(wanted), "place": wanted["place"] + 1}

    def wanted(self, told: Wanted) -> Wanted:
        more = {"place": told["place"] - 1, "switch_minutes": told["switch_minutes"]}
        return {**self.chosen(told), **more}


class ResizeForm(OptionStepForm):
    switch_minutes = MinutesField(label=_("Time to switch to it"), required=False)
    capacity = PercentField(label=_("Capacity, in percent"), required=False)

    @staticmethod
    def begun(wanted: Wanted) -> Wanted:
        held = wanted["capacity"]
        return {**OptionStepForm.begun(wanted), "capacity": held and Decimal(held)}

    def wanted(self, told: Wanted) -> Wanted:
        minutes, held = told["switch_minutes"], told["capacity"]
        if minutes is None and held is None:
            raise ValidationError(_("Give a switch time, a capacity, or both."))
        capacity = None if held is None else f"{held.normalize():f}"
        return {**self.chosen(told), "switch_minutes": minutes, "capacity": capacity}


class RunbookForm(OptionStepForm):
    runbook: forms.ModelChoiceField = forms.ModelChoiceField(None, label=_("Runbook"))

    def wanted(self, told: Wanted) -> Wanted:
        return {**self.chosen(told), "runbook": self.key(told["runbook"])}


class RemoveForm(OptionStepForm):
    def wanted(self, told: Wanted) -> Wanted:
        return self.chosen(told)


FORMS: dict[str, type[StepForm]] = {
    Step.Kind.ADD: AddForm,
    Step.Kind.REPLACE: ReplaceForm,
    Step.Kind.ORDER: OrderForm,
    Step.Kind.RESIZE: ResizeForm,
    Step.Kind.RUNBOOK: RunbookForm,
    Step.Kind.REMOVE: RemoveForm,
}
