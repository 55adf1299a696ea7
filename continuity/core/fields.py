"""Form fields for what people type: lengths of time."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .durations import NotADuration, parse, spell


class MinutesField(forms.CharField):
    """``2h 40m``, ``90`` (minutes), ``1 d`` and the like; cleans to whole minutes, 0 allowed.

    Empty and not required: None.
    """

    default_error_messages = {
        "unclear": _("Write a length of time such as “2 h 40 min”, “90” (minutes) or “1 d”."),
        "unit": _("“%(word)s” is no unit of time. Use min, h, d or w, as in “2 h 40 min”."),
        "whole": _("That is not a whole number of minutes."),
        "long": _("That is more than ten years."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Such as “2 h 40 min”, “1 d”, or a number of minutes."))
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return spell(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        return value if isinstance(value, int) else super().to_python(value)

    def clean(self, value: Any) -> int | None:
        text = super().clean(str(value) if isinstance(value, int) else value)
        if text in self.empty_values:
            return None
        try:
            return parse(text)
        except NotADuration as fault:
            raise ValidationError(
                self.error_messages[fault.reason], code=fault.reason, params={"word": fault.word}
            ) from fault

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return parse(data or "") != initial
        except NotADuration as fault:
            return not (fault.reason == "empty" and initial is None)
