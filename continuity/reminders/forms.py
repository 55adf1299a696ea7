"""Putting off, and handing over."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from continuity.orgs.actor import Actor
from continuity.orgs.forms import VerbForm


class SnoozeForm(VerbForm):
    days = forms.TypedChoiceField(
        label=_("Put off"),
        coerce=int,
        choices=[(1, _("until tomorrow")), (7, _("for a week")), (30, _("for a month"))],
    )

    def clean(self) -> dict[str, Any]:
        days = self.cleaned_data.pop("days", 1)
        return {"until": timezone.now() + timedelta(days=days)}


class HandOverForm(VerbForm):
    email = forms.ChoiceField(label=_("Hand over to"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        rows = actor.org.memberships.select_related("user").order_by("user__email")
        self.fields["email"].choices = [(m.user.email, str(m.user)) for m in rows]  # type: ignore[attr-defined]
