"""The form of a plan, with words to begin with, and the words of those who approve."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from continuity.core.picking import Picking
from continuity.inventory.picker import FunctionsField
from continuity.orgs.actor import Actor
from continuity.orgs.forms import OrgModelForm, VerbForm

from .models import Plan

BEGINNINGS = {
    "title": _("Continuity plan for the use of AI"),
    "purpose": _(
        "This plan says how we keep our functions running when an AI provider, or what it "
        "rests on, "
        "fails, answers wrongly, is cut off or is withdrawn."
    ),
    "scope": _(
        "All business functions that ask something of AI, ours or bought. Not in scope: the "
        "loss of "
        "our offices or of systems that have plans of their own."
    ),
    "assumptions": _(
        "- Our own network and sign-in work.\n"
        "- Of those named for a role, one can be reached within 30 minutes.\n"
        "- A provider's status may be late or silent; we act on what we see."
    ),
    "scenarios": _(
        "- One provider is down for more than an hour.\n"
        "- The cloud beneath two providers is down.\n"
        "- Answers are wrong while the status is green.\n"
        "- Quota, credit or account is cut.\n"
        "- A model is retired, or a provider withdraws, is insolvent or is forbidden."
    ),
    "roles": _(
        "- **Declares**: the owner of this plan; at night, the owner of the function that is hit.\n"
        "- **Leads**: whoever declared, until handed over by name.\n"
        "- **Speaks**: the owner of each function to those who use it."
    ),
    "start_criteria": _(
        "- A component that a function of criticality 4 or 5 leans on is confirmed down, or\n"
        "- our own people cannot work with it for 15 minutes, or\n"
        "- answers of a high-risk use are found to be wrong."
    ),
    "stop_criteria": _(
        "- The component has been well for 30 minutes, and\n"
        "- the backlog of each function hit has an end date, and\n"
        "- the leader has said so in writing."
    ),
    "distribution": _("Management, owners and deputies of the functions named, internal audit."),
}
TEXTS = [name for name in BEGINNINGS if name != "title"]


class PlanForm(Picking, OrgModelForm):
    functions = FunctionsField(
        label=_("functions"), help_text=_("None chosen: all of them, those to come too.")
    )

    class Meta:
        model = Plan
        fields = ["title", "owner_email", "functions", *TEXTS, "review_every_days"]
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in TEXTS}

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        covers: Any = self.fields["functions"]
        covers.offer_to(actor.org)
        if not self.instance.pk:
            self.initial = {**BEGINNINGS, **self.initial}


class FreezeForm(VerbForm):
    note = forms.CharField(label=_("What changed"), max_length=300, required=False)


class WordForm(VerbForm):
    comment = forms.CharField(label=_("Comment"), max_length=500, required=False)
