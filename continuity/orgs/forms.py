"""Forms that stay inside one organisation and save only through a verb."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from .actor import Actor


class VerbForm(forms.Form):
    """A form whose answer is given by a verb."""

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def perform(self, verb: Callable[..., Any], *args: Any) -> Any:
        """``verb(actor, *args, **cleaned_data)``; what it refuses becomes the form's errors."""
        return _perform(self, verb, *args)


class OrgModelForm(forms.ModelForm):
    """A ModelForm that offers only rows the organisation may use, and saves through a verb."""

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                model: type[Model] = field.queryset.model
                if hasattr(model.objects, "for_org"):  # type: ignore[attr-defined]
                    field.queryset = model.objects.for_org(actor.org)  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The verb makes and checks the row; the form checks only what was typed."""

    def perform(self, verb: Callable[..., Any], *args: Any) -> Any:
        """``verb(actor, *args, **cleaned_data)``; what it refuses becomes the form's errors."""
        return _perform(self, verb, *args)


def _perform(form: Any, verb: Callable[..., Any], *args: Any) -> Any:
    if not form.is_valid():
        return None
    try:
        return verb(form.actor, *args, **form.cleaned_data)
    except ValidationError as refusal:
        if hasattr(refusal, "error_dict"):
            known = {k: v for k, v in refusal.error_dict.items() if k in form.fields}
            other = [e for k, v in refusal.error_dict.items() if k not in form.fields for e in v]
            for name, errors in known.items():
                form.add_error(name, errors)
            for error in other:
                form.add_error(None, error)
        else:
            form.add_error(None, refusal)
        return None
