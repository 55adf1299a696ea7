"""Secrets at rest: only the ring opens them, and it can be turned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from continuity.core.sealed import Unreadable, resealed, seal, unseal


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_was_sealed_comes_back(text):
    assert unseal(seal(text)) == text


def test_the_sealed_text_shows_nothing_and_is_never_twice_the_same():
    assert "marked-key" not in seal("marked-key")
    assert seal("marked-key") != seal("marked-key")


def test_another_installations_key_does_not_open_it(settings):
    sealed = seal("secret")
    settings.SEALING_KEYS = ["another"]
    with pytest.raises(Unreadable):
        unseal(sealed)


def test_a_turned_ring_opens_the_old_and_seals_with_the_new(settings):
    settings.SEALING_KEYS = ["old"]
    sealed = seal("secret")
    settings.SEALING_KEYS = ["new", "old"]
    anew = resealed(sealed)
    settings.SEALING_KEYS = ["new"]
    assert unseal(anew) == "secret"
    with pytest.raises(Unreadable):
        unseal(sealed)


def test_what_is_not_sealed_or_was_changed_is_refused():
    sealed = seal("secret")
    for bad in ("", "secret", "é", sealed[:-1], sealed[:20] + "A" + sealed[21:]):
        if bad != sealed:
            with pytest.raises(Unreadable):
                unseal(bad)
