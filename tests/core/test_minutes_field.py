"""The form field in which people type lengths of time."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from continuity.core.fields import MinutesField


class Form(forms.Form):
    rto = MinutesField()
    rpo = MinutesField(required=False)


def test_it_cleans_to_whole_minutes_and_none():
    form = Form({"rto": "2 h 40 min", "rpo": ""})
    assert form.is_valid()
    assert form.cleaned_data == {"rto": 160, "rpo": None}


def test_zero_is_a_value():
    assert MinutesField().clean("0") == 0


def test_what_is_kept_is_shown_in_words():
    assert 'value="2 h 40 min"' in str(Form(initial={"rto": 160})["rto"])


def test_what_was_typed_wrongly_stays_as_typed():
    form = Form({"rto": "2 fortnights"})
    assert not form.is_valid()
    assert 'value="2 fortnights"' in str(form["rto"])


@pytest.mark.parametrize(
    ("text", "said"),
    [("2 fortnights", "“fortnights” is no unit"), ("soon", "such as"), ("", "required")],
)
def test_errors_say_what_to_do(text, said):
    with pytest.raises(ValidationError, match=said):
        MinutesField().clean(text)


def test_the_same_length_in_other_words_is_no_change():
    field = MinutesField(required=False)
    assert not field.has_changed(60, "1 h")
    assert not field.has_changed(None, "")
    assert field.has_changed(60, "2 h")
    assert field.has_changed(60, "")
